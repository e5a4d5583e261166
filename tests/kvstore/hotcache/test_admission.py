"""Properties of the policy, whatever is asked, hit and replaced."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore.hotcache.admission import BYTES_PER_SLOT, MOST, Admission

BUCKETS = 3
WAYS = st.sampled_from([1, 2, 8, 16])
FINGERPRINTS = st.integers(1, 2**64 - 1)


class StubbornHits(bytearray):
    """Hit bytes that some other process sets again as soon as they are cleared."""

    looks = 0

    def __getitem__(self, slot):
        self.looks += 1
        return 1


def policies(ways: int) -> tuple[Admission, Admission]:
    return Admission(BUCKETS * ways, ways), Admission(BUCKETS * ways, ways)


@given(
    ways=WAYS,
    rounds=st.lists(
        st.tuples(st.integers(0, BUCKETS - 1), st.binary(min_size=48, max_size=48), FINGERPRINTS),
        max_size=30,
    ),
)
def test_a_victim_is_of_its_bucket_and_the_same_calls_choose_the_same(ways, rounds):
    one, two = policies(ways)
    for bucket, hit, fingerprint in rounds:
        hits = bytearray(hit[: BUCKETS * ways])
        theirs = bytearray(hits)
        assert one.asked(fingerprint) == two.asked(fingerprint)
        way = one.victim(bucket, hits)
        assert 0 <= way < ways
        assert (way, hits) == (two.victim(bucket, theirs), theirs)
        own = slice(bucket * ways, (bucket + 1) * ways)
        for slot, (was, now) in enumerate(zip(hit, hits, strict=False)):
            assert now in ((was, 0) if slot in range(own.start, own.stop) else (was,))


@given(ways=WAYS, asked=st.lists(FINGERPRINTS, unique=True, max_size=200))
def test_a_scan_is_not_let_in_and_takes_no_memory(ways, asked):
    policy, _ = policies(ways)
    assert not any(map(policy.asked, asked))
    held = [getattr(policy, name) for name in ("_ghosts", "_scores", "_hands")]
    taken = sum(memoryview(each).nbytes for each in held)
    assert taken == BUCKETS * ways * BYTES_PER_SLOT + BUCKETS


@given(ways=WAYS, fingerprint=FINGERPRINTS)
def test_a_key_is_let_in_when_it_is_missed_again(ways, fingerprint):
    policy, _ = policies(ways)
    assert [policy.asked(fingerprint) for _ in range(3)] == [False, True, True]


@given(ways=WAYS, asked=st.lists(FINGERPRINTS, unique=True, min_size=BUCKETS * 16 + 1))
def test_ghosts_go_for_those_of_other_keys(ways, asked):
    policy, _ = policies(ways)
    for fingerprint in asked:
        policy.asked(fingerprint)
    assert not all(map(policy.asked, asked))


def rounds_until_all_are_in(policy: Admission, keys: list[int]) -> int:
    """Ask for all keys in turn that are not in, until none is left."""
    rounds = 0
    while keys:
        rounds += 1
        assert rounds <= 200, f"{len(keys)} are never let in"
        keys = [key for key in keys if not policy.asked(key)]
    return rounds


@given(ways=WAYS, fingerprint=FINGERPRINTS, rivals=st.integers(1, 4))
def test_keys_of_one_place_that_are_asked_for_in_turn_are_let_in(ways, fingerprint, rivals):
    policy, _ = policies(ways)
    slots = BUCKETS * ways
    keys = [fingerprint % slots + slots * (number + 1) for number in range(rivals + 1)]
    rounds_until_all_are_in(policy, keys)


@pytest.mark.parametrize("seed", range(5))
def test_half_as_many_keys_as_slots_are_let_in_when_asked_for_in_turn(seed):
    dice = random.Random(seed)  # noqa: S311 (played dice)
    keys = [dice.getrandbits(64) for _ in range(512)]
    assert rounds_until_all_are_in(Admission(1024, 16), keys) < 50


@given(ways=WAYS, bucket=st.integers(0, BUCKETS - 1))
def test_what_nobody_hits_leaves_in_the_order_of_its_slots(ways, bucket):
    policy, _ = policies(ways)
    hits = bytearray(BUCKETS * ways)
    assert [policy.victim(bucket, hits) for _ in range(2 * ways)] == [*range(ways), *range(ways)]


@given(hit=st.sets(st.integers(0, 7), max_size=7))
def test_what_was_hit_stays_while_something_was_not(hit):
    policy = Admission(8, 8)
    for _ in range(50):
        hits = bytearray(way in hit for way in range(8))
        assert policy.victim(0, hits) not in hit


@pytest.mark.parametrize("rounds_hit", range(6))
def test_a_key_outlives_a_round_for_each_in_which_it_was_hit_but_most(rounds_hit):
    policy = Admission(2, 2)
    for _ in range(rounds_hit):
        assert policy.victim(0, bytearray([1, 0])) == 1
    victims = [policy.victim(0, bytearray(2)) for _ in range(MOST + 1)]
    assert victims.index(0) == min(rounds_hit, MOST)


@pytest.mark.parametrize("ways", [1, 8, 16, 255])
def test_hits_that_never_end_do_not_hold_it_up_nor_score_for_the_newcomer(ways):
    policy = Admission(ways, ways)
    for _ in range(3):
        hits = StubbornHits(ways)
        way = policy.victim(0, hits)
        assert hits.looks <= ways * (MOST + 2)
        assert policy.victim(0, bytearray(ways)) == way


@pytest.mark.parametrize("ways", [2, 8, 16])
def test_the_coldest_leaves_when_all_were_hit(ways):
    for cold in range(ways):
        policy = Admission(ways, ways)
        for _ in range(MOST + 1):
            assert policy.victim(0, bytearray(way != cold for way in range(ways))) == cold
        assert policy.victim(0, bytearray(b"\1" * ways)) == cold


@pytest.mark.parametrize(("slots", "ways"), [(0, 8), (8, 0), (4, 8), (12, 8), (256, 256), (-8, 8)])
def test_a_shape_without_buckets_is_refused(slots, ways):
    with pytest.raises(ValueError, match=f"^{slots} slots are no buckets of {ways}$"):
        Admission(slots, ways)
