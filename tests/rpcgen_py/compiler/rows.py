"""The rows of docs/mapping.md, and which test holds each of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[3] / "docs" / "mapping.md"

Test = TypeVar("Test", bound="Callable[..., None]")


def rows_of_the_page() -> list[str]:
    """The first cell of every row, or the second where the first is empty."""
    rows = []
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and set(cells[0]) != {"-"} and cells[0] not in {"in the `.x`", "name"}:
            rows.append(cells[0] or cells[1])
    return rows


def row(*names: str) -> Callable[[Test], Test]:
    """Marks the test that holds these rows of the page."""

    def mark(test: Test) -> Test:
        test.rows = names  # type: ignore[attr-defined]  # an attribute of a function
        return test

    return mark
