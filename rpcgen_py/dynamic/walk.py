"""Functions that recurse over types and values, run without Python's stack.

A walk is a generator that yields the walks it needs done and is sent their results. So only
`MAX_DEPTH`, the same number as in generated code, says how deep a value may be, and not how many
frames the caller has left.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias

__all__ = ["Path", "Walk", "run"]

Path: TypeAlias = tuple[str | int, ...]
"""Field names and indices from the outermost value inwards, as `XdrError.path`."""

Walk: TypeAlias = Generator[Any, Any, Any]


def run(walk: Walk) -> Any:
    """The result of `walk`, whose inner walks are kept on a list."""
    waiting = [walk]
    result: Any = None
    while waiting:
        try:
            waiting.append(waiting[-1].send(result))
            result = None
        except StopIteration as done:
            waiting.pop()
            result = done.value
    return result
