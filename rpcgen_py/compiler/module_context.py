"""What the generators of one module share: its names, its layouts, how it refers to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.layout import Layout
from rpcgen_py.compiler.naming import FUNCTION_RESERVED, ModuleNames, arm_suffix, member_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rpcgen_py.compiler.layout import Composite

__all__ = ["ModuleContext"]


class ModuleContext:
    """One module of a unit while its text is made.

    References to other modules are collected as they are asked for, so `imports`, `aliases`,
    `constants` and `called` (private codecs) are complete only when all else has been generated.
    """

    def __init__(self, unit: ir.Unit, module: str, strings: Literal["str", "bytes"]) -> None:
        self.unit = unit
        self.module = unit.modules[module]
        self.strings = strings
        self.names = ModuleNames(self.module)
        self.layout = Layout(unit, module)
        self._others: dict[str, ModuleNames] = {}
        self._imports: dict[str, str] = {}
        self._constants: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._privates: dict[str, str] = {}
        self.called: set[str] = set()
        self._late = self._modules_in_a_circle()

    # ------------------------------------------------------------------ other modules

    def _modules_in_a_circle(self) -> set[str]:
        """Modules that import this one, directly or not: they may be unfinished at import."""
        importers = {self.module.name}
        grown = True
        while grown:
            more = {
                name
                for name, module in self.unit.modules.items()
                if name not in importers and not importers.isdisjoint(module.imports)
            }
            importers |= more
            grown = bool(more)
        return importers - {self.module.name}

    def is_late(self, type_: ir.Type) -> bool:
        """Whether a type is defined by a module that may be unfinished when this one is run."""
        return isinstance(type_, ir.Ref) and type_.module in self._late

    def _alias(self, path: str, statement: str) -> str:
        """The private name of another module, imported by `statement` + ` as alias`."""
        if statement not in self._imports:
            self._imports[statement] = self.names.scope.take(f"_{path.rpartition('.')[2]}")
        return self._imports[statement]

    def _imported(self, path: str) -> str:
        package, _, name = path.rpartition(".")
        return self._alias(path, f"from {package} import {name}" if package else f"import {name}")

    def imports(self) -> list[str]:
        """The import statements for what has been referred to."""
        return [f"{statement} as {alias}" for statement, alias in self._imports.items()]

    def _home(self, ref: ir.Ref) -> tuple[str, ModuleNames]:
        """The prefix under which `ref`'s module is reached here, and its names."""
        if ref.module == self.module.name:
            return "", self.names
        module = self.unit.modules[ref.module]
        if ref.module not in self._others:
            self._others[ref.module] = ModuleNames(module)
        if module.absolute is not None:
            alias = self._imported(module.absolute)
        else:
            alias = self._alias(module.name, f"from . import {module.name}")
        return f"{alias}.", self._others[ref.module]

    def type_name(self, ref: ir.Ref) -> str:
        """The expression for the type (or alias) that `ref` names."""
        definition = self.unit.lookup(ref)
        if isinstance(definition, ir.External):
            return f"{self._imported(definition.python_module)}.{definition.python_name}"
        prefix, names = self._home(ref)
        return prefix + names.types[ref.name]

    def codec(self, ref: ir.Ref, kind: Literal["pack", "unpack"]) -> str:
        """The expression for a named type's public `pack_T` or `unpack_T`."""
        definition = self.unit.lookup(ref)
        if isinstance(definition, ir.External):
            return f"{self._imported(definition.python_module)}.{kind}_{definition.python_name}"
        prefix, names = self._home(ref)
        return prefix + (names.pack if kind == "pack" else names.unpack)[ref.name]

    def member(self, ref: ir.Ref, case: ir.Case) -> str:
        """The expression for the enum's member that a case means."""
        enum = self.unit.lookup(ref)
        if not isinstance(enum, ir.Enum):
            raise TypeError(f"{ref.name} is no enum")
        spelt = [each for each in enum.members if each.name == case.spelling]
        member = (spelt or [each for each in enum.members if each.value == case.value])[0]
        return f"{self.type_name(ref)}.{member_names(enum.members)[member.name]}"

    def to_member(self, ref: ir.Ref, number: str) -> str:
        """The expression for the enum's member that has a number; it raises if there is none."""
        name = self.type_name(ref)
        if self.is_late(ref):
            return f"{name}({number})"
        table = f"{{member.value: member for member in {name}}}"
        variable = self.constant(f"_{ref.name.lstrip('_') or 'enum'}_of", table)
        return f"{variable}[{number}]"

    def inside(self, name: str) -> str:
        """The same type's name inside of a codec, whose own names may hide it."""
        return self.alias(name) if name in FUNCTION_RESERVED else name

    def arm_class(self, union: ir.Union, arm: ir.Arm) -> str:
        """The class of an arm of one of this module's unions."""
        return self.names.arms[union.name, arm_suffix(arm)]

    def private(self, prefix: str, definition: Composite, suffix: str = "") -> str:
        """The name of something private that belongs to one of this module's types."""
        wanted = f"{prefix}_{self.names.types[definition.name]}{suffix}"
        if wanted not in self._privates:
            self._privates[wanted] = self.names.scope.take(wanted)
        return self._privates[wanted]

    # ------------------------------------------------------------------ constants of the module

    def constant(self, wanted: str, value: str) -> str:
        """The private module constant that holds `value`: an existing one, or a new one."""
        if value not in self._constants:
            self._constants[value] = self.names.scope.number(wanted)
        return self._constants[value]

    def constants(self) -> Iterable[tuple[str, str]]:
        """Name and value of each constant asked for, sorted by name."""
        return sorted((name, value) for value, name in self._constants.items())

    # ------------------------------------------------------------------ annotations

    def annotation(  # noqa: PLR0911 (one answer a kind of type)
        self, type_: ir.Type, hidden: frozenset[str] = frozenset()
    ) -> str:
        """The Python type of a value, with other names for those in `hidden`."""
        match type_:
            case ir.Integer():
                return "int"
            case ir.Bool():
                return "bool"
            case ir.Float():
                return "float"
            case ir.Void():
                return "None"
            case ir.String():
                return self.strings
            case ir.Opaque() | ir.FixedOpaque() | ir.Quadruple():
                return "bytes"
            case ir.FixedArray(element=element) | ir.Array(element=element):
                return f"tuple[{self.annotation(element, hidden)}, ...]"
            case ir.Optional(element=element):
                inner = self.annotation(element, hidden)
                return (
                    f"tuple[{inner}] | None" if self.layout.wrapped(element) else f"{inner} | None"
                )
            case ir.Ref():
                name = self.type_name(type_)
                return self.alias(name) if name in hidden else name

    def alias(self, name: str) -> str:
        """Another name for a type of the module, where its own means something else."""
        if name not in self._aliases:
            self._aliases[name] = self.names.scope.take(f"_type_{name}")
        return self._aliases[name]

    def aliases(self) -> list[tuple[str, str]]:
        """The other names asked for, and what they stand for, sorted."""
        return sorted((alias, name) for name, alias in self._aliases.items())
