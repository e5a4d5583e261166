"""How deep a value is: which types count, so that the limit is the one of generated codecs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.types import resolve
from rpcgen_py.dynamic.walk import Path, problem
from rpcgen_py.runtime.xdr import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Recursion"]

Composite: TypeAlias = ir.Struct | ir.Union


class Recursion:
    """The depth of one walk over values of a unit's types.

    A type counts if a value of it may hold another one, other than as the next of a linked list:
    a struct whose last field leads back to it, perhaps through the last fields of other structs.
    """

    def __init__(self, unit: ir.Unit) -> None:
        self._unit = unit
        self._counts: dict[int, bool] = {}

    def deeper(self, definition: Composite, path: Path, depth: int) -> int:
        """The depth inside `definition`; `XdrError` if that is one recursive type too many."""
        if not definition.recursive:
            return depth
        key = id(definition)
        if key not in self._counts:
            self._counts[key] = self._holds_itself(definition)
        if not self._counts[key]:
            return depth
        if depth == MAX_DEPTH:
            raise problem(f"nested deeper than {MAX_DEPTH}", path)
        return depth + 1

    def _holds_itself(self, definition: Composite) -> bool:
        seen: set[int] = set()
        waiting = [*self._held(definition)]
        while waiting:
            here = waiting.pop()
            if here is definition:
                return True
            if id(here) not in seen:
                seen.add(id(here))
                waiting += self._held(here)
        return False

    def _held(self, definition: Composite) -> Iterator[Composite]:
        if isinstance(definition, ir.Struct):
            in_list = self._in_list(definition)
            fields = definition.fields[:-1] if in_list else definition.fields
        else:
            arms = [*definition.arms, *([definition.default] if definition.default else [])]
            fields = tuple(arm.field for arm in arms if arm.field is not None)
        for field in fields:
            held = resolve(self._unit, field.type)
            while isinstance(held, ir.Optional | ir.Array | ir.FixedArray):
                held = resolve(self._unit, held.element)
            if isinstance(held, ir.Struct | ir.Union):
                yield held

    def _in_list(self, struct: ir.Struct) -> bool:
        here = struct
        seen: set[int] = set()
        optionals = 0
        while here.fields and id(here) not in seen:
            seen.add(id(here))
            last = resolve(self._unit, here.fields[-1].type)
            if isinstance(last, ir.Optional):
                optionals += 1
                last = resolve(self._unit, last.element)
            if not isinstance(last, ir.Struct):
                return False
            here = last
        return here is struct and optionals > 0
