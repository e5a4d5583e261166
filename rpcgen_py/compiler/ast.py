"""What the parser makes of a file: the grammar's parts, names not looked up yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from rpcgen_py.compiler import ir
    from rpcgen_py.compiler.source import Position

# --------------------------------------------------------------------------- names and values


@dataclass(frozen=True, slots=True)
class Name:
    """A name that is used: `parts` are its namespaces and itself (`a::b` is `("a", "b")`).

    `absolute` where the source begins with `::`. `keyword` is `struct`, `union` or `enum` where
    the source says so.
    """

    parts: tuple[str, ...]
    position: Position
    absolute: bool = False
    keyword: str = ""

    def __str__(self) -> str:
        return "::".join(self.parts)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: `hexadecimal` also for octal, where a bit pattern is meant."""

    value: int
    position: Position
    hexadecimal: bool = False


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x`, `+x`, `~x`."""

    sign: str
    operand: Expression
    position: Position


@dataclass(frozen=True, slots=True)
class Binary:
    """`x + y` and so on; the signs are C's."""

    sign: str
    left: Expression
    right: Expression
    position: Position


Expression: TypeAlias = Name | Number | Unary | Binary

# --------------------------------------------------------------------------- types


@dataclass(frozen=True, slots=True)
class Plain:
    """A type word of the language: `unsigned hyper`, `bool`, `void`."""

    type: ir.Type
    position: Position


@dataclass(frozen=True, slots=True)
class Bytes:
    """`string` or `opaque`; what stands behind the name makes it complete."""

    word: Literal["string", "opaque"]
    position: Position


Specifier: TypeAlias = "Plain | Bytes | Name | Enum | Struct | Union"

Shape: TypeAlias = Literal["plain", "optional", "fixed", "variable"]


@dataclass(frozen=True, slots=True)
class Declaration:
    """`specifier [*] name [size]`; `name` is "" for `void` and for an argument without one.

    `size` is None for `<>` and for shapes that have none.
    """

    specifier: Specifier
    name: str
    shape: Shape
    size: Expression | None
    position: Position
    doc: str = ""


# --------------------------------------------------------------------------- definitions


@dataclass(frozen=True, eq=False, slots=True)
class Const:
    """`const name = value;` or a `#define` with a value; `value` is a string for "…".

    `optional`: a `#define` of something that is no number defines no constant.
    """

    name: str
    value: Expression | str
    position: Position
    namespace: tuple[str, ...] = ()
    doc: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an enum; without a value it is the one before plus one."""

    name: str
    value: Expression | None
    position: Position
    doc: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Enum:
    """`enum name { … }`; `name` is "" inside a declaration that gives none."""

    name: str
    members: tuple[Member, ...]
    position: Position
    namespace: tuple[str, ...] = ()
    doc: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Struct:
    """`struct name { … }`."""

    name: str
    fields: tuple[Declaration, ...]
    position: Position
    namespace: tuple[str, ...] = ()
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """`case value:`, and how the source spells the value; `default:` has no value."""

    value: Expression | None
    spelling: str
    position: Position


@dataclass(frozen=True, slots=True)
class Arm:
    """The cases that share a declaration."""

    cases: tuple[Case, ...]
    declaration: Declaration


@dataclass(frozen=True, eq=False, slots=True)
class Union:
    """`union name switch (discriminant) { … }`."""

    name: str
    discriminant: Declaration
    arms: tuple[Arm, ...]
    position: Position
    namespace: tuple[str, ...] = ()
    doc: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Typedef:
    """`typedef declaration;`."""

    declaration: Declaration
    position: Position
    namespace: tuple[str, ...] = ()
    doc: str = ""

    @property
    def name(self) -> str:
        """The name that it defines."""
        return self.declaration.name


@dataclass(frozen=True, slots=True)
class Procedure:
    """`result name(arguments) = number;`."""

    name: str
    result: Declaration
    arguments: tuple[Declaration, ...]
    number: Expression
    position: Position
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """`version name { … } = number;`."""

    name: str
    procedures: tuple[Procedure, ...]
    number: Expression
    position: Position
    doc: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Program:
    """`program name { … } = number;`."""

    name: str
    versions: tuple[Version, ...]
    number: Expression
    position: Position
    namespace: tuple[str, ...] = ()
    doc: str = ""


TypeDefinition: TypeAlias = Enum | Struct | Union | Typedef
Definition: TypeAlias = Const | TypeDefinition | Program
