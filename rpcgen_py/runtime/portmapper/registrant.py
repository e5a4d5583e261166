"""Which process registered, and whether it still runs (proc(5))."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

__all__ = ["Registrant", "registrant_of"]


class Registrant(NamedTuple):
    """A process: its id, and when it started, since ids are used again (clock ticks after boot).

    `started` is None where it had ended before anybody looked.
    """

    pid: int
    started: int | None

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return self.started is not None and self.started == _started(self.pid)


def registrant_of(pid: int) -> Registrant:
    """The process that has this id now."""
    return Registrant(pid, _started(pid))


def _started(pid: int) -> int | None:
    """When the process began; None where none runs (a zombie does not)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return None
    # The second field is the command's name in brackets, which may hold anything.
    state, *fields = text.rpartition(")")[2].split()
    return None if state in "ZX" else int(fields[18])
