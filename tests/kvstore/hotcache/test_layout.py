"""The layout page is enough to write a reader: here is one, by that page and nothing else."""

from __future__ import annotations

import struct
import zlib
from mmap import mmap

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kvstore._generated.kv import kv_item
from kvstore.hotcache import layout
from kvstore.hotcache.layout import Geometry
from kvstore.hotcache.names import SegmentName
from tests.kvstore.hotcache.plain import Plain, holds, item


def word(memory: mmap, number: int) -> int:
    return int.from_bytes(memory[8 * number : 8 * number + 8], "little")


def seal(value: int, number: int, epoch: int) -> int:
    return ((value ^ epoch) * 0x9E3779B97F4A7C15 + number) % 2**64


class PageReader:
    """Reads a segment as docs/hotcache.md says."""

    def __init__(self, main: mmap, side: mmap) -> None:
        self.main = main
        assert main[:8] == b"kvhotkey"
        assert side[:8] == b"kvhotsid"
        assert word(main, 1) == 1
        assert word(main, 2) == zlib.crc32(main[24:112])
        self.buckets, self.ways, self.slot_bytes, self.stripes = (
            word(main, number) for number in (6, 7, 8, 9)
        )
        self.prime, self.factor, self.epoch = (word(main, number) for number in (10, 11, 13))
        assert word(side, 1) == self.epoch
        assert len(main) >= 4096 + self.buckets * self.ways * (8 + self.slot_bytes)
        assert len(side) >= 8192 + self.buckets * self.ways

    def valid(self, number: int) -> int | None:
        value = word(self.main, number)
        return value if word(self.main, number + 1) == seal(value, number, self.epoch) else None

    def lease(self, key: bytes, now: int) -> kv_item | str | None:
        until = self.valid(65)
        if until is None or now >= until:
            return None
        return self.found(key)

    def found(self, key: bytes) -> kv_item | str | None:
        product = int.from_bytes(b"\1" + key, "big") % self.prime * self.factor
        fingerprint = (product ^ (product >> 61)) * self.factor % 2**64 or 1
        bucket = (fingerprint >> 32) * self.buckets >> 32
        begin = 4096 + bucket * self.ways * (8 + self.slot_bytes)
        heads = struct.unpack_from(f"<{self.ways}Q", self.main, begin)
        if fingerprint not in heads:
            return None
        at = begin + 8 * self.ways + heads.index(fingerprint) * self.slot_bytes
        check, version, _, key_bytes, value_bytes, create, mod, key_version, lease = (
            struct.unpack_from("<QQQIIQQQQ", self.main, at)
        )
        if version % 2:
            return None
        absent = value_bytes == 2**32 - 1
        end = at + 64 + key_bytes + (0 if absent else value_bytes)
        record = self.main[at + 8 : end]
        if check != zlib.crc32(record) ^ at ^ self.epoch or record[56 : 56 + key_bytes] != key:
            return None
        if absent:
            return "absent"
        return kv_item(key, record[56 + key_bytes :], create, mod, key_version, lease)


@given(
    seed=st.integers(0, 50),
    values=st.dictionaries(st.binary(max_size=60), st.none() | st.binary(max_size=60), max_size=20),
    until=st.integers(0, 2**64 - 1),
)
def test_a_reader_by_the_page(seed: int, values: dict[bytes, bytes | None], until: int) -> None:
    cache = Plain(seed)
    for key, value in values.items():
        cache.writer.put(key, None if value is None else item(key, value, 5))
    cache.writer.publish_lease(until)
    cache.writer.publish_revision(9)
    ours = cache.reader()
    page = PageReader(cache.memory.main, cache.memory.side)
    assert page.valid(96) == 9
    for key in [*values, b"unknown"]:
        hit = ours.lease(key)
        theirs = page.lease(key, cache.now)
        assert theirs == (None if hit is None else hit.item or "absent")
        assert (hit is not None) == (holds(cache.writer, key) and cache.now < until)


@given(
    size=st.integers(0, 1 << 40),
    slot_bytes=st.integers(0, 1 << 20),
    ways=st.sampled_from([8, 16, 64]),
)
def test_any_size_makes_a_sound_geometry(size: int, slot_bytes: int, ways: int) -> None:
    geometry = Geometry.fitting(size, slot_bytes=slot_bytes, ways=ways)
    assert geometry.sound
    assert geometry.room >= slot_bytes - 64
    assert geometry.buckets == 1 or geometry.main_bytes <= size
    slots = [geometry.slot_at(slot) for slot in (0, ways - 1, geometry.slots - 1)]
    assert slots[0] == geometry.bucket_at(0) + 8 * ways
    assert slots[1] == slots[0] + (ways - 1) * geometry.slot_bytes
    assert slots[2] + geometry.slot_bytes == geometry.main_bytes
    assert (
        geometry.fingerprint_word(geometry.slots - 1) * 8
        == slots[2] - (ways - 1) * (geometry.slot_bytes) - 8
    )
    assert geometry.side_bytes == layout.SIDE_HITS + geometry.slots


@given(st.integers(0, 2**64 - 1), st.integers(1, 2**64 - 1), st.integers(0, 2**48 - 1))
def test_names(cluster: int, node: int, tag: int) -> None:
    name = SegmentName(cluster, node, tag)
    assert SegmentName.parse(str(name)) == name
    assert SegmentName.parse(name.side) is None
    assert name.semaphores == (tag % (2**25 - 1) + 1) * 64
    assert 0 < name.semaphores <= name.semaphores + 63 < 2**31


@pytest.mark.parametrize("name", ["", "/sunrpc-kv", "/sunrpc-kv-1-2-3", "sunrpc-kv-0"])
def test_no_names(name: str) -> None:
    assert SegmentName.parse(name) is None
