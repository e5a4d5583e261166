"""docs/mapping.md, modules: where definitions stand, and what is said of them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import pytest

from rpcgen_py.runtime.errors import XdrError
from tests.rpcgen_py.compiler.compiling import imported, new_package, write_package
from tests.rpcgen_py.compiler.rows import row

if TYPE_CHECKING:
    from pathlib import Path


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
