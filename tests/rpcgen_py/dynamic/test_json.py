"""The table of docs/json.md, row by row, both ways."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.encoder import encode
from rpcgen_py.dynamic.json_scalars import dumps, loads
from rpcgen_py.dynamic.json_values import from_json, to_json
from rpcgen_py.dynamic.names import find_type
from rpcgen_py.dynamic.zero import zero_value
from rpcgen_py.runtime.errors import XdrError


def nan(bits: int) -> float:
    value: float = struct.unpack(">d", struct.pack(">Q", bits))[0]
    return value


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("u64", (1 << 64) - 1, "18446744073709551615"),
        ("flag", True, "true"),
        ("f64", 0.1, "0.1"),
        ("f64", -0.0, "-0.0"),
        ("f64", math.inf, '"Infinity"'),
        ("f64", -math.inf, '"-Infinity"'),
        ("f64", nan(0x7FF8000000000000), '"NaN"'),
        ("f64", nan(0xFFF8000000000001), '"NaN(0xfff8000000000001)"'),
        ("f32", nan(0x7FF8000020000000), '"NaN(0x7ff8000020000000)"'),
        ("paint", -3, '"GREEN"'),
        ("text", "é\n", '"é\\n"'),
        ("text", "\udcff", '{"base64": "/w=="}'),
        ("text", "\0\x1b\x9b", '"\\u0000\\u001b\\u009b"'),
        ("blob", b"", '""'),
        ("blob", b"Hello", '"Hello"'),
        ("blob", b"\xff\0", '{"base64": "/wA="}'),
        ("blob", b"\x7f", '"\\u007f"'),
        ("f128", b"\xff" * 16, '{"base64": "/////////////////////w=="}'),
        ("pair", [1, 2], "[1, 2]"),
        ("some", [], "[]"),
        ("maybe", None, "null"),
        ("maybe", 5, "5"),
        ("twice", None, "null"),
        ("twice", [None], "[null]"),
        ("twice", [5], "[5]"),
        ("point", {"x": 1, "y": 2}, '{"x": 1, "y": 2}'),
        ("entries", [], "[]"),
        ("entry", {"id": 1, "next": [{"id": 2}]}, '{"id": 1, "next": [{"id": 2}]}'),
        ("reply", {"c": 0, "reason": "no"}, '{"c": "RED", "reason": "no"}'),
        ("reply", {"c": -3}, '{"c": "GREEN"}'),
        ("number", {"kind": 5}, '{"kind": 5}'),
        ("same", {"data": 0, "data_": 7}, '{"data": 0, "data_": 7}'),
    ],
)
def test_value_and_text_are_each_others(unit: ir.Unit, name: str, value: object, text: str) -> None:
    type_ = find_type(unit, name)
    assert dumps(to_json(unit, type_, value)) == text
    assert encode(unit, type_, from_json(unit, type_, loads(text))) == encode(unit, type_, value)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("u64", '"18446744073709551615"', (1 << 64) - 1),
        ("f64", "1", 1.0),
        ("paint", '"VERT"', -3),
        ("paint", "-3", -3),
        ("text", '{"base64": "w6k="}', "é"),
        ("blob", '{"base64": "SGVsbG8="}', b"Hello"),
        ("entries", "null", []),
        ("reply", '{"c": -3}', {"c": -3}),
    ],
)
def test_other_spellings_are_read(unit: ir.Unit, name: str, text: str, value: object) -> None:
    assert from_json(unit, find_type(unit, name), loads(text)) == value


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("i32", "1.0", "expected an integer"),
        ("i32", "true", "expected an integer"),
        ("i32", '"0x10"', "expected an integer"),
        ("flag", "1", "expected true or false"),
        ("f64", '"1"', 'expected a number, "NaN"'),
        ("f64", '"NaN(0x3ff0000000000000)"', "0x3ff0000000000000 are not the bits of a NaN"),
        ("f64", "1" + "0" * 400, "the number does not fit a double"),
        ("paint", '"BLUE"', "expected a name or number of enum color"),
        ("paint", "7", "expected a name or number of enum color"),
        ("paint", "false", "expected a name or number of enum color"),
        ("text", '{"base64": "!"}', "bad base64"),
        ("text", '"\\ud800"', "half a surrogate pair"),
        ("blob", '{"hex": "00"}', "expected a text or"),
        ("pair", "{}", "expected an array"),
        ("few", '[1, "x"]', "[1]: expected an integer"),
        ("point", '{"x": 1}', "y: missing"),
        ("point", '{"x": 1, "Y": 2}', "Y: unknown; known here: x, y"),
        ("point", "[1, 2]", "expected an object"),
        ("entries", '[{"id": 1, "next": null}]', "[0].next: unknown"),
        ("reply", "{}", "expected an object with c"),
        ("reply", '{"c": "GREEN", "reason": ""}', "reason: unknown"),
        ("same", '{"data": 4, "data_": 4}', "data: 4 selects no arm"),
    ],
)
def test_wrong_forms_are_refused_at_their_place(
    unit: ir.Unit, name: str, text: str, error: str
) -> None:
    with pytest.raises(XdrError) as caught:
        from_json(unit, find_type(unit, name), loads(text))
    assert str(caught.value).startswith(error)


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", "-Infinity", '{"a": 1, "a": 2}', "1 2", "[" * 100_000]
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        loads(text)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("point", '{"y": 2}', {"x": 0, "y": 2}),
        ("entries", "[{}]", [{"id": 0}]),
        ("reply", "{}", {"c": 0, "reason": ""}),
        ("number", '{"kind": 1}', {"kind": 1, "small": 0}),
    ],
)
def test_fill_gives_members_their_zero(unit: ir.Unit, name: str, text: str, value: object) -> None:
    assert from_json(unit, find_type(unit, name), loads(text), fill=True) == value


@pytest.mark.parametrize("name", ["point", "entry", "tree", "reply", "number", "same", "either"])
def test_zeros_can_be_encoded(unit: ir.Unit, name: str) -> None:
    type_ = find_type(unit, name)
    value: Any = zero_value(unit, type_)
    assert encode(unit, type_, value) == bytes(len(encode(unit, type_, value)))
