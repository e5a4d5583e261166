"""Every type word and every form of declaration, by what it means on the wire."""

from __future__ import annotations

import pytest

from rpcgen_py.compiler import ir
from tests.rpcgen_py.compiler.loading import definition, field_type, load_text


def signed(bits: int) -> ir.Type:
    return ir.Integer(bits, signed=True)


def unsigned(bits: int) -> ir.Type:
    return ir.Integer(bits, signed=False)


INT = signed(32)

WORDS = {
    "int": signed(32),
    "unsigned": unsigned(32),
    "unsigned int": unsigned(32),
    "hyper": signed(64),
    "hyper int": signed(64),
    "unsigned hyper": unsigned(64),
    "unsigned hyper int": unsigned(64),
    "long": signed(32),
    "long int": signed(32),
    "unsigned long": unsigned(32),
    "unsigned long int": unsigned(32),
    "short": signed(16),
    "short int": signed(16),
    "unsigned short": unsigned(16),
    "unsigned short int": unsigned(16),
    "char": signed(8),
    "unsigned char": unsigned(8),
    "u_char": unsigned(8),
    "u_short": unsigned(16),
    "u_int": unsigned(32),
    "u_long": unsigned(32),
    "u_hyper": unsigned(64),
    "quad_t": signed(64),
    "u_quad_t": unsigned(64),
    "longlong_t": signed(64),
    "u_longlong_t": unsigned(64),
    "int8_t": signed(8),
    "int16_t": signed(16),
    "int32_t": signed(32),
    "int64_t": signed(64),
    "uint8_t": unsigned(8),
    "uint16_t": unsigned(16),
    "uint32_t": unsigned(32),
    "uint64_t": unsigned(64),
    "u_int8_t": unsigned(8),
    "u_int16_t": unsigned(16),
    "u_int32_t": unsigned(32),
    "u_int64_t": unsigned(64),
    "enum_t": signed(32),
    "bool": ir.Bool(),
    "bool_t": ir.Bool(),
    "float": ir.Float(32),
    "double": ir.Float(64),
    "quadruple": ir.Quadruple(),
}


@pytest.mark.parametrize("word", WORDS)
def test_type_words(word: str) -> None:
    assert field_type(f"{word} x") == WORDS[word]


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("int x[3]", ir.FixedArray(INT, 3)),
        ("int x[0]", ir.FixedArray(INT, 0)),
        ("int x<>", ir.Array(INT, None)),
        ("int x<3>", ir.Array(INT, 3)),
        ("int x<4294967295>", ir.Array(INT, 4294967295)),
        ("int *x", ir.Optional(INT)),
        ("opaque x[3]", ir.FixedOpaque(3)),
        ("opaque x<>", ir.Opaque(None)),
        ("opaque x<3>", ir.Opaque(3)),
        ("string x<>", ir.String(None)),
        ("string x<3>", ir.String(3)),
        ("unsigned x<N>", ir.Array(unsigned(32), 5)),
        ("unsigned char x[N + 1]", ir.FixedArray(unsigned(8), 6)),
        ("s x", ir.Ref("a", "s")),
        ("struct s x", ir.Ref("a", "s")),
        ("struct s *x", ir.Optional(ir.Ref("a", "s"))),
        ("struct s x<2>", ir.Array(ir.Ref("a", "s"), 2)),
        ("enum e x", ir.Ref("a", "e")),
        ("union u x", ir.Ref("a", "u")),
        ("t x", ir.Ref("a", "t")),
        # a definition goes before a type word that is none of the language
        ("uint32_t x", ir.Ref("a", "uint32_t")),
        # names that some tools keep for themselves
        ("int program", INT),
        ("int version", INT),
        ("int namespace", INT),
        ("int pragma", INT),
    ],
)
def test_declarations(declaration: str, expected: ir.Type) -> None:
    before = """
        const N = 5; struct s { int a; }; enum e { A }; typedef unsigned hyper uint32_t;
        union u switch (int a) { default: void; }; typedef s t;
    """
    assert field_type(declaration, before) == expected


