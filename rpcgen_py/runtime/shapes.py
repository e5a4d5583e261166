"""What XDR types are made of, as data: read only to say what is wrong with a value or with bytes.

A generated module describes its types by these shapes. A shape knows two things: `inspect` judges
a value that could not be encoded, `skip` walks over bytes that could not be decoded; both raise
`XdrError` through the walk that they are part of, and leave their parts to that walk, so that
neither recurses. All are in this one file, long as it is: generated modules take them from one
namespace, and it reads as the list of RFC 4506's types.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from struct import Struct as Format
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.errors import XdrError
from rpcgen_py.runtime.xdr import MAX_EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import IntEnum

    from rpcgen_py.runtime.explain import Inspection, Path, Skipping

__all__ = [
    "BOOL", "DOUBLE", "FLOAT", "HYPER", "INT", "UHYPER", "UINT", "VOID",
    "Array", "Enumeration", "FixedArray", "FixedOpaque", "Foreign", "Integer", "List", "Named",
    "Opaque", "Optional", "Shape", "String", "Struct", "Union",
]  # fmt: skip

_WORD: Final = Format(">I")


class Shape(ABC):
    """A type. `scalar_size` is set where every value takes so many bytes and any bits are one."""

    scalar_size: int | None = None

    recurses: bool = False
    """Whether this is a level of depth, of which there may be `MAX_DEPTH`."""

    @abstractmethod
    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Judge `value` itself; hand its parts to `walk`."""

    @abstractmethod
    def skip(self, walk: Skipping, path: Path) -> None:
        """Walk over one encoding; hand its parts to `walk`."""


class Integer(Shape):
    """An integer of `bits`, in four bytes or in eight."""

    def __init__(self, bits: int, *, signed: bool) -> None:
        self._low = -(1 << (bits - 1)) if signed else 0
        self._high = (1 << (bits - 1 if signed else bits)) - 1
        self._size = max(bits, 32) // 8
        self._signed = signed
        self.scalar_size = self._size if bits >= 32 else None

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` is an integer in range."""
        if not hasattr(value, "__index__"):
            raise walk.wrong(f"an integer is wanted, not {value!r:.40}", path)
        if not self._low <= value.__index__() <= self._high:
            raise walk.wrong(f"{value} is not in {self._low}…{self._high}", path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Raise unless the bits are in range."""
        self.read(walk, path)

    def read(self, walk: Skipping, path: Path) -> int:
        """The integer that stands here."""
        value = int.from_bytes(walk.take(self._size, path), "big", signed=self._signed)
        if not self._low <= value <= self._high:
            raise walk.wrong(f"{value} is not in {self._low}…{self._high}", path)
        return value


class Boolean(Shape):
    """A bool: 0 or 1 (RFC 4506 §4.4)."""

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Accept anything: what counts as true is written as 1."""

    def skip(self, walk: Skipping, path: Path) -> None:
        """Raise unless it is 0 or 1."""
        self.read(walk, path)

    @staticmethod
    def read(walk: Skipping, path: Path) -> int:
        """The 0 or 1 that stands here."""
        word = walk.word(path)
        if word > 1:
            raise walk.wrong(f"{word} is no bool: 0 or 1", path)
        return word


class Floating(Shape):
    """A float or a double."""

    def __init__(self, code: str) -> None:
        self._format = Format(f">{code}")
        self.scalar_size = self._format.size

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` is a number that fits."""
        if not hasattr(value, "__float__") and not hasattr(value, "__index__"):
            raise walk.wrong(f"a number is wanted, not {value!r:.40}", path)
        try:
            self._format.pack(value)
        except (ArithmeticError, TypeError, ValueError):
            raise walk.wrong(f"{value} is too large", path) from None

    def skip(self, walk: Skipping, path: Path) -> None:
        """Accept any bits."""
        walk.take(self._format.size, path)


class Enumeration(Shape):
    """A member of an enum (§4.3)."""

    def __init__(self, enum: type[IntEnum]) -> None:
        self._enum = enum

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` is a member, or the number of one."""
        try:
            self._enum(value)
        except ValueError:
            raise walk.wrong(f"{value!r:.40} is no {self._enum.__name__}", path) from None

    def skip(self, walk: Skipping, path: Path) -> None:
        """Raise unless a member stands here."""
        self.read(walk, path)

    def read(self, walk: Skipping, path: Path) -> int:
        """The number of the member that stands here."""
        value = int.from_bytes(walk.take(4, path), "big", signed=True)
        try:
            return self._enum(value).value
        except ValueError:
            raise walk.wrong(f"{value} is no {self._enum.__name__}", path) from None


