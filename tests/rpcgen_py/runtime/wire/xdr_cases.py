"""What XDR values are which bytes: the types stand in wire.x."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Literal

from tests.rpcgen_py.runtime.wire.messages import opaque, words

Way = Literal["both ways", "read only", "not read", "not written"]


@dataclass(frozen=True)
class Case:
    """A value of a type of wire.x, as Python and as bytes, and which turns into the other.

    `value` is an expression over the generated module; for what is not read or not written it is
    what the error must name instead.
    """

    rule: int
    title: str
    type: str
    data: bytes
    value: str
    way: Way = "both ways"
    names: str = ""


def case(rule: int, title: str, type_: str, data: bytes, value: str) -> Case:
    return Case(rule, title, type_, data, value)


def reads(rule: int, title: str, type_: str, data: bytes, value: str) -> Case:
    return Case(rule, title, type_, data, value, "read only")


def bad(rule: int, title: str, type_: str, data: bytes, names: str = "") -> Case:
    return Case(rule, title, type_, data, "", "not read", names)


def unwritten(rule: int, title: str, type_: str, value: str, names: str = "") -> Case:
    return Case(rule, title, type_, b"", value, "not written", names)


MAX = 0xFFFFFFFF

CASES = (
    case(1, "opaque is padded with zeros", "bytes8", words(5) + b"abcde\0\0\0", "b'abcde'"),
    case(1, "fixed opaque, too", "three", b"abc\0", "b'abc'"),
    case(1, "and strings", "text", words(1) + b"x\0\0\0", "'x'"),
    reads(1, "other padding is read", "bytes8", words(5) + b"abcde123", "b'abcde'"),
    reads(1, "of strings, too", "text", words(1) + b"x123", "'x'"),
    bad(1, "missing padding is not", "bytes8", words(5) + b"abcde"),
    case(2, "true", "switches", words(1), "switches(True)"),
    case(2, "false", "switches", words(0), "switches(False)"),
    bad(2, "a bool of 2", "switches", words(2), "on"),
    case(2, "something", "maybe", words(1, 7), "7"),
    case(2, "nothing", "maybe", words(0), "None"),
    bad(2, "an optional flag of 2", "maybe", words(2, 7)),
    case(3, "an enum", "color", words(2), "color.GREEN"),
    bad(3, "an enum value of nobody's", "color", words(3)),
    case(4, "a string as long as allowed", "name8", opaque(b"12345678"), "'12345678'"),
    bad(4, "a string over its bound", "name8", opaque(b"123456789")),
    unwritten(4, "nor written", "name8", "'123456789'"),
    bad(4, "opaque over its bound", "bytes8", opaque(bytes(9))),
    unwritten(4, "nor written", "bytes8", "bytes(9)"),
    case(4, "an array as long as allowed", "few", words(3, 1, 2, 3), "(1, 2, 3)"),
    bad(4, "an array over its bound", "few", words(4, 1, 2, 3, 4)),
    unwritten(4, "nor written", "few", "(1, 2, 3, 4)"),
    bad(4, "a string of 4 GiB", "text", words(MAX)),
    bad(4, "an array of 4 Gi elements", "many", words(MAX)),
    bad(4, "an array longer than its bytes", "many", words(3, 1, 2)),
    bad(4, "4 Gi elements of no bytes", "nothings", words(MAX)),
    bad(4, "no bytes at all", "switches", b""),
    case(5, "a case", "choice", words(1, 7), "choice_1(7)"),
    case(5, "a void case", "choice", words(2), "choice_2()"),
    bad(5, "a discriminant without a case", "choice", words(3), "kind"),
    case(5, "a default", "otherwise", words(3), "otherwise_default(3)"),
    case(6, "a list", "node", words(1, 1, 2, 0), "node(1, node(2, None))"),
    bad(6, "a list without end", "node", words(1, 1) * 5),
    case(7, "a string with NUL", "text", opaque(b"a\0b"), "'a\\0b'"),
    case(7, "a string that is UTF-8", "text", opaque("ü".encode()), "'ü'"),
    case(7, "a string that is not", "text", opaque(b"\xff\xfe"), "'\\udcff\\udcfe'"),
    case(8, "small integers take four bytes", "small", words(MAX, MAX - 1, 255, 65535, MAX, MAX),
         "small(-1, -2, 255, 65535, -1, 4294967295)"),
    case(8, "wide ones eight", "wide", struct.pack(">qqqQ", -1, 2, -3, 2**64 - 1),
         "wide(-1, 2, -3, 2**64 - 1)"),
    case(8, "each element of a u_char array takes four", "keys", words(*range(8)),
         "keys((0, 1, 2, 3, 4, 5, 6, 7))"),
    case(8, "a quadruple takes sixteen", "big", bytes(range(16)), "bytes(range(16))"),
    unwritten(8, "an integer too large for its type", "small", "small(0, 40000, 0, 0, 0, 0)", "b"),
    case(9, "negative zero", "real", struct.pack(">fd", -0.0, -0.0), "real(-0.0, -0.0)"),
    case(9, "infinities", "real", struct.pack(">fd", math.inf, -math.inf),
         "real(float('inf'), float('-inf'))"),
    case(10, "bytes behind a value are its caller's", "switches", words(1), "switches(True)"),
)  # fmt: skip
