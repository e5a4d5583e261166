"""Values of generated types as the text that c/torture_describe.c writes for them.

Read from the IR, not from generated code: the C program and this module both say what a value
means, each in its own way, so that two mistakes in the codecs cannot agree.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from typing import Any

from rpcgen_py.compiler import ir


def describe(unit: ir.Unit, kind: ir.Type, value: Any) -> str:
    """One line of text. Walks without recursion: lists are longer than Python's stack is deep."""
    text: list[str] = []
    waiting: list[str | tuple[ir.Type, Any]] = [(kind, value)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            text.append(item)
        else:
            waiting.extend(reversed(_parts(unit, *item)))
    return "".join(text)


def _parts(  # noqa: PLR0911 (one return a kind of type)
    unit: ir.Unit, kind: ir.Type, value: Any
) -> list[str | tuple[ir.Type, Any]]:
    """The text of a scalar, or the brackets and members of a compound value."""
    match kind:
        case ir.Integer() | ir.Bool():
            return [str(int(value))]
        case ir.Float(bits=32):
            return ["x" + struct.pack(">f", value).hex()]
        case ir.Float():
            return ["x" + struct.pack(">d", value).hex()]
        case ir.String():
            return [f"'{os.fsencode(value).hex()}'"]
        case ir.Opaque() | ir.FixedOpaque() | ir.Quadruple():
            return [f"'{value.hex()}'"]
        case ir.FixedArray(element=element) | ir.Array(element=element):
            return _joined("[", [(element, each) for each in value], "]")
        case ir.Optional(element=element):
            return ["-"] if value is None else [(element, value)]
        case ir.Void():
            return ["void"]
        case ir.Ref():
            return _named(unit, unit.lookup(kind), value)
    raise AssertionError(kind)


def _named(unit: ir.Unit, definition: ir.Definition, value: Any) -> list[Any]:
    match definition:
        case ir.Enum():
            return [str(int(value))]
        case ir.Typedef(type=kind):
            return [(kind, value)]
        case ir.Struct(fields=fields):
            return _joined("{", [(each.type, getattr(value, each.name)) for each in fields], "}")
        case ir.Union(discriminant=discriminant):
            chosen = getattr(value, discriminant.name)
            members = [(discriminant.type, chosen)]
            arm = arm_of(definition, int(chosen))
            if arm.field is not None and not isinstance(arm.field.type, ir.Void):
                members.append((arm.field.type, getattr(value, arm.field.name)))
            return _joined("{", members, "}")
    raise AssertionError(definition)


def arm_of(union: ir.Union, chosen: int) -> ir.Arm:
    """The arm that a discriminant selects."""
    for arm in union.arms:
        if any(case.value == chosen for case in arm.cases):
            return arm
    assert union.default is not None
    return union.default


def _joined(opening: str, members: list[Any], closing: str) -> list[Any]:
    parts: list[Any] = [opening]
    for index, member in enumerate(members):
        if index:
            parts.append(" ")
        parts.append(member)
    return [*parts, closing]


def unions_in(
    unit: ir.Unit, kinds: Sequence[ir.Type], values: Sequence[Any]
) -> Iterator[tuple[ir.Union, int]]:
    """Every union inside values of these types, with its discriminant."""
    waiting: list[Any] = list(zip(kinds, values, strict=True))
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            continue
        kind, value = item
        if isinstance(kind, ir.Ref) and isinstance(union := unit.lookup(kind), ir.Union):
            yield union, int(getattr(value, union.discriminant.name))
        waiting += _parts(unit, kind, value)
