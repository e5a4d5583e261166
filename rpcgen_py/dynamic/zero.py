"""The zero of each type: what a field that is left out of JSON stands for, and templates show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.types import (
    Encodable,
    Scalar,
    arm_key,
    discriminants,
    enum_values,
    list_node,
    resolve,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["zero_value"]


def zero_value(unit: ir.Unit, type_: Encodable) -> Any:
    """Numbers zero, text and arrays empty, optionals absent, enums and unions their first choice.

    An enum with a member 0 is that one, a union the arm that 0 selects if it has an end.
    """
    value = _zero(unit, type_, frozenset())
    if value is _ENDLESS:
        message = f"a value of {type_} never ends"
        raise TypeError(message)
    return value


_ENDLESS = object()
"""The zero of a type inside itself: some arm further out has to be another one."""


def _zero(unit: ir.Unit, type_: Encodable, around: frozenset[int]) -> Any:
    concrete = resolve(unit, type_)
    result: Any
    match concrete:
        case ir.Array():
            result = []
        case ir.FixedArray(element=element, size=size):
            result = [_zero(unit, element, around) for _ in range(size)]
            if _ENDLESS in result:
                result = _ENDLESS
        case ir.Optional():
            result = None if list_node(unit, concrete) is None else []
        case ir.Enum(members=members):
            result = 0 if 0 in enum_values(concrete) else members[0].value
        case ir.Struct():
            result = _struct(unit, concrete, around)
        case ir.Union():
            result = _union(unit, concrete, around)
        case ir.Integer():
            result = 0
        case ir.External():
            result = b""
        case _:
            result = _scalar(concrete)
    return result


def _scalar(type_: Scalar) -> bool | float | bytes | str | None:
    zero: bool | float | bytes | str | None
    match type_:
        case ir.Bool():
            zero = False
        case ir.Float():
            zero = 0.0
        case ir.String():
            zero = ""
        case ir.Opaque():
            zero = b""
        case ir.FixedOpaque(size=size):
            zero = bytes(size)
        case ir.Quadruple():
            zero = bytes(16)
        case ir.Void():
            zero = None
    return zero


def _struct(unit: ir.Unit, struct: ir.Struct, around: frozenset[int]) -> Any:
    if id(struct) in around:
        return _ENDLESS
    value = {}
    for field in struct.fields:
        member = _zero(unit, field.type, around | {id(struct)})
        if member is _ENDLESS:
            return _ENDLESS
        value[field.name] = member
    return value


def _union(unit: ir.Unit, union: ir.Union, around: frozenset[int]) -> Any:
    if id(union) in around:
        return _ENDLESS
    for discriminant, arm in _choices(unit, union):
        value = {union.discriminant.name: discriminant}
        if arm.field is None:
            return value
        member = _zero(unit, arm.field.type, around | {id(union)})
        if member is not _ENDLESS:
            value[arm_key(union, arm.field)] = member
            return value
    return _ENDLESS


def _choices(unit: ir.Unit, union: ir.Union) -> Iterator[tuple[int, ir.Arm]]:
    """Every arm with a discriminant that selects it, the one of 0 first."""
    bare = resolve(unit, union.discriminant.type)
    kind = bool if isinstance(bare, ir.Bool) else int
    cases = {case.value: arm for arm in union.arms for case in arm.cases}
    if union.default is not None:
        domain = discriminants(unit, union) or range(len(cases) + 1)
        other = next((value for value in domain if value not in cases), None)
        if other is not None:
            cases[other] = union.default
    for value in sorted(cases, key=lambda value: value != 0):
        yield kind(value), cases[value]
