"""The wire form of every kind of type, and what is refused (RFC 4506)."""

from __future__ import annotations

import math
import threading
from typing import Any

import pytest

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.decoder import decode, decode_at
from rpcgen_py.dynamic.encoder import encode
from rpcgen_py.dynamic.names import find_type
from rpcgen_py.runtime.errors import XdrError

WIRE: list[tuple[str, Any, str]] = [
    ("i32", -2, "fffffffe"),
    ("u32", 4294967295, "ffffffff"),
    ("i64", -(1 << 63), "8000000000000000"),
    ("u64", (1 << 64) - 1, "ffffffffffffffff"),
    ("i16", -32768, "ffff8000"),
    ("u8", 255, "000000ff"),
    ("flag", True, "00000001"),
    ("paint", -3, "fffffffd"),
    ("f32", 1.5, "3fc00000"),
    ("f64", -0.0, "8000000000000000"),
    ("f64", math.inf, "7ff0000000000000"),
    ("f128", bytes(range(16)), "000102030405060708090a0b0c0d0e0f"),
    ("text", "é", "00000002c3a90000"),
    ("text", "a\0b", "0000000361006200"),
    ("text", "\udcff", "00000001ff000000"),
    ("text3", "", "00000000"),
    ("blob3", b"abc", "0000000361626300"),
    ("block", b"12345", "3132333435000000"),
    ("pair", [1, 2], "0000000100000002"),
    ("few", [7], "0000000100000007"),
    ("maybe", None, "00000000"),
    ("maybe", 5, "0000000100000005"),
    ("twice", None, "00000000"),
    ("twice", [None], "0000000100000000"),
    ("twice", [5], "000000010000000100000005"),
    ("point", {"x": 1, "y": 2}, "0000000100000002"),
    ("entries", [], "00000000"),
    ("entries", [{"id": 8}, {"id": 9}], "0000000100000008000000010000000900000000"),
    ("entry", {"id": 8, "next": [{"id": 9}]}, "00000008000000010000000900000000"),
    ("nothings", [{"nothing": b""}] * 2, "00000002"),
    ("reply", {"c": 0, "reason": "no"}, "00000000000000026e6f0000"),
    ("reply", {"c": -3}, "fffffffd"),
    ("number", {"kind": 2, "small": 4}, "0000000200000004"),
    ("number", {"kind": 9}, "00000009"),
    ("same", {"data": 0, "data_": 3}, "0000000000000003"),
    ("either", {"b": True, "yes": 1}, "0000000100000001"),
]


@pytest.mark.parametrize(("name", "value", "wire"), WIRE)
def test_value_and_wire_are_each_others(unit: ir.Unit, name: str, value: object, wire: str) -> None:
    type_ = find_type(unit, name)
    data = bytes.fromhex(wire)
    assert encode(unit, type_, value).hex() == wire
    assert decode(unit, type_, data) == value
    around = b"head" + data + b"tail"
    assert decode_at(unit, type_, around, 4, 4 + len(data)) == (value, 4 + len(data))


@pytest.mark.parametrize(("name", "value", "wire"), WIRE)
def test_every_cut_is_refused(unit: ir.Unit, name: str, value: object, wire: str) -> None:
    type_ = find_type(unit, name)
    data = bytes.fromhex(wire)
    for end in range(len(data)):
        with pytest.raises(XdrError):
            decode_at(unit, type_, data, 0, end)


