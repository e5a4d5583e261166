"""Values that no type can hold: a plain value with one part of it out of range or bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.types import (
    Concrete,
    arm_key,
    integer_range,
    list_node,
    may_be_none,
    resolve,
    select_arm,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1000
"""A bound up to this is passed; a greater one would make values too large to be quick."""


class Fault(NamedTuple):
    """`wrong` in place of what stands at `path`."""

    path: tuple[str | int, ...]
    wrong: Any


def faults(
    unit: ir.Unit, type_: ir.Type, value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[Fault]:
    """Every way to spoil `value` that this module knows."""
    concrete = resolve(unit, type_)
    for wrong in _wrong_values(concrete, value):
        yield Fault(path, wrong)
    match concrete:
        case ir.Array(element=element) | ir.FixedArray(element=element):
            for index, item in enumerate(value[:3]):
                yield from faults(unit, element, item, (*path, index))
        case ir.Optional() if value is not None:
            yield from _in_optional(unit, concrete, value, path)
        case ir.Struct(fields=fields):
            yield from _in_fields(unit, fields, value, path)
        case ir.Union():
            arm = select_arm(concrete, value[concrete.discriminant.name])
            if arm is not None and arm.field is not None:
                key = arm_key(concrete, arm.field)
                yield from faults(unit, arm.field.type, value[key], (*path, key))


def _wrong_values(type_: Concrete, value: Any) -> list[Any]:
    """What `value` is not allowed to be as a whole."""
    wrong: list[Any] = []
    match type_:
        case ir.Integer():
            low, high = integer_range(type_)
            wrong = [low - 1, high + 1]
        case ir.Float(bits=32):
            wrong = [1e39]
        case ir.String(bound=int(bound)) if bound < LONGEST:
            wrong = ["é" * (bound // 2) + "xx"[: bound % 2 + 1]]
        case ir.Opaque(bound=int(bound)) if bound < LONGEST:
            wrong = [bytes(bound + 1)]
        case ir.FixedOpaque() | ir.Quadruple():
            wrong = [value + b"x", value[1:]] if value else [b"x"]
        case ir.Array(bound=int(bound)) if bound < LONGEST and value:
            wrong = [value * (bound + 1)]
        case ir.FixedArray() if value:
            wrong = [value[1:], [*value, value[0]]]
    return wrong


def _in_optional(
    unit: ir.Unit, optional: ir.Optional, value: Any, path: tuple[str | int, ...]
) -> Iterator[Fault]:
    node = list_node(unit, optional)
    if node is not None:
        for index, item in enumerate(value):
            yield from _in_fields(unit, node.fields[:-1], item, (*path, index))
    elif not may_be_none(unit, optional.element):
        yield from faults(unit, optional.element, value, path)


def _in_fields(
    unit: ir.Unit, fields: tuple[ir.Field, ...], value: Any, path: tuple[str | int, ...]
) -> Iterator[Fault]:
    for field in fields:
        yield from faults(unit, field.type, value[field.name], (*path, field.name))


def spoilt(value: Any, fault: Fault) -> Any:
    """A copy of `value` with the fault in it."""
    if not fault.path:
        return fault.wrong
    step, *rest = fault.path
    changed = value.copy()
    changed[step] = spoilt(value[step], Fault(tuple(rest), fault.wrong))
    return changed


@st.composite
def spoilt_values(draw: st.DrawFn, unit: ir.Unit, type_: ir.Type, value: Any) -> Any:
    """`value` with one fault, or as it is if none is possible."""
    possible = list(faults(unit, type_, value))
    return spoilt(value, draw(st.sampled_from(possible))) if possible else value
