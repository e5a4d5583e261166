"""Is there an order of the calls that explains all answers? (Wing and Gong, 1993; Lowe, 2017)

Time is walked through once. A configuration is one way in which things may stand: what the key
holds, and which of the calls under way have happened already. When a call ends, only the
configurations count in which it has happened, with the answer that was given; when none is left,
no order explains the history.

A read under way that may happen does so at once. It changes nothing, so whatever is possible
without it is possible after it: that keeps the search small where many read for a long time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.linearizability.history import Call, Expiry, Read, Swap, Write, by_key

MOST_CONFIGURATIONS = 200_000
FEWEST_DEFINITE = 0.5


class NotLinearizable(AssertionError):
    """No order of the calls explains the answers."""


class Undecided(Exception):
    """Too little is known, or too much is possible, for an answer."""


@dataclass(frozen=True)
class _Configuration:
    value: bytes | None
    happened: frozenset[int]


def check(calls: Iterable[Call], initial: bytes | None = None) -> None:
    """Raise `NotLinearizable` if no order explains the calls; all keys hold `initial` before.

    Raises `Undecided` where fewer than half of the outcomes are known, or the search is too large.
    """
    calls = list(calls)
    if sum(call.definite for call in calls) < FEWEST_DEFINITE * len(calls):
        raise Undecided(f"of {len(calls)} calls fewer than half have a known outcome")
    for key, part in by_key(calls).items():
        _check_key(key, part, initial)


class _UnderWay:
    """The places of the calls that have begun and not ended: of reads by what they found."""

    def __init__(self, calls: list[Call]) -> None:
        self._calls = calls
        self.changes: set[int] = set()
        self._reads: defaultdict[bytes | None, set[int]] = defaultdict(set)

    def _of(self, place: int) -> set[int]:
        action = self._calls[place].action
        return self._reads[action.found] if isinstance(action, Read) else self.changes

    def add(self, place: int) -> None:
        self._of(place).add(place)

    def remove(self, place: int) -> None:
        self._of(place).remove(place)

    def having_read(self, value: bytes | None, happened: frozenset[int]) -> _Configuration:
        """Let all reads happen that find this value."""
        return _Configuration(value, happened | self._reads.get(value, frozenset()))


def _check_key(key: bytes, calls: list[Call], initial: bytes | None) -> None:
    configurations = {_Configuration(initial, frozenset())}
    under_way = _UnderWay(calls)
    for place, begins in _events(calls):
        if begins:
            under_way.add(place)
            continue
        configurations = {
            _Configuration(each.value, each.happened - {place})
            for each in _ways_on(configurations, calls, under_way)
            if place in each.happened
        }
        under_way.remove(place)
        if not configurations:
            raise NotLinearizable(_explained(key, calls, place))


def _events(calls: list[Call]) -> Iterator[tuple[int, bool]]:
    """Yield the places of calls as they begin (True) and end; at one moment beginnings first."""
    events = []
    for place, call in enumerate(calls):
        events.append((call.begun, 0, place))
        if call.definite:
            events.append((call.ended, 1, place))
    for _, ends, place in sorted(events):
        yield place, not ends


def _ways_on(
    configurations: set[_Configuration], calls: list[Call], under_way: _UnderWay
) -> set[_Configuration]:
    """Return all that can come of letting calls under way happen, reads as soon as they may."""
    seen = {under_way.having_read(each.value, each.happened) for each in configurations}
    waiting = list(seen)
    while waiting:
        here = waiting.pop()
        for place in under_way.changes - here.happened:
            for value in _after(calls[place], here.value):
                # Nobody asks whether a call without an end has happened, once it has.
                there = under_way.having_read(value, here.happened | {place})
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
        if len(seen) > MOST_CONFIGURATIONS:
            raise Undecided(f"more than {MOST_CONFIGURATIONS} ways in which things may stand")
    return seen


def _after(call: Call, value: bytes | None) -> list[bytes | None]:
    """Return what the key may hold when the call has happened to `value` with its answer."""
    match call.action:
        case Read(found=found):
            return [value] if found == value else []
        case Write(value=new):
            return [new]
        case Swap(expected=expected, value=new, swapped=swapped):
            succeeds = value == expected
            if call.definite and succeeds != swapped:
                return []
            return [new if succeeds else value]
        case Expiry(expected=expected):
            return [None if value == expected else value]


def _explained(key: bytes, calls: list[Call], place: int) -> str:
    call = calls[place]
    around = [each for each in calls if each.begun <= call.ended and each.ended >= call.begun - 1]
    lines = "\n".join(f"  {each.begun:.6f} to {each.ended:.6f}: {each.action}" for each in around)
    return f"key {key!r}: no order explains {call.action}, which ended at {call.ended}:\n{lines}"
