"""What codecs must know of a type: its words, its least size, and where it contains itself.

Two kinds of containing oneself are told apart. A struct whose last field leads back to it, by an
optional on the way, is a linked list: its nodes lie one behind the other on the wire, and are
walked in a loop of any length (RFC 4506 §4.19). Everything else recurses, and counts its depth.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from rpcgen_py.compiler import ir

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["UNROLLED", "Composite", "Layout", "Link", "Resolved", "Scalar"]

UNROLLED: Final = 8
"""Most elements of a fixed array of scalars that are read into variables of their own."""

_TINY: Final = 3
"""Weight up to which a struct or union is written out inside of whatever contains it."""

_COPIES: Final = 24
"""Greatest weight of all copies of a struct or union that are written out so."""

_HUGE: Final = 1 << 40

Composite: TypeAlias = ir.Struct | ir.Union

Resolved: TypeAlias = (
    ir.Integer
    | ir.Bool
    | ir.Float
    | ir.Quadruple
    | ir.Void
    | ir.String
    | ir.Opaque
    | ir.FixedOpaque
    | ir.FixedArray
    | ir.Array
    | ir.Optional
    | ir.Enum
    | ir.Struct
    | ir.Union
    | ir.External
)
"""A type behind its typedefs."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value of one `struct` code: `pack` when it is written, `unpack` when it is read."""

    pack: str
    unpack: str
    size: int


@dataclass(frozen=True, slots=True)
class Link:
    """One step round a linked list: from the last field of `struct` to the next one."""

    struct: ir.Struct
    optional: bool


