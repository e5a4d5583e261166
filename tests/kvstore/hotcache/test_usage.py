"""What readers tell of themselves, whatever else gets to where they tell it."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kvstore.hotcache.layout import PAGE, WORD
from kvstore.hotcache.usage import Lane, Usage
from tests.kvstore.hotcache.plain import FAR, Plain, item

WORDS = PAGE // WORD
NUMBERS = st.integers(0, 1 << 20)


def side() -> memoryview:
    return memoryview(bytearray(2 * PAGE)).cast("Q")


@given(
    st.lists(st.tuples(st.integers(1, 2**64 - 1), NUMBERS, NUMBERS, st.integers(0, 5)), max_size=20)
)
def test_what_each_of_some_readers_tells_is_summed_up(
    told: list[tuple[int, int, int, int]],
) -> None:
    memory = side()
    usage = Usage(memory)
    for name, hits, misses, fallbacks in told:
        lane = Lane(memory, name)
        lane.tell(hits, misses)
        for _ in range(fallbacks):
            lane.fell_back()
        usage.look()
    assert usage.fallbacks == sum(fallbacks for *_, fallbacks in told)
    assert usage.hits == sum(hits for _, hits, *_ in told)
    assert usage.misses == sum(misses for _, _, misses, _ in told)


@given(st.lists(st.tuples(st.integers(0, WORDS - 1), st.integers(0, 2**64 - 1)), max_size=30))
def test_damage_takes_nothing_back(damages: list[tuple[int, int]]) -> None:
    memory = side()
    usage = Usage(memory)
    lane = Lane(memory, 7)
    for number, (place, value) in enumerate(damages):
        before = usage.hits, usage.misses
        memory[place] = value
        lane.tell(number, number)
        usage.look()
        assert (usage.hits, usage.misses) >= before
        assert usage.hits - before[0] < 1 << 40
    usage.look()
    before = usage.hits, usage.misses
    lane.tell(len(damages) + 5, len(damages) + 6)
    usage.look()
    assert usage.hits > before[0]
    assert usage.misses > before[1]


@pytest.mark.parametrize("by_lease", [True, False])
def test_a_look_asks_for_what_it_needs_to_be_kept_up(by_lease: bool) -> None:
    plain = Plain()
    reader, usage = plain.reader(), plain.writer.usage
    usage.look()
    assert (usage.lease_wanted, usage.age_wanted) == (False, False)
    assert (reader.lease(b"k") if by_lease else reader.serializable(b"k", 5)) is None
    usage.look()
    assert (usage.lease_wanted, usage.age_wanted) == (by_lease, not by_lease)
    assert usage.misses == 1
    usage.look()
    assert (usage.lease_wanted, usage.age_wanted) == (False, False)


def test_what_was_read_since_it_was_put_is_told_when_it_is_concealed() -> None:
    plain = Plain()
    reader, writer = plain.reader(), plain.writer
    writer.publish_lease(FAR)
    fingerprint = writer.fingerprint(b"k")
    assert writer.conceal(fingerprint) is None
    assert writer.is_readable(fingerprint) is None
    for version in range(1, 4):
        assert writer.put(b"k", item(b"k", b"%d" % version))
        assert writer.conceal(fingerprint) is False
        assert writer.is_readable(fingerprint) is False
        assert reader.lease(b"k") is None
        writer.put(b"k", item(b"k", b"%d" % version))
        assert reader.lease(b"k") is not None
        assert writer.is_readable(fingerprint) is True
        assert writer.conceal(fingerprint) is True
        assert writer.conceal(fingerprint) is False
