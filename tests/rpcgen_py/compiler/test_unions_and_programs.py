"""Unions by their cases, programs by their procedures."""

from __future__ import annotations

import pytest

from rpcgen_py.compiler import ir
from tests.rpcgen_py.compiler.loading import definition

BEFORE = """
#define ZERO 0
const FIVE = 5;
enum e { RED, GREEN, BLUE = 9 };
typedef e paint; typedef paint again; typedef unsigned int u32; typedef bool flag; typedef int i32;
"""

INT = ir.Integer(32, signed=True)


def shape(text: str) -> tuple[list[list[tuple[int, str]]], bool]:
    """The cases of each arm, and whether there is a default."""
    union = definition(BEFORE + text, "u")
    assert isinstance(union, ir.Union)
    arms = [[(case.value, case.spelling) for case in arm.cases] for arm in union.arms]
    return arms, union.default is not None


@pytest.mark.parametrize(
    ("discriminant", "arms", "expected"),
    [
        ("int d", "case 0: void; case 1: int a;", ([[(0, "0")], [(1, "1")]], False)),
        ("int d", "default: void;", ([], True)),
        ("int d", "default: int a; case 3: void;", ([[(3, "3")]], True)),
        ("int d", "case 1: case 2: void;", ([[(1, "1"), (2, "2")]], False)),
        ("int d", "case 1: default: void; case 2: int a;", ([[(2, "2")]], True)),
        ("int d", "case FIVE: void; case -1: void;", ([[(5, "FIVE")], [(-1, "-1")]], False)),
        ("int d", "case 0x10: void; case 'a': void;", ([[(16, "0x10")], [(97, "a")]], False)),
        ("int d", "case ZERO: void; case FIVE + 1: void;",
         ([[(0, "ZERO")], [(6, "FIVE+1")]], False)),
        ("int d", "case RED: void; case 0xFFFFFFFF: void;",
         ([[(0, "RED")], [(-1, "0xFFFFFFFF")]], False)),
        ("i32 d", "case 4: void;", ([[(4, "4")]], False)),
        ("unsigned d", "case -1: void;", ([[(4294967295, "-1")]], False)),
        ("u32 d", "case 4294967295: void;", ([[(4294967295, "4294967295")]], False)),
        ("unsigned hyper d", "case 0x100000000: void;", ([[(2**32, "0x100000000")]], False)),
        ("u_char d", "case 255: void;", ([[(255, "255")]], False)),
        ("e d", "case RED: void; case BLUE: int a;", ([[(0, "RED")], [(9, "BLUE")]], False)),
        ("enum e d", "case 9: void;", ([[(9, "9")]], False)),
        ("again d", "case GREEN: void;", ([[(1, "GREEN")]], False)),
        ("bool d", "case TRUE: int a; case FALSE: void;", ([[(1, "TRUE")], [(0, "FALSE")]], False)),
        ("flag d", "case 1: void;", ([[(1, "1")]], False)),
    ],
)  # fmt: skip
def test_cases(discriminant: str, arms: str, expected: object) -> None:
    assert shape(f"union u switch ({discriminant}) {{ {arms} }};") == expected


def test_a_case_means_a_member_of_the_union_s_own_enum_first() -> None:
    text = (
        "struct RED_ { int a; }; union u switch (e d) { case RED: RED_ r; default: opaque o[2]; };"
    )
    union = definition(BEFORE + text, "u")
    assert union == ir.Union(
        "u",
        ir.Field("d", ir.Ref("a", "e")),
        (ir.Arm((ir.Case(0, "RED"),), ir.Field("r", ir.Ref("a", "RED_"))),),
        ir.Arm((), ir.Field("o", ir.FixedOpaque(2))),
    )


def procedure(text: str) -> tuple[tuple[ir.Parameter, ...], ir.Type]:
    program = definition(
        f"struct s {{ int a; }}; program P {{ version V {{ {text} }} = 1; }} = 1;", "P"
    )
    assert isinstance(program, ir.Program)
    (found,) = program.versions[0].procedures
    return found.parameters, found.result


@pytest.mark.parametrize(
    ("text", "parameters", "result"),
    [
        ("void F(void) = 1;", [], ir.Void()),
        ("void F() = 1;", [], ir.Void()),
        ("void F(void nothing) = 1;", [], ir.Void()),
        ("int F(int) = 1;", [(None, INT)], INT),
        ("int F(int a) = 1;", [("a", INT)], INT),
        ("int F(int a, s, unsigned c) = 1;",
         [("a", INT), (None, ir.Ref("a", "s")), ("c", ir.Integer(32, signed=False))], INT),
        ("struct s F(struct s) = 1;", [(None, ir.Ref("a", "s"))], ir.Ref("a", "s")),
        ("string F(string) = 1;", [(None, ir.String(None))], ir.String(None)),
        ("string<8> F(string name<9>) = 1;", [("name", ir.String(9))], ir.String(8)),
        ("opaque<> F(opaque) = 1;", [(None, ir.Opaque(None))], ir.Opaque(None)),
        ("opaque[4] F(opaque x[5], opaque<6>) = 1;",
         [("x", ir.FixedOpaque(5)), (None, ir.Opaque(6))], ir.FixedOpaque(4)),
        ("s *F(s *, s *b) = 1;",
         [(None, ir.Optional(ir.Ref("a", "s"))), ("b", ir.Optional(ir.Ref("a", "s")))],
         ir.Optional(ir.Ref("a", "s"))),
        ("int<> F(int x<3>, int[2]) = 1;",
         [("x", ir.Array(INT, 3)), (None, ir.FixedArray(INT, 2))], ir.Array(INT, None)),
    ],
)  # fmt: skip
def test_procedures(
    text: str, parameters: list[tuple[str | None, ir.Type]], result: ir.Type
) -> None:
    assert procedure(text) == (tuple(ir.Parameter(*each) for each in parameters), result)


PROGRAMS = """
const PROG = 0x20000001;
program ONE {
    version ONE_V1 { void NULLPROC(void) = 0; int GET(int) = 1; } = 1;
    version ONE_V2 { int GET(int) = GET_NUMBER; int OLD(int) = GET; } = TWO;
} = PROG;
const TWO = 2; const GET_NUMBER = 4;
program OTHER { version ONE_V1 { } = 7; } = 4294967295;
"""


def test_programs_and_versions() -> None:
    one, other = (definition(PROGRAMS, name) for name in ("ONE", "OTHER"))
    assert isinstance(one, ir.Program)
    assert isinstance(other, ir.Program)
    assert (one.number, other.number) == (0x20000001, 4294967295)
    numbers = [
        (version.name, version.number, [(each.name, each.number) for each in version.procedures])
        for version in (*one.versions, *other.versions)
    ]
    assert numbers == [
        ("ONE_V1", 1, [("NULLPROC", 0), ("GET", 1)]),
        ("ONE_V2", 2, [("GET", 4), ("OLD", 1)]),
        ("ONE_V1", 7, []),
    ]
