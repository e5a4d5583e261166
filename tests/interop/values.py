"""What is sent through every procedure of torture.x: edges of each type, every arm of each union.

Strings hold no NUL, for C's end there (test_torture says what C makes of one).
"""

from __future__ import annotations

import math
import os
import random
import struct
from typing import Any

INT_MIN, INT_MAX, UINT_MAX = -(2**31), 2**31 - 1, 2**32 - 1
HYPER_MIN, HYPER_MAX, UHYPER_MAX = -(2**63), 2**63 - 1, 2**64 - 1

TEXTS = ["", "a", "ab", "abc", "abcd", "Grüße, 世界", os.fsdecode(bytes(range(1, 256)))]
BLOBS = [b"", b"\0", b"\0\0\0\0\0", bytes(range(256))]
INTS = [0, 1, -1, INT_MIN, INT_MAX]
UINTS = [0, 1, UINT_MAX]
HYPERS = [0, -1, HYPER_MIN, HYPER_MAX, 2**32]
UHYPERS = [0, UHYPER_MAX, 2**63]
QUIET_NAN_WITH_PAYLOAD = struct.unpack(">d", bytes.fromhex("fff8000000abcdef"))[0]
QUIET_FLOAT_NAN = struct.unpack(">f", bytes.fromhex("ffc0abcd"))[0]
DOUBLES = [0.0, -0.0, 1.5, math.inf, -math.inf, math.nan, 5e-324, QUIET_NAN_WITH_PAYLOAD]
FLOATS = [0.0, -0.0, 0.5, math.inf, -math.inf, 2.0**-149, QUIET_FLOAT_NAN]

MULTI_FRAGMENT = random.Random(4506).randbytes(300_001)  # noqa: S311 (noise, not a secret)
"""Larger than any buffer of libtirpc, and no multiple of four."""

LIST_LENGTH = 1_000

UDP_PAYLOAD = 8_000
"""What surely fits in libtirpc's datagrams of 8,800 bytes."""


