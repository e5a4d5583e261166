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
    match definition:
        case ir.Struct(fields=fields):
            return replace(definition, fields=tuple(_part(each, change) for each in fields))
        case ir.Union():
            return replace(
                definition,
                discriminant=_part(definition.discriminant, change),
                arms=tuple(_arm(each, change) for each in definition.arms),
                default=definition.default and _arm(definition.default, change),
            )
        case ir.Typedef():
            return replace(definition, type=_type(definition.type, change))
        case ir.Program(versions=versions):
            return replace(definition, versions=tuple(_version(each, change) for each in versions))
        case _:
            return definition


def _type(old: ir.Type, change: Callable[[ir.Ref], ir.Ref]) -> ir.Type:
    if isinstance(old, ir.FixedArray | ir.Array | ir.Optional):
        return replace(old, element=_type(old.element, change))
    return change(old) if isinstance(old, ir.Ref) else old


def _part(old: _Part, change: Callable[[ir.Ref], ir.Ref]) -> _Part:
    return replace(old, type=_type(old.type, change))


def _arm(old: ir.Arm, change: Callable[[ir.Ref], ir.Ref]) -> ir.Arm:
    return old if old.field is None else replace(old, field=_part(old.field, change))


def _version(old: ir.Version, change: Callable[[ir.Ref], ir.Ref]) -> ir.Version:
    procedures = tuple(
        replace(
            each,
            parameters=tuple(_part(parameter, change) for parameter in each.parameters),
            result=_type(each.result, change),
        )
        for each in old.procedures
    )
    return replace(old, procedures=procedures)
