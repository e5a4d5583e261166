"""Values of generated classes ↔ plain values: for JSON of what a stub returns, and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.naming import ModuleNames, arm_suffix
from rpcgen_py.dynamic.externals import load_external
from rpcgen_py.dynamic.types import (
    Encodable,
    arm_key,
    list_node,
    may_be_none,
    resolve,
    select_arm,
)
from rpcgen_py.dynamic.walk import Walk, run
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

__all__ = ["GeneratedValues"]


class GeneratedValues:
    """The classes of a unit's generated modules; `modules` has these by their names in the unit."""

    def __init__(self, unit: ir.Unit, modules: Mapping[str, ModuleType]) -> None:
        self.unit = unit
        self._python = modules
        self._names = {name: ModuleNames(unit.modules[name]) for name in modules}
        self._home = {
            id(definition): name
            for name in modules
            for definition in unit.modules[name].definitions
        }

    def to_plain(self, type_: Encodable, value: object) -> Any:
        """The plain value that `decode` would give for the same bytes."""
        return run(self._to(type_, value))

    def from_plain(self, type_: Encodable, value: object) -> Any:
        """The value of generated classes that holds the same."""
        return run(self._from(type_, value))

    def _to(self, type_: Encodable, value: Any) -> Walk:
        concrete = resolve(self.unit, type_)
        result: Any
        match concrete:
            case ir.FixedArray(element=element) | ir.Array(element=element):
                result = []
                for item in value:
                    result.append((yield self._to(element, item)))
            case ir.Optional():
                result = yield self._to_optional(concrete, value)
            case ir.Struct(fields=fields):
                result = yield self._to_fields(concrete, fields, value)
            case ir.Union():
                result = yield self._to_union(concrete, value)
            case ir.Enum():
                result = int(value)
            case ir.External():
                result = load_external(concrete).pack(value)
            case _:
                result = value
        return result

    def _to_optional(self, optional: ir.Optional, value: Any) -> Walk:
        node = list_node(self.unit, optional)
        if node is None:
            if value is None:
                return None
            wrapped = self._wrapped(optional.element)
            inner = yield self._to(optional.element, value[0] if wrapped else value)
            return [inner] if may_be_none(self.unit, optional.element) else inner
        nodes = []
        link = self._fields(node)[node.fields[-1].name]
        while value is not None:
            nodes.append((yield self._to_fields(node, node.fields[:-1], value)))
            value = getattr(value, link)
        return nodes

    def _to_fields(self, struct: ir.Struct, fields: tuple[ir.Field, ...], value: Any) -> Walk:
        names = self._fields(struct)
        plain = {}
        for field in fields:
            plain[field.name] = yield self._to(field.type, getattr(value, names[field.name]))
        return plain

    def _to_union(self, union: ir.Union, value: Any) -> Walk:
        arms = [*union.arms, *([union.default] if union.default else [])]
        arm = next(arm for arm in arms if isinstance(value, self._arm_class(union, arm)))
        discriminant, field = ModuleNames.arm_fields(union, arm)
        kind = union.discriminant
        plain = {kind.name: (yield self._to(kind.type, getattr(value, discriminant)))}
        if arm.field is not None:
            key = arm_key(union, arm.field)
            plain[key] = yield self._to(arm.field.type, getattr(value, field))
        return plain

    def _from(self, type_: Encodable, value: Any) -> Walk:
        concrete = resolve(self.unit, type_)
        result: Any
        match concrete:
            case ir.FixedArray(element=element) | ir.Array(element=element):
                items = []
                for item in value:
                    items.append((yield self._from(element, item)))  # noqa: PERF401 (a comprehension cannot yield)
                result = tuple(items)
            case ir.Optional():
                result = yield self._from_optional(concrete, value)
            case ir.Struct(fields=fields):
                result = self._class(concrete)(**(yield self._from_fields(concrete, fields, value)))
            case ir.Union():
                result = yield self._from_union(concrete, value)
            case ir.Enum():
                result = self._class(concrete)(value)
            case ir.External():
                result = load_external(concrete).unpack(value, 0, len(value), DEFAULT_LIMIT)[0]
            case _:
                result = value
        return result

    def _from_optional(self, optional: ir.Optional, value: Any) -> Walk:
        node = list_node(self.unit, optional)
        if node is None:
            if value is None:
                return None
            listed = may_be_none(self.unit, optional.element)
            inner = yield self._from(optional.element, value[0] if listed else value)
            return (inner,) if self._wrapped(optional.element) else inner
        link = self._fields(node)[node.fields[-1].name]
        rest = None
        for item in reversed(value):
            members = yield self._from_fields(node, node.fields[:-1], item)
            rest = self._class(node)(**members, **{link: rest})
        return rest

    def _from_fields(self, struct: ir.Struct, fields: tuple[ir.Field, ...], value: Any) -> Walk:
        names = self._fields(struct)
        members = {}
        for field in fields:
            members[names[field.name]] = yield self._from(field.type, value[field.name])
        return members

    def _from_union(self, union: ir.Union, value: Any) -> Walk:
        kind = union.discriminant
        arm = select_arm(union, value[kind.name])
        assert arm is not None  # noqa: S101 (a plain value of this type has an arm)
        class_ = self._arm_class(union, arm)
        discriminant, field = ModuleNames.arm_fields(union, arm)
        members = {}
        if discriminant in class_.__struct_fields__:
            members[discriminant] = yield self._from(kind.type, value[kind.name])
        if arm.field is not None:
            key = arm_key(union, arm.field)
            members[field] = yield self._from(arm.field.type, value[key])
        return class_(**members)

    def _wrapped(self, element: ir.Type) -> bool:
        """Whether an optional is a tuple of one, since None is a value of `element`, too."""
        return isinstance(resolve(self.unit, element), ir.Optional | ir.Void)

    def _class(self, definition: ir.Enum | ir.Struct) -> Any:
        home = self._home[id(definition)]
        return getattr(self._python[home], self._names[home].types[definition.name])

    def _arm_class(self, union: ir.Union, arm: ir.Arm) -> Any:
        home = self._home[id(union)]
        name = self._names[home].arms[union.name, arm_suffix(arm)]
        return getattr(self._python[home], name)

    def _fields(self, struct: ir.Struct) -> dict[str, str]:
        return self._names[self._home[id(struct)]].fields(struct)
