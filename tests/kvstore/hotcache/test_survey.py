"""What a segment shows to people who look at all of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvstore.hotcache.keys import prefix_of, split
from kvstore.hotcache.layout import PAGE, SIDE_HITS
from kvstore.hotcache.survey import Entry, Survey
from tests.kvstore.hotcache.plain import FAR, SMALL, Plain, hide, item


@given(
    st.tuples(st.binary(max_size=255), st.binary(max_size=99)),
    st.tuples(st.binary(max_size=255), st.binary(max_size=99)),
)
def test_keys_of_name_spaces_are_told_apart(
    one: tuple[bytes, bytes], two: tuple[bytes, bytes]
) -> None:
    stored = [prefix_of(name_space) + key for name_space, key in (one, two)]
    assert [split(each) for each in stored] == [one, two]
    assert (stored[0] == stored[1]) == (one == two)


def entries(survey: Survey) -> list[Entry]:
    found = (survey.entry(slot) for slot in range(survey.header.geometry.slots))
    return [entry for entry in found if entry is not None]


def test_a_survey_shows_what_is_there() -> None:
    plain = Plain()
    plain.writer.put(b"\x02nskey", item(b"key", b"1234", revision=9))
    plain.writer.put(b"\x00none", None)
    plain.writer.put(b"\x00hidden", item(b"hidden", b""))
    hide(plain.writer, [b"\x00hidden"])
    plain.writer.repair(0)
    survey = Survey(plain.memory, plain.header)
    assert sorted(entries(survey)) == [
        Entry(b"", b"none", None, None),
        Entry(b"ns", b"key", 4, 9),
    ]
    assert survey.slots_used() == 3
    assert survey.counters() == dict(plain.writer.counters)


MARKED = (b"\x00before", b"\x00meanwhile", b"\x00never")


def test_it_tells_what_is_hit_meanwhile_and_loses_no_mark() -> None:
    plain = Plain()
    plain.writer.publish_alive(FAR)
    for key in MARKED:
        plain.writer.put(key, item(key, b""))
    reader = plain.reader(memo_keys=0)
    reader.serializable(b"\x00before")
    survey = Survey(plain.memory, plain.header)
    (slot,) = survey.slots_hit(lambda: reader.serializable(b"\x00meanwhile"))
    entry = survey.entry(slot)
    assert entry is not None
    assert entry.key == b"meanwhile"
    assert survey.slots_hit(lambda: None) == []
    marks = plain.memory.side[SIDE_HITS : SMALL.side_bytes]
    marked = [survey.entry(slot) for slot, mark in enumerate(marks) if mark]
    assert {entry.key for entry in marked if entry} == {b"before", b"meanwhile"}


@given(st.integers(PAGE, SMALL.main_bytes - 1), st.binary(min_size=1, max_size=600), st.booleans())
def test_damage_is_not_shown(at: int, noise: bytes, everywhere: bool) -> None:
    plain = Plain()
    there = [Entry(b"", b"%d" % number, 3, 1) for number in range(9)]
    for entry in there:
        plain.writer.put(b"\x00" + entry.key, item(entry.key, b"val"))
    main = plain.memory.main
    noise = (noise * SMALL.main_bytes)[: SMALL.main_bytes - at] if everywhere else noise
    end = min(at + len(noise), SMALL.main_bytes)
    main[at:end] = noise[: end - at]
    survey = Survey(plain.memory, plain.header)
    assert set(entries(survey)) <= set(there)
    assert 0 <= survey.slots_used() <= SMALL.slots