class Values:
    """Values of the types of a compiled torture.x; `t` is that module."""

    def __init__(self, t: Any) -> None:
        self.t = t

    def small_integers(self) -> list[Any]:
        make = self.t.small_integers
        return [make(0, 0, 0, 0), make(-128, 255, -32768, 65535), make(127, 1, 32767, 1)]

    def integers(self) -> list[Any]:
        t = self.t
        lowest = (INT_MIN, 0, 0, INT_MIN, 0, 0, 0, -32768, 0, -128, 0)
        highest = (INT_MAX, *[UINT_MAX] * 2, INT_MAX, *[UINT_MAX] * 3, 32767, 65535, 127, 255)
        return [
            t.integers(*lowest, (INT_MIN, -1, 0), (-32768, -1), False, t.colour.INFRARED),
            t.integers(*highest, (INT_MAX, 1, 2), (32767, 1), True, t.colour.ULTRAVIOLET),
            t.integers(*range(1, 12), (12, 13, 14), (15, 16), True, t.colour.BLUE),
        ]

    def wide_integers(self) -> list[Any]:
        make = self.t.wide_integers
        return [
            make(HYPER_MIN, 0, HYPER_MIN, 0),
            make(HYPER_MAX, UHYPER_MAX, HYPER_MAX, UHYPER_MAX),
            make(1, 2, 3, 4),
        ]

    def sized_integers(self) -> list[Any]:
        make = self.t.sized_integers
        return [
            make(-128, 0, -32768, 0, INT_MIN, 0, HYPER_MIN, 0),
            make(127, 255, 32767, 65535, INT_MAX, UINT_MAX, HYPER_MAX, UHYPER_MAX),
            make(*range(1, 9)),
        ]

    def floats(self) -> list[Any]:
        make = self.t.floats
        return [
            make(-0.0, -0.0, bytes(16), (0.0, QUIET_FLOAT_NAN), ()),
            make(math.inf, QUIET_NAN_WITH_PAYLOAD, bytes(range(16)), (1.0, -2.0), (1.0, -0.0, 3.0)),
        ]

    def bytes_and_text(self) -> list[Any]:
        make = self.t.bytes_and_text
        return [
            make("", "", "", b"\0", bytes(4), bytes(5), b"", b"", "", b""),
            make(
                "n" * 64,
                "1234567",
                "ü" * 99,
                b"1",
                b"1234",
                b"12345",
                b"123456",
                BLOBS[-1],
                "t",
                b"12",
            ),
        ]

    def arrays(self) -> list[Any]:
        t = self.t
        row, pair, octets, grid = (1, -2, 3), ("", "b" * 64), (0, 127, 255), (0.0, -0.0, 1.0, 2.0)
        return [
            t.arrays(row, (row, row), (), (), pair, (), octets, (), (), (), (), grid, ()),
            t.arrays(
                row,
                ((1, 2, 3), (4, 5, 6)),
                (row,) * 4,
                ("", "a", "bb", "ccc", "dddd"),
                pair,
                (HYPER_MIN, *range(6), HYPER_MAX),
                octets,
                (-128, 0, 127),
                (True, False, True, True),
                tuple(t.colour),
                tuple(self.small_integers()[:2]),
                grid,
                (-32768, 32767),
            ),
        ]

    def options(self) -> list[Any]:
        t = self.t
        small = self.small_integers()[1]
        return [
            t.options(None, None, None, None, None, None),
            t.options(INT_MIN, "", small, 0, t.colour.RED, bytes(5)),
            t.options(0, None, small, None, t.colour.BLUE, None),
        ]

    def by_enum(self) -> list[Any]:
        t = self.t
        return [
            t.by_enum_RED(count=INT_MIN),
            t.by_enum_GREEN(shade=t.colour.GREEN, label=""),
            t.by_enum_GREEN(shade=t.colour.BLUE, label="x" * 64),
            t.by_enum_INFRARED(),
            t.by_enum_ULTRAVIOLET(small=self.small_integers()[1]),
        ]

    def by_int(self) -> list[Any]:
        t = self.t
        return [
            t.by_int_0(body=b""),
            t.by_int_0(body=bytes(range(16))),
            t.by_int_BELOW_ZERO(),
            t.by_int_0x7fffffff(tag=b"tag"),
            t.by_int_default(status=1, reason="why not"),
            t.by_int_default(status=INT_MIN, reason=""),
        ]

    def by_unsigned(self) -> list[Any]:
        t = self.t
        return [
            t.by_unsigned_1(big=HYPER_MIN),
            t.by_unsigned_2(kind=2, numbers=()),
            t.by_unsigned_2(kind=3, numbers=(1, 2, 3, INT_MIN)),
            t.by_unsigned_4(fixed_row=(7, 8, 9)),
            t.by_unsigned_default(kind=0),
            t.by_unsigned_default(kind=UINT_MAX),
        ]

    def by_bool(self) -> list[Any]:
        return [self.t.by_bool_TRUE(value=value) for value in DOUBLES] + [self.t.by_bool_FALSE()]

    def by_bool_default(self) -> list[Any]:
        t = self.t
        excuse = t.by_bool_default_default(present=False, excuse="rain")
        return [t.by_bool_default_TRUE(value=UINT_MAX), excuse]

    def nested(self) -> list[Any]:
        t = self.t
        flat = [
            t.nested_0(),
            *(t.nested_1(inner_enum=inner) for inner in self.by_enum()),
            *(t.nested_2(inner_int=inner) for inner in self.by_int()),
            t.nested_3(maybe=None),
            t.nested_3(maybe=t.by_bool_TRUE(value=-0.0)),
            t.nested_4(several=()),
            t.nested_4(several=tuple(self.by_unsigned()[:3])),
            t.nested_default(depth=-1, shade=t.colour.BLUE),
            t.nested_5(deeper=None),
        ]
        deep = flat[-2]
        for _ in range(20):
            deep = t.nested_5(deeper=deep)
        return [*flat, deep]

    def chain(self, length: int) -> Any:
        head = None
        for number in range(length, 0, -1):
            head = self.t.node(number, "." * (number % 5), head)
        return head

    def tree(self) -> list[Any]:
        make = self.t.tree
        leaf = make(3, None, None)
        return [leaf, make(INT_MIN, leaf, None), make(1, make(2, leaf, leaf), make(4, None, leaf))]

    def folder(self) -> list[Any]:
        make = self.t.folder
        empty = make("", ())
        return [empty, make("usr", (make("bin", (empty, empty)), make("lib", ()), empty))]

    def everything(self) -> list[Any]:
        makers = [
            self.small_integers(),
            self.integers(),
            self.wide_integers(),
            self.sized_integers(),
            self.floats(),
            self.bytes_and_text(),
            self.arrays(),
            self.options(),
            self.by_enum(),
            self.by_int(),
            self.by_unsigned(),
            self.by_bool(),
            self.by_bool_default(),
            self.nested(),
            [None, self.chain(3)],
            [None, *self.tree()],
            self.folder(),
            list(self.t.colour),
        ]
        longest = max(map(len, makers))
        rounds = range(0, longest, 3)
        return [self.t.everything(*(each[turn % len(each)] for each in makers)) for turn in rounds]

    def by_procedure(self) -> dict[str, list[Any]]:
        """Argument lists by procedure; a procedure without arguments has one empty list."""
        t = self.t
        one: dict[str, list[Any]] = {
            "ECHO_BOOL": [False, True],
            "ECHO_CHAR": [-128, 0, 127],
            "ECHO_U_CHAR": [0, 255],
            "ECHO_SHORT": [-32768, 32767],
            "ECHO_U_SHORT": [0, 65535],
            "ECHO_INT": INTS,
            "ECHO_U_INT": UINTS,
            "ECHO_LONG": INTS,
            "ECHO_U_LONG": UINTS,
            "ECHO_HYPER": HYPERS,
            "ECHO_U_HYPER": UHYPERS,
            "ECHO_FLOAT": FLOATS,
            "ECHO_DOUBLE": DOUBLES,
            "ECHO_QUADRUPLE": [bytes(16), bytes(range(16))],
            "ECHO_STRING": [*TEXTS, "s" * 5_000],
            "ECHO_COLOUR": list(t.colour),
            "ECHO_NAME": [*TEXTS[:-1], "n" * 64],
            "ECHO_ANY_TEXT": TEXTS,
            "ECHO_BLOB": [*BLOBS, b"b" * UDP_PAYLOAD],
            "ECHO_ANY_BLOB": BLOBS,
            "ECHO_BIG_NUMBERS": [(), (HYPER_MIN,), tuple(range(8))],
            "ECHO_COUNTER_AGAIN": UINTS,
            "ECHO_PAINT": list(t.colour),
            "ECHO_MAYBE_NUMBER": [None, *INTS],
            "ECHO_SMALL_INTEGERS": self.small_integers(),
            "ECHO_INTEGERS": self.integers(),
            "ECHO_WIDE_INTEGERS": self.wide_integers(),
            "ECHO_SIZED_INTEGERS": self.sized_integers(),
            "ECHO_FLOATS": self.floats(),
            "ECHO_BYTES_AND_TEXT": self.bytes_and_text(),
            "ECHO_ARRAYS": self.arrays(),
            "ECHO_OPTIONS": self.options(),
            "ECHO_BY_ENUM": self.by_enum(),
            "ECHO_BY_INT": self.by_int(),
            "ECHO_BY_UNSIGNED": self.by_unsigned(),
            "ECHO_BY_BOOL": self.by_bool(),
            "ECHO_BY_BOOL_DEFAULT": self.by_bool_default(),
            "ECHO_NESTED": self.nested(),
            "ECHO_LIST": [None, self.chain(1), self.chain(2)],
            "ECHO_TREE": self.tree(),
            "ECHO_FOLDER": self.folder(),
            "ECHO_EVERYTHING": self.everything(),
            "NEGATE": [0, 5, INT_MAX],
            "SWALLOW": self.everything()[:1],
        }
        several: dict[str, list[Any]] = {
            "NOTHING": [()],
            "WHO_AM_I": [()],
            "GREET": [()],
            "ECHO_LAST": [(INT_MIN, "name", HYPER_MAX, last) for last in self.by_bool()],
        }
        return {name: [(each,) for each in values] for name, values in one.items()} | several

    def too_large_for_udp(self) -> dict[str, list[Any]]:
        """What needs TCP: a blob of many fragments, a text past 64 KiB, a long list.

        The text is no ECHO_STRING: libtirpc takes 9,000 bytes at most for a bare `string`.
        """
        return {
            "ECHO_BLOB": [(MULTI_FRAGMENT,)],
            "ECHO_ANY_BLOB": [(MULTI_FRAGMENT[:65536],)],
            "ECHO_ANY_TEXT": [("x" * 70_001,)],
            "ECHO_LIST": [(self.chain(LIST_LENGTH),)],
        }
