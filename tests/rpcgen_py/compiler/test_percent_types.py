"""Numeric types that only `%` lines define, as NDMP's `%#define ndmp_u_quad unsigned long long`."""

from __future__ import annotations

import pytest

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.diagnostics import CompileErrors
from tests.rpcgen_py.compiler.loading import load_files
from tests.rpcgen_py.compiler.rows import row


def field_type(line: str, rest: str = "") -> ir.Type:
    unit = load_files({"a.x": f"{line}\n{rest}\nstruct s {{ c_type field; }};\n"})
    struct = unit.lookup(ir.Ref("a", "s"))
    assert isinstance(struct, ir.Struct)
    return struct.fields[0].type


@row("a name that only a `%#define NAME unsigned long long` or `%typedef` gives to a number of C")
@pytest.mark.parametrize(
    ("line", "type_"),
    [
        ("%#define c_type unsigned long long", ir.Integer(64, signed=False)),
        ("%#define c_type long long int /* 64 bits */", ir.Integer(64, signed=True)),
        ("%#define c_type unsigned", ir.Integer(32, signed=False)),
        ("%typedef unsigned long c_type;", ir.Integer(32, signed=False)),
        ("% typedef short int c_type ; // 16 bits", ir.Integer(16, signed=True)),
        ("%typedef unsigned char c_type;", ir.Integer(8, signed=False)),
        ("%typedef double c_type;", ir.Float(64)),
        ("%#define c_type float", ir.Float(32)),
    ],
)
def test_a_percent_type_is_asked_last(line: str, type_: ir.Type) -> None:
    assert field_type(line) == type_
    assert field_type(line, "typedef hyper c_type;") == ir.Ref("a", "c_type")


@pytest.mark.parametrize(
    "line",
    [
        "%typedef struct x c_type;",
        "%typedef char *c_type;",
        "%typedef int c_type[4];",
        "%#define c_type",
        "%#define c_type 4",
        "%#define c_type(x) int",
        "%typedef void c_type;",
    ],
)
def test_what_is_no_number_in_c_stays_undefined(line: str) -> None:
    with pytest.raises(CompileErrors, match="'c_type'"):
        field_type(line)
