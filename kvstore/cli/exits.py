"""How kvctl ends: in numbers that scripts may rely on, and in one line that says what happened."""

from __future__ import annotations

import re
import signal
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

from kvstore import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Exit", "Interrupted", "Interruption", "exit_for", "explained", "interruptible"]


class Exit(IntEnum):
    """`NO`: the answer is "no", for instance that there is no such key."""

    DONE = 0
    NO = 1
    USAGE = 2
    UNREACHED = 3
    REFUSED = 4


_USAGE = (errors.InvalidRequest, errors.TooLarge, errors.Unsupported, errors.WrongCluster)
_NO = (
    errors.Compacted,
    errors.FutureRevision,
    errors.KeyMissing,
    errors.LeaseExists,
    errors.LeaseUnknown,
)


def exit_for(error: errors.KvError) -> Exit:
    """Return the exit code for an error of the library."""
    if isinstance(error, errors.Denied):
        return Exit.REFUSED
    if isinstance(error, _USAGE):
        return Exit.USAGE
    if isinstance(error, _NO):
        return Exit.NO
    return Exit.UNREACHED


_VERDICTS = ("may still happen", "may have happened", "nothing was")
_OF_CHANGES = ("; the change may still happen", "; nothing was changed")
"""What nodes say of a call of which they do not know whether it changes anything."""


def explained(error: errors.KvError, *, changes: bool) -> str:
    """Return an error as one line that names the nodes that were missed.

    Where the command `changes` something, it also says whether that may have happened, else
    nothing about changes.
    """
    from kvstore.client.routing import EARLIER  # noqa: PLC0415 (an error is there: so is this)

    text = " ".join(str(error).split())
    if not changes:
        for verdict in (*_OF_CHANGES, f"; {EARLIER}"):
            text = text.replace(verdict, "")
    if isinstance(error, errors.LeaseUnknown | errors.LeaseExists):
        # Nodes write the number in decimal, and kvctl prints and takes it in hexadecimal.
        text = re.sub(r"(?<=lease )\d+", lambda found: f"{int(found[0]):016x}", text)
    missed = [
        address
        for address in (each.removeprefix("tcp://") for each in error.unreachable)
        if address not in text
    ]
    if missed:
        text += f"; could not reach {', '.join(missed)}"
    told = any(verdict in text for verdict in _VERDICTS)
    if changes and not told and exit_for(error) in {Exit.UNREACHED, Exit.REFUSED}:
        text += (
            "; the change may still happen" if error.may_have_executed else "; nothing was changed"
        )
    return text


class Interrupted(BaseException):
    """The command was told to stop, by `signal`, while it held what it has to give back."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


class Interruption:
    """The signal that told kvctl to stop, if one has.

    It raises `Interrupted` wherever kvctl is, which a call of the library can take; while
    `patient`, for what cannot, only `check` does.
    """

    def __init__(self) -> None:
        self.patient = False
        self._signal = 0

    def check(self) -> None:
        """Raise `Interrupted` if a signal came."""
        if self._signal:
            raise Interrupted(self._signal)

    def take(self, number: int, _frame: object) -> None:
        """Handle a signal. The next one ends kvctl at once."""
        for each in _STOPPING:
            signal.signal(each, signal.SIG_DFL)
        self._signal = number
        if not self.patient:
            self.check()


_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Have the signals that otherwise end kvctl at once raise `Interrupted`."""
    interruption = Interruption()
    before = {number: signal.signal(number, interruption.take) for number in _STOPPING}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
