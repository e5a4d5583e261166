"""Long linked lists freed without recursion, where the interpreter itself would recurse.

CPython frees what an object holds inside of freeing the object. To keep a long chain from using up
the stack it puts some of it off; but 3.13 does so only after 10,000 levels, which need more than
the 512 KiB that a thread may have. There, a class of which a long list has been seen gets a
finalizer that takes the list apart before its first node is freed. Others pay nothing for it.
"""

from __future__ import annotations

import sys
from sys import getrefcount
from typing import Any, Final

from msgspec.structs import force_setattr

__all__ = ["LONG", "free_in_a_loop"]

LONG: Final = 1000 if sys.version_info[:2] == (3, 13) else sys.maxsize
"""Lists of more nodes than this are to be freed in a loop."""

_OURS: Final = 3
"""References to an object that only one other holds: that one, a variable here, an argument."""

_tails: dict[type, str] = {}


def _take_apart(first: Any) -> None:
    node = getattr(first, _tails[type(first)])
    while getrefcount(node) == _OURS and type(node) in _tails:
        tail = _tails[type(node)]
        following = getattr(node, tail)
        force_setattr(node, tail, None)
        node = following


def free_in_a_loop(kind: type, tail: str) -> None:
    """From now on free objects of class `kind`, linked by their field `tail`, in a loop."""
    if kind not in _tails:
        _tails[kind] = tail
        kind.__del__ = _take_apart  # type: ignore[attr-defined]  # few classes have one
