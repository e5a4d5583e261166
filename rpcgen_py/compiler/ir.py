"""The resolved form of a unit of `.x` files: what the generators and `rpcgen_py.dynamic` read.

Every name is resolved, every constant is a number, every anonymous type has been lifted to a
definition of its own (named `Outer_field`), and includes are modules that refer to each other.
Names are still those of the `.x` file; `naming` turns them into Python's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

# --------------------------------------------------------------------------- types


@dataclass(frozen=True, slots=True)
class Integer:
    """Every integer of XDR and of rpcgen: `char` … `unsigned hyper` (RFC 4506 §4.1, §4.2, §4.5).

    `bits` and `signed` give the range of values; 8- and 16-bit ones travel in four bytes.
    """

    bits: int
    signed: bool


@dataclass(frozen=True, slots=True)
class Bool:
    """RFC 4506 §4.4."""


@dataclass(frozen=True, slots=True)
class Float:
    """`float` (32 bits, §4.6) or `double` (64 bits, §4.7)."""

    bits: int


@dataclass(frozen=True, slots=True)
class Quadruple:
    """Sixteen bytes, not interpreted (§4.8)."""


@dataclass(frozen=True, slots=True)
class Void:
    """Nothing on the wire (§4.16)."""


@dataclass(frozen=True, slots=True)
class String:
    """`string<bound>` (§4.11); `bound` is in bytes, None where the source says `<>`."""

    bound: int | None


@dataclass(frozen=True, slots=True)
class Opaque:
    """`opaque<bound>` (§4.10)."""

    bound: int | None


@dataclass(frozen=True, slots=True)
class FixedOpaque:
    """`opaque[size]` (§4.9)."""

    size: int


@dataclass(frozen=True, slots=True)
class FixedArray:
    """`T[size]` (§4.12)."""

    element: Type
    size: int


@dataclass(frozen=True, slots=True)
class Array:
    """`T<bound>` (§4.13)."""

    element: Type
    bound: int | None


@dataclass(frozen=True, slots=True)
class Optional:
    """`T *` (§4.19)."""

    element: Type


@dataclass(frozen=True, slots=True)
class Ref:
    """A named type: `name` as its source spells it, in the unit's module `module`."""

    module: str
    name: str


Type: TypeAlias = (
    Integer
    | Bool
    | Float
    | Quadruple
    | Void
    | String
    | Opaque
    | FixedOpaque
    | FixedArray
    | Array
    | Optional
    | Ref
)

# --------------------------------------------------------------------------- definitions


@dataclass(frozen=True, slots=True)
class Const:
    """`const NAME = value;`, a `#define` with a numeric value, or a `#define` with a string."""

    name: str
    value: int | str
    doc: str = ""


@dataclass(frozen=True, slots=True)
class EnumMember:
    """One `NAME = value` of an enum; the value fits a signed 32-bit word."""

    name: str
    value: int
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Enum:
    """RFC 4506 §4.3. Two members may share a value (an alias, as in C)."""

    name: str
    members: tuple[EnumMember, ...]
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One declaration of a struct or of a union's arm."""

    name: str
    type: Type
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Struct:
    """RFC 4506 §4.14. `recursive`: a value may hold, at some depth, a value of the same type."""

    name: str
    fields: tuple[Field, ...]
    recursive: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One `case`: its number on the wire and how the source spelt it (`KV_OK`, `0`, `TRUE`)."""

    value: int
    spelling: str


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a union: its cases (several may share it) and its field, None for `void`."""

    cases: tuple[Case, ...]
    field: Field | None
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """RFC 4506 §4.15. `discriminant.type` is an Integer, a Bool, or a Ref that ends in one or in
    an Enum. `default` is the default arm (its `cases` are empty), or None."""

    name: str
    discriminant: Field
    arms: tuple[Arm, ...]
    default: Arm | None
    recursive: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Typedef:
    """RFC 4506 §4.18."""

    name: str
    type: Type
    recursive: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class External:
    """A type that only C knows, supplied by `--external NAME=module.Type`.

    `python_module` exports `Type`, `pack_Type` and `unpack_Type` as a generated module would.
    """

    name: str
    python_module: str
    python_name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a procedure; `name` is None where the source does not name it."""

    name: str | None
    type: Type


@dataclass(frozen=True, slots=True)
class Procedure:
    """RFC 5531 §12: no parameters means `void`; `result` may be `Void`."""

    name: str
    number: int
    parameters: tuple[Parameter, ...]
    result: Type
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """RFC 5531 §12."""

    name: str
    number: int
    procedures: tuple[Procedure, ...]
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """RFC 5531 §12."""

    name: str
    number: int
    versions: tuple[Version, ...]
    doc: str = ""


Definition: TypeAlias = Const | Enum | Struct | Union | Typedef | External | Program

# --------------------------------------------------------------------------- modules


@dataclass(frozen=True, slots=True)
class PassThrough:
    """A run of `%` lines, without the `%`, and the number of definitions that stand before it."""

    lines: tuple[str, ...]
    before: int


@dataclass(frozen=True, slots=True)
class Module:
    """One `.x` file. `definitions` are in source order, lifted ones before the type they serve.

    `name` is the Python module's name (`stellar_scp`), `source` the file's own (`Stellar-SCP.x`).
    `absolute` is a dotted path for modules that are imported from elsewhere and not written out
    (libtirpc's own types); the others are siblings, imported relatively.
    """

    name: str
    source: str
    definitions: tuple[Definition, ...]
    imports: tuple[str, ...] = ()
    pass_through: tuple[PassThrough, ...] = ()
    absolute: str | None = None
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """All modules of one run, by name: the inputs and what they include.

    `inputs` are the modules to write, in the order in which they were given.
    """

    modules: dict[str, Module]
    inputs: tuple[str, ...]
    index: dict[tuple[str, str], Definition] = field(default_factory=dict)

    def lookup(self, ref: Ref) -> Definition:
        """The definition that `ref` names."""
        return self.index[ref.module, ref.name]
