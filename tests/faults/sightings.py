"""What a process that reads a node's shared memory writes down, a line each."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

NEWEST: Final = 0.0
"""`age` of what has to be the newest state."""

UNBOUNDED: Final = 1e6
"""`age`, in seconds, of what may be however old."""


class Sighting(msgspec.Struct, frozen=True, array_like=True):
    """One get of a key, and what has to be counted of those of the same outcome just before it.

    `value` is None where there was no key. `age`: so many seconds old may it be. `begun` and
    `ended` are of the clock that all processes share, `node` is whose memory was open, 0 for none.
    """

    key: str
    value: str | None
    age: float
    begun: float
    ended: float
    node: int
    reads: int
    """So many gets are told by this one, itself included,"""
    hits: int
    """of which so many were answered from shared memory,"""
    unmemoed: int
    """and so many of these by a copy, not by a memo."""


def to_line(sighting: Sighting) -> bytes:
    return msgspec.json.encode(sighting) + b"\n"


def from_file(path: Path) -> list[Sighting]:
    """Read what was written down; who was killed may have left half a line."""
    whole = path.read_bytes().rpartition(b"\n")[0]
    decoder = msgspec.json.Decoder(Sighting)
    return [decoder.decode(line) for line in whole.splitlines()]
