"""kvctl's command line."""

from __future__ import annotations

import argparse
import math
import os
from pathlib import Path

DEFAULT_SERVER = "localhost:9001"
DEFAULT_TIMEOUT = 5.0
OUTPUTS = ("plain", "json", "table")
CONSISTENCIES = ("linearizable", "lease", "serializable")

EPILOG = """\
exit codes: 0 done; 1 the answer is no (no such key); 2 wrong usage; 3 not reached, or no answer
in time; 4 refused. Environment: KVCTL_SERVER, KVCTL_TIMEOUT, KVCTL_OUTPUT, KVCTL_NAMESPACE,
KVCTL_CONSISTENCY stand for the options of these names. Keys and values that begin with - go
behind --, as in: kvctl put -- -key -value."""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; `command` is the name of the command that was given."""
    shared = _shared_options(top=False)
    parser = argparse.ArgumentParser(
        prog="kvctl",
        description="Read and change a key-value store.",
        epilog=EPILOG,
        parents=[_shared_options(top=True)],
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, help_: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=help_, description=help_ + ".", parents=[shared], allow_abbrev=False
        )

    _put(command("put", "set a key to a value"))
    _get(command("get", "print the value of a key"))
    _delete(command("del", "delete a key, or a range of keys, and print how many there were"))
    _range(command("range", "print keys and values in order"))
    command("status", "print the state of each server")
    return parser


def _shared_options(*, top: bool) -> argparse.ArgumentParser:
    """Return the options that may stand before the command or behind it.

    Behind it they have no default, or that would replace what was given before it.
    """
    parser = argparse.ArgumentParser(add_help=False)

    def option(*names: str, env: str, default: str, **settings: object) -> None:
        preset = os.environ.get(env) or default if top else argparse.SUPPRESS
        parser.add_argument(*names, default=preset, **settings)  # type: ignore[arg-type] # as given

    option(
        "--server",
        env="KVCTL_SERVER",
        default=DEFAULT_SERVER,
        metavar="HOST:PORT,...",
        help=f"whom to ask (default: {DEFAULT_SERVER}); unix:///PATH works too",
    )
    option(
        "--timeout",
        env="KVCTL_TIMEOUT",
        default=str(DEFAULT_TIMEOUT),
        type=_seconds,
        metavar="S",
        help=f"seconds until kvctl gives up (default: {DEFAULT_TIMEOUT:g})",
    )
    option(
        "-o",
        "--output",
        env="KVCTL_OUTPUT",
        default="plain",
        type=_one_of(OUTPUTS),
        metavar="|".join(OUTPUTS),
        help="how to print (default: plain)",
    )
    option(
        "--namespace",
        env="KVCTL_NAMESPACE",
        default="",
        metavar="NAME",
        help="work on the keys of this name space",
    )
    return parser


def _put(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY")
    parser.add_argument(
        "value",
        metavar="VALUE",
        nargs="?",
        help="the value; standard input if there is none, or -",
    )
    parser.add_argument("--file", type=Path, metavar="PATH", help="read the value from a file")
    parser.add_argument("--prev", action="store_true", help="print the value before, too")
    _wait_option(parser)


def _get(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY")
    _end_argument(parser)
    parser.add_argument(
        "--raw", action="store_true", help="print the value byte for byte, without a newline"
    )
    _reading_options(parser)


def _range(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="START", nargs="?", help="first key (default: of all)")
    _end_argument(parser)
    parser.add_argument("--count", action="store_true", help="print only how many keys there are")
    _reading_options(parser)


def _delete(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY")
    _end_argument(parser)
    parser.add_argument("--prefix", action="store_true", help="all keys that begin with KEY")
    parser.add_argument("--prev", action="store_true", help="print what is deleted, too")
    _wait_option(parser)


def _end_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "range_end", metavar="END", nargs="?", help="up to, not including, this key"
    )


def _wait_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--wait",
        choices=("quorum", "all"),
        default="quorum",
        help="whose disks to wait for (default: quorum)",
    )


def _reading_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prefix", action="store_true", help="all keys that begin with the first")
    parser.add_argument("--limit", type=_number, metavar="N", help="at most so many keys")
    parser.add_argument("--keys-only", action="store_true", help="leave the values out")
    parser.add_argument("--reverse", action="store_true", help="highest key first")
    parser.add_argument(
        "--rev", type=_number, default=0, metavar="N", help="as it was at this revision"
    )
    parser.add_argument(
        "--consistency",
        type=_one_of(CONSISTENCIES),
        default=os.environ.get("KVCTL_CONSISTENCY") or "linearizable",
        metavar="|".join(CONSISTENCIES),
        help="what counts as the newest state (default: linearizable)",
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 1 << 64):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 upwards")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds up to 86400")
    return seconds


class _one_of:  # noqa: N801 (used like the functions above)
    """A choice that is checked for environment variables, too, where `choices` is not."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        self._choices = choices

    def __call__(self, text: str) -> str:
        if text not in self._choices:
            raise argparse.ArgumentTypeError(f"{text!r} is not {' or '.join(self._choices)}")
        return text
