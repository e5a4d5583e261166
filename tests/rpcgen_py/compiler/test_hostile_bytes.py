"""Codecs on wrong bytes and wrong values: nothing but XdrError, which names the field."""

from __future__ import annotations

import enum
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime.errors import XdrError
from tests.rpcgen_py.compiler.compiling import imported, new_package, write_package
from tests.rpcgen_py.compiler.test_mapping_lists import LISTS
from tests.rpcgen_py.compiler.test_mapping_types import SOURCE as TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

DEEP = """
struct leaf { opaque id[3]; string name<4>; bool flag; };
union kind switch (unsigned which) { case 1: leaf one; case 2: case 3: leaf many<2>; };
struct branch { kind k; leaf *maybe; leaf pair[2]; branch *next; };
struct root { branch *list; hyper h; };
"""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[ModuleType]]:
    folder = new_package(tmp_path_factory.mktemp("hostile"))
    write_package(folder, {"types.x": TYPES, "lists.x": LISTS.replace("pair", "pairs")})
    other = new_package(tmp_path_factory.mktemp("hostile"))
    write_package(other, {"deep.x": DEEP})
    with imported(folder, ["types", "lists"]) as first, imported(other, ["deep"]) as second:
        yield [*first, *second]


def decoders(modules: list[ModuleType]) -> list[Any]:
    return [
        codec
        for module in modules
        for name, codec in sorted(vars(module).items())
        if name.startswith("unpack_")
    ]


def encoders(modules: list[ModuleType]) -> list[Any]:
    return [
        codec
        for module in modules
        for name, codec in sorted(vars(module).items())
        if name.startswith("pack_")
    ]


WORDS = st.sampled_from([0, 1, 2, 3, 4, 5, 255, 1 << 24, (1 << 31) - 1, 1 << 31, (1 << 32) - 1])
WORDS_OF_BYTES = st.lists(WORDS | st.integers(0, 8), max_size=24).map(
    lambda words: b"".join(word.to_bytes(4) for word in words)
)
HOSTILE = st.binary(max_size=60) | WORDS_OF_BYTES


@given(data=HOSTILE, start=st.integers(0, 8), limit=st.sampled_from([0, 1, 3, 1 << 24]))
def test_any_bytes_decode_or_raise_xdr_error(
    modules: list[ModuleType], data: bytes, start: int, limit: int
) -> None:
    for unpack in decoders(modules):
        for end in {len(data), len(data) - len(data) // 3}:
            with suppress(XdrError):
                _, stop = unpack(data, min(start, end), end, limit)
                assert min(start, end) <= stop <= end


class Strange:
    """Has all attributes, which are of no use."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return 0

    def __len__(self) -> int:
        return 2


class Other(enum.IntEnum):
    THING = 77


STRANGE = st.sampled_from(
    [None, 0, -1, 1 << 70, 1.5, float("nan"), "text", "\ud800", b"bytes", b"", True, object(),
     Strange(), Other.THING, (), [], (None,), (1, 2), {}, {"x": 1}, range(3), set(),
     memoryview(b"12")]
)  # fmt: skip


@given(value=STRANGE, second=STRANGE)
def test_any_value_encodes_or_raises_xdr_error(
    modules: list[ModuleType], value: Any, second: Any
) -> None:
    tried = [value, (value, second), [value] * 3]
    for module in modules:
        for made in vars(module).values():
            fields = getattr(made, "__struct_fields__", None)
            if isinstance(made, type) and fields:
                for index in range(len(fields)):
                    arguments = [value if i == index else second for i in range(len(fields))]
                    with suppress(XdrError):  # an arm that refuses its discriminant
                        tried.append(made(*arguments))
    for pack in encoders(modules):
        for each in tried:
            with suppress(XdrError):
                assert len(pack(each)) % 4 == 0


def root(deep: ModuleType, **changes: Any) -> Any:
    """A good value, but for `changes`: attributes of what stands at the end of the paths below."""
    good = {"id": b"abc", "name": "name", "flag": True}
    leaf = deep.leaf(**good)
    wrong = deep.leaf(**{**good, **changes})
    last = deep.branch(deep.kind_2(3, (leaf, wrong)), None, (leaf, leaf), None)
    first = deep.branch(deep.kind_1(leaf), leaf, (leaf, leaf), last)
    return deep.root(first, 7)


VALUES = [
    ({"id": b"ab"}, "list[1].k.many[1].id: 2 bytes, not 3"),
    ({"id": "abc"}, "list[1].k.many[1].id: bytes are wanted, not 'abc'"),
    ({"name": "12345"}, "list[1].k.many[1].name: 5 bytes, at most 4"),
    ({"name": None}, "list[1].k.many[1].name: a str is wanted, not None"),
]


@pytest.mark.parametrize(("changes", "message"), VALUES)
def test_an_encoders_error_names_the_field(
    modules: list[ModuleType], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(XdrError) as error:
        root(modules[-1], **changes).to_xdr()
    assert str(error.value) == message
    assert error.value.path[:5] == ("list", 1, "k", "many", 1)


LEAF = "61626300 00000004 6e616d65 00000001"
FIRST = f"00000001 00000001 {LEAF} 00000001 {LEAF} {LEAF} {LEAF}"
BYTES = [
    (FIRST + "00000001 00000004", "list[1].k.which: 4 selects no arm"),
    (FIRST + "00000001 00000002 00000003", "list[1].k.many: 3 elements, at most 2"),
    (
        FIRST + "00000001 00000002 00000002" + LEAF,
        "list[1].k.many: 2 elements of at least 12 bytes, but 16 bytes left",
    ),
    (
        FIRST + "00000001 00000002 00000001 61626300 00000005" + "00" * 12,
        "list[1].k.many[0].name: 5 bytes, at most 4",
    ),
    (
        FIRST + "00000001 00000001 61626300 00000000 00000009",
        "list[1].k.one.flag: 9 is no bool: 0 or 1",
    ),
    (
        FIRST + f"00000001 00000001 {LEAF} 00000003",
        "list[1].maybe: 3 tells not whether a value follows: 0 or 1",
    ),
    (FIRST + "00000002", "list[1]: 2 tells not whether a value follows: 0 or 1"),
    (FIRST + "00000000 00000000", "h: 8 bytes are wanted, but 4 left"),
    (FIRST + "00000000 0000000000000001 00", "1 bytes left over"),
]


@pytest.mark.parametrize(("data", "message"), BYTES)
def test_a_decoders_error_names_the_field(
    modules: list[ModuleType], data: str, message: str
) -> None:
    with pytest.raises(XdrError) as error:
        modules[-1].root.from_xdr(bytes.fromhex(data))
    assert str(error.value) == message


def test_an_error_far_behind_is_not_searched_for_without_end(modules: list[ModuleType]) -> None:
    deep = modules[-1]
    leaf = deep.leaf(b"abc", "", True)
    node = None
    for _ in range(30_000):
        node = deep.branch(deep.kind_1(leaf), None, (leaf, leaf), node)
    data = deep.root(node, 7).to_xdr()
    with pytest.raises(XdrError, match=r"^list\[\d+\].*: wrong bytes here or further on$"):
        deep.root.from_xdr(data[:-4])
