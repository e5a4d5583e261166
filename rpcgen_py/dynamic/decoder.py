"""XDR bytes → plain Python values, by walking the type (RFC 4506)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

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

__all__ = ["decode", "decode_at"]

T = TypeVar("T")


def decode(unit: ir.Unit, type_: Encodable, data: bytes, limit: int = DEFAULT_LIMIT) -> Any:
    """The value of `type_` that `data` holds, all of it.

    Raises `XdrError` if `data` is no encoding of such a value, or goes on behind it.
    """
    value, offset = decode_at(unit, type_, data, 0, len(data), limit)
    if offset != len(data):
        raise XdrError(f"{len(data) - offset} bytes left over after the value")
    return value


def decode_at(
    unit: ir.Unit, type_: Encodable, data: bytes, offset: int, end: int, limit: int = DEFAULT_LIMIT
) -> tuple[Any, int]:
    """The value of `type_` that starts at `offset`, and the offset behind it.

    Nothing at or after `end` is read; `limit` bounds every `<>` length. Raises `XdrError`.
    """
    decoder = _Decoder(unit, data[offset:end], limit)
    value = run(decoder.value(type_, None, 0))
    return value, offset + decoder.unpacker.get_position()


class _Decoder:
    """One walk over one buffer."""

    def __init__(self, unit: ir.Unit, data: bytes, limit: int) -> None:
        self.unit = unit
        self.unpacker = xdrlib3.Unpacker(data)
        self.size = len(data)
        self.limit = limit
        self.deeper = Recursion(unit).deeper

    def value(self, type_: Encodable, path: Path, depth: int) -> Walk:
        """The next value; `depth` counts the recursive types around it."""
        concrete = resolve(self.unit, type_)
        match concrete:
            case ir.FixedArray(element=element, size=size):
                value = yield self._elements(element, size, path, depth)
            case ir.Array(element=element, bound=bound):
                count = self._count(element, bound, path)
                value = yield self._elements(element, count, path, depth)
            case ir.Optional():
                value = yield self._optional(concrete, path, depth)
            case ir.Struct(fields=fields):
                value = yield self._fields(fields, path, self.deeper(concrete, path, depth))
            case ir.Union():
                value = yield self._union(concrete, path, self.deeper(concrete, path, depth))
            case ir.Integer():
                value = self._integer(concrete, path)
            case ir.Enum():
                value = self._enum(concrete, path)
            case ir.External():
                value = self._external(concrete, path)
            case _:
                value = self._scalar(concrete, path)
        return value

    def _scalar(self, type_: Scalar, path: Path) -> bool | float | bytes | str | None:
        value: bool | float | bytes | str | None
        match type_:
            case ir.Bool():
                value = self._flag(path)
            case ir.Float(bits=32):
                value = self._read(self.unpacker.unpack_float, path)
            case ir.Float():
                value = self._read(self.unpacker.unpack_double, path)
            case ir.String(bound=bound):
                value = self._bytes(bound, path).decode("utf-8", "surrogateescape")
            case ir.Opaque(bound=bound):
                value = self._bytes(bound, path)
            case ir.FixedOpaque(size=size):
                value = self._fixed(size, path)
            case ir.Quadruple():
                value = self._fixed(16, path)
            case ir.Void():
                value = None
        return value

    def _read(self, read: Callable[[], T], path: Path) -> T:
        try:
            return read()
        except EOFError:
            raise problem(f"the data ends inside this value, at byte {self.size}", path) from None

    def _fixed(self, size: int, path: Path) -> bytes:
        return self._read(lambda: self.unpacker.unpack_fopaque(size), path)

    def _integer(self, integer: ir.Integer, path: Path) -> int:
        unpacker = self.unpacker
        if integer.bits == 64:
            read = unpacker.unpack_hyper if integer.signed else unpacker.unpack_uhyper
        else:
            read = unpacker.unpack_int if integer.signed else unpacker.unpack_uint
        value = self._read(read, path)
        low, high = integer_range(integer)
        if not low <= value <= high:
            raise problem(f"{value} is not in {low} … {high}", path)
        return value

    def _flag(self, path: Path) -> bool:
        # Not unpack_bool: it takes every number but 0 as true, and §4.4 knows only 0 and 1.
        value = self._read(self.unpacker.unpack_uint, path)
        if value not in {0, 1}:
            raise problem(f"{value} is neither 0 (false) nor 1 (true)", path)
        return bool(value)

    def _enum(self, enum: ir.Enum, path: Path) -> int:
        value = self._read(self.unpacker.unpack_enum, path)
        if value not in enum_values(enum):
            raise problem(f"{value} is no value of enum {enum.name}", path)
        return value

    def _bytes(self, bound: int | None, path: Path) -> bytes:
        length = self._read(self.unpacker.unpack_uint, path)
        most = self.limit if bound is None else bound
        if length > most:
            raise problem(f"{length} bytes, at most {most}", path)
        return self._fixed(length, path)

    def _count(self, element: ir.Type, bound: int | None, path: Path) -> int:
        count = self._read(self.unpacker.unpack_uint, path)
        most = self.limit if bound is None else bound
        if is_empty(self.unit, element):
            most = min(most, MAX_EMPTY)
        elif 4 * count > self.size:
            raise problem(f"{count} elements cannot stand in {self.size} bytes", path)
        if count > most:
            raise problem(f"{count} elements, at most {most}", path)
        return count

    def _elements(self, element: ir.Type, count: int, path: Path, depth: int) -> Walk:
        elements = []
        for index in range(count):
            elements.append((yield self.value(element, (path, index), depth)))  # noqa: PERF401 (a comprehension cannot yield)
        return elements

    def _optional(self, optional: ir.Optional, path: Path, depth: int) -> Walk:
        node = list_node(self.unit, optional)
        if node is not None:
            return (yield self._list(node, path, depth))
        if not self._flag(path):
            return None
        value = yield self.value(optional.element, path, depth)
        return [value] if may_be_none(self.unit, optional.element) else value

    def _list(self, node: ir.Struct, path: Path, depth: int) -> Walk:
        nodes: list[dict[str, Any]] = []
        depth = self.deeper(node, path, depth)
        while self._flag(here := (path, len(nodes))):
            nodes.append((yield self._fields(node.fields[:-1], here, depth)))
        return nodes

    def _fields(self, fields: tuple[ir.Field, ...], path: Path, depth: int) -> Walk:
        value = {}
        for field in fields:
            value[field.name] = yield self.value(field.type, (path, field.name), depth)
        return value

    def _union(self, union: ir.Union, path: Path, depth: int) -> Walk:
        name = union.discriminant.name
        discriminant = yield self.value(union.discriminant.type, (path, name), depth)
        arm = select_arm(union, discriminant)
        if arm is None:
            raise problem(f"{discriminant} selects no arm of union {union.name}", (path, name))
        value = {name: discriminant}
        if arm.field is not None:
            key = arm_key(union, arm.field)
            value[key] = yield self.value(arm.field.type, (path, key), depth)
        return value

    def _external(self, external: ir.External, path: Path) -> bytes:
        start = self.unpacker.get_position()
        data = self.unpacker.get_buffer()
        try:
            _, end = load_external(external).unpack(data, start, len(data), self.limit)
        except XdrError as error:
            raise problem(error.detail, path, error.path) from None
        self.unpacker.set_position(end)
        return data[start:end]
