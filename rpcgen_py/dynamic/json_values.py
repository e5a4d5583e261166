"""Plain Python values ↔ the JSON form of their type (docs/json.md). Lossless both ways."""

from __future__ import annotations

import re
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.json_scalars import (
    bytes_from_json,
    bytes_to_json,
    float_from_json,
    float_to_json,
)
from rpcgen_py.dynamic.types import (
    Encodable,
    Scalar,
    arm_key,
    list_node,
    may_be_none,
    resolve,
    select_arm,
)
from rpcgen_py.dynamic.walk import Path, Walk, problem, run
from rpcgen_py.dynamic.zero import zero_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["from_json", "to_json"]

_DIGITS: Final = re.compile("-?[0-9]{1,20}")
"""An integer written as a string; a 64-bit one has at most 20 digits."""


def to_json(unit: ir.Unit, type_: Encodable, value: object) -> Any:
    """The JSON form of `value`, a plain value that `type_` can hold (as `decode` returns it)."""
    return run(_Writer(unit).form(type_, value))


def from_json(unit: ir.Unit, type_: Encodable, form: object, *, fill: bool = False) -> Any:
    """The plain value of a JSON form.

    With `fill`, struct fields and union members left out get zero, empty or null. Bounds and
    ranges are the encoder's to check. Raises `XdrError`, which names the place.
    """
    return run(_Reader(unit, fill).value(type_, form, None))


class _Writer:
    """One walk over a plain value."""

    def __init__(self, unit: ir.Unit) -> None:
        self.unit = unit

    def form(self, type_: Encodable, value: Any) -> Walk:
        concrete = resolve(self.unit, type_)
        result: Any
        match concrete:
            case ir.FixedArray(element=element) | ir.Array(element=element):
                result = yield self._elements(element, value)
            case ir.Optional(element=element):
                result = yield self._optional(concrete, element, value)
            case ir.Struct(fields=fields):
                result = yield self._fields(fields, value)
            case ir.Union():
                result = yield self._union(concrete, value)
            case ir.Enum(members=members):
                result = next(member.name for member in members if member.value == value)
            case ir.Float():
                result = float_to_json(value)
            case ir.String():
                result = bytes_to_json(value.encode("utf-8", "surrogateescape"))
            case ir.Opaque() | ir.FixedOpaque() | ir.Quadruple() | ir.External():
                result = bytes_to_json(value)
            case ir.Integer() | ir.Bool() | ir.Void():
                result = value
        return result

    def _elements(self, element: ir.Type, value: Sequence[Any]) -> Walk:
        forms = []
        for item in value:
            forms.append((yield self.form(element, item)))  # noqa: PERF401 (a comprehension cannot yield)
        return forms

    def _optional(self, optional: ir.Optional, element: ir.Type, value: Any) -> Walk:
        node = list_node(self.unit, optional)
        if node is not None:
            forms = []
            for item in value:
                forms.append((yield self._fields(node.fields[:-1], item)))  # noqa: PERF401 (a comprehension cannot yield)
            return forms
        if value is None:
            return None
        if may_be_none(self.unit, element):
            return (yield self._elements(element, value))
        return (yield self.form(element, value))

    def _fields(self, fields: tuple[ir.Field, ...], value: Mapping[str, Any]) -> Walk:
        form = {}
        for field in fields:
            form[field.name] = yield self.form(field.type, value[field.name])
        return form

    def _union(self, union: ir.Union, value: Mapping[str, Any]) -> Walk:
        name = union.discriminant.name
        form = {name: (yield self.form(union.discriminant.type, value[name]))}
        arm = select_arm(union, value[name])
        if arm is not None and arm.field is not None:
            key = arm_key(union, arm.field)
            form[key] = yield self.form(arm.field.type, value[key])
        return form