@pytest.mark.parametrize(
    ("name", "wire", "error"),
    [
        ("i16", "00008000", "32768 is not in -32768 … 32767"),
        ("u8", "00000100", "256 is not in 0 … 255"),
        ("flag", "00000002", "2 is neither 0 (false) nor 1 (true)"),
        ("maybe", "0000000200000005", "2 is neither"),
        ("paint", "00000001", "1 is no value of enum color"),
        ("text3", "0000000461626364", "4 bytes, at most 3"),
        ("text", "ffffffff", "4294967295 bytes, at most 1000"),
        ("blob3", "0000000461626364", "4 bytes, at most 3"),
        ("few", "00000003000000010000000200000003", "3 elements, at most 2"),
        ("some", "7fffffff00000001", "2147483647 elements cannot stand in 8 bytes"),
        ("nothings", "7fffffff", "2147483647 elements, at most 1000"),
        ("reply", "00000007", "c: 7 is no value of enum color"),
        ("same", "00000001", "data: 1 selects no arm of union same"),
        ("point", "000000010000000200000003", "4 bytes left over"),
        ("entries", "0000000100000008000000010000000900000002", "[2]: 2 is neither"),
        ("tree", "000000010000000100000002ffffffff", "children[0].children: 4294967295 elements"),
    ],
)
def test_bad_bytes_are_refused_at_their_place(
    unit: ir.Unit, name: str, wire: str, error: str
) -> None:
    with pytest.raises(XdrError) as caught:
        decode(unit, find_type(unit, name), bytes.fromhex(wire), limit=1000)
    assert str(caught.value).startswith(error)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("i32", 1 << 31, "2147483648 is not in -2147483648 … 2147483647"),
        ("u64", -1, "-1 is not in 0 … "),
        ("i16", 40000, "40000 is not in"),
        ("i32", True, "expected an int, not bool"),
        ("i32", 1.0, "expected an int, not float"),
        ("flag", 1, "expected a bool, not int"),
        ("paint", 2, "2 is no value of enum color"),
        ("f32", 1e39, "1e+39 does not fit 32 bits"),
        ("f64", "1", "expected a float, not str"),
        ("text3", "abcd", "4 bytes, at most 3"),
        ("text3", "éé", "4 bytes, at most 3"),
        ("text", "\ud800", "'\\ud800' stands for no byte"),
        ("text", "x" * 1001, "1001 bytes, at most 1000"),
        ("blob", "x", "expected bytes, not str"),
        ("block", b"1234", "4 bytes, not 5"),
        ("pair", [1], "1 elements, not 2"),
        ("few", [1, 2, 3], "3 elements, at most 2"),
        ("few", [1, "2"], "[1]: expected an int, not str"),
        ("some", [1] * 1001, "1001 elements, at most 1000"),
        ("twice", 5, "expected a list, not int"),
        ("twice", [1, 2], "2 elements around an optional's value, not 1"),
        ("point", {"x": 1}, "y: missing"),
        ("point", {"x": 1, "y": 2, "z": 3}, "z: unknown; known here: x, y"),
        ("point", [1, 2], "expected a dict, not list"),
        ("entries", [{"id": 1, "next": []}], "[0].next: unknown"),
        ("reply", {"c": -3, "reason": ""}, "reason: unknown"),
        ("reply", {"reason": ""}, "expected a dict with c"),
        ("same", {"data": 1}, "data: 1 selects no arm"),
    ],
)
def test_bad_values_are_refused_at_their_place(
    unit: ir.Unit, name: str, value: object, error: str
) -> None:
    with pytest.raises(XdrError) as caught:
        encode(unit, find_type(unit, name), value, limit=1000)
    assert str(caught.value).startswith(error)


def test_padding_of_other_bytes_than_zero_is_tolerated(unit: ir.Unit) -> None:
    assert decode(unit, find_type(unit, "blob"), b"\0\0\0\1x!!!") == b"x"


def test_nesting_is_limited_and_uses_no_stack(unit: ir.Unit) -> None:
    type_ = find_type(unit, "tree")

    def nested(levels: int) -> bytes:
        return bytes.fromhex("0000000700000001") * (levels - 1) + bytes(8)

    value = decode(unit, type_, nested(256))
    assert encode(unit, type_, value) == nested(256)
    with pytest.raises(XdrError, match="nested deeper than 256"):
        decode(unit, type_, nested(257))
    with pytest.raises(XdrError, match="nested deeper than 256"):
        encode(unit, type_, {"id": 0, "children": [value]})


def test_a_list_of_a_hundred_thousand_nodes_fits_a_small_stack(unit: ir.Unit) -> None:
    type_ = find_type(unit, "entries")
    nodes = [{"id": number} for number in range(100_000)]
    results: list[bool] = []

    def round_trip() -> None:
        results.append(decode(unit, type_, encode(unit, type_, nodes)) == nodes)

    before = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=round_trip)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    assert results == [True]