@pytest.mark.parametrize(
    "text",
    [
        "typedef struct { int a; } s;",
        "typedef struct s { int a; } s;",
        "struct s { int a; }; typedef struct s s;",
        "typedef struct s s; struct s { int a; };",
        "struct s { void; int a; };",
    ],
)
def test_ways_to_write_one_struct(text: str) -> None:
    assert load_text(text).definitions == (ir.Struct("s", (ir.Field("a", INT),)),)


def test_a_struct_may_be_empty() -> None:
    assert load_text("struct s { };").definitions == (ir.Struct("s", ()),)


LIFTED = """
struct outer {
    struct { int a; } first;
    struct tag { int b; } second<3>;
    union switch (enum { X, Y } which) { case X: struct { int c; } inside; case Y: void; } third;
    enum { P = 5 } *fourth;
};
struct outer_first { int taken; };
typedef struct { int d; } list<>;
typedef enum color { RED } paint;
"""


def test_nested_types_are_lifted_before_what_they_serve() -> None:
    definitions = load_text(LIFTED).definitions
    assert [each.name for each in definitions] == [
        "outer_first_2", "tag", "outer_third_inside", "outer_third_which", "outer_third",
        "outer_fourth", "outer", "outer_first", "list_element", "list", "color", "paint",
    ]  # fmt: skip
    outer = {each.name: each for each in definitions}["outer"]
    assert isinstance(outer, ir.Struct)
    assert [field.type for field in outer.fields] == [
        ir.Ref("a", "outer_first_2"),
        ir.Array(ir.Ref("a", "tag"), 3),
        ir.Ref("a", "outer_third"),
        ir.Optional(ir.Ref("a", "outer_fourth")),
    ]


@pytest.mark.parametrize(
    "taken",
    ["const s_f = 1;", "enum e { s_f };", "struct t { enum { s_f } g; };",
     "union u switch (enum { s_f } g) { case 0: int a; };"],
)  # fmt: skip
def test_a_lifted_type_gives_way_to_names_of_the_source(taken: str) -> None:
    after = load_text(f"struct s {{ struct {{ int a; }} f; }}; {taken}").definitions
    before = load_text(f"{taken} struct s {{ struct {{ int a; }} f; }};").definitions
    for definitions in (after, before):
        (outer,) = (each for each in definitions if each.name == "s")
        assert isinstance(outer, ir.Struct)
        assert [field.type for field in outer.fields] == [ir.Ref("a", "s_f_2")]


def test_members_of_a_nested_enum_are_constants() -> None:
    assert field_type("opaque x[P]", "struct s { enum { P = 5 } e; };") == ir.FixedOpaque(5)


NAMESPACES = """
namespace one {
    typedef int number;
    struct same { number n; };
    namespace deep::er { struct user { same s; ::one::number n; two::same other; }; }
}
namespace two { struct same { one::same s; const_user c; }; struct const_user { int a<LIMIT>; }; }
namespace one { const LIMIT = 7; struct again { deep::er::user u; }; };
"""


def test_namespaces() -> None:
    module = load_text(NAMESPACES)
    names = [each.name for each in module.definitions]
    assert names == [
        "number", "one_same", "user", "two_same", "const_user", "LIMIT", "again",
    ]  # fmt: skip
    user = module.definitions[2]
    assert isinstance(user, ir.Struct)
    assert [field.type for field in user.fields] == [
        ir.Ref("a", "one_same"),
        ir.Ref("a", "number"),
        ir.Ref("a", "two_same"),
    ]


def test_pragmas_of_xdrgen_mean_nothing_here() -> None:
    assert load_text("pragma header nfs4; pragma big_endian e; enum e { A };").definitions == (
        ir.Enum("e", (ir.EnumMember("A", 0),)),
    )


def test_libtirpc_supplies_its_types() -> None:
    struct = definition("struct s { netobj n; struct opaque_auth a; rpcprog_t p; };", "s")
    assert isinstance(struct, ir.Struct)
    assert [field.type for field in struct.fields] == [
        ir.Ref("_tirpc", "netobj"),
        ir.Ref("_tirpc", "opaque_auth"),
        ir.Ref("_tirpc", "rpcprog_t"),
    ]
