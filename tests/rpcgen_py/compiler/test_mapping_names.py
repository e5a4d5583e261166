"""docs/mapping.md, names, modules, lists: what definitions are called, and where they stand."""

from __future__ import annotations

import ast
import keyword
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from rpcgen_py.runtime.errors import XdrError
from tests.rpcgen_py.compiler.compiling import imported, new_package, write_package
from tests.rpcgen_py.compiler.rows import row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

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


# ------------------------------------------------------------------ modules


def test_a_file_may_be_included_by_two_others(tmp_path: Path) -> None:
    folder = new_package(tmp_path)
    sources = {
        "top.x": '#include "one.x"\n#include "two.x"\nstruct top { one x; two y; base z<MOST>; };',
        "one.x": '#include "base.x"\nstruct one { base a; };',
        "two.x": '#include "base.x"\nstruct two { base b; };',
        "base.x": "enum base { RED };\nconst MOST = 2;\ntypedef struct { int x; } inner;",
    }
    write_package(folder, sources)
    with imported(folder, ["top", "one", "two", "base"]) as (top, one, two, base):
        value = top.top(one.one(base.base.RED), two.two(base.base.RED), (base.base.RED,))
        assert top.top.from_xdr(value.to_xdr()) == value


@row("`File-Name.x`", "a type of an included `.x`")
def test_an_include_is_an_import_of_the_one_class(tmp_path: Path) -> None:
    folder = new_package(tmp_path)
    sources = {
        "Base-Types.x": """
            struct base { int x; string name<4>; };
            enum kind { ONE = 1, TWO = 2 };
            typedef base bases<2>;
            const SIZE = 2;
        """,
        "user.x": """
            #include "Base-Types.x"
            struct user { base b; kind k; bases more; kind kinds[SIZE]; base *maybe; };
            union choice switch (kind k) { case ONE: base b; default: void; };
            typedef base mine;
        """,
    }
    written = write_package(folder, sources)
    assert sorted(path.name for path in written) == ["base_types.py", "user.py"]
    with imported(folder, ["user", "base_types"]) as (user, base):
        one = base.base(1, "one")
        value = user.user(one, base.kind.TWO, (one, one), (base.kind.ONE, base.kind.TWO), one)
        assert user.user.from_xdr(value.to_xdr()) == value
        assert user.mine is base.base
        arm = user.choice_ONE(one)
        assert user.choice_ONE.from_xdr(arm.to_xdr()) == arm
        assert user.choice_ONE.k is base.kind.ONE
        with pytest.raises(XdrError, match=r"^more\[1\]\.name: 5 bytes, at most 4$"):
            user.pack_user(
                user.user(one, base.kind.TWO, (one, base.base(1, "12345")), (1, 2), None)
            )


@row("a type that only C knows, by `--external NAME=module.Type`")
def test_an_external_type_is_packed_by_its_own_module(tmp_path: Path) -> None:
    folder = new_package(tmp_path)
    externals = {"stamp": f"{folder.name}.c_only.Stamp"}
    write_package(
        folder, {"user.x": "struct user { stamp when; stamp all<2>; };"}, externals=externals
    )
    (folder / "c_only.py").write_text(
        "from rpcgen_py.runtime.errors import XdrError\n"
        "class Stamp(int): pass\n"
        "def pack_Stamp(value, limit=0):\n"
        "    if not 0 <= value < 256: raise XdrError('too late', ('second',))\n"
        "    return bytes((0, 0, 0, value))\n"
        "def unpack_Stamp(data, offset, end, limit=0):\n"
        "    if offset + 4 > end: raise XdrError('cut')\n"
        "    return Stamp(data[offset + 3]), offset + 4\n"
    )
    with imported(folder, ["user", "c_only"]) as (user, c_only):
        stamp = c_only.Stamp
        value = user.user(stamp(3), (stamp(4), stamp(5)))
        assert value.to_xdr() == bytes.fromhex("00000003000000020000000400000005")
        assert user.user.from_xdr(value.to_xdr()) == value
        with pytest.raises(XdrError, match=r"^all\[1\]\.second: too late$"):
            user.user(stamp(3), (stamp(4), stamp(256))).to_xdr()


CIRCLE = {
    "left.x": """
        %#include "right.h"
        enum side { LEFT = 1, RIGHT = 2 };
        struct lnode { int n; rnode *other; };
        struct luse { rside s; rnode r; };
        union lu switch (rside which) { case UP: rnode r; default: void; };
        typedef rnode lalias;
        typedef lalias lmany<3>;
        program LP { version LV { rnode SWAP(lnode, rside) = 1; lalias SAME(lalias) = 2; } = 1; }
            = 0x20000001;
    """,
    "right.x": """
        %#include "left.h"
        enum rside { UP = 1, DOWN = 2 };
        struct rnode { string s<>; lnode *other; };
        struct ruse { side s; lnode l; lalias a; lmany m; };
        typedef lnode ralias;
    """,
}


