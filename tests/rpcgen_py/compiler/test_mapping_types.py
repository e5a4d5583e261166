"""docs/mapping.md, types: what a value of each XDR type is in Python, and its bytes."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from rpcgen_py.runtime.errors import XdrError
from tests.rpcgen_py.compiler.rows import row

if TYPE_CHECKING:
    from types import ModuleType

    from tests.rpcgen_py.compiler.conftest import CompileText

SOURCE = """
const MOST = 3;
const HUGE = 0x123456789abcdef0123456789;
#define DEFINED 12
#define GREETING "hel'lo"
enum color { RED = 0, GREEN = 2, VERT = 2 };
typedef int i; typedef long lng; typedef int32_t i32; typedef short s; typedef char c;
typedef int16_t i16; typedef int8_t i8;
typedef unsigned int u; typedef u_long ul; typedef uint32_t u32; typedef u_short us;
typedef u_char uc; typedef uint8_t u8; typedef unsigned n;
typedef hyper h; typedef quad_t q; typedef int64_t i64;
typedef unsigned hyper uh; typedef u_quad_t uq; typedef uint64_t u64;
typedef bool b; typedef float f; typedef double d; typedef quadruple quad;
typedef string text<5>; typedef string any_text<>;
typedef opaque data<5>; typedef opaque any_data<>; typedef opaque block[5];
typedef int few<MOST>; typedef int any_ints<>; typedef int pair[2]; typedef bool flags<2>;
typedef color colors[2]; typedef short shorts<3>; typedef u_char octets[12];
typedef int *maybe; typedef maybe *twice;
typedef point points<2>; typedef string names<2>; typedef opaque ids<>;
typedef color paint;
struct point { int x; int y; };
struct shape { point at; color fill; opaque id[3]; point *center; point corners[2]; };
union reply switch (color status) {
case RED: string reason<8>;
case GREEN: void;
};
union number switch (int kind) {
case -1: int minus;
case 1: case 2: int small;
default: double large;
};
union either switch (bool yes) { case TRUE: int amount; default: void; };
union same switch (unsigned tag) { case 0: int tag; };
union wide switch (unsigned hyper key) { case 1: int x; case 2: case 3: void; default: void; };
struct outer {
    struct { int in; } part;
    union switch (bool more) { case TRUE: int count; case FALSE: void; } tail;
    enum { ON = 1 } state;
};
"""


@pytest.fixture(scope="module")
def module(compile_text: CompileText) -> ModuleType:
    return compile_text(SOURCE)


def wire(module: ModuleType, name: str, value: object, expected: str) -> None:
    """`value` is encoded as `expected`, and read back the same from the middle of other bytes."""
    data = getattr(module, f"pack_{name}")(value)
    assert data.hex() == expected.replace(" ", "")
    again, end = getattr(module, f"unpack_{name}")(b"head" + data + b"tail", 4, 4 + len(data))
    assert end == 4 + len(data)
    assert again == value or again != again  # noqa: PLR0124 (NaN)
    assert type(again) is type(value)


def refused(module: ModuleType, name: str, value: object, message: str) -> None:
    with pytest.raises(XdrError) as error:
        getattr(module, f"pack_{name}")(value)
    assert str(error.value) == message


def unreadable(module: ModuleType, name: str, data: str, message: str) -> None:
    raw = bytes.fromhex(data)
    with pytest.raises(XdrError) as error:
        getattr(module, f"unpack_{name}")(raw, 0, len(raw))
    assert str(error.value) == message


SIGNED = {"i": 32, "lng": 32, "i32": 32, "s": 16, "i16": 16, "c": 8, "i8": 8}
UNSIGNED = {"u": 32, "ul": 32, "u32": 32, "n": 32, "us": 16, "uc": 8, "u8": 8}
WIDE = {"h": True, "q": True, "i64": True, "uh": False, "uq": False, "u64": False}


@row("`int`, `long`, `short`, `char`, `intN_t`, their `unsigned`/`u_` forms")
@pytest.mark.parametrize("name", [*SIGNED, *UNSIGNED])
def test_numbers_of_up_to_32_bits_take_four_bytes(module: ModuleType, name: str) -> None:
    bits = SIGNED.get(name) or UNSIGNED[name]
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if name in SIGNED else (0, (1 << bits) - 1)
    assert getattr(module, name) is int
    for value in (low, high, 0, 1):
        wire(module, name, value, value.to_bytes(4, signed=name in SIGNED).hex())
    for value in (low - 1, high + 1):
        refused(module, name, value, f"{value} is not in {low}…{high}")
    if bits < 32:
        outside = (high + 1).to_bytes(4).hex()
        unreadable(module, name, outside, f"{high + 1} is not in {low}…{high}")


@row("`hyper`, `quad_t`, `unsigned hyper`, `u_quad_t`")
@pytest.mark.parametrize(("name", "signed"), WIDE.items())
def test_numbers_of_64_bits_take_eight_bytes(module: ModuleType, name: str, signed: bool) -> None:
    low, high = (-(1 << 63), (1 << 63) - 1) if signed else (0, (1 << 64) - 1)
    assert getattr(module, name) is int
    for value in (low, high, 7):
        wire(module, name, value, value.to_bytes(8, signed=signed).hex())
    for value in (low - 1, high + 1):
        refused(module, name, value, f"{value} is not in {low}…{high}")


@row("`bool`")
def test_a_bool_is_0_or_1(module: ModuleType) -> None:
    assert module.b is bool
    wire(module, "b", False, "00000000")
    wire(module, "b", True, "00000001")
    unreadable(module, "b", "00000002", "2 is no bool: 0 or 1")
    wire(module, "flags", (True, False), "00000002 00000001 00000000")


@row("`float`, `double`")
def test_floats_keep_signs_infinities_and_quiet_nans(module: ModuleType) -> None:
    for value, hexadecimal in ((1.5, "3fc00000"), (-0.0, "80000000"), (math.inf, "7f800000")):
        wire(module, "f", value, hexadecimal)
    assert math.copysign(1, module.unpack_d(b"\x80" + bytes(7), 0, 8)[0]) == -1
    for quiet in ("7ff8000000000001", "fff8deadbeef0000"):
        wire(module, "d", struct.unpack(">d", bytes.fromhex(quiet))[0], quiet)
    for quiet in ("7fc00001", "ffc12345"):
        wire(module, "f", struct.unpack(">f", bytes.fromhex(quiet))[0], quiet)
    refused(module, "f", 1e39, "1e+39 is too large")
    refused(module, "d", "1", "a number is wanted, not '1'")


@row("`quadruple`")
def test_a_quadruple_is_sixteen_bytes(module: ModuleType) -> None:
    wire(module, "quad", bytes(range(16)), bytes(range(16)).hex())
    refused(module, "quad", bytes(15), "15 bytes, not 16")


@row("`string<N>`")
def test_a_string_is_text_of_utf_8_that_loses_no_byte(
    module: ModuleType, compile_text: CompileText
) -> None:
    wire(module, "text", "é", "00000002 c3a90000")
    wire(module, "text", "a\0b", "00000003 61006200")
    wire(module, "text", "\udcff", "00000001 ff000000")
    refused(module, "text", "ééé", "6 bytes, at most 5")
    refused(module, "text", b"raw", "a str is wanted, not b'raw'")
    with pytest.raises(XdrError, match="not encodable"):
        module.pack_text("\ud800")
    unreadable(module, "text", "00000006 616263646566 0000", "6 bytes, at most 5")
    raw = compile_text(SOURCE, strings="bytes")
    assert raw.text is bytes
    wire(raw, "text", b"\xff\0", "00000002 ff000000")
    refused(raw, "text", "text", "bytes are wanted, not 'text'")


@row("`opaque<N>`")
def test_an_opaque_is_bytes(module: ModuleType) -> None:
    wire(module, "data", b"\0\xff", "00000002 00ff0000")
    refused(module, "data", b"123456", "6 bytes, at most 5")
    refused(module, "data", "12", "bytes are wanted, not '12'")
    unreadable(module, "data", "00000006 3132333435360000", "6 bytes, at most 5")
    unreadable(module, "data", "00000005 31323334", "8 bytes are wanted, but 4 left")


@row("`opaque[N]`")
def test_a_fixed_opaque_is_exactly_so_many_bytes(module: ModuleType) -> None:
    wire(module, "block", b"12345", "3132333435 000000")
    refused(module, "block", b"1234", "4 bytes, not 5")
    refused(module, "block", b"123456", "6 bytes, not 5")
    assert module.unpack_block(b"12345\xff\xff\xff", 0, 8) == (b"12345", 8)  # padding of any kind


@row("`T<N>`")
def test_an_array_is_a_tuple(module: ModuleType) -> None:
    wire(module, "few", (1, -1), "00000002 00000001 ffffffff")
    wire(module, "few", (), "00000000")
    assert module.pack_few([1, -1]) == module.pack_few((1, -1))
    refused(module, "few", (1, 2, 3, 4), "4 elements, at most 3")
    refused(module, "few", (1, 1 << 31), "[1]: 2147483648 is not in -2147483648…2147483647")
    unreadable(module, "few", "00000004" + "00000000" * 4, "4 elements, at most 3")
    wire(module, "shorts", (-32768, 32767), "00000002 ffff8000 00007fff")
    unreadable(module, "shorts", "00000001 00008000", "[0]: 32768 is not in -32768…32767")
    points = (module.point(1, 2), module.point(3, 4))
    wire(module, "points", points, "00000002 00000001 00000002 00000003 00000004")
    refused(module, "points", (points[0], 7), "[1].x: 7 has no such field")


@row("`T[N]`")
def test_a_fixed_array_is_a_tuple_of_exactly_so_many(module: ModuleType) -> None:
    wire(module, "pair", (1, 2), "00000001 00000002")
    refused(module, "pair", (1,), "1 elements, not 2")
    wire(module, "octets", tuple(range(12)), "".join(f"{each:08x}" for each in range(12)))
    refused(module, "octets", (*range(11), 256), "[11]: 256 is not in 0…255")
    colors = (module.color.GREEN, module.color.RED)
    wire(module, "colors", colors, "00000002 00000000")


@row("`<>` without a bound")
def test_lengths_without_a_bound_are_bounded_by_the_caller(module: ModuleType) -> None:
    for name, value in (("any_text", "four"), ("any_data", b"four"), ("any_ints", (1, 2, 3, 4))):
        pack, unpack = getattr(module, f"pack_{name}"), getattr(module, f"unpack_{name}")
        data = pack(value, 4)
        assert unpack(data, 0, len(data), 4) == (value, len(data))
        what = "elements" if name == "any_ints" else "bytes"
        for call in (lambda p=pack, v=value: p(v, 3), lambda u=unpack, d=data: u(d, 0, len(d), 3)):
            with pytest.raises(XdrError, match=f"^4 {what}, at most 3$"):
                call()
    unreadable(module, "any_data", "01000001", "16777217 bytes, at most 16777216")


@row("`T *`")
def test_an_optional_is_a_value_or_none(module: ModuleType) -> None:
    wire(module, "maybe", None, "00000000")
    wire(module, "maybe", 5, "00000001 00000005")
    unreadable(module, "maybe", "00000002", "2 tells not whether a value follows: 0 or 1")


@row("`T *` of a `T` that is itself `T *` or `void`")
def test_an_optional_optional_tells_its_two_nones_apart(module: ModuleType) -> None:
    wire(module, "twice", None, "00000000")
    wire(module, "twice", (None,), "00000001 00000000")
    wire(module, "twice", (5,), "00000001 00000001 00000005")


@row("`enum`")
def test_an_enum_is_an_int_enum(module: ModuleType) -> None:
    color = module.color
    assert color.VERT is color.GREEN
    assert [member.value for member in color] == [0, 2]
    wire(module, "color", color.GREEN, "00000002")
    assert module.pack_color(2) == module.pack_paint(color.VERT) == bytes((0, 0, 0, 2))
    refused(module, "color", 1, "1 is no color")
    unreadable(module, "color", "00000001", "1 is no color")
    unreadable(module, "colors", "00000000 00000003", "[1]: 3 is no color")


@row("`struct`")
def test_a_struct_is_an_immutable_value(module: ModuleType) -> None:
    point = module.point(1, y=2)
    assert issubclass(module.point, msgspec.Struct)
    assert (point.x, point.y) == (1, 2)
    assert point == module.point(1, 2)
    assert hash(point) == hash(module.point(1, 2))
    with pytest.raises(AttributeError):
        point.x = 3
    shape = module.shape(point, module.color.GREEN, b"abc", None, (point, point))
    expected = "00000001 00000002 00000002 61626300 00000000" + "0000000100000002" * 2
    wire(module, "shape", shape, expected)
    wrong = module.shape(point, module.color.GREEN, b"abc", None, (point, module.point(1, None)))
    refused(module, "shape", wrong, "corners[1].y: an integer is wanted, not None")


@row(
    "`union`",
    "`case A: int x;`",
    "`case A: void;`",
    "the discriminant of an arm with one case",
    "a discriminant that no arm owns",
)
def test_a_union_is_a_class_an_arm(module: ModuleType) -> None:
    red, green = module.reply_RED("no"), module.reply_GREEN()
    assert module.reply == module.reply_RED | module.reply_GREEN
    assert red.reason == "no"
    assert (red.status, module.reply_GREEN.status) == (module.color.RED, module.color.GREEN)
    assert module.reply_GREEN.__struct_fields__ == ()
    wire(module, "reply", red, "00000000 00000002 6e6f0000")
    wire(module, "reply", green, "00000002")
    refused(module, "reply", None, "one of reply_RED, reply_GREEN is wanted, not None")
    unreadable(module, "reply", "00000001", "status: 1 is no color")
    wire(module, "number", module.number_minus1(-5), "ffffffff fffffffb")
    assert (module.either_TRUE.yes, module.either_TRUE(1).amount) == (True, 1)
    assert module.same_0(9) == module.same_0(tag_=9)
    assert module.same_0(9).tag == 0
    unreadable(module, "same", "00000001", "tag: 1 selects no arm")


@row("`case A: case B: int x;`", "`default: int x;`")
def test_an_arm_that_owns_several_values_says_which(module: ModuleType) -> None:
    wire(module, "number", module.number_1(1, 7), "00000001 00000007")
    wire(module, "number", module.number_1(kind=2, small=7), "00000002 00000007")
    wire(module, "number", module.number_default(9, 0.5), "00000009 3fe0000000000000")
    wire(module, "either", module.either_default(False), "00000000")
    for make in (
        lambda: module.number_1(3, 7),
        lambda: module.number_default(1, 0.5),
        lambda: module.number_default(-1, 0.5),
        lambda: module.either_default(True),
    ):
        with pytest.raises(XdrError, match="belongs to another arm"):
            make()


def test_a_discriminant_may_have_eight_bytes(module: ModuleType) -> None:
    wire(module, "wide", module.wide_1(7), "0000000000000001 00000007")
    wire(module, "wide", module.wide_2(3), "0000000000000003")
    wire(module, "wide", module.wide_default(1 << 40), "0000010000000000")


@row("`typedef`")
def test_a_typedef_is_an_alias_with_codecs(module: ModuleType) -> None:
    assert module.paint is module.color
    assert module.few == tuple[int, ...]
    assert module.pack_paint is module.pack_color


@row("`const`, `#define NAME number`", '`#define NAME "text"`')
def test_constants_are_constants(module: ModuleType) -> None:
    assert (module.MOST, module.DEFINED) == (3, 12)
    assert module.HUGE == 0x123456789ABCDEF0123456789
    assert module.GREETING == "hel'lo"


@row("anonymous `struct`, `union`, `enum` in a field")
def test_anonymous_types_are_named_by_their_field(module: ModuleType) -> None:
    value = module.outer(module.outer_part(1), module.outer_tail_TRUE(2), module.outer_state(1))
    wire(module, "outer", value, "00000001 00000001 00000002 00000001")


def _codecs(module: ModuleType) -> tuple[Any, bytes]:
    value = module.point(1, 2)
    return value, bytes.fromhex("0000000100000002")


@row("`value.to_xdr(limit=...) -> bytes`", "`T.from_xdr(data, limit=...) -> T`")
def test_classes_encode_and_decode_themselves(module: ModuleType) -> None:
    value, data = _codecs(module)
    assert value.to_xdr() == data
    assert module.point.from_xdr(data) == value
    for wrong in (data[:-1], data + b"\0", b""):
        with pytest.raises(XdrError):
            module.point.from_xdr(wrong)
    arm = module.reply_RED("no")
    assert module.reply_RED.from_xdr(arm.to_xdr()) == arm
    with pytest.raises(XdrError, match="this is reply_RED, not reply_GREEN"):
        module.reply_GREEN.from_xdr(arm.to_xdr())
    with pytest.raises(XdrError, match="4 bytes left over"):
        module.reply_RED.from_xdr(arm.to_xdr() + bytes(4))
    with pytest.raises(XdrError, match=r"^reason: 9 bytes, at most 8$") as error:
        module.reply_RED("x" * 9).to_xdr()
    assert error.value.path == ("reason",)


@row(
    "`pack_T(value, limit=...) -> bytes`", "`unpack_T(data, offset, end, limit=...) -> (T, offset)`"
)
def test_modules_have_codecs_of_every_type(module: ModuleType) -> None:
    value, data = _codecs(module)
    assert module.pack_point(value) == data
    assert module.unpack_point(data + b"more", 0, 12) == (value, 8)
    with pytest.raises(XdrError, match="y: 4 bytes are wanted, but 0 left"):
        module.unpack_point(data + data, 0, 4)
