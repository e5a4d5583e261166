"""Procedures whose codecs are dynamic: any client connection can call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.decoder import decode_at
from rpcgen_py.dynamic.encoder import encode
from rpcgen_py.runtime.errors import XdrError
from rpcgen_py.runtime.program import Procedure
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    from rpcgen_py.dynamic.names import Found

__all__ = ["arguments_struct", "make_procedure"]


def make_procedure(unit: ir.Unit, found: Found, limit: int = DEFAULT_LIMIT) -> Procedure[..., Any]:
    """A procedure as data for the runtime; arguments and result are plain Python values.

    `limit` bounds `<>` lengths on the way out; on the way in the connection gives its own.
    """
    procedure = found.procedure
    arguments = arguments_struct(procedure)

    def pack_args(*args: Any, limit: int = limit) -> bytes:
        if len(args) != len(arguments.fields):
            raise XdrError(
                f"{procedure.name} takes {len(arguments.fields)} arguments, not {len(args)}"
            )
        names = (field.name for field in arguments.fields)
        return encode(unit, arguments, dict(zip(names, args, strict=True)), limit)

    def unpack_args(data: bytes, offset: int, end: int, limit: int) -> tuple[tuple[Any, ...], int]:
        values, offset = decode_at(unit, arguments, data, offset, end, limit)
        return tuple(values.values()), offset

    def pack_result(value: Any, limit: int) -> bytes:
        return encode(unit, procedure.result, value, limit)

    def unpack_result(data: bytes, offset: int, end: int, limit: int) -> tuple[Any, int]:
        return decode_at(unit, procedure.result, data, offset, end, limit)

    return Procedure(
        program=found.program.number,
        version=found.version.number,
        number=procedure.number,
        name=procedure.name,
        pack_args=pack_args,
        unpack_args=unpack_args,
        pack_result=pack_result,
        unpack_result=unpack_result,
    )


def arguments_struct(procedure: ir.Procedure) -> ir.Struct:
    """The arguments as a struct, which has their encoding: one after the other.

    Arguments without a name are `arg`, or `arg1`, `arg2`, … if there are several.
    """
    alone = len(procedure.parameters) == 1
    fields = tuple(
        ir.Field(parameter.name or ("arg" if alone else f"arg{index}"), parameter.type)
        for index, parameter in enumerate(procedure.parameters, 1)
    )
    return ir.Struct(procedure.name, fields)