@pytest.mark.parametrize("first", ["left", "right"])
def test_modules_may_include_each_other(tmp_path: Path, first: str) -> None:
    folder = new_package(tmp_path)
    write_package(folder, CIRCLE)
    names = [first, "left", "right"]
    with imported(folder, names) as (_, left, right):
        inner = right.rnode("deep", left.lnode(2, None))
        values: list[Any] = [
            left.lnode(1, inner),
            inner,
            left.luse(right.rside.UP, inner),
            right.ruse(left.side.RIGHT, left.lnode(3, inner), inner, (inner, inner)),
            left.lu_UP(inner),
        ]
        for value in values:
            assert type(value).from_xdr(value.to_xdr()) == value
        assert left.lu_UP(inner).which is right.rside.UP
        procedure = left.LV.procedures[0]
        data = procedure.pack_args(values[0], right.rside.DOWN)
        assert procedure.unpack_args(data, 0, len(data), 99) == (
            (values[0], right.rside.DOWN),
            len(data),
        )


def test_endless_recursion_through_modules_ends_in_one_error(tmp_path: Path) -> None:
    """Each module's codec explains a fault; explained anew at every level, this never ended."""
    folder = new_package(tmp_path)
    write_package(folder, CIRCLE)
    one_turn = bytes.fromhex("00000007 00000001 00000000 00000001")
    with imported(folder, ["left"]) as (left,):
        for cut in (0, 4, 8, 12):
            data = one_turn * 40 + one_turn[:cut]
            with pytest.raises(XdrError, match=r"other\.other.*: \d bytes are wanted, but 0 left$"):
                left.unpack_lnode(data, 0, len(data))
        data = one_turn * 5000
        with pytest.raises(XdrError, match=r"nested too deep for the stack that is left$"):
            left.unpack_lnode(data, 0, len(data))


@row("a `%` line")
def test_percent_lines_are_comments_at_their_place(tmp_path: Path) -> None:
    folder = new_package(tmp_path)
    source = (
        "%#include <first.h>\nstruct a { int x; };\n%second\n%third\nstruct b { int y; };\n%end\n"
    )
    (path,) = write_package(folder, {"source.x": source})
    lines = path.read_text().splitlines()
    places = [
        lines.index(each)
        for each in (
            "# %#include <first.h>",
            "class a(msgspec.Struct, frozen=True, gc=False):",
            "# %second",
            "# %third",
            "class b(msgspec.Struct, frozen=True, gc=False):",
            "# %end",
        )
    ]
    assert places == sorted(places)


@row("`/** ... */`, `///` and comments before a definition")
def test_comments_before_a_definition_are_its_docstring(tmp_path: Path) -> None:
    folder = new_package(tmp_path)
    source = """
        /** A point "in" the \\plane. */
        struct point { int x; };
        /// One line,
        /// and another.
        enum kind { A = 1 };
        program P { version V {
            /* Answers nothing. */
            void PING(void) = 1;
        } = 1; } = 0x20000000;
    """
    (path,) = write_package(folder, {"source.x": source})
    tree = ast.parse(path.read_text())
    documented = {
        node.name: ast.get_docstring(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert documented["point"] == 'A point "in" the \\plane.'
    assert documented["kind"] == "One line,\nand another."
    assert documented["PING"] == "Answers nothing."


# ------------------------------------------------------------------ lists and recursion

LISTS = """
struct plain { int value; plain *next; };
struct named { string name<>; bool last; named *next; };
typedef struct linked *chain;
struct linked { unsigned hyper id; opaque key<4>; chain rest; };
struct first { int x; second *tail; };
struct second { string y<>; third tail; };
struct third { bool z; first *tail; };
struct directory { chain entries; bool eof; };
struct tree { int id; tree children<>; };
struct family { int id; family *children; family *next; };
union maze switch (bool wall) { case TRUE: void; case FALSE: maze *inside; };
typedef opaque nothing[0];
typedef nothing nothings<>;
"""


@pytest.fixture(scope="module")
def lists(compile_text: CompileText) -> ModuleType:
    return compile_text(LISTS)


def _plain(lists: ModuleType, count: int) -> Any:
    node = None
    for number in range(count):
        node = lists.plain(number, node)
    return node


def _named(lists: ModuleType, count: int) -> Any:
    node = None
    for number in range(count):
        node = lists.named(f"n{number % 10}", number % 2 == 0, node)
    return node


def _linked(lists: ModuleType, count: int) -> Any:
    node = None
    for number in range(count):
        node = lists.linked(number, b"key", node)
    return node


def _circle(lists: ModuleType, count: int) -> Any:
    node = None
    for number in range(count):
        node = lists.first(number, lists.second("y", lists.third(True, node)))
    return node


MILLION = [("plain", _plain), ("named", _named), ("linked", _linked), ("first", _circle)]


@row("`struct n { ...; n *next; }`, also by `typedef n *p` or through several structs")
@pytest.mark.parametrize(("name", "build"), MILLION)
def test_a_million_nodes_fit_into_a_small_stack(
    lists: ModuleType, name: str, build: Callable[[ModuleType, int], Any]
) -> None:
    """Built, encoded, decoded and freed, in a thread with 512 KiB."""
    count = 1_000_000 // (3 if name == "first" else 1)  # three objects are one turn of the circle
    failed: list[BaseException] = []

    def work() -> None:
        try:
            pack, unpack = getattr(lists, f"pack_{name}"), getattr(lists, f"unpack_{name}")
            value = build(lists, count)
            data = pack(value)
            del value
            again, end = unpack(data, 0, len(data))
            assert end == len(data)
            assert pack(again) == data
            twin, _ = unpack(data, 0, len(data))
            assert again == twin
            assert hash(again) == hash(twin)
            assert repr(again) == repr(twin)
            del twin
            del again
            with pytest.raises(XdrError):
                unpack(data, 0, len(data) - 4)
        except BaseException as error:  # noqa: BLE001 (reported by the test, outside of the thread)
            failed.append(error)

    before = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=work)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    assert not failed


def test_lists_are_compared_and_shown_as_any_struct(lists: ModuleType) -> None:
    node, first = lists.plain, lists.first
    assert node(1, node(2, None)) == node(1, node(2, None))
    assert node(1, node(2, None)) != node(1, node(3, None))
    assert node(1, node(2, None)) != node(1, None)
    assert node(1, None) != node(1, node(2, None))
    assert node(1, None) != 1
    assert len({node(1, None), node(1, None), node(1, node(1, None))}) == 2
    assert repr(node(1, node(2, None))) == "plain(value=1, next=plain(value=2, next=None))"
    turn = first(1, lists.second("y", lists.third(True, None)))
    assert turn == first(1, lists.second("y", lists.third(True, None)))
    assert turn != first(1, lists.second("y", lists.third(False, None)))
    assert repr(turn) == "first(x=1, tail=second(y='y', tail=third(z=True, tail=None)))"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 63, 64, 65, 127, 128, 129, 200])
