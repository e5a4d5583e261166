"""What the names of a `.x` file are called in Python, and what happens where two meet.

A name stays as it is unless Python forbids it or generated code needs it for itself; then it gets
an underscore behind it, and another one while that is taken too. All of a module's names are
handed out at once, in one fixed order, so that each depends on the definitions alone.
"""

from __future__ import annotations

import builtins
import keyword
import re
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ir

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ModuleNames", "Scope", "arm_suffix", "local_name", "member_names"]

_ANNOTATION_BUILTINS: Final = frozenset({"int", "bool", "float", "str", "bytes", "tuple"})

MODULE_RESERVED: Final = (
    _ANNOTATION_BUILTINS
    | {"classmethod", "dict", "isinstance", "len", "list", "max", "min", "property", "range"}
    | {"UnicodeEncodeError", "ValueError", "reversed"}
    | {"_Future", "_rt", "_s", "_shapes", "annotations", "enum", "msgspec", "struct", "typing"}
)
"""What a generated module uses under these names itself."""

CLASS_RESERVED: Final = _ANNOTATION_BUILTINS | {
    "_rt",
    "classmethod",
    "property",
    "from_xdr",
    "msgspec",
    "struct",
    "to_xdr",
    "typing",
}
"""What the body of a generated value class uses or defines."""

STUB_RESERVED: Final = _ANNOTATION_BUILTINS | {
    "_Future",
    "_caller",
    "_rt",
    "close",
    "procedure_methods",
    "typing",
    "version",
}
"""What client and server classes use or define."""

PARAMETER_RESERVED: Final = frozenset({"self", "caller", "context", "timeout"})
"""What the methods of stubs use beside the arguments of the procedure."""

FUNCTION_RESERVED: Final = frozenset(
    {
        "_",
        "at",
        "cls",
        "data",
        "depth",
        "end",
        "fault",
        "flag",
        "last",
        "limit",
        "more",
        "nodes",
        "offset",
    }
    | {"out", "self", "start", "stop", "value", "word", "words"}
)
"""What the bodies of codecs use themselves: a type of such a name has an alias there."""

LOCAL_RESERVED: Final = FUNCTION_RESERVED | set(dir(builtins))
"""What variables that are named like fields must not be called in codecs."""

# What `enum` gives a meaning of its own inside an IntEnum's body.
_ENUM_RESERVED: Final = frozenset({name for name in dir(int) if name[0] != "_"}) | {
    "mro",
    "name",
    "value",
}


def _mangled(name: str) -> str:
    """`_x` for `__x`, which Python would rename wherever it stands inside of a class."""
    return re.sub("^__+", "_", name)


