"""`--inline`: modules that stand alone, with copies of what they use from others."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.type_walk import map_types, named_types

__all__ = ["inlined"]

_Key: TypeAlias = tuple[str, str]


def inlined(unit: ir.Unit) -> ir.Unit:
    """The inputs alone, each with what it uses from the unit's other modules before its own.

    A name that is taken gets the name of the module that it comes from behind it. Modules that
    are imported from elsewhere (libtirpc's) still are.
    """
    kept = {name: module for name, module in unit.modules.items() if module.absolute is not None}
    modules = {name: _with_copies(unit, unit.modules[name]) for name in unit.inputs}
    modules |= kept
    index = {
        (module.name, definition.name): definition
        for module in modules.values()
        for definition in module.definitions
    }
    return ir.Unit(modules, unit.inputs, index)


def _with_copies(unit: ir.Unit, module: ir.Module) -> ir.Module:
    foreign = _foreign(unit, module)
    taken = {definition.name for definition in module.definitions}
    names: dict[_Key, ir.Ref] = {}
    for key in foreign:
        name = key[1]
        while name in taken:
            name = f"{name}_{key[0]}"
        taken.add(name)
        names[key] = ir.Ref(module.name, name)

    def renamed(ref: ir.Ref) -> ir.Ref:
        return names.get((ref.module, ref.name), ref)

    copies = [
        replace(map_types(unit.index[key], renamed), name=ref.name) for key, ref in names.items()
    ]
    own = [map_types(definition, renamed) for definition in module.definitions]
    return replace(
        module,
        definitions=(*copies, *own),
        imports=tuple(name for name in module.imports if unit.modules[name].absolute is not None),
        pass_through=tuple(
            replace(each, before=each.before + len(copies)) for each in module.pass_through
        ),
    )


def _foreign(unit: ir.Unit, module: ir.Module) -> list[_Key]:
    """What the module needs from others, and the constants of those it includes: those modules'
    order, and in each the source's."""
    reached: set[_Key] = set()
    todo = list(module.definitions)
    while todo:
        for ref in named_types(todo.pop()):
            key = (ref.module, ref.name)
            other = unit.modules[ref.module]
            if ref.module != module.name and other.absolute is None and key not in reached:
                reached.add(key)
                todo.append(unit.index[key])
    return [
        (other.name, definition.name)
        for other in unit.modules.values()
        if other.absolute is None and other.name != module.name
        for definition in other.definitions
        if (other.name, definition.name) in reached
        or (isinstance(definition, ir.Const) and other.name in module.imports)
    ]
