"""docs/mapping.md, names: what definitions and their parts are called."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING

import pytest

from tests.rpcgen_py.compiler.rows import row

if TYPE_CHECKING:
    from tests.rpcgen_py.compiler.conftest import CompileText


@row("any name")
def test_names_stay_as_they_are(compile_text: CompileText) -> None:
    module = compile_text("""
        enum Mixed_Case { Member_A = 1 };
        struct _private { int fooBar; };
        typedef int x_t;
        const kConst = 1;
    """)
    assert module.Mixed_Case.Member_A == 1
    assert module._private(fooBar=3).fooBar == 3
    assert (module.x_t, module.kConst) == (int, 1)


@row("a Python keyword")
def test_keywords_get_an_underscore(compile_text: CompileText) -> None:
    # What is a keyword in the language itself cannot be a name there.
    words = sorted(set(keyword.kwlist) - {"True", "False"})
    fields = " ".join(f"int {word};" for word in words)
    module = compile_text(f"""
        struct class {{ {fields} }};
        enum words {{ None = 1, True = 2, from = 3 }};
        union def switch (words lambda) {{ case from: int is; default: void; }};
    """)
    value = module.class_(*range(len(words)))
    assert value.__struct_fields__ == tuple(f"{word}_" for word in words)
    assert module.class_.from_xdr(value.to_xdr()) == value
    assert [member.name for member in module.words] == ["None_", "True_", "from_"]
    assert module.def_from(4).is_ == 4
    assert module.def_from.lambda_ is module.words.from_


# `int`, `bool` and `float` are words of the XDR language: no field can have these names.
TAKEN_FIELDS = ["to_xdr", "from_xdr", "str", "bytes", "tuple", "classmethod", "typing"]


@row("a field named like a method of its class, or like a builtin of annotations")
def test_fields_leave_their_class_its_own_names(compile_text: CompileText) -> None:
    fields = " ".join(f"opaque {name}<>; string x_{name}<>;" for name in TAKEN_FIELDS)
    module = compile_text(f"struct s {{ {fields} hyper number; }};")
    names = [each for name in TAKEN_FIELDS for each in (f"{name}_", f"x_{name}")]
    assert list(module.s.__struct_fields__) == [*names, "number"]
    value = module.s(*[b"", ""] * len(TAKEN_FIELDS), 1)
    assert module.s.from_xdr(value.to_xdr()) == value


@row("an enum's member that `IntEnum` could not hold")
def test_members_leave_the_enum_its_own_names(compile_text: CompileText) -> None:
    names = ["name", "value", "real", "mro", "to_bytes", "_sunder_", "__dunder__", "plain"]
    names += ["_x", "__x", "_", "__"]
    members = ", ".join(f"{name} = {number}" for number, name in enumerate(names))
    module = compile_text(f"enum e {{ {members} }};")
    assert [member.value for member in module.e] == list(range(len(names)))
    assert [member.name for member in module.e] == [
        "name_",
        "value_",
        "real_",
        "mro_",
        "to_bytes_",
        "_sunder__",
        "_dunder___",
        "plain",
        "_x",
        "_x__",
        "__",
        "____",
    ]


@row("a name with two underscores before it")
def test_names_are_not_mangled(compile_text: CompileText) -> None:
    module = compile_text("struct __node { int __field; __node *__next; };")
    value = module._node(1, module._node(2, None))
    assert value._field == 1
    assert module._node.from_xdr(value.to_xdr()) == value


@row("a type and a constant, program, version or generated name that are equal")
def test_equal_names_of_different_kinds_are_told_apart(compile_text: CompileText) -> None:
    module = compile_text("""
        struct pack_a { int x; };
        struct a { int y; };
        struct CClient { int z; };
        struct u_A { int w; };
        enum k { A = 1 };
        union u switch (k which) { case A: int v; };
        program P { version C { void PING(void) = 1; } = 2; } = 0x20000000;
    """)
    assert module.pack_a(1).to_xdr() == module.a(1).to_xdr() == module.pack_a_(module.a(1))
    assert module.CClient(3).z == 3
    assert module.CClient_.version is module.C
    assert module.u_A(4).w == 4
    assert module.pack_u(module.u_A_(5)) == bytes((0, 0, 0, 1, 0, 0, 0, 5))


AWKWARD = [
    "_", "at", "data", "depth", "end", "limit", "offset", "out", "value", "self_", "flag", "nodes",
    "words", "len", "list", "range", "tuple", "dict", "max", "isinstance", "property", "typing",
    "msgspec", "annotations", "_rt", "_shapes", "print", "type", "object", "id", "s", "_s", "more",
]  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_any_name_can_be_a_types_and_a_fields(compile_text: CompileText, name: str) -> None:
    module = compile_text(f"""
        struct {name} {{ int {name}; string text<>; {name} *next; }};
        union holder switch (bool {name}) {{ case TRUE: {name} one<3>; default: void; }};
        struct users {{ {name} {name}; {name} others<>; opaque raw<>; int many<>; }};
    """)
    classes = {type_.__name__: type_ for type_ in vars(module).values() if isinstance(type_, type)}
    node = next(each for key, each in classes.items() if key.rstrip("_") == name.rstrip("_"))
    one = node(1, "text", node(2, "", None))
    for value in (
        one,
        module.holder_TRUE((one, one)),
        module.users(one, (one,), b"data", (1, 2)),
    ):
        assert type(value).from_xdr(value.to_xdr()) == value
