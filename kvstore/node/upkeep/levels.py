"""Which feature level can come in force: the highest that every member speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def level_to_raise(
    in_force: int, members: Iterable[int], levels: Callable[[int], tuple[int, int] | None]
) -> int | None:
    """Return the level to be put in force, None while there is none.

    `levels` returns what a member announces, None where that is not known: then it is waited for,
    learners too, as whoever applies the log has to understand it.
    """
    common: int | None = None
    for node in members:
        announced = levels(node)
        if announced is None:
            return None
        _, high = announced
        common = high if common is None else min(common, high)
    return common if common is not None and common > in_force else None