class _Reader:
    """One walk over a JSON form."""

    def __init__(self, unit: ir.Unit, fill: bool) -> None:
        self.unit = unit
        self.fill = fill

    def value(self, type_: Encodable, form: Any, path: Path) -> Walk:
        concrete = resolve(self.unit, type_)
        result: Any
        match concrete:
            case ir.FixedArray(element=element) | ir.Array(element=element):
                result = yield self._elements(element, _array(form, path), path)
            case ir.Optional():
                result = yield self._optional(concrete, form, path)
            case ir.Struct(fields=fields):
                result = yield self._fields(fields, form, path)
            case ir.Union():
                result = yield self._union(concrete, form, path)
            case ir.Enum():
                result = _enum(concrete, form, path)
            case ir.Integer():
                result = _integer(form, path)
            case _:
                result = _scalar(concrete, form, path)
        return result

    def _elements(self, element: ir.Type, forms: Sequence[Any], path: Path) -> Walk:
        values = []
        for index, form in enumerate(forms):
            values.append((yield self.value(element, form, (path, index))))
        return values

    def _optional(self, optional: ir.Optional, form: Any, path: Path) -> Walk:
        node = list_node(self.unit, optional)
        if node is not None:
            nodes = []
            for index, item in enumerate(() if form is None else _array(form, path)):
                nodes.append((yield self._fields(node.fields[:-1], item, (path, index))))
            return nodes
        if form is None:
            return None
        if may_be_none(self.unit, optional.element):
            return (yield self._elements(optional.element, _array(form, path), path))
        return (yield self.value(optional.element, form, path))

    def _fields(self, fields: tuple[ir.Field, ...], form: Any, path: Path) -> Walk:
        members = _object(form, [field.name for field in fields], path)
        value = {}
        for field in fields:
            value[field.name] = yield self._member(field.type, members, field.name, path)
        return value

    def _union(self, union: ir.Union, form: Any, path: Path) -> Walk:
        if form == {} and self.fill:
            return zero_value(self.unit, union)
        name = union.discriminant.name
        if not isinstance(form, dict) or name not in form:
            raise problem(f"expected an object with {name}", path)
        value = {name: (yield self.value(union.discriminant.type, form[name], (path, name)))}
        arm = select_arm(union, value[name])
        if arm is None:
            raise problem(f"{form[name]} selects no arm of union {union.name}", (path, name))
        if arm.field is None:
            _object(form, [name], path)
            return value
        key = arm_key(union, arm.field)
        members = _object(form, [name, key], path)
        value[key] = yield self._member(arm.field.type, members, key, path)
        return value

    def _member(self, type_: ir.Type, members: dict[str, Any], name: str, path: Path) -> Walk:
        here = (path, name)
        if name in members:
            return (yield self.value(type_, members[name], here))
        if not self.fill:
            raise problem("missing", here)
        return zero_value(self.unit, type_)


def _scalar(type_: Scalar | ir.External, form: object, path: Path) -> Any:
    result: Any
    try:
        match type_:
            case ir.Bool():
                result = _instance(bool, "true or false", form)
            case ir.Void():
                result = _instance(NoneType, "null", form)
            case ir.Float():
                result = float_from_json(form)
            case ir.String():
                result = bytes_from_json(form).decode("utf-8", "surrogateescape")
            case _:
                result = bytes_from_json(form)
    except ValueError as error:
        raise problem(str(error), path) from None
    return result


def _instance(type_: type, expected: str, form: object) -> object:
    if not isinstance(form, type_):
        raise ValueError(f"expected {expected}")  # noqa: TRY004 (the caller adds the path)
    return form


def _integer(form: object, path: Path) -> int:
    if isinstance(form, str) and _DIGITS.fullmatch(form):
        return int(form)
    if isinstance(form, int) and not isinstance(form, bool):
        return form
    raise problem("expected an integer", path)


def _enum(enum: ir.Enum, form: object, path: Path) -> int:
    for member in enum.members:
        if form == member.name or (form == member.value and not isinstance(form, bool)):
            return member.value
    raise problem(f"expected a name or number of enum {enum.name}", path)


def _array(form: object, path: Path) -> list[Any]:
    if not isinstance(form, list):
        raise problem("expected an array", path)
    return form


def _object(form: object, names: Sequence[str], path: Path) -> dict[str, Any]:
    if not isinstance(form, dict):
        raise problem("expected an object", path)
    for name in form:
        if name not in names:
            raise problem(f"unknown; known here: {', '.join(names) or 'nothing'}", (path, name))
    return form