class Layout:
    """The layouts of one module's types, among the unit they refer to."""

    def __init__(self, unit: ir.Unit, module: str) -> None:
        self.unit = unit
        self.module = module
        self._minimum: dict[int, int] = {}
        self._lists: dict[str, tuple[Link, ...]] = {}
        self._recursive: dict[str, bool] = {}
        self._weights: dict[str, int] = {}
        self._uses = self._count_uses()

    # ------------------------------------------------------------------ names followed

    def follow(self, type_: ir.Type) -> ir.Type:
        """The type behind typedefs: a Ref only if it names an enum, struct, union or external."""
        while isinstance(type_, ir.Ref):
            definition = self.unit.lookup(type_)
            if not isinstance(definition, ir.Typedef):
                return type_
            type_ = definition.type
        return type_

    def resolve(self, type_: ir.Type) -> Resolved:
        """The type behind all names."""
        type_ = self.follow(type_)
        if not isinstance(type_, ir.Ref):
            return type_
        definition = self.unit.lookup(type_)
        if isinstance(definition, ir.Const | ir.Program | ir.Typedef):
            raise TypeError(f"{type_.name} is no type")
        return definition

    def scalar(self, type_: ir.Type) -> Scalar | None:  # noqa: PLR0911 (one answer a kind)
        """The code of an integer, bool, float or enum; None for any other type."""
        match self.resolve(type_):
            case ir.Integer(bits=bits, signed=signed):
                code = "i" if signed else "I"
                if bits == 64:
                    return Scalar("q" if signed else "Q", "q" if signed else "Q", 8)
                if bits == 32 or signed:
                    return Scalar(code, code, 4)
                return Scalar("2xH" if bits == 16 else "3xB", "I", 4)
            case ir.Bool():
                return Scalar("3x?", "I", 4)
            case ir.Float(bits=bits):
                code = "f" if bits == 32 else "d"
                return Scalar(code, code, bits // 8)
            case ir.Enum():
                return Scalar("i", "i", 4)
            case _:
                return None

    # ------------------------------------------------------------------ sizes

    def fixed_size(self, type_: ir.Type) -> int | None:  # noqa: PLR0911 (one answer a kind)
        """How many bytes every value of the type takes; None where that depends on the value."""
        if scalar := self.scalar(type_):
            return scalar.size
        match self.resolve(type_):
            case ir.Quadruple():
                return 16
            case ir.FixedOpaque(size=size):
                return size + 3 & -4
            case ir.Void():
                return 0
            case ir.FixedArray(element=element, size=size):
                each = self.fixed_size(element)
                return None if each is None else each * size
            case ir.Struct(recursive=False, fields=fields):
                total = 0
                for field in fields:
                    part = self.fixed_size(field.type)
                    if part is None:
                        return None
                    total += part
                return total
            case _:
                return None

    def minimum(self, type_: ir.Type) -> int:
        """How many bytes a value of the type takes at least."""
        size = self.fixed_size(type_)
        if size is not None:
            return size
        match self.resolve(type_):
            case ir.FixedArray(element=element, size=size):
                return self.minimum(element) * size
            case ir.Struct() | ir.Union() as definition:
                key = id(definition)  # of two modules, names may be equal
                if key not in self._minimum:
                    self._minimum[key] = _HUGE  # inside itself only by a way that never ends
                    self._minimum[key] = self._composite_minimum(definition)
                return self._minimum[key]
            case ir.External():
                return 0
            case _:
                return 4  # a count, a length or a flag

    def _composite_minimum(self, definition: Composite) -> int:
        if isinstance(definition, ir.Struct):
            return min(_HUGE, sum(self.minimum(field.type) for field in definition.fields))
        arms = (*definition.arms, *filter(None, [definition.default]))
        least = min(self.minimum(arm.field.type) if arm.field else 0 for arm in arms)
        return self.minimum(definition.discriminant.type) + least

    # ------------------------------------------------------------------ recursion

    def local(self, type_: ir.Type) -> Composite | None:
        """The struct or union of this module that the type names, if it names one."""
        target = self.follow(type_)
        if isinstance(target, ir.Ref) and target.module == self.module:
            definition = self.unit.lookup(target)
            if isinstance(definition, ir.Struct | ir.Union):
                return definition
        return None

    def cycle(self, struct: ir.Struct) -> tuple[Link, ...]:
        """The way round a linked list that `struct` is a node of, from it; empty if it is none."""
        if struct.name not in self._lists:
            links: list[Link] = []
            seen: set[str] = set()
            here: ir.Struct | None = struct if struct.recursive else None
            while here is not None and here.name not in seen and here.fields:
                seen.add(here.name)
                tail = self.follow(here.fields[-1].type)
                optional = isinstance(tail, ir.Optional)
                target = self.local(tail.element if isinstance(tail, ir.Optional) else tail)
                links.append(Link(here, optional))
                here = target if isinstance(target, ir.Struct) else None
            closed = here is struct and any(link.optional for link in links)
            self._lists[struct.name] = tuple(links) if closed else ()
        return self._lists[struct.name]

    def list_node(self, type_: ir.Type) -> ir.Struct | None:
        """The node of the linked list that a `T *` starts; None if it starts none."""
        target = self.follow(type_)
        if isinstance(target, ir.Optional):
            node = self.local(target.element)
            if isinstance(node, ir.Struct) and self.cycle(node):
                return node
        return None

    def wrapped(self, element: ir.Type) -> bool:
        """Whether the value of a `T *` is a tuple of one, since that of `T` may be None itself."""
        return isinstance(self.resolve(element), ir.Optional | ir.Void)

    def recurses(self, definition: Composite) -> bool:
        """Whether a value may hold one of its own type other than as the next of a list."""
        if definition.name not in self._recursive:
            self._recursive[definition.name] = definition.recursive and self._reaches(
                definition, definition
            )
        return self._recursive[definition.name]

    def _reaches(self, start: Composite, goal: Composite) -> bool:
        seen: set[str] = set()
        waiting = [*self._children(start)]
        while waiting:
            here = waiting.pop()
            if here is goal:
                return True
            if here.name not in seen:
                seen.add(here.name)
                waiting += self._children(here)
        return False

    def _children(self, definition: Composite) -> Iterator[Composite]:
        """What values of the definition hold, save the next node of a list."""
        if isinstance(definition, ir.Struct):
            fields = definition.fields[:-1] if self.cycle(definition) else definition.fields
            types = [field.type for field in fields]
        else:
            arms = (*definition.arms, *filter(None, [definition.default]))
            types = [arm.field.type for arm in arms if arm.field]
        for type_ in types:
            element = self.follow(type_)
            while isinstance(element, ir.Array | ir.FixedArray | ir.Optional):
                element = self.follow(element.element)
            if (child := self.local(element)) is not None:
                yield child

    # ------------------------------------------------------------------ what is written in place

    def inlined(self, type_: ir.Type) -> bool:
        """Whether a struct or union is written out in the codec of what contains it."""
        definition = self.local(type_)
        if definition is None or definition.recursive:
            return False
        weight = self._weight(definition) / 8
        return weight <= _TINY or weight * self._uses[definition.name] <= _COPIES

    def _count_uses(self) -> Counter[str]:
        """How often each struct and union of the module is part of something."""
        types: list[ir.Type] = []
        for each in self.unit.modules[self.module].definitions:
            match each:
                case ir.Struct(fields=fields):
                    types += [field.type for field in fields]
                case ir.Union(arms=arms, default=default):
                    every = (*arms, *filter(None, [default]))
                    types += [arm.field.type for arm in every if arm.field]
                case ir.Typedef(type=type_):
                    types.append(type_)
                case _:
                    pass
        uses: Counter[str] = Counter()
        for type_ in types:
            element = self.follow(type_)
            while isinstance(element, ir.Array | ir.FixedArray | ir.Optional):
                element = self.follow(element.element)
            if (definition := self.local(element)) is not None:
                uses[definition.name] += 1
        return uses

    def _eighths(self, type_: ir.Type) -> int:
        """About how many statements the codec of a type takes, times eight; a word is one."""
        match self.resolve(type_):
            case ir.String() | ir.Opaque():
                return 32
            case ir.FixedOpaque() | ir.Quadruple():
                return 12
            case ir.Array(element=element) | ir.Optional(element=element):
                return 32 + self._eighths(element)
            case ir.FixedArray(element=element, size=size):
                return 24 + min(size, UNROLLED) + self._eighths(element)
            case ir.Struct() | ir.Union():
                definition = self.local(type_) if self.inlined(type_) else None
                return 8 if definition is None else self._weight(definition)
            case _:
                return 1

    def _weight(self, definition: Composite) -> int:
        """The same of a struct or union, written out."""
        if definition.name not in self._weights:
            if isinstance(definition, ir.Struct):
                weight = 2 + sum(self._eighths(field.type) for field in definition.fields)
            else:
                arms = (*definition.arms, *filter(None, [definition.default]))
                weight = 24 + sum(
                    16 + (self._eighths(arm.field.type) if arm.field else 0) for arm in arms
                )
            self._weights[definition.name] = weight
        return self._weights[definition.name]
