"""Options that several commands share, and what they may be set to."""

from __future__ import annotations

import argparse
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from kvstore.cli.command_parser import CommandParser

__all__ = [
    "CONSISTENCIES",
    "DEFAULT_SERVER",
    "DEFAULT_TIMEOUT",
    "OUTPUTS",
    "OneOf",
    "add_consistency",
    "add_end",
    "add_general",
    "add_range",
    "add_value",
    "add_wait",
    "cluster_number",
    "lease_number",
    "number",
    "positive",
    "preset",
    "seconds",
]

DEFAULT_SERVER: Final = "localhost:9001"
DEFAULT_TIMEOUT: Final = 10.0
OUTPUTS: Final = ("plain", "json", "table")
CONSISTENCIES: Final = ("linearizable", "lease", "serializable")


class OneOf:
    """A choice that is checked for environment variables, too, where `choices` is not."""

    def __init__(self, *choices: str, **short: str) -> None:
        """Take `choices`, and the words of `short` for those that they stand for."""
        self.choices = choices
        self._short = short

    def __call__(self, text: str) -> str:
        """Return the choice that `text` names. Raises `argparse.ArgumentTypeError`."""
        text = self._short.get(text, text)
        if text not in self.choices:
            raise argparse.ArgumentTypeError(f"{text!r} is not {' or '.join(self.choices)}")
        return text


def number(text: str) -> int:
    """Return a number from 0 upwards that XDR can carry."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 20 and int(text) < 1 << 64):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 upwards")
    return int(text)


def positive(text: str) -> int:
    """Return a number from 1 upwards that XDR can carry."""
    try:
        found = number(text)
    except argparse.ArgumentTypeError:
        found = 0
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 upwards")
    return found


def lease_number(text: str) -> int:
    """Return the number of a lease: hexadecimal, as kvctl prints them."""
    return _hexadecimal(text, "a lease's number")


def cluster_number(text: str) -> int:
    """Return the number of a cluster: hexadecimal, as `status` prints it."""
    return _hexadecimal(text, "a cluster's number")


def _hexadecimal(text: str, what: str) -> int:
    digits = text.removeprefix("0x")
    if not (0 < len(digits) <= 16 and all(c in "0123456789abcdefABCDEF" for c in digits)):
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}, up to 16 hex digits")
    return int(digits, 16)


def seconds(text: str) -> float:
    """Return a time in seconds, up to a day; `5s` is taken for 5."""
    try:
        found = float(text.removesuffix("s"))
    except ValueError:
        found = math.nan
    if not 0 < found <= 86400:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of seconds above 0, up to 86400"
        )
    return found


class _Preset(str):
    """A value out of the environment: quoted, as errors do it, it says of which variable."""

    __slots__ = ("_variable",)

    _variable: str

    def __new__(cls, text: str, variable: str) -> Self:
        """Take `text` from `variable`."""
        made = super().__new__(cls, text)
        made._variable = variable
        return made

    def __repr__(self) -> str:
        """Return the text and the variable: nobody sees it on the command line."""
        return f"{super().__repr__()} of {self._variable}"


def preset(variable: str, default: str) -> str:
    """Return what a variable of the environment says, `default` where it says nothing."""
    text = os.environ.get(variable)
    return _Preset(text, variable) if text else default


def add_general(parser: CommandParser, *, top: bool) -> None:
    """Add the options that may stand before the command or behind it.

    Behind it they have no default, or that would replace what was given before it.
    """

    def option(*names: str, env: str, default: str, **settings: object) -> None:
        parser.add_argument(
            *names, default=preset(env, default) if top else argparse.SUPPRESS, **settings
        )

    option(
        "--server",
        "--endpoints",
        env="KVCTL_SERVER",
        default=DEFAULT_SERVER,
        metavar="HOST:PORT,...",
        help=f"whom to ask (default: {DEFAULT_SERVER}); HOST alone asks its rpcbind for the port, "
        "unix:///PATH works too",
    )
    option(
        "--timeout",
        "--command-timeout",
        env="KVCTL_TIMEOUT",
        default=str(DEFAULT_TIMEOUT),
        type=seconds,
        metavar="S",
        help=f"seconds until kvctl gives up (default: {DEFAULT_TIMEOUT:g})",
    )
    option(
        "-o",
        "--output",
        "-w",
        "--write-out",
        env="KVCTL_OUTPUT",
        default="plain",
        type=OneOf(*OUTPUTS, simple="plain"),
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
    option(
        "--cluster-key-file",
        env="KVCTL_CLUSTER_KEY_FILE",
        default="",
        metavar="PATH",
        help="what proves to be an operator (default: the key that this user's nodes share)",
    )


def add_wait(parser: CommandParser) -> None:
    """Add `--wait`."""
    parser.add_argument(
        "--wait",
        type=OneOf("quorum", "all"),
        default=preset("KVCTL_WAIT", "all"),
        metavar="quorum|all",
        help="whose disks to wait for: those of a quorum, or of all nodes that can be reached, as "
        "long as the time allows (default: all)",
    )


def add_consistency(parser: CommandParser) -> None:
    """Add `--consistency`."""
    parser.add_argument(
        "--consistency",
        type=OneOf(*CONSISTENCIES, l="linearizable", s="serializable"),
        default=preset("KVCTL_CONSISTENCY", "linearizable"),
        metavar="|".join(CONSISTENCIES),
        help="what counts as the newest state (default: linearizable)",
    )


def add_end(parser: CommandParser) -> None:
    """Add where a range ends, and the other ways to name one."""
    parser.add_argument(
        "range_end", metavar="END", nargs="?", help="up to, not including, this key"
    )
    parser.add_argument("--prefix", action="store_true", help="all keys that begin with the first")
    parser.add_argument("--from-key", action="store_true", help="all keys from the first on")


def add_range(parser: CommandParser) -> None:
    """Add what a range can be narrowed and sorted by."""
    add_end(parser)
    parser.add_argument("--limit", type=number, metavar="N", help="at most so many keys")
    parser.add_argument("--keys-only", action="store_true", help="leave the values out")
    parser.add_argument("--reverse", action="store_true", help="highest key first")
    parser.add_argument(
        "--order",
        type=OneOf("ascend", "descend", ASCEND="ascend", DESCEND="descend"),
        metavar="ascend|descend",
        help="the order of the keys, or of what they are sorted by",
    )
    parser.add_argument(
        "--sort-by",
        type=OneOf("key", "version", "create", "modify", "value", **_SORTS_AS_ETCDCTL_WRITES_THEM),
        default="key",
        metavar="key|version|create|modify|value",
        help="what to sort by (default: key)",
    )
    parser.add_argument("--count", "--count-only", action="store_true", help="print only how many")
    parser.add_argument(
        "--rev", type=number, default=0, metavar="N", help="as it was at this revision"
    )
    add_consistency(parser)


_SORTS_AS_ETCDCTL_WRITES_THEM: Final = {
    word.upper(): word for word in ("key", "version", "create", "modify", "value")
}


def add_value(parser: CommandParser) -> None:
    """Add the value of a key, and where else it may come from."""
    parser.add_argument(
        "value",
        metavar="VALUE",
        nargs="?",
        help="the value; standard input if there is none, or -",
    )
    parser.add_argument("--file", type=Path, metavar="PATH", help="read the value from a file")
