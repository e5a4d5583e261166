"""Whatever gets over the bytes of a segment is a miss, and is mended."""

from __future__ import annotations

from mmap import mmap
from typing import NamedTuple

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kvstore.hotcache import layout
from kvstore.hotcache.header import HEADER_BYTES, Header
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.records import Hit
from tests.kvstore.hotcache.plain import FAR, SMALL, Plain, hide, holds, item

KEYS = [b"key/%d" % number for number in range(20)]
REVISION = 77
ALL_SLOTS = SMALL.slots


class Damage(NamedTuple):
    """Bytes that get to a place, of MAIN or of SIDE: given ones, or those of another place."""

    side: bool
    place: float
    noise: bytes
    copied_from: float | None

    def do(self, cache: Plain) -> None:
        memory = cache.memory.side if self.side else cache.memory.main
        at = int(self.place * len(memory))
        noise = self.noise[: len(memory) - at]
        if self.copied_from is not None:
            begin = int(self.copied_from * len(memory)) // 8 * 8
            at = at // 8 * 8
            noise = memory[begin : begin + 8 * len(noise)][: len(memory) - at]
        memory[at : at + len(noise)] = noise


places = st.floats(0, 1, exclude_max=True) | st.integers(0, 120).map(lambda word: word / 1150)
noises = st.binary(min_size=1, max_size=700) | st.builds(
    lambda byte, times: bytes([byte]) * times, st.sampled_from([0, 1, 255]), st.integers(1, 9000)
)
damages = st.lists(
    st.builds(Damage, st.booleans(), places, noises, st.none() | places), min_size=1, max_size=4
)


def value_of(key: bytes, revision: int) -> Hit:
    return Hit(None if key.endswith(b"3") else item(key, key * (revision + 1), revision))


def filled() -> tuple[Plain, list[Reader]]:
    cache = Plain()
    for key in KEYS:
        cache.writer.put(key, value_of(key, 1).item)
    cache.writer.publish_lease(FAR)
    cache.writer.publish_alive(FAR)
    cache.writer.publish_known(cache.now)
    cache.writer.publish_revision(REVISION)
    readers = [cache.reader(), cache.reader(memo_keys=100), cache.reader(memo_keys=0)]
    for key in KEYS:
        readers[1].lease(key)
    return cache, readers


def look_around(readers: list[Reader], revision: int) -> int:
    """Let everybody look for everything, and return how much of it is found."""
    found = 0
    for reader in readers:
        assert reader.applied_revision() in {0, REVISION}
        reader.is_alive()
        for key in KEYS:
            for hit in (reader.lease(key), reader.serializable(key), reader.serializable(key, 5)):
                assert hit is None or hit == value_of(key, revision)
                found += hit is not None
        assert reader.lease(b"unknown") is None
    return found


@given(damages)
def test_damage_is_a_miss_and_is_mended(done: list[Damage]) -> None:
    cache, readers = filled()
    before = look_around(readers, 1)
    for damage in done:
        damage.do(cache)
    assert look_around(readers, 1) <= before
    cache.writer.repair(ALL_SLOTS)
    assert look_around(readers, 1) <= before
    # Nothing is left of it: what is put now is found, whatever stripe a dead name stood at.
    for key in KEYS:
        cache.writer.put(key, value_of(key, 2).item)
    for key in KEYS:
        cache.writer.put(key, value_of(key, 2).item)
    assert look_around(readers, 2) == before
    repairs = cache.writer.counters["repairs"]
    cache.writer.repair(ALL_SLOTS)
    cache.writer.repair(ALL_SLOTS)
    assert cache.writer.counters["repairs"] == repairs
    assert cache.locks.taken == set()


@given(damages)
def test_what_changes_over_damage_is_not_shown_as_it_was(done: list[Damage]) -> None:
    cache, readers = filled()
    for damage in done:
        damage.do(cache)
    hide(cache.writer, KEYS)
    assert look_around(readers, 1) == 0
    for key in KEYS:
        cache.writer.put(key, value_of(key, 2).item)
    look_around(readers, 2)


@given(st.integers(0, HEADER_BYTES - 1), st.integers(1, 255))
def test_a_damaged_header_is_none(at: int, flip: int) -> None:
    header = Plain().header
    words = bytearray(header.pack())
    assert Header.unpack(bytes(words)) == header
    assert Header.unpack(bytes(words[:-1])) is None
    words[at] ^= flip
    assert Header.unpack(bytes(words)) is None


@given(st.binary(min_size=HEADER_BYTES, max_size=layout.PAGE))
def test_noise_is_no_header(noise: bytes) -> None:
    assert Header.unpack(noise) is None


def test_a_damaged_slot_that_a_reader_met_is_mended_at_the_next_tick() -> None:
    cache, (reader, *_) = filled()
    key = KEYS[-1]
    at = cache.memory.main.find(key * 3)
    cache.memory.main[at] ^= 1
    cache.writer.repair(0)
    assert cache.writer.counters["repairs"] == 0
    assert reader.lease(key) is None
    cache.writer.repair(0)
    assert cache.writer.counters["repairs"] == 1
    assert not holds(cache.writer, key)


@pytest.mark.parametrize("half", ["main", "side"])
def test_noise_all_over(half: str) -> None:
    cache, readers = filled()
    before = look_around(readers, 1)
    memory: mmap = getattr(cache.memory, half)
    memory[:] = cache.random.randbytes(len(memory))
    look_around(readers, 1)
    cache.writer.repair(ALL_SLOTS)
    for _ in range(2):
        for key in KEYS:
            cache.writer.put(key, value_of(key, 2).item)
    assert look_around(readers, 2) == before
