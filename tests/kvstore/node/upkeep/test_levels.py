"""The feature level: what all members speak, and none of them does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvstore.node.upkeep.levels import level_to_raise

LEVELS = st.none() | st.tuples(st.integers(0, 3), st.integers(3, 6))


@given(st.integers(0, 6), st.dictionaries(st.integers(1, 7), LEVELS))
def test_a_level_is_raised_to_what_every_member_announces(
    in_force: int, announced: dict[int, tuple[int, int] | None]
) -> None:
    level = level_to_raise(in_force, announced, announced.__getitem__)
    highest = [each and each[1] for each in announced.values()]
    if None in highest or not highest:
        assert level is None
    else:
        lowest_of_them = min(each for each in highest if each is not None)
        assert level == (lowest_of_them if lowest_of_them > in_force else None)
