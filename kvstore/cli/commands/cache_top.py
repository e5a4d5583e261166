"""`kvctl cache top`: the keys of a node's shared memory that are hit most.

A segment has one byte a slot that says whether it was hit. So it is looked at for 1, 2, 4 ... 64 ms
in turn, and the heat of a key is the part of the looks in which it was hit: up to a seventh more
for twice as many hits. A reader with a memo tells of one hit in 64.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kvstore._generated import kv
from kvstore.cli.connecting import open_store, servers_of
from kvstore.cli.each_server import at_once
from kvstore.cli.exits import Exit, exit_for, explained, interruptible
from kvstore.cli.options import positive, seconds
from kvstore.cli.output import as_json, cell, flush, write, write_json, write_table
from kvstore.cli.shared_memory import survey_of
from kvstore.errors import KvError

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.hotcache.survey import Survey

__all__ = ["declare", "top"]

_LOOKS: Final = tuple(0.001 * 2**each for each in range(7))
"""Seconds that a look takes."""

_CLEAR: Final = b"\033[H\033[J"


class Hot(NamedTuple):
    """A key that was hit in `heat` percent of the looks; the rest is as in `survey.Entry`."""

    heat: int
    name_space: bytes
    key: bytes
    value_bytes: int | None
    mod_revision: int | None


def declare(parser: CommandParser) -> None:
    """Add the arguments of `cache top`."""
    parser.does(top)
    parser.add_argument(
        "-n", "--keys", type=positive, default=20, metavar="N", help="so many keys (default: 20)"
    )
    parser.add_argument(
        "--interval",
        type=seconds,
        default=1.0,
        metavar="S",
        help="look for so many seconds each time (default: 1)",
    )


def top(options: argparse.Namespace) -> Exit:
    """Print the hottest keys: once, or on a terminal until Ctrl-C."""
    is_live = sys.stdout.isatty() and options.output != "json"
    with interruptible():
        while True:
            survey, code = _open(options)
            if survey is None:
                return code
            found = _hottest(survey, options.interval, options.keys)
            if is_live:
                hit = "hit most" if found else "no key was hit"
                write(_CLEAR + f"node {survey.header.node}: {hit}\n".encode())
            _print(found, options)
            flush()
            if not is_live:
                return Exit.DONE


def _open(options: argparse.Namespace) -> tuple[Survey | None, Exit]:
    """Return the segment that readers look into, each time anew: nodes restart.

    That is the leader's, as for `client.local_cache`, else the first server's that has one here.
    """

    def look(address: str) -> tuple[Survey | None, str, bool] | KvError:
        try:
            with open_store(options, address) as store:
                answer = store.status()
        except KvError as error:
            return error
        return *survey_of(address, answer), answer.status.role == kv.KV_LEADER

    code = Exit.NO
    first: Survey | None = None
    complaints: list[str] = []
    for found in at_once(servers_of(options), look):
        if isinstance(found, KvError):
            code = exit_for(found)
            complaints.append(explained(found, changes=False))
            continue
        survey, why_not, leads = found
        if survey is None:
            complaints.append(why_not)
        elif leads:
            return survey, Exit.DONE
        first = first or survey
    if first is not None:
        return first, Exit.DONE
    sys.stderr.writelines(f"kvctl: {each}\n" for each in complaints)
    return None, code


def _hottest(survey: Survey, interval: float, keys: int) -> list[Hot]:
    until = time.monotonic() + interval
    times: Counter[int] = Counter()
    looks = 0
    for length in cycle(_LOOKS):
        times.update(survey.slots_hit(partial(time.sleep, length)))
        looks += 1
        if time.monotonic() >= until and looks % len(_LOOKS) == 0:
            break
    found: list[Hot] = []
    for slot, hit in times.most_common():
        if len(found) == keys:
            break
        if (entry := survey.entry(slot)) is not None:
            found.append(Hot(round(100 * hit / looks), *entry))
    return found


def _print(found: list[Hot], options: argparse.Namespace) -> None:
    if options.output == "json":
        write_json([_as_json(hot) for hot in found])
    elif options.output == "table":
        titles = ["HEAT", "NAME SPACE", "KEY", "VALUE BYTES", "MOD REVISION"]
        write_table(titles, ([f"{hot.heat}%", *hot[1:]] for hot in found))
    else:
        for hot in found:
            where = f" [{cell(hot.name_space)}]" if hot.name_space else ""
            write(f"{hot.heat:3}% {cell(hot.key)}{where}\n".encode())


def _as_json(hot: Hot) -> dict[str, Any]:
    return hot._asdict() | {"name_space": as_json(hot.name_space), "key": as_json(hot.key)}