class Void(Shape):
    """Nothing (§4.16)."""

    scalar_size = 0

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Accept anything: it is not written."""

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip nothing."""


class FixedOpaque(Shape):
    """Exactly `size` bytes (§4.9)."""

    def __init__(self, size: int) -> None:
        self._size = size

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` is so many bytes."""
        if not isinstance(value, bytes | bytearray):
            raise walk.wrong(f"bytes are wanted, not {value!r:.40}", path)
        if len(value) != self._size:
            raise walk.wrong(f"{len(value)} bytes, not {self._size}", path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip the bytes and their padding."""
        walk.take(self._size + 3 & -4, path)


class Opaque(Shape):
    """At most `bound` bytes (§4.10); None stands for the caller's limit."""

    def __init__(self, bound: int | None = None) -> None:
        self._bound = bound

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` is at most so many bytes."""
        if not isinstance(value, bytes | bytearray):
            raise walk.wrong(f"bytes are wanted, not {value!r:.40}", path)
        self._hold(walk, len(value), path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip the length, the bytes and their padding."""
        length = walk.word(path)
        self._hold(walk, length, path)
        walk.take(length + 3 & -4, path)

    def _hold(self, walk: Inspection | Skipping, length: int, path: Path) -> None:
        bound = walk.limit if self._bound is None else self._bound
        if length > bound:
            raise walk.wrong(f"{length} bytes, at most {bound}", path)


class String(Opaque):
    """Text of at most `bound` bytes in UTF-8 (§4.11); None stands for the caller's limit."""

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` is a str that UTF-8 with surrogateescape can hold."""
        if not isinstance(value, str):
            raise walk.wrong(f"a str is wanted, not {value!r:.40}", path)
        try:
            length = len(value.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError as error:
            raise walk.wrong(f"not encodable: {error}", path) from None
        self._hold(walk, length, path)


class FixedArray(Shape):
    """Exactly `size` elements (§4.12)."""

    def __init__(self, element: Shape, size: int) -> None:
        self._element = element
        self._size = size

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` has so many elements."""
        count = walk.length(value, path)
        if count != self._size:
            raise walk.wrong(f"{count} elements, not {self._size}", path)
        walk.elements(self._element, value, path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip so many elements."""
        walk.elements(self._element, self._size, path)


class Array(Shape):
    """At most `bound` elements (§4.13), each of at least `minimum` bytes."""

    def __init__(self, element: Shape, bound: int | None, minimum: int) -> None:
        self._element = element
        self._bound = bound
        self._minimum = minimum

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise if `value` has too many elements."""
        self._hold(walk, walk.length(value, path), path)
        walk.elements(self._element, value, path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip the count and the elements."""
        count = walk.word(path)
        self._hold(walk, count, path)
        if count * self._minimum > walk.left():
            raise walk.wrong(
                f"{count} elements of at least {self._minimum} bytes, but {walk.left()} bytes left",
                path,
            )
        walk.elements(self._element, count, path)

    def _hold(self, walk: Inspection | Skipping, count: int, path: Path) -> None:
        bound = walk.limit if self._bound is None else self._bound
        if not self._minimum:
            bound = min(bound, MAX_EMPTY)
        if count > bound:
            raise walk.wrong(f"{count} elements, at most {bound}", path)


class Optional(Shape):
    """A value or none (§4.19)."""

    def __init__(self, element: Shape) -> None:
        self._element = element

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Judge the value, if there is one."""
        if value is not None:
            walk.part(self._element, value, path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip the flag and the value, if there is one."""
        if walk.flag(path):
            walk.part(self._element, path)


