"""The description of a module's types that the runtime explains faults by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcgen_py.compiler import ir

if TYPE_CHECKING:
    from rpcgen_py.compiler.layout import Composite
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["definition_shape", "parameters_shape", "shape"]

_INTEGERS = {
    (32, True): "_s.INT",
    (32, False): "_s.UINT",
    (64, True): "_s.HYPER",
    (64, False): "_s.UHYPER",
}


def shape(  # noqa: C901, PLR0911, PLR0912 (one branch a kind of type)
    context: ModuleContext, type_: ir.Type
) -> str:
    """The expression for the shape of a type."""
    match type_:
        case ir.Integer(bits=bits, signed=signed):
            made = f"_s.Integer({bits}, signed={signed})"
            return _INTEGERS.get((bits, signed), made)
        case ir.Bool():
            return "_s.BOOL"
        case ir.Float(bits=bits):
            return "_s.FLOAT" if bits == 32 else "_s.DOUBLE"
        case ir.Void():
            return "_s.VOID"
        case ir.Quadruple():
            return "_s.FixedOpaque(16)"
        case ir.FixedOpaque(size=size):
            return f"_s.FixedOpaque({size})"
        case ir.String(bound=bound):
            kind = "String" if context.strings == "str" else "Opaque"
            return f"_s.{kind}({'' if bound is None else bound})"
        case ir.Opaque(bound=bound):
            return f"_s.Opaque({'' if bound is None else bound})"
        case ir.FixedArray(element=element, size=size):
            return f"_s.FixedArray({shape(context, element)}, {size})"
        case ir.Array(element=element, bound=bound):
            minimum = context.layout.minimum(element)
            return f"_s.Array({shape(context, element)}, {bound}, {minimum})"
        case ir.Optional(element=element):
            node = context.layout.list_node(type_)
            if node is None or len(context.layout.cycle(node)) != 1:
                return f"_s.Optional({shape(context, element)})"
            tail = context.names.fields(node)[node.fields[-1].name]
            return f'_s.List("{context.names.types[node.name]}", "{tail}")'
        case ir.Ref():
            return _named(context, type_)


def _named(context: ModuleContext, ref: ir.Ref) -> str:
    definition = context.unit.lookup(ref)
    if isinstance(definition, ir.Typedef):
        return shape(context, definition.type)
    if isinstance(definition, ir.Enum):
        return f"_s.Enumeration({context.type_name(ref)})"
    local = context.layout.local(ref)
    if local is None:
        return f"_s.Foreign({context.codec(ref, 'pack')}, {context.codec(ref, 'unpack')})"
    return f'_s.Named("{context.names.types[local.name]}")'


def definition_shape(context: ModuleContext, definition: ir.Definition) -> str:
    """The expression for the shape of a struct, union, enum or typedef."""
    match definition:
        case ir.Struct(fields=fields):
            names = context.names.fields(definition)
            parts = [f'"{names[each.name]}": {shape(context, each.type)}' for each in fields]
            return f"_s.Struct({{{', '.join(parts)}}}{_recurses(context, definition)})"
        case ir.Union(arms=arms, default=default):
            name = context.names.arm_fields(definition, (*arms, *filter(None, [default]))[0])[0]
            parts = [
                f"{case.value}: {_arm(context, definition, arm)}"
                for arm in arms
                for case in arm.cases
            ]
            kind = shape(context, definition.discriminant.type)
            rest = f", {_arm(context, definition, default)}" if default else ""
            rest += _recurses(context, definition)
            return f'_s.Union("{name}", {kind}, {{{", ".join(parts)}}}{rest})'
        case ir.Typedef(type=type_):
            return shape(context, type_)
        case ir.Enum(name=name):
            return shape(context, ir.Ref(context.module.name, name))
        case _:
            raise TypeError(f"{definition.name} is no type")


def _recurses(context: ModuleContext, definition: Composite) -> str:
    return ", recurses=True" if context.layout.recurses(definition) else ""


def _arm(context: ModuleContext, union: ir.Union, arm: ir.Arm) -> str:
    _, field = context.names.arm_fields(union, arm)
    kind = shape(context, arm.field.type) if arm.field else "_s.VOID"
    return f'({context.arm_class(union, arm)}, "{field}", {kind})'


def parameters_shape(context: ModuleContext, names: list[str], types: list[ir.Type]) -> str:
    """The expression for the shape of a procedure's several arguments."""
    parts = [f'"{name}": {shape(context, type_)}' for name, type_ in zip(names, types, strict=True)]
    return f"_s.Struct({{{', '.join(parts)}}})"
