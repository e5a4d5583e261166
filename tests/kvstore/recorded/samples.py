"""Values of any type of a `.x` file such that each arm, optional and array occurs in both states.

Numbers, texts and bytes differ from field to field, so that two of them cannot change places
unseen; lengths of bytes vary, so that padding does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.types import Encodable, arm_key, integer_range, resolve

NEVER_A_CASE = 1_000_000
"""A discriminant for default arms: no release gives it a meaning."""


class Sample(NamedTuple):
    """`label` says which choices it made, "" where there were none; `value` is a plain value."""

    label: str
    value: Any


class Samples:
    """Each call of `of` goes on counting where the last one stopped."""

    def __init__(self, unit: ir.Unit) -> None:
        self._unit = unit
        self._count = 0

    def of(self, type_: Encodable) -> list[Sample]:
        concrete = resolve(self._unit, type_)
        match concrete:
            case ir.Struct():
                return list(self._structs(concrete))
            case ir.Union():
                return list(self._unions(concrete))
            case ir.Array(element=element):
                # An empty array is in the zero value of every type, which is a sample, too.
                return [Sample("", [each.value for each in self.of(element)])]
            case ir.FixedArray(element=element, size=size):
                return [Sample("", [self.of(element)[0].value for _ in range(size)])]
            case ir.Optional(element=element):
                there = [Sample(each.label, each.value) for each in self.of(element)]
                return [Sample("none", None), *there]
            case _:
                return [Sample("", self._scalar(concrete))]

    def _structs(self, struct: ir.Struct) -> Iterator[Sample]:
        fields = {field.name: self.of(field.type) for field in struct.fields}
        for number in range(max(map(len, fields.values()), default=1)):
            chosen = {name: few[min(number, len(few) - 1)] for name, few in fields.items()}
            label = ", ".join(
                f"{name}: {each.label}" for name, each in chosen.items() if each.label
            )
            yield Sample(label, {name: each.value for name, each in chosen.items()})

    def _unions(self, union: ir.Union) -> Iterator[Sample]:
        arms = [(case.value, case.spelling, arm) for arm in union.arms for case in arm.cases]
        if union.default is not None:
            arms.append((NEVER_A_CASE, "default", union.default))
        for discriminant, spelling, arm in arms:
            head = {union.discriminant.name: discriminant}
            if arm.field is None:
                yield Sample(spelling, head)
                continue
            for each in self.of(arm.field.type):
                label = f"{spelling} ({each.label})" if each.label else spelling
                yield Sample(label, head | {arm_key(union, arm.field): each.value})

    def _scalar(self, type_: object) -> Any:
        self._count += 1
        count = self._count
        match type_:
            case ir.Bool():
                return count % 2 == 1
            case ir.Integer():
                lowest, highest = integer_range(type_)
                value = (0x0102030405060708 + count * 0x0101010101010101) % (highest + 1)
                return -value if lowest and count % 3 == 0 else value
            case ir.String(bound=bound):
                return f"täxt {count}"[:bound]
            case ir.Opaque(bound=bound):
                return bytes((count + place) % 256 for place in range(count % 9 + 1))[:bound]
            case ir.FixedOpaque(size=size):
                return bytes((count + place) % 256 for place in range(size))
            case _:
                raise TypeError(f"no sample for {type_}")
