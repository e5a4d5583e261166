"""`kvctl check`."""

from __future__ import annotations

import asyncio
import os
import statistics
from typing import TYPE_CHECKING, Any, Final

from kvstore.cli.connecting import servers_of
from kvstore.cli.exits import Exit
from kvstore.cli.load import Load, run
from kvstore.cli.options import OneOf, positive, seconds
from kvstore.cli.output import write_json, write_line
from kvstore.cli.progress import progress
from kvstore.client.connect import connect_async

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.cli.load import Measured

__all__ = ["declare"]

RATES: Final = {"s": 150, "m": 1000, "l": 3000}
"""Puts a second, and as many gets: the first two are etcdctl's."""

SLOWEST: Final = 0.5
DEVIATION: Final = 0.1
"""Seconds that the slowest put may take, and the standard deviation of all: etcdctl's."""

REACHED: Final = 0.9
"""Part of the rate that has to be reached."""


def declare(parser: CommandParser) -> None:
    """Add the arguments of `check`."""
    parser.does(check, changes=True)
    parser.add_argument(
        "what", metavar="perf", nargs="?", choices=("perf",), default="perf", help="the only one"
    )
    parser.add_argument(
        "--load",
        type=OneOf(*RATES),
        default="s",
        metavar="|".join(RATES),
        help="how many puts and gets a second: 150, 1000 or 3000 (default: s)",
    )
    parser.add_argument(
        "--seconds", type=seconds, default=5.0, metavar="S", help="for how long (default: 5)"
    )
    parser.add_argument(
        "--clients", type=positive, default=16, metavar="N", help="how many at once (default: 16)"
    )


def check(options: argparse.Namespace) -> Exit:
    """Put and get for a while; the answer is no where that fails or takes too long."""
    load = Load(RATES[options.load], options.clients, options.seconds, 256)
    measured = asyncio.run(_measured(options, load))
    findings = _findings(load, measured)
    passed = all(good for good, _ in findings)
    if options.output == "json":
        write_json(_as_json(measured) | {"passed": passed})
    else:
        for good, text in findings:
            write_line(f"{'PASS' if good else 'FAIL'}: {text}")
        write_line("PASS" if passed else "FAIL")
    return Exit.DONE if passed else Exit.NO


async def _measured(options: argparse.Namespace, load: Load) -> Measured:
    store = connect_async(
        ",".join(servers_of(options)),
        timeout=options.timeout,
        name_space=os.fsencode(options.namespace),
    )
    async with store:
        with progress("putting and getting:") as show:
            return await run(store, load, lambda part: show(f"{part:.0%}"))


def _findings(load: Load, measured: Measured) -> list[tuple[bool, str]]:
    done = len(measured.puts)
    if not done:
        return [(False, f"nothing was stored: {'; '.join(measured.errors)}")]
    rate = done / measured.seconds
    slowest = max(measured.puts)
    deviation = statistics.pstdev(measured.puts)
    median = statistics.median(measured.puts)
    found = [
        (rate >= REACHED * load.rate, f"{rate:.0f} puts/s of {load.rate}"),
        (slowest <= SLOWEST, f"the slowest put took {slowest * 1000:.1f} ms"),
        (
            deviation <= DEVIATION,
            (
                f"a put took {median * 1000:.1f} ms (median), standard deviation "
                f"{deviation * 1000:.1f} ms"
            ),
        ),
    ]
    if measured.gets:
        median = statistics.median(measured.gets)
        found.append((True, f"a get took {median * 1000:.1f} ms (median)"))
    if measured.failed:
        found.append((False, f"{measured.failed} calls failed: {'; '.join(measured.errors)}"))
    return found


def _as_json(measured: Measured) -> dict[str, Any]:
    return {
        "seconds": round(measured.seconds, 3),
        "puts": len(measured.puts),
        "gets": len(measured.gets),
        "failed": measured.failed,
        "errors": measured.errors,
        "put_ms": _summary(measured.puts),
        "get_ms": _summary(measured.gets),
    }


def _summary(latencies: list[float]) -> dict[str, float] | None:
    if not latencies:
        return None
    ordered = sorted(latencies)
    return {
        "median": round(statistics.median(ordered) * 1000, 3),
        "p95": round(ordered[int(len(ordered) * 0.95)] * 1000, 3),
        "slowest": round(ordered[-1] * 1000, 3),
    }
