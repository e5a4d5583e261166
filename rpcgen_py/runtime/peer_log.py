"""Log lines that a peer can cause at will must not fill the disk.

Of each kind of warning or error, as its text before the arguments tells them apart, a process logs
`BURST` at once and then one every `PAUSE` seconds, which says how many were left out before it.
Lines below WARNING are logged only where somebody asked for them, and so all of them are.
"""

from __future__ import annotations

import logging
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BURST", "PAUSE", "PeerFilter", "peer_log"]

BURST: Final = 10
PAUSE: Final = 10.0


def peer_log(name: str) -> logging.Logger:
    """The logger of a module whose lines are of what peers do."""
    log = logging.getLogger(name)
    log.addFilter(PeerFilter())
    return log


class _Kind:
    """How many lines of one kind may be logged, at what time that was so, and how many were not."""

    __slots__ = ("at", "left_out", "room")

    def __init__(self, now: float) -> None:
        self.at = now
        self.room = float(BURST)
        self.left_out = 0


class PeerFilter(logging.Filter):
    """See the module; `clock` counts seconds. Texts must be few: each is remembered."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._kinds: dict[str, _Kind] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """See `logging.Filter`."""
        if record.levelno < logging.WARNING:
            return True
        now = self._clock()
        with self._lock:
            kind = self._kinds.get(record.msg)
            if kind is None:
                kind = self._kinds[record.msg] = _Kind(now)
            kind.room = min(kind.room + (now - kind.at) / PAUSE, BURST)
            kind.at = now
            if kind.room < 1:
                kind.left_out += 1
                return False
            kind.room -= 1
            left_out, kind.left_out = kind.left_out, 0
        if left_out:
            record.msg = f"{record.getMessage()} ({left_out} more like this were not logged)"
            record.args = None
        return True
