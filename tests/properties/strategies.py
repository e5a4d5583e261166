"""Hypothesis strategies for the plain values of any type (`rpcgen_py.dynamic`), from the IR.

Sizes are small, recursion ends, and numbers, lengths and arms lean to their edges.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.types import arm_key, discriminants, integer_range, list_node, resolve

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Values: TypeAlias = "SearchStrategy[Any]"

FUEL = 3
"""Recursive types inside each other, beyond which values end as soon as they can."""
MOST_ELEMENTS = 3
MOST_BYTES = 9
"""Longer than two words, so that every padding occurs."""
MOST_EXACT = 40
"""A declared bound up to this is also filled to the last byte or element."""

DOUBLES = st.floats() | st.sampled_from([0.0, -0.0, math.inf, -math.inf])
"""Hypothesis makes NaNs with all kinds of payloads."""
DOUBLES_OF_32_BITS = st.floats(width=32).map(
    lambda value: struct.unpack(">f", struct.pack(">f", value))[0]
)
TEXT = st.text(max_size=MOST_BYTES).map(lambda text: text.encode("utf-8", "replace"))


class TypeValues:
    """Strategies for the types of one unit, each made once."""

    def __init__(self, unit: ir.Unit) -> None:
        self.unit = unit
        self._made: dict[tuple[ir.Type, int], Values] = {}
        self._heights: dict[int, float] = {}
        self._measure()

    def of(self, type_: ir.Type, fuel: int = FUEL) -> Values:
        """Values of `type_`; `fuel` counts down with each recursive type inside another."""
        key = (type_, fuel)
        if key not in self._made:
            self._made[key] = self._make(type_, fuel)
        return self._made[key]

    def _make(self, type_: ir.Type, fuel: int) -> Values:
        concrete = resolve(self.unit, type_)
        match concrete:
            case ir.Integer():
                values = _integers(concrete)
            case ir.Enum(members=members):
                values = st.sampled_from([member.value for member in members])
            case ir.FixedArray(element=element, size=size):
                # Without elements it may be an array of the type that it stands in.
                values = _sized_list(self.of(element, fuel), size) if size else st.just([])
            case ir.Array(element=element, bound=bound):
                values = self._array(element, bound, fuel)
            case ir.Optional():
                values = self._optional(concrete, fuel)
            case ir.Struct():
                values = self._struct(concrete, concrete.fields, fuel)
            case ir.Union():
                values = self._union(concrete, fuel)
            case ir.External():
                values = st.nothing()
            case _:
                values = _scalars(concrete)
        return values

    def _array(self, element: ir.Type, bound: int | None, fuel: int) -> Values:
        if fuel <= 0 or bound == 0:
            return st.just([])
        most = MOST_ELEMENTS if bound is None else min(bound, MOST_ELEMENTS)
        values = st.lists(self.of(element, fuel), max_size=most)
        if bound is not None and most < bound <= MOST_EXACT:
            values |= _sized_list(self.of(element, fuel), bound)
        return values

    def _optional(self, optional: ir.Optional, fuel: int) -> Values:
        node = list_node(self.unit, optional)
        if node is not None:
            if fuel <= 0:
                return st.just([])
            return st.lists(self._struct(node, node.fields[:-1], fuel - 1), max_size=MOST_ELEMENTS)
        if fuel <= 0:
            return st.none()
        inner = resolve(self.unit, optional.element)
        values = self.of(optional.element, fuel)
        if isinstance(inner, ir.Void) or (
            isinstance(inner, ir.Optional) and list_node(self.unit, inner) is None
        ):
            values = values.map(lambda value: [value])
        return st.none() | values

    def _struct(self, struct: ir.Struct, fields: tuple[ir.Field, ...], fuel: int) -> Values:
        inside = fuel - struct.recursive
        return st.fixed_dictionaries({field.name: self.of(field.type, inside) for field in fields})

    def _union(self, union: ir.Union, fuel: int) -> Values:
        arms = [*union.arms, *([union.default] if union.default else [])]
        if fuel <= 0:
            least = min(self._arm_height(arm) for arm in arms)
            arms = [arm for arm in arms if self._arm_height(arm) == least]
        inside = fuel - union.recursive
        return st.one_of([self._arm(union, arm, inside) for arm in arms])

    def _arm(self, union: ir.Union, arm: ir.Arm, fuel: int) -> Values:
        discriminant = self._discriminants(union, arm)
        members = {union.discriminant.name: discriminant}
        if arm.field is not None:
            members[arm_key(union, arm.field)] = self.of(arm.field.type, fuel)
        return st.fixed_dictionaries(members)

    def _discriminants(self, union: ir.Union, arm: ir.Arm) -> Values:
        taken = {case.value for each in union.arms for case in each.cases}
        domain = discriminants(self.unit, union)
        if arm is not union.default:
            values = st.sampled_from([case.value for case in arm.cases])
        elif domain is None:
            values = self.of(union.discriminant.type).filter(lambda value: value not in taken)
        else:
            others = [value for value in domain if value not in taken]
            values = st.sampled_from(others) if others else st.nothing()
        is_bool = isinstance(resolve(self.unit, union.discriminant.type), ir.Bool)
        return values.map(bool) if is_bool else values

    def _arm_height(self, arm: ir.Arm) -> float:
        return 0 if arm.field is None else self._height(arm.field.type)

    def _height(self, type_: ir.Type) -> float:
        """How many definitions stand inside each other in the smallest value of `type_`."""
        concrete = resolve(self.unit, type_)
        match concrete:
            case ir.Struct() | ir.Union():
                return self._heights[id(concrete)]
            case ir.FixedArray(element=element, size=size) if size:
                return self._height(element)
            case _:
                return 0

    def _measure(self) -> None:
        """Fill `_heights`: start from "endless" and lower, until nothing changes any more."""
        definitions = [
            definition
            for module in self.unit.modules.values()
            for definition in module.definitions
            if isinstance(definition, ir.Struct | ir.Union)
        ]
        self._heights = {id(each): math.inf for each in definitions}
        changed = True
        while changed:
            changed = False
            for each in definitions:
                if isinstance(each, ir.Struct):
                    inner = max((self._height(field.type) for field in each.fields), default=0)
                else:
                    arms = [*each.arms, *([each.default] if each.default else [])]
                    inner = min((self._arm_height(arm) for arm in arms), default=0)
                if self._heights[id(each)] != inner + 1:
                    self._heights[id(each)] = inner + 1
                    changed = True


def _integers(integer: ir.Integer) -> Values:
    low, high = integer_range(integer)
    return st.integers(low, high) | st.sampled_from([low, high, 0, 1, high // 2 + 1])


def _scalars(
    type_: ir.Bool | ir.Float | ir.Quadruple | ir.Void | ir.String | ir.Opaque | ir.FixedOpaque,
) -> Values:
    values: Values
    match type_:
        case ir.Bool():
            values = st.booleans()
        case ir.Float(bits=32):
            values = DOUBLES_OF_32_BITS
        case ir.Float():
            values = DOUBLES
        case ir.String(bound=bound):
            values = _bytes(bound).map(lambda data: data.decode("utf-8", "surrogateescape"))
        case ir.Opaque(bound=bound):
            values = _bytes(bound)
        case ir.FixedOpaque(size=size):
            values = _sized_bytes(size)
        case ir.Quadruple():
            values = _sized_bytes(16)
        case ir.Void():
            values = st.none()
    return values


def _bytes(bound: int | None) -> SearchStrategy[bytes]:
    most = MOST_BYTES if bound is None else min(bound, MOST_BYTES)
    values = st.binary(max_size=most) | TEXT.map(lambda data: data[:most])
    if bound is not None and most < bound <= MOST_EXACT:
        values |= _sized_bytes(bound)
    return values


def _sized_bytes(size: int) -> SearchStrategy[bytes]:
    """Exactly `size` bytes; beyond the first few a repetition, which is cheap to draw."""
    if size <= MOST_BYTES:
        return st.binary(min_size=size, max_size=size)
    some = st.binary(min_size=1, max_size=MOST_BYTES)
    return some.map(lambda data: (data * (size // len(data) + 1))[:size])


def _sized_list(element: Values, size: int) -> Values:
    """Exactly `size` elements; beyond the first few a repetition."""
    if size <= MOST_ELEMENTS:
        return st.lists(element, min_size=size, max_size=size)
    some = st.lists(element, min_size=1, max_size=MOST_ELEMENTS)
    return some.map(lambda items: (items * (size // len(items) + 1))[:size])


def exact(value: Any) -> Any:
    """`value` in a form whose `==` sees NaN, -0.0, types, and nothing else."""
    match value:
        case dict():
            return {key: exact(member) for key, member in value.items()}
        case list():
            return [exact(item) for item in value]
        case float():
            return struct.pack(">d", value).hex()
        case _:
            return type(value), value
