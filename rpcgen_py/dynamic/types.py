"""What encoder, decoder and JSON mapping ask about types: names followed, arms and links found."""

from __future__ import annotations

from typing import TypeAlias

from rpcgen_py.compiler import ir

__all__ = [
    "Concrete",
    "Encodable",
    "Scalar",
    "arm_key",
    "discriminants",
    "enum_values",
    "integer_range",
    "is_empty",
    "list_node",
    "may_be_none",
    "resolve",
    "select_arm",
]

Scalar: TypeAlias = (
    ir.Bool | ir.Float | ir.Quadruple | ir.Void | ir.String | ir.Opaque | ir.FixedOpaque
)
"""A type without parts or values of its own to know about."""

Concrete: TypeAlias = (
    Scalar
    | ir.Integer
    | ir.FixedArray
    | ir.Array
    | ir.Optional
    | ir.Enum
    | ir.Struct
    | ir.Union
    | ir.External
)
"""A type without names to follow."""

Encodable: TypeAlias = ir.Type | Concrete
"""Whatever has an encoding: a type as a field has it, or a definition itself."""


def resolve(unit: ir.Unit, type_: Encodable) -> Concrete:
    """Follow references and typedefs to the type that has an encoding of its own."""
    while isinstance(type_, ir.Ref):
        definition = unit.lookup(type_)
        if isinstance(definition, ir.Enum | ir.Struct | ir.Union | ir.External):
            return definition
        if not isinstance(definition, ir.Typedef):
            message = f"{type_.name} is not a type"
            raise TypeError(message)
        type_ = definition.type
    return type_


def list_node(unit: ir.Unit, type_: ir.Optional) -> ir.Struct | None:
    """The node of a linked list, a struct that ends in an optional of itself; else None."""
    node = resolve(unit, type_.element)
    if not isinstance(node, ir.Struct) or not node.fields:
        return None
    link = resolve(unit, node.fields[-1].type)
    if isinstance(link, ir.Optional) and resolve(unit, link.element) is node:
        return node
    return None


def may_be_none(unit: ir.Unit, type_: ir.Type) -> bool:
    """Whether None is a value of `type_`, so that an optional of it must be wrapped."""
    concrete = resolve(unit, type_)
    if isinstance(concrete, ir.Optional):
        return list_node(unit, concrete) is None
    return isinstance(concrete, ir.Void)


def is_empty(unit: ir.Unit, type_: ir.Type) -> bool:
    """Whether values of `type_` take no bytes at all."""
    match resolve(unit, type_):
        case ir.Void() | ir.FixedOpaque(size=0) | ir.FixedArray(size=0):
            return True
        case ir.FixedArray(element=element):
            return is_empty(unit, element)
        case ir.Struct(fields=fields):
            return all(is_empty(unit, field.type) for field in fields)
        case _:
            return False


def integer_range(integer: ir.Integer) -> tuple[int, int]:
    """The lowest and the highest value."""
    if integer.signed:
        return -(1 << (integer.bits - 1)), (1 << (integer.bits - 1)) - 1
    return 0, (1 << integer.bits) - 1


def enum_values(enum: ir.Enum) -> frozenset[int]:
    """Every value of the enum; aliases share one."""
    return frozenset(member.value for member in enum.members)


def discriminants(unit: ir.Unit, union: ir.Union) -> tuple[int, ...] | None:
    """What the discriminant may be, in source order; None where that is any integer."""
    match resolve(unit, union.discriminant.type):
        case ir.Enum(members=members):
            return tuple(dict.fromkeys(member.value for member in members))
        case ir.Bool():
            return (0, 1)
        case _:
            return None


def select_arm(union: ir.Union, discriminant: int) -> ir.Arm | None:
    """The arm that `discriminant` selects (RFC 4506 §4.15), None if there is none."""
    for arm in union.arms:
        if any(case.value == discriminant for case in arm.cases):
            return arm
    return union.default


def arm_key(union: ir.Union, field: ir.Field) -> str:
    """The key of an arm's field: C allows the discriminant's own name for it, a dict does not."""
    return f"{field.name}_" if field.name == union.discriminant.name else field.name
