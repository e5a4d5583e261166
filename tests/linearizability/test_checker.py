"""The checker itself: histories made by hand, and by a register that is right or wrong."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linearizability.checker import NotLinearizable, Undecided, check
from tests.linearizability.history import NEVER, Action, Call, Expiry, Read, Swap, Write


def call(begun: float, ended: float, action: Action, key: bytes = b"k") -> Call:
    return Call(key, action, begun, ended)


GOOD = {
    "nothing": [],
    "a read of what was written": [call(0, 1, Write(b"a")), call(2, 3, Read(b"a"))],
    "a read beside a write sees the old value": [call(0, 3, Write(b"a")), call(1, 2, Read(None))],
    "a read beside a write sees the new value": [call(0, 3, Write(b"a")), call(1, 2, Read(b"a"))],
    "writes beside each other, in either order": [
        call(0, 3, Write(b"a")),
        call(0, 3, Write(b"b")),
        call(4, 5, Read(b"a")),
        call(6, 7, Read(b"a")),
    ],
    "a write without an answer that happened late": [
        call(0, NEVER, Write(b"a")),
        call(1, 2, Read(None)),
        call(3, 4, Read(b"a")),
    ],
    "a write without an answer that never happened": [
        call(0, NEVER, Write(b"a")),
        call(1, 2, Read(None)),
        call(3, 4, Read(None)),
    ],
    "a delete": [
        call(0, 1, Write(b"a")),
        call(2, 3, Write(None)),
        call(4, 5, Read(None)),
    ],
    "swaps, one of which wins": [
        call(0, 3, Swap(None, b"a", swapped=True)),
        call(0, 3, Swap(None, b"b", swapped=False)),
        call(4, 5, Read(b"a")),
    ],
    "a swap without an answer that won": [
        call(0, NEVER, Swap(None, b"a", swapped=False)),
        call(1, 2, Swap(None, b"b", swapped=False)),
        call(3, 4, Read(b"a")),
    ],
    "a lease that ends some time after": [
        call(0, 1, Write(b"a")),
        call(2, 9, Expiry(b"a")),
        call(3, 4, Read(b"a")),
        call(5, 6, Read(None)),
    ],
    "a lease that ends after its key was put anew": [
        call(0, 1, Write(b"a")),
        call(2, 3, Write(b"b")),
        call(4, 5, Expiry(b"a")),
        call(6, 7, Read(b"b")),
    ],
    "hundreds of reads beside each other": [
        call(0, 9, Write(b"a")),
        *(call(1, 9, Read(found)) for found in [None, b"a"] for _ in range(100)),
    ],
    "keys that know nothing of each other": [
        call(0, 1, Write(b"a"), b"x"),
        call(2, 3, Read(None), b"y"),
    ],
    "a call that ends as another begins is beside it": [
        call(0, 1, Write(b"a")),
        call(1, 2, Read(None)),
        call(3, 4, Read(b"a")),
    ],
}

BAD = {
    "a read of what nobody wrote": [call(0, 1, Read(b"a"))],
    "a lost write": [call(0, 1, Write(b"a")), call(2, 3, Read(None))],
    "a stale read": [
        call(0, 1, Write(b"a")),
        call(2, 3, Write(b"b")),
        call(4, 5, Read(b"a")),
    ],
    "a value that goes back": [
        call(0, 9, Write(b"a")),
        call(1, 2, Read(b"a")),
        call(3, 4, Read(None)),
    ],
    "a write done twice": [
        call(0, 1, Write(b"a")),
        call(2, 3, Write(b"b")),
        call(4, 5, Read(b"b")),
        call(6, 7, Read(b"a")),
    ],
    "a deleted key that comes back": [
        call(0, 1, Write(b"a")),
        call(2, 3, Write(None)),
        call(4, 5, Read(b"a")),
    ],
    "a lease that ended before its time": [
        call(0, 1, Write(b"a")),
        call(2, 3, Read(None)),
        call(4, 5, Expiry(b"a")),
    ],
    "a lease that took what was put anew": [
        call(0, 1, Write(b"a")),
        call(2, 3, Write(b"b")),
        call(4, 5, Expiry(b"a")),
        call(6, 7, Read(None)),
    ],
    "a key that outlives its lease": [
        call(0, 1, Write(b"a")),
        call(2, 3, Expiry(b"a")),
        call(4, 5, Read(b"a")),
    ],
    "two swaps that both win": [
        call(0, 1, Swap(None, b"a", swapped=True)),
        call(0, 1, Swap(None, b"b", swapped=True)),
    ],
    "a swap that ought to have won": [call(0, 1, Swap(None, b"a", swapped=False))],
    "a write without an answer that happened before it was sent": [
        call(0, 1, Read(b"a")),
        call(2, NEVER, Write(b"a")),
        call(3, 4, Read(b"a")),
    ],
    "two readers that disagree about an order": [
        call(0, 9, Write(b"a")),
        call(0, 9, Write(b"b")),
        call(1, 2, Read(b"a")),
        call(3, 4, Read(b"b")),
        call(5, 6, Read(b"a")),
    ],
}


@pytest.mark.parametrize("history", GOOD.values(), ids=GOOD)
def test_finds_an_order(history: list[Call]) -> None:
    check(history)


@pytest.mark.parametrize("history", BAD.values(), ids=BAD)
def test_finds_none(history: list[Call]) -> None:
    with pytest.raises(NotLinearizable):
        check(history)


def test_a_history_that_says_little_counts_for_nothing() -> None:
    with pytest.raises(Undecided):
        check([call(0, NEVER, Write(b"a")), call(0, NEVER, Write(b"b")), call(1, 2, Read(None))])


def recorded(seed: int, *, stale: bool) -> list[Call]:
    """What clients see of one register: each call happens at a moment while it is under way.

    With `stale`, one read that sees something else than what it should.
    """
    rng = random.Random(seed)  # noqa: S311 (to be played again)
    times = sorted((rng.uniform(0, 30), number) for number in range(40))
    value: bytes | None = None
    calls = []
    for moment, number in times:
        begun, ended = moment - rng.uniform(0, 2), moment + rng.uniform(0, 2)
        if rng.random() < 0.5:
            calls.append(call(begun, ended, Read(value)))
            continue
        expected = value if rng.random() < 0.5 else b"none"
        new = b"%d" % number
        if rng.random() < 0.5:
            value = new
            calls.append(call(begun, ended if rng.random() < 0.9 else NEVER, Write(new)))
        else:
            swapped = value == expected
            calls.append(call(begun, ended, Swap(expected, new, swapped=swapped)))
            value = new if swapped else value
    if stale:
        # Long after all was over nobody reads a value that was replaced.
        calls += [call(50, 51, Write(b"last")), call(52, 53, Read(b"other"))]
    return calls


@given(st.integers(0, 1 << 32))
def test_what_a_register_answers_is_linearizable(seed: int) -> None:
    check(recorded(seed, stale=False))


@given(st.integers(0, 1 << 32))
def test_one_stale_read_among_many_calls_is_found(seed: int) -> None:
    with pytest.raises(NotLinearizable):
        check(recorded(seed, stale=True))
