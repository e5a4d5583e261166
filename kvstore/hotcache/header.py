"""What a segment says about itself, once: whose it is, how it is divided, how keys are hashed."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

import msgspec

from kvstore.hotcache import layout
from kvstore.hotcache.fingerprints import random_secret
from kvstore.hotcache.layout import Geometry

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS: Final = struct.Struct(f"={layout.CONSTANTS_END}Q")
_CHECKED_FROM: Final = layout.FIRST_CONSTANT * layout.WORD

HEADER_BYTES: Final = _WORDS.size


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The constant words; see `layout`. `epoch` is random, and never 0."""

    cluster: int
    node: int
    pid: int
    geometry: Geometry
    prime: int
    factor: int
    semaphores: int
    epoch: int

    @classmethod
    def random(
        cls,
        *,
        cluster: int,
        node: int,
        pid: int,
        geometry: Geometry,
        semaphores: int,
        random_below: Callable[[int], int],
    ) -> Header:
        """Return that of a new segment; `random_below(n)` gives one of 0 to n - 1."""
        prime, factor = random_secret(random_below)
        return cls(
            cluster=cluster,
            node=node,
            pid=pid,
            geometry=geometry,
            prime=prime,
            factor=factor,
            semaphores=semaphores,
            epoch=random_below((1 << 63) - 1) + 1,
        )

    def pack(self) -> bytes:
        """Return the first words of MAIN."""
        geometry = self.geometry
        words = [
            layout.MAGIC,
            layout.LAYOUT_VERSION,
            0,
            self.cluster,
            self.node,
            self.pid,
            geometry.buckets,
            geometry.ways,
            geometry.slot_bytes,
            geometry.stripes,
            self.prime,
            self.factor,
            self.semaphores,
            self.epoch,
        ]
        words[layout.CHECK_WORD] = zlib.crc32(_WORDS.pack(*words)[_CHECKED_FROM:])
        return _WORDS.pack(*words)

    @classmethod
    def unpack(cls, data: bytes) -> Header | None:
        """Return what the first words of MAIN say, None if they make no sense."""
        if len(data) < HEADER_BYTES:
            return None
        words = _WORDS.unpack_from(data)
        geometry = Geometry(buckets=words[6], ways=words[7], slot_bytes=words[8], stripes=words[9])
        header = cls(
            cluster=words[3],
            node=words[4],
            pid=words[5],
            geometry=geometry,
            prime=words[10],
            factor=words[11],
            semaphores=words[12],
            epoch=words[13],
        )
        sound = geometry.sound and header.epoch and header.prime
        return header if sound and header.pack() == data[:HEADER_BYTES] else None
