"""docs/mapping.md, lists and recursion: long ones, deep ones, endless ones."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from rpcgen_py.runtime.errors import XdrError
from tests.rpcgen_py.compiler.rows import row

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from tests.rpcgen_py.compiler.conftest import CompileText


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
