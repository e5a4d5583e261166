"""Plain Python values → XDR bytes, by walking the type (RFC 4506)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import xdrlib3

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.externals import load_external
from rpcgen_py.dynamic.recursion import Recursion
from rpcgen_py.dynamic.types import (
    Encodable,
    Scalar,
    arm_key,
    enum_values,
    integer_range,
    is_empty,
    list_node,
    may_be_none,
    resolve,
    select_arm,
)
from rpcgen_py.dynamic.walk import Path, Walk, problem, run
from rpcgen_py.runtime.errors import XdrError
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT, MAX_EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["encode"]


def encode(unit: ir.Unit, type_: Encodable, value: object, limit: int = DEFAULT_LIMIT) -> bytes:
    """The XDR of `value`, padded with zeros to a multiple of four bytes.

    Raises `XdrError`, which names the field, for a value that `type_` cannot hold, or that passes
    a declared bound or, where `<>` declares none, `limit`.
    """
    encoder = _Encoder(unit, limit)
    run(encoder.value(type_, value, None, 0))
    return encoder.packer.get_buffer()


class _Encoder:
    """One walk over one value."""

    def __init__(self, unit: ir.Unit, limit: int) -> None:
        self.unit = unit
        self.packer = xdrlib3.Packer()
        self.limit = limit
        self.deeper = Recursion(unit).deeper

    def value(self, type_: Encodable, value: object, path: Path, depth: int) -> Walk:
        """Append `value`; `depth` counts the recursive types around it."""
        concrete = resolve(self.unit, type_)
        match concrete:
            case ir.FixedArray(element=element, size=size):
                items = _items(value, path)
                if len(items) != size:
                    raise problem(f"{len(items)} elements, not {size}", path)
                yield self._elements(element, items, path, depth)
            case ir.Array(element=element, bound=bound):
                items = _items(value, path)
                self._count(element, bound, len(items), path)
                yield self._elements(element, items, path, depth)
            case ir.Optional():
                yield self._optional(concrete, value, path, depth)
            case ir.Struct(fields=fields):
                yield self._fields(fields, value, path, self.deeper(concrete, path, depth))
            case ir.Union():
                yield self._union(concrete, value, path, self.deeper(concrete, path, depth))
            case ir.Integer():
                self._integer(concrete, value, path)
            case ir.Enum():
                self._enum(concrete, value, path)
            case ir.External():
                self._external(concrete, value, path)
            case _:
                self._scalar(concrete, value, path)

    def _scalar(self, type_: Scalar, value: object, path: Path) -> None:
        match type_:
            case ir.Bool():
                if not isinstance(value, bool):
                    raise _wrong("a bool", value, path)
                self.packer.pack_bool(value)
            case ir.Float(bits=bits):
                self._float(bits, value, path)
            case ir.String(bound=bound):
                self._bytes(_text_bytes(value, path), bound, path)
            case ir.Opaque(bound=bound):
                self._bytes(_opaque(value, path), bound, path)
            case ir.FixedOpaque(size=size):
                self._fixed(_opaque(value, path), size, path)
            case ir.Quadruple():
                self._fixed(_opaque(value, path), 16, path)
            case ir.Void():
                if value is not None:
                    raise _wrong("None", value, path)

    def _float(self, bits: int, value: object, path: Path) -> None:
        if isinstance(value, bool) or not isinstance(value, float | int):
            raise _wrong("a float", value, path)
        pack: Callable[[float], None]
        pack = self.packer.pack_float if bits == 32 else self.packer.pack_double
        try:
            pack(value)
        except OverflowError:
            raise problem(f"{value} does not fit {bits} bits", path) from None

    def _integer(self, integer: ir.Integer, value: object, path: Path) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong("an int", value, path)
        low, high = integer_range(integer)
        if not low <= value <= high:
            raise problem(f"{value} is not in {low} … {high}", path)
        if integer.bits == 64:
            self.packer.pack_hyper(value)
        elif integer.signed:
            self.packer.pack_int(value)
        else:
            self.packer.pack_uint(value)

    def _enum(self, enum: ir.Enum, value: object, path: Path) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong("an int", value, path)
        if value not in enum_values(enum):
            raise problem(f"{value} is no value of enum {enum.name}", path)
        self.packer.pack_enum(value)

    def _bytes(self, data: bytes, bound: int | None, path: Path) -> None:
        most = self.limit if bound is None else bound
        if len(data) > most:
            raise problem(f"{len(data)} bytes, at most {most}", path)
        self.packer.pack_opaque(data)

    def _fixed(self, data: bytes, size: int, path: Path) -> None:
        if len(data) != size:
            raise problem(f"{len(data)} bytes, not {size}", path)
        self.packer.pack_fopaque(size, data)

    def _count(self, element: ir.Type, bound: int | None, count: int, path: Path) -> None:
        most = self.limit if bound is None else bound
        if is_empty(self.unit, element):
            most = min(most, MAX_EMPTY)
        if count > most:
            raise problem(f"{count} elements, at most {most}", path)
        self.packer.pack_uint(count)

    def _elements(self, element: ir.Type, items: Sequence[Any], path: Path, depth: int) -> Walk:
        for index, item in enumerate(items):
            yield self.value(element, item, (path, index), depth)

    def _optional(self, optional: ir.Optional, value: object, path: Path, depth: int) -> Walk:
        node = list_node(self.unit, optional)
        if node is not None:
            yield self._list(node, _items(value, path), path, depth)
            return
        self.packer.pack_bool(value is not None)
        if value is None:
            return
        if may_be_none(self.unit, optional.element):
            items = _items(value, path)
            if len(items) != 1:
                raise problem(f"{len(items)} elements around an optional's value, not 1", path)
            value = items[0]
        yield self.value(optional.element, value, path, depth)

    def _list(self, node: ir.Struct, nodes: Sequence[Any], path: Path, depth: int) -> Walk:
        depth = self.deeper(node, path, depth)
        for index, value in enumerate(nodes):
            self.packer.pack_bool(True)
            yield self._fields(node.fields[:-1], value, (path, index), depth)
        self.packer.pack_bool(False)

    def _fields(self, fields: tuple[ir.Field, ...], value: object, path: Path, depth: int) -> Walk:
        names = [field.name for field in fields]
        members = _members(value, names, path)
        for field in fields:
            yield self.value(field.type, members[field.name], (path, field.name), depth)

    def _union(self, union: ir.Union, value: object, path: Path, depth: int) -> Walk:
        name = union.discriminant.name
        if not isinstance(value, Mapping) or name not in value:
            raise _wrong(f"a dict with {name}", value, path)
        discriminant = value[name]
        yield self.value(union.discriminant.type, discriminant, (path, name), depth)
        arm = select_arm(union, discriminant)
        if arm is None:
            raise problem(f"{discriminant} selects no arm of union {union.name}", (path, name))
        if arm.field is None:
            _members(value, [name], path)
            return
        key = arm_key(union, arm.field)
        members = _members(value, [name, key], path)
        yield self.value(arm.field.type, members[key], (path, key), depth)

    def _external(self, external: ir.External, value: object, path: Path) -> None:
        data = _opaque(value, path)
        try:
            _, end = load_external(external).unpack(data, 0, len(data), self.limit)
        except XdrError as error:
            raise problem(error.detail, path, error.path) from None
        if end != len(data):
            raise problem(f"{len(data) - end} bytes left over after the value", path)
        self.packer.pack_fopaque(end, data)


def _wrong(expected: str, value: object, path: Path) -> XdrError:
    return problem(f"expected {expected}, not {type(value).__name__}", path)


def _items(value: object, path: Path) -> Sequence[Any]:
    if isinstance(value, list | tuple):
        return value
    raise _wrong("a list", value, path)


def _members(value: object, names: Sequence[str], path: Path) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong("a dict", value, path)
    for name in names:
        if name not in value:
            raise problem("missing", (path, name))
    for name in value:
        if name not in names:
            raise problem(f"unknown; known here: {', '.join(names) or 'nothing'}", (path, name))
    return value


def _opaque(value: object, path: Path) -> bytes:
    if isinstance(value, bytes):
        return value
    raise _wrong("bytes", value, path)


def _text_bytes(value: object, path: Path) -> bytes:
    if isinstance(value, bytes):
        return value
    if not isinstance(value, str):
        raise _wrong("a str", value, path)
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        character = value[error.start]
        raise problem(f"{character!r} stands for no byte and no character", path) from None
