"""Which process registered, and whether it still runs (proc(5))."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

__all__ = ["Registrant", "registrant_of"]


class Registrant(NamedTuple):
    """A process: its id, and when it started, since ids are used again (clock ticks after boot)."""

    pid: int
    started: int

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return registrant_of(self.pid) == self


def registrant_of(pid: int) -> Registrant | None:
    """The process with this id; None where none runs (a zombie does not)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return None
    # The second field is the command's name in brackets, which may hold anything.
    state, *fields = text.rpartition(")")[2].split()
    return None if state in "ZX" else Registrant(pid, int(fields[18]))