class Scope:
    """Names in use at one place; `take` hands out each only once."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = set(reserved)

    def take(self, wanted: str) -> str:
        """`wanted`, or with as many underscores behind it as make it free and legal."""
        name = wanted
        while name in self._taken or keyword.iskeyword(name):
            name += "_"
        self._taken.add(name)
        return name

    def number(self, wanted: str, beside: Scope | None = None) -> str:
        """`wanted`, or with the lowest number behind it that makes it free and legal.

        It is then in use neither here nor in `beside`.
        """
        name, count = wanted, 1
        while name in self._taken or keyword.iskeyword(name) or (beside and beside.has(name)):
            count += 1
            name = f"{wanted}{count}"
        self._taken.add(name)
        return name

    def has(self, name: str) -> bool:
        """Whether `name` is in use."""
        return name in self._taken


def local_name(field: str) -> str:
    """What a variable for a field is called, if it can be: without underscores around it."""
    bare = field.strip("_")
    return bare if bare.isidentifier() else f"item{bare}"


def member_names(members: Iterable[ir.EnumMember]) -> dict[str, str]:
    """What each member of an enum is called, by its name in the source."""
    scope = Scope(_ENUM_RESERVED)
    names = {}
    for member in members:
        name = scope.take(_mangled(member.name))
        if name.startswith("_") and name.endswith("_"):
            name = scope.take(f"{name}_")  # _x_ is a setting of the enum's own
        names[member.name] = name
    return names


def arm_suffix(arm: ir.Arm) -> str:
    """What follows the union's name in the name of an arm's class: `KV_OK`, `0`, `default`."""
    if not arm.cases:
        return "default"
    return re.sub(r"\W", "_", arm.cases[0].spelling.replace("-", "minus"))


class ModuleNames:
    """The names of one module: what the source defines, and what is made for it."""

    def __init__(self, module: ir.Module) -> None:
        self.scope = Scope(MODULE_RESERVED)
        self.types: dict[str, str] = {}
        self.constants: dict[str, str] = {}
        self.programs: dict[str, str] = {}
        self.versions: dict[tuple[str, str], str] = {}
        self.arms: dict[tuple[str, str], str] = {}
        self.stubs: dict[tuple[str, str, str], str] = {}
        self._members: dict[str, dict[str, str]] = {}
        self._fields: dict[str, dict[str, str]] = {}
        definitions = module.definitions
        for each in definitions:
            if isinstance(each, ir.Enum | ir.Struct | ir.Union | ir.Typedef):
                self.types[each.name] = self.scope.take(_mangled(each.name))
        for each in definitions:
            if isinstance(each, ir.Const):
                self.constants[each.name] = self.scope.take(_mangled(each.name))
        self._name_programs([each for each in definitions if isinstance(each, ir.Program)])
        for each in definitions:
            if isinstance(each, ir.Union):
                for arm in (*each.arms, *filter(None, [each.default])):
                    key = each.name, arm_suffix(arm)
                    self.arms[key] = self.scope.take(_mangled(f"{each.name}_{key[1]}"))
        for program, version in self.versions:
            for kind in ("Client", "AsyncClient", "Server", "AsyncServer"):
                self.stubs[program, version, kind] = self.scope.take(_mangled(version) + kind)
        self.pack = {name: self.scope.take(f"pack_{self.types[name]}") for name in self.types}
        self.unpack = {name: self.scope.take(f"unpack_{self.types[name]}") for name in self.types}

    def _name_programs(self, programs: list[ir.Program]) -> None:
        for program in programs:
            self.programs[program.name] = self.scope.take(_mangled(program.name))
        for program in programs:
            for version in program.versions:
                self.versions[program.name, version.name] = self.scope.take(_mangled(version.name))

    def public(self) -> list[str]:
        """Every public name of the module, sorted as its `__all__` is."""
        parts = (self.types, self.constants, self.programs, self.versions, self.arms, self.stubs)
        names = {name for part in parts for name in part.values()}
        names |= {*self.pack.values(), *self.unpack.values()}
        return sorted(name for name in names if not name.startswith("_"))

    def members(self, definition: ir.Enum) -> dict[str, str]:
        """What each member of the enum is called, by its name in the source."""
        if definition.name not in self._members:
            self._members[definition.name] = member_names(definition.members)
        return self._members[definition.name]

    def fields(self, definition: ir.Struct) -> dict[str, str]:
        """What each field of the struct is called, by its name in the source."""
        if definition.name not in self._fields:
            scope = Scope(CLASS_RESERVED)
            self._fields[definition.name] = {
                field.name: scope.take(_mangled(field.name)) for field in definition.fields
            }
        return self._fields[definition.name]

    @staticmethod
    def arm_fields(union: ir.Union, arm: ir.Arm) -> tuple[str, str]:
        """What an arm's class calls the discriminant and its field ("" if it has none)."""
        scope = Scope(CLASS_RESERVED)
        discriminant = scope.take(_mangled(union.discriminant.name))
        return discriminant, scope.take(_mangled(arm.field.name)) if arm.field else ""

    @staticmethod
    def methods(version: ir.Version) -> dict[str, str]:
        """What each procedure's method is called, by the procedure's name."""
        scope = Scope(STUB_RESERVED)
        return {each.name: scope.take(_mangled(each.name)) for each in version.procedures}

    def parameters(self, procedure: ir.Procedure) -> list[str]:
        """What the arguments are called: by their names, else `arg`, or `arg1`, `arg2` …"""
        scope = Scope(PARAMETER_RESERVED.union(self.pack.values()))
        several = len(procedure.parameters) > 1
        names = []
        for position, parameter in enumerate(procedure.parameters, 1):
            name = _mangled(parameter.name or (f"arg{position}" if several else "arg"))
            # What starts with an underscore may be the module's own, which a method must see.
            names.append(scope.take(f"{name}_" if name.startswith("_") else name))
        return names
