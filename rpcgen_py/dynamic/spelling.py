"""Types, definitions and procedures of a unit in the words of a `.x` file, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcgen_py.compiler import ir

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rpcgen_py.dynamic.names import Found

__all__ = ["spell_definition", "spell_procedure", "spell_type"]

_INTEGERS = {8: "char", 16: "short", 32: "int", 64: "hyper"}


def spell_type(type_: ir.Type) -> str:
    """`type_` in one line; what stands around a name in the source stands behind the type."""
    match type_:
        case ir.Integer(bits=bits, signed=signed):
            text = _INTEGERS[bits] if signed else f"unsigned {_INTEGERS[bits]}"
        case ir.Float(bits=bits):
            text = "float" if bits == 32 else "double"
        case ir.String(bound=bound) | ir.Opaque(bound=bound):
            text = f"{type(type_).__name__.lower()}{_angles(bound)}"
        case ir.FixedOpaque(size=size):
            text = f"opaque[{size}]"
        case ir.FixedArray(element=element, size=size):
            text = f"{spell_type(element)}[{size}]"
        case ir.Array(element=element, bound=bound):
            text = f"{spell_type(element)}{_angles(bound)}"
        case ir.Optional(element=element):
            text = f"{spell_type(element)} *"
        case ir.Ref(name=name):
            text = name
        case ir.Bool() | ir.Quadruple() | ir.Void():
            text = type(type_).__name__.lower()
    return text


def spell_procedure(found: Found) -> str:
    """`PROG.VERS.PROC(arguments) -> result`."""
    parameters = ", ".join(
        spell_type(parameter.type) + (f" {parameter.name}" if parameter.name else "")
        for parameter in found.procedure.parameters
    )
    return f"{found}({parameters}) -> {spell_type(found.procedure.result)}"


def spell_definition(definition: ir.Definition) -> str:
    """A type with its parts, one a line."""
    match definition:
        case ir.Enum(name=name, members=members):
            return _block(f"enum {name}", [f"{each.name} = {each.value}" for each in members])
        case ir.Struct(name=name, fields=fields):
            return _block(f"struct {name}", [_field(field) for field in fields])
        case ir.Union(name=name, discriminant=discriminant):
            arms = [*definition.arms, *([definition.default] if definition.default else [])]
            return _block(f"union {name} switch ({_field(discriminant)})", map(_arm, arms))
        case ir.Typedef(name=name, type=type_):
            return f"typedef {spell_type(type_)} {name}"
        case _:
            return definition.name


def _angles(bound: int | None) -> str:
    return "<>" if bound is None else f"<{bound}>"


def _field(field: ir.Field) -> str:
    return f"{spell_type(field.type)} {field.name}"


def _arm(arm: ir.Arm) -> str:
    cases = ", ".join(case.spelling for case in arm.cases)
    field = _field(arm.field) if arm.field else "void"
    return f"case {cases}: {field}" if cases else f"default: {field}"


def _block(head: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{head} {{", *(f"    {line}" for line in lines), "}"])
