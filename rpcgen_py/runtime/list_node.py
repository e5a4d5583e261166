"""What the classes of linked lists' nodes have in common: `==`, `hash` and `repr` in loops.

Those of `msgspec.Struct` recurse; its `hash` does so without a limit, and a list that a peer sent
would use up the stack of who puts it into a set. (No comprehensions here: each is a frame, and
nodes may also hold lists of their own, 256 inside each other.)
"""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ["ListNode"]


class ListNode(msgspec.Struct, frozen=True):
    """A struct whose last field leads to the next node, at once or through other structs."""

    def __eq__(self, other: object) -> bool:
        mine: object = self
        while isinstance(mine, ListNode) and mine is not other:
            if mine.__class__ is not other.__class__:
                return NotImplemented if mine is self else False
            *heads, tail = mine.__struct_fields__
            for name in heads:
                if getattr(mine, name) != getattr(other, name):
                    return False
            mine, other = getattr(mine, tail), getattr(other, tail)
        return mine is other

    def __hash__(self) -> int:
        node: Any = self
        values: list[object] = []
        while isinstance(node, ListNode):
            *heads, tail = node.__struct_fields__
            values += map(hash, map(node.__getattribute__, heads))
            node = getattr(node, tail)
        return hash(tuple(values))

    def __repr__(self) -> str:
        node: Any = self
        parts = []
        nodes = 0
        while isinstance(node, ListNode):
            *heads, tail = node.__struct_fields__
            parts.append(f"{node.__class__.__name__}(")
            for name in heads:
                parts.append(f"{name}={getattr(node, name)!r}, ")  # noqa: PERF401 (a frame more)
            parts.append(f"{tail}=")
            node = getattr(node, tail)
            nodes += 1
        return f"{''.join(parts)}{node!r}{')' * nodes}"
