"""Functions that recurse over types and values, run without Python's stack.

A walk is a generator that yields the walks it needs done and is sent their results. So only
`MAX_DEPTH`, the same number as in generated code, says how deep a value may be, and not how many
frames the caller has left.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final, TypeAlias

from rpcgen_py.runtime.errors import XdrError

__all__ = ["Path", "Walk", "problem", "run"]

Path: TypeAlias = "tuple[Path, str | int] | None"
"""The way to a value: the way to what holds it, and its field name or index there.

Linked, since values may be as deep as a list of nodes of several types is long.
"""

Walk: TypeAlias = Generator[Any, Any, Any]


_SHOWN: Final = 32


def problem(detail: str, path: Path, inner: tuple[str | int, ...] = ()) -> XdrError:
    """The error that says `detail` about the value at `path`, or `inner` inside of it.

    Only the last 32 steps of a longer path are kept.
    """
    steps: list[str | int] = []
    while path is not None and len(steps) < _SHOWN:
        path, step = path
        steps.append(step)
    if path is not None:
        steps.append("…")
    return XdrError(detail, (*reversed(steps), *inner))


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
