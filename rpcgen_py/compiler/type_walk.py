"""Walks over the types that a resolved definition consists of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from rpcgen_py.compiler import ir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["map_types", "named_types", "types_in"]

_D = TypeVar("_D", bound=ir.Definition)
_Part = TypeVar("_Part", ir.Field, ir.Parameter)


def types_in(definition: ir.Definition) -> Iterator[ir.Type]:
    """Yield the types of a definition's parts, in order."""
    match definition:
        case ir.Struct(fields=fields):
            yield from (each.type for each in fields)
        case ir.Union():
            yield definition.discriminant.type
            for arm in (*definition.arms, *filter(None, [definition.default])):
                if arm.field is not None:
                    yield arm.field.type
        case ir.Typedef(type=type_):
            yield type_
        case ir.Program(versions=versions):
            for procedure in (each for version in versions for each in version.procedures):
                yield procedure.result
                yield from (each.type for each in procedure.parameters)


def named_types(definition: ir.Definition) -> Iterator[ir.Ref]:
    """Yield the named types that a definition refers to, behind arrays and pointers too."""
    for type_ in types_in(definition):
        inner = type_
        while isinstance(inner, ir.FixedArray | ir.Array | ir.Optional):
            inner = inner.element
        if isinstance(inner, ir.Ref):
            yield inner


def map_types(definition: _D, change: Callable[[ir.Ref], ir.Ref]) -> _D:
    """The definition with every reference changed."""

    def type_(old: ir.Type) -> ir.Type:
        if isinstance(old, ir.FixedArray | ir.Array | ir.Optional):
            return replace(old, element=type_(old.element))
        return change(old) if isinstance(old, ir.Ref) else old

    def part(old: _Part) -> _Part:
        return replace(old, type=type_(old.type))

    def arm(old: ir.Arm) -> ir.Arm:
        return old if old.field is None else replace(old, field=part(old.field))

    def procedure(old: ir.Procedure) -> ir.Procedure:
        parameters = tuple(part(each) for each in old.parameters)
        return replace(old, parameters=parameters, result=type_(old.result))

    def version(old: ir.Version) -> ir.Version:
        return replace(old, procedures=tuple(procedure(each) for each in old.procedures))

    match definition:
        case ir.Struct(fields=fields):
            return replace(definition, fields=tuple(part(each) for each in fields))
        case ir.Union():
            return replace(
                definition,
                discriminant=part(definition.discriminant),
                arms=tuple(arm(each) for each in definition.arms),
                default=definition.default and arm(definition.default),
            )
        case ir.Typedef():
            return replace(definition, type=type_(definition.type))
        case ir.Program(versions=versions):
            return replace(definition, versions=tuple(version(each) for each in versions))
        case _:
            return definition