class List(Shape):
    """A linked list of structs whose last field is the optional next one."""

    def __init__(self, struct: str, tail: str) -> None:
        self._struct = struct
        self._tail = tail

    def inspect(self, walk: Inspection, value: Any, path: Path, index: int = 0) -> None:
        """Judge this node, then the ones behind it."""
        if value is not None:
            walk.next_node(self, self._struct, self._tail, value, path, index)

    def skip(self, walk: Skipping, path: Path, index: int = 0) -> None:
        """Skip the flag and this node, then the ones behind it."""
        if walk.flag((path, index)):
            walk.next_node(self, self._struct, path, index)


class Named(Shape):
    """A type of the same module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Judge the value as what the name stands for."""
        walk.part(walk.shapes[self._name], value, path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip what the name stands for."""
        walk.part(walk.shapes[self._name], path)


class Foreign(Shape):
    """A type of another module, known by its codecs."""

    def __init__(
        self, pack: Callable[[Any, int], bytes], unpack: Callable[..., tuple[Any, int]]
    ) -> None:
        self._pack = pack
        self._unpack = unpack

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise what its encoder raises, under this path."""
        known = walk.known(value)
        if known is not None:
            raise walk.wrong(known.detail, path, known.path)
        try:
            self._pack(value, walk.limit)
        except XdrError as error:
            raise walk.wrong(error.detail, path, error.path) from None

    def skip(self, walk: Skipping, path: Path) -> None:
        """Raise what its decoder raises, under this path."""
        known = walk.known(walk.at)
        if known is not None:
            raise walk.wrong(known.detail, path, known.path)
        try:
            _, walk.at = self._unpack(walk.data, walk.at, walk.end, walk.limit)
        except XdrError as error:
            raise walk.wrong(error.detail, path, error.path) from None


class Struct(Shape):
    """Fields in order (§4.14)."""

    def __init__(self, fields: Mapping[str, Shape], *, recurses: bool = False) -> None:
        self.fields = dict(fields)
        self.recurses = recurses

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise if `value` lacks a field; judge each."""
        walk.fields(self.fields, value, path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Skip each field."""
        walk.fields(self.fields, path)


class Union(Shape):
    """A discriminant and the arm that it selects (§4.15).

    `arms` are by number: the class, its field ("" if it has none), and that field's shape.
    """

    def __init__(
        self,
        discriminant: str,
        kind: Integer | Boolean | Enumeration,
        arms: Mapping[int, tuple[type, str, Shape]],
        default: tuple[type, str, Shape] | None = None,
        *,
        recurses: bool = False,
    ) -> None:
        self._name = discriminant
        self._kind = kind
        self._arms = dict(arms)
        self._default = default
        self.recurses = recurses

    def inspect(self, walk: Inspection, value: Any, path: Path) -> None:
        """Raise unless `value` is an arm; judge its discriminant and its field."""
        arms = [*self._arms.values(), *filter(None, [self._default])]
        for kind, field, shape in arms:
            if value.__class__ is kind:
                parts = {self._name: self._kind, **({field: shape} if field else {})}
                walk.fields(parts, value, path)
                return
        names = ", ".join(dict.fromkeys(kind.__name__ for kind, _, _ in arms))
        raise walk.wrong(f"one of {names} is wanted, not {value!r:.40}", path)

    def skip(self, walk: Skipping, path: Path) -> None:
        """Raise unless the discriminant selects an arm; skip that arm's field."""
        number = self._kind.read(walk, (path, self._name))
        arm = self._arms.get(number, self._default)
        if arm is None:
            raise walk.wrong(f"{number} selects no arm", (path, self._name))
        _, field, shape = arm
        if field:
            walk.part(shape, (path, field))


INT: Final = Integer(32, signed=True)
UINT: Final = Integer(32, signed=False)
HYPER: Final = Integer(64, signed=True)
UHYPER: Final = Integer(64, signed=False)
BOOL: Final = Boolean()
FLOAT: Final = Floating("f")
DOUBLE: Final = Floating("d")
VOID: Final = Void()
