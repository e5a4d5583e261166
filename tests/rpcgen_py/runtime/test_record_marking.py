"""Records survive every way of being cut into fragments and pieces; caps hold whatever comes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime.record_marking import LAST, RecordError, RecordParser
from tests.rpcgen_py.runtime.wire.messages import fragment, record, words


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The pieces between these places."""
    edges = [0, *sorted(min(place, len(data)) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


places = st.lists(st.integers(0, 300), max_size=6)
fragmented = st.tuples(st.binary(max_size=200), places)


@given(st.lists(fragmented, max_size=8), st.lists(st.integers(0, 2000), max_size=20))
def test_records_come_out_as_they_went_in(
    records: list[tuple[bytes, list[int]]], arrivals: list[int]
) -> None:
    stream = b""
    for data, edges in records:
        *first, last = cut(data, edges)
        stream += b"".join(map(fragment, first)) + fragment(last, last=True)
    parser = RecordParser()
    found = []
    for piece in cut(stream, arrivals):
        if parser.sole(piece):
            found.append(piece[4:])
            continue
        parser.feed(piece)
        while (record := parser.next_record()) is not None:
            data, start, end = record
            found.append(data[start:end])
    assert found == [data for data, _ in records]
    assert parser.between_records
    assert parser.held == 0


@given(st.lists(st.binary(max_size=40), max_size=10), st.lists(st.integers(0, 9), max_size=10))
def test_nothing_is_lost_where_records_are_taken_late(
    records: list[bytes], taken: list[int]
) -> None:
    """Backpressure: more is fed before all that was there is taken."""
    parser = RecordParser()
    found = []

    def take(most: int) -> None:
        for _ in range(most):
            if (record := parser.next_record()) is None:
                return
            found.append(record[0][record[1] : record[2]])

    for index, data in enumerate(records):
        parser.feed(record(data))
        assert not parser.between_records
        take(taken[index] if index < len(taken) else 0)
    take(len(records) + 1)
    assert found == records


@given(st.lists(st.binary(max_size=50) | st.just(words(3)), max_size=40))
def test_never_holds_more_than_its_caps(pieces: list[bytes]) -> None:
    parser = RecordParser(max_record=64, max_fragments=5, max_fragment=32)
    try:
        for piece in pieces:
            parser.feed(piece)
            while (found := parser.next_record()) is not None:
                assert found[2] - found[1] <= 64
            assert parser.held <= 64
    except RecordError:
        pass


@pytest.mark.parametrize(
    ("stream", "passes"),
    [
        (fragment(bytes(32)) * 2 + record(b""), True),
        (record(bytes(32)), True),
        (record(bytes(33)), False),
        (fragment(bytes(33)), False),
        (fragment(bytes(32)) * 2 + record(b"x"), False),
        (fragment(b"") * 4 + record(b""), True),
        (fragment(b"") * 5 + record(b""), False),
        (words(LAST - 1), False),
        (words(0xFFFFFFFF), False),
    ],
)
def test_caps(stream: bytes, passes: bool) -> None:
    parser = RecordParser(max_record=64, max_fragments=5, max_fragment=32)
    parser.feed(stream)
    if passes:
        assert parser.next_record() is not None
        assert parser.next_record() is None
    else:
        with pytest.raises(RecordError):
            parser.next_record()


def test_a_large_record_in_small_pieces_costs_linear_time() -> None:
    """16 MiB in 4 KiB pieces: copying all that is here at each piece would take minutes."""
    parser = RecordParser()
    stream = record(bytes(1 << 24))
    found = None
    for start in range(0, len(stream), 4096):
        assert found is None
        parser.feed(stream[start : start + 4096])
        found = parser.next_record()
    assert found is not None
    assert found[2] - found[1] == 1 << 24
