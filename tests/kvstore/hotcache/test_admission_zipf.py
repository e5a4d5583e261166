"""Hit ratios on a small case of the benchmark's; `python -m benchmarks zipf` plays the full one."""

from __future__ import annotations

import pytest

from benchmarks.hot_keys.bucketed import Bucketed
from benchmarks.hot_keys.run import SHIFT_LOOKS, Course
from kvstore.hotcache.admission import Admission

KEYS = 100_000
SLOTS = 992  # the most that makes whole buckets, of 1 % of the keys


@pytest.fixture(scope="module")
def course() -> Course:
    return Course(KEYS)


def cache(ways: int, memo: int = 0) -> Bucketed:
    return Bucketed(Admission(SLOTS, ways), SLOTS, ways, 2 * KEYS, memo)


@pytest.mark.parametrize(("ways", "memo"), [(8, 0), (16, 0), (16, SLOTS // 10)])
def test_the_ratio_is_within_three_points_of_an_ideal_lfu(course, ways, memo):
    """`memo`: so many of the hottest keys are seen hit once in 64 times."""
    assert course.warm(cache(ways, memo)) > course.ideal - 3


@pytest.mark.parametrize("ways", [8, 16])
def test_a_scan_leaves_the_hot_keys_and_a_shift_does_not(course, ways):
    played = cache(ways)
    settled = course.warm(played)
    assert course.scan(played) < 2
    after = dict(zip(SHIFT_LOOKS, course.shift(played), strict=True))
    assert after[5] > settled - 15
    assert after[40] > settled - 3
