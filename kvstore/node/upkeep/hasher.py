"""The hash of a node's content, made a slice at a time while changes are applied in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import raft
from kvstore.node.upkeep.ports import NO_CONTENT, ContentPoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore.node.ports import Clock, Machine

SLICE_NS: Final = 2_000_000
"""How long is hashed at each tick."""

_NO_HASH: Final = bytes(raft.CONTENT_HASH_SIZE)


class Hashed(NamedTuple):
    """HASH_..., and with HASH_DONE the hash."""

    state: int
    hash: bytes = _NO_HASH


NOT_ASKED: Final = Hashed(raft.HASH_NOT_ASKED)
_UNDER_WAY: Final = Hashed(raft.HASH_UNDER_WAY)
_TOO_LATE: Final = Hashed(raft.HASH_TOO_LATE)


class ContentHasher:
    """Works on what was asked for last. What it has begun holds back removal until it is done."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nothing to do."""
        self._clock = clock
        self._point = NO_CONTENT
        self._found = NOT_ASKED
        self._machine: Machine | None = None
        self._slices: Iterator[bytes | None] | None = None

    def ask(self, point: ContentPoint) -> Hashed:
        """Return what is known of a content; from now on it is worked on."""
        if point != self._point:
            self.drop()
            self._point = point
            self._found = NOT_ASKED if point == NO_CONTENT else _UNDER_WAY
        return self._found

    def tick(self, machine: Machine) -> None:
        """Hash for a slice of time. Waits until the machine has come to the content."""
        if self._found.state != raft.HASH_UNDER_WAY:
            return
        if machine is not self._machine:
            self.drop()
            self._machine = machine
        point = self._point
        if self._slices is None:
            if machine.compacted_revision > point.floor:
                self._found = _TOO_LATE
                return
            if machine.compacted_revision < point.floor or machine.revision < point.revision:
                return
            self._slices = machine.hash(point.revision)
        until = self._clock.now() + SLICE_NS
        for found in self._slices:
            if found is not None:
                self._found = Hashed(raft.HASH_DONE, found)
                self.drop()
                return
            if self._clock.now() >= until:
                return

    def drop(self) -> None:
        """Let go of the machine's content."""
        slices, self._slices = self._slices, None
        close = getattr(slices, "close", None)
        if close is not None:  # a generator; it holds back removal until then
            close()
