"""The log against a plain list of terms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import raft
from kvstore.raft.errors import Compacted
from kvstore.raft.log import Log, encoded_size
from kvstore.raft.storage import NO_LIMIT, MemoryStorage, within

TERMS = st.lists(st.integers(1, 4), max_size=12).map(sorted)


def entry(index: int, term: int) -> raft.entry:
    return raft.entry(term, index, raft.ENTRY_NORMAL, 0, b"x" * (index % 5))


def log_of(terms: list[int], compacted: int, stable: int) -> Log:
    """A log of entries with these terms: some compacted, some on the disk, some not yet."""
    storage = MemoryStorage()
    storage.append([entry(index, term) for index, term in enumerate(terms[:stable], 1)])
    if compacted:
        storage.compact(compacted)
    log = Log(storage, NO_LIMIT, None)
    log.append([entry(index, term) for index, term in enumerate(terms[stable:], stable + 1)])
    return log


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[int], int, Log]:
    terms = draw(TERMS)
    stable = draw(st.integers(0, len(terms)))
    compacted = draw(st.integers(0, stable))
    return terms, compacted, log_of(terms, compacted, stable)


@given(logs(), st.integers(0, 14), st.integers(0, 14))
def test_terms_and_slices(made: tuple[list[int], int, Log], low: int, high: int) -> None:
    terms, compacted, log = made
    for index in range(15):
        known = compacted <= index <= len(terms)
        assert log.term(index) == (([0, *terms][index]) if known else None)
    assert log.last_index() == len(terms)
    assert log.last_term() == [0, *terms][-1]
    high = min(high, len(terms) + 1)
    if compacted < low:
        indices = [entry.index for entry in log.slice(low, high)]
        assert indices == list(range(low, high))
    elif low < high and low > 0:
        try:
            log.slice(low, high)
        except Compacted:
            return
        raise AssertionError(f"{low} is compacted")


@given(logs(), st.integers(0, 14), st.integers(0, 5))
def test_the_newest_entry_of_no_later_term(
    made: tuple[list[int], int, Log], index: int, term: int
) -> None:
    _, _, log = made
    walked, found = index, 0
    while walked > 0:
        known = log.term(walked)
        if known is None or known <= term:
            found = known or 0
            break
        walked -= 1
    assert log.last_at_most(index, term) == (walked, found)


@given(TERMS, TERMS, st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_a_follower_takes_the_leaders_log_from_where_they_agree(
    ours: list[int], theirs: list[int], previous: int, count: int, stable: int
) -> None:
    # Two logs of one cluster: where they have the same entry they are the same before it.
    shared = 0
    for mine, other in zip(ours, theirs, strict=False):
        if mine != other:
            break
        shared += 1
    theirs = theirs[:shared] + [term + 10 for term in theirs[shared:]]
    previous = min(previous, len(theirs))
    log = log_of(ours, 0, min(stable, len(ours)))
    sent = [
        entry(index, term)
        for index, term in list(enumerate(theirs, 1))[previous : previous + count]
    ]
    last = log.accept(previous, [0, *theirs][previous], sent, 0)
    if previous > shared:
        assert last is None
        assert [entry.term for entry in log.slice(1, log.last_index() + 1)] == ours
        return
    assert last == previous + len(sent)
    after = [entry.term for entry in log.slice(1, log.last_index() + 1)]
    if last <= shared:
        assert after == ours
    else:
        assert after == theirs[:last]


@given(st.lists(st.integers(0, 50), max_size=8), st.integers(0, 300))
def test_a_limit_lets_one_entry_through(sizes: list[int], limit: int) -> None:
    entries = [raft.entry(1, at, raft.ENTRY_NORMAL, 0, b"x" * n) for at, n in enumerate(sizes)]
    taken = within(entries, limit)
    assert list(taken) == entries[: len(taken)]
    cost = [32 + size for size in sizes]
    assert len(taken) <= 1 or sum(cost[: len(taken)]) <= limit
    assert len(taken) == len(sizes) or sum(cost[: len(taken) + 1]) > limit
    assert len(taken) >= min(1, len(sizes))


@given(st.integers(0, 200))
def test_applying_goes_on_whatever_its_limit(limit: int) -> None:
    storage = MemoryStorage()
    storage.append([entry(index, 1) for index in range(1, 6)])
    log = Log(storage, limit, None)
    log.commit_to(5)
    log.applied_to(1, 0)  # as after a restart
    while log.applied < 5:
        entries = log.next_committed(unstable=True)
        assert entries[0].index == log.applied + 1
        size = encoded_size(entries)
        log.accept_applying(entries[-1].index, size, unstable=True)
        log.applied_to(entries[-1].index, size)
