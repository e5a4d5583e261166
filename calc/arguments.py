"""Values on the calculator's command lines: text in, a checked value out, or a clear refusal."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

from calc.service import INT_MAX, INT_MIN, fits
from rpcgen_py.runtime.address import MAX_UNIX_PATH

__all__ = [
    "VERSIONS",
    "operand",
    "port",
    "rpc_version",
    "seconds",
    "unix_path",
    "user_id",
]

VERSIONS = (1, 2)
MAX_PORT = 2**16 - 1
MAX_ID = 2**32 - 1
LONGEST_WAIT = 86_400.0


def operand(text: str) -> int:
    """A decimal number that fits in an `int` of XDR."""
    try:
        number = int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an integer") from None
    if not fits(number):
        raise ArgumentTypeError(f"{text} does not fit in 32 bits ({INT_MIN} to {INT_MAX})")
    return number


def seconds(text: str) -> float:
    """A time to wait, above 0 and up to a day."""
    try:
        wait = float(text)
    except ValueError:
        wait = 0.0
    if not 0 < wait <= LONGEST_WAIT:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds above 0, up to a day")
    return wait


def _number(text: str, what: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdecimal() and low <= int(text) <= high):
        raise ArgumentTypeError(f"{text!r} is not a {what} from {low} to {high}")
    return int(text)


def port(text: str) -> int:
    """A port that can be called."""
    return _number(text, "port", 1, MAX_PORT)


def user_id(text: str) -> int:
    """A user's or a group's number."""
    return _number(text, "number", 0, MAX_ID)


def rpc_version(text: str) -> int:
    """A version of the calculator's program."""
    return _number(text, "version", VERSIONS[0], VERSIONS[-1])


def unix_path(text: str) -> str:
    """The absolute path of a Unix socket."""
    path = str(Path(text).absolute())
    if len(path.encode(errors="surrogateescape")) > MAX_UNIX_PATH:
        raise ArgumentTypeError(f"{path!r} is longer than {MAX_UNIX_PATH} bytes")
    return path
