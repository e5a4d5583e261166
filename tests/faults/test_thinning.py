"""A thinned history is refused where the whole one is, and nowhere else."""

from __future__ import annotations

import random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tests.faults.sightings import Sighting
from tests.faults.thinning import Thinner
from tests.linearizability.checker import NotLinearizable, check
from tests.linearizability.history import Call, Read, Write

KEY = "k"
CLIENTS = 2
AGES = (0.0, 0.0, 3.0)


class Get(NamedTuple):
    """One of a client's gets."""

    value: bytes | None
    age: float
    begun: float
    ended: float

    def call(self) -> Call:
        return Call(KEY.encode(), Read(self.value), self.begun - self.age, self.ended)


def history(seed: int) -> tuple[list[Call], list[list[Get]]]:
    """What a register was told, and what clients saw of it, one get after the other.

    It changes seldom, and one get in forty is answered with what stood there some time before.
    """
    dice = random.Random(seed)  # noqa: S311 (to be played again)
    changes: list[tuple[float, bytes | None]] = [(-1.0, None)]
    written: list[Call] = []
    now = 0.0
    for number in range(8):
        now += dice.uniform(1, 5)
        value = b"%d" % number if dice.random() < 0.8 else None
        changes.append((now, value))
        spread = dice.uniform(0, 0.2)
        written.append(Call(KEY.encode(), Write(value), now - spread, now + dice.uniform(0, 0.2)))
    clients = []
    for _ in range(CLIENTS):
        gets: list[Get] = []
        now = 0.0
        while now < 25:
            begun = now + dice.expovariate(5)
            moment = begun + dice.uniform(0, 0.2)
            now = moment + dice.uniform(0, 0.2)
            age = dice.choice(AGES)
            stale = dice.uniform(0, 3) if dice.random() < 1 / 40 else 0.0
            when = moment - dice.uniform(0, age) - stale
            value = [value for at, value in changes if at <= when or at < 0][-1]
            gets.append(Get(value, age, begun, now))
        clients.append(gets)
    return written, clients


def thinned(gets: list[Get]) -> list[Get]:
    told: list[Sighting] = []
    thinner = Thinner(told.append)
    for each in gets:
        thinner.note(
            KEY, each.value, each.age, each.begun, each.ended, 1, is_hit=True, is_copied=False
        )
    thinner.tell_all()
    assert sum(each.reads for each in told) == sum(each.hits for each in told) == len(gets)
    return [
        Get(None if each.value is None else each.value.encode(), each.age, each.begun, each.ended)
        for each in told
    ]


def is_explained(written: list[Call], clients: list[list[Get]]) -> bool:
    try:
        check([*written, *(get.call() for gets in clients for get in gets)])
    except NotLinearizable:
        return False
    return True


@given(st.integers(0, 1 << 32))
def test_what_is_left_out_breaks_no_order(seed: int) -> None:
    written, clients = history(seed)
    fewer = [thinned(gets) for gets in clients]
    assert is_explained(written, fewer) == is_explained(written, clients)


def test_a_key_that_is_absent_is_told_of_each_time() -> None:
    """It may have been there between two times: here it was, and the get in the middle is wrong."""
    key = KEY.encode()
    written = [Call(key, Write(b"a"), 1, 2), Call(key, Write(None), 5, 6)]
    gets = [Get(None, 0, 0, 0.5), Get(None, 0, 3, 4), Get(None, 0, 7, 8)]
    assert is_explained(written, [gets[::2]])
    assert not is_explained(written, [thinned(gets)])


def test_both_kinds_of_history_come_up_and_get_shorter() -> None:
    """Else the test above would say nothing."""
    histories = [history(seed) for seed in range(100)]
    explained = sum(is_explained(*each) for each in histories)
    assert 20 < explained < 80
    whole = sum(len(gets) for _, clients in histories for gets in clients)
    left = sum(len(thinned(gets)) for _, clients in histories for gets in clients)
    assert left < 0.8 * whole