@pytest.mark.parametrize("behind", [b"", b"\0\0\0\1" * 40])
def test_lists_end_where_they_end(lists: ModuleType, count: int, behind: bytes) -> None:
    value = lists.directory(_linked(lists, count), True)
    data = value.to_xdr()
    assert lists.unpack_directory(data + behind, 0, len(data) + len(behind)) == (value, len(data))
    chain = _plain(lists, count + 1)
    data = chain.to_xdr()
    assert lists.unpack_plain(b"head" + data + behind, 4, 4 + len(data)) == (chain, 4 + len(data))


def _deep(lists: ModuleType, kind: str, levels: int) -> Any:
    value = {"tree": lists.tree(0, ()), "family": lists.family(0, None, None)}.get(
        kind, lists.maze_TRUE()
    )
    for number in range(levels - 1):
        if kind == "tree":
            value = lists.tree(number, (value,))
        elif kind == "family":
            value = lists.family(number, value, None)
        else:
            value = lists.maze_FALSE(value)
    return value


@row("any other recursion")
@pytest.mark.parametrize("kind", ["tree", "family", "maze"])
def test_recursion_ends_at_256(lists: ModuleType, kind: str) -> None:
    pack, unpack = getattr(lists, f"pack_{kind}"), getattr(lists, f"unpack_{kind}")
    value = _deep(lists, kind, 256)
    data = pack(value)
    assert unpack(data, 0, len(data)) == (value, len(data))
    with pytest.raises(XdrError, match=r"nested deeper than 256$"):
        pack(_deep(lists, kind, 257))
    hostile = {
        "tree": "0000000000000001" * 300,
        "family": "0000000000000001" * 300,
        "maze": "0000000000000001" * 300,
    }[kind]
    raw = bytes.fromhex(hostile) + bytes(3000)
    with pytest.raises(XdrError, match=r"nested deeper than 256$"):
        unpack(raw, 0, len(raw))


def test_an_exhausted_stack_is_an_error_of_the_data(lists: ModuleType) -> None:
    data = lists.pack_tree(_deep(lists, "tree", 200))

    def at_the_bottom(levels: int) -> None:
        if levels:
            at_the_bottom(levels - 1)
        else:
            lists.unpack_tree(data, 0, len(data))

    depth = len(_frames())
    with pytest.raises(XdrError, match=r"nested too deep for the stack that is left"):
        at_the_bottom(sys.getrecursionlimit() - depth - 60)


def _frames() -> list[object]:
    frames: list[object] = []
    frame = sys._getframe()
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back  # type: ignore[assignment]  # None ends the loop
    return frames


@row("an array of elements without bytes (`opaque[0]`)")
def test_arrays_of_empty_elements_have_a_bound_of_their_own(lists: ModuleType) -> None:
    most = (b"",) * 65536
    data = lists.pack_nothings(most)
    assert data == (65536).to_bytes(4)
    assert lists.unpack_nothings(data, 0, 4) == (most, 4)
    with pytest.raises(XdrError, match=r"^65537 elements, at most 65536$"):
        lists.pack_nothings((*most, b""))
    with pytest.raises(XdrError, match=r"^65537 elements, at most 65536$"):
        lists.unpack_nothings((65537).to_bytes(4), 0, 4)
