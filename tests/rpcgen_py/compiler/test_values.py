"""Constants, enum members and expressions: what they compute to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.compiler import ir
from tests.rpcgen_py.compiler.loading import definition, load_text

BEFORE = """
#define MACRO 0x10
#define SUM (MACRO + 2)
#define TWICE(x) ((x) * 2)
#define QUOTED "text"
const FIVE = 5;
enum e { ZERO, ONE, TEN = 10, ELEVEN, MINUS = -3, ALSO_TEN = TEN, FROM_CONST = FIVE };
program P { version V { void PROC(void) = 77; } = 88; } = 99;
"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("42", 42),
        ("-42", -42),
        ("+42", 42),
        ("0x1F", 31),
        ("0X1f", 31),
        ("-0x10", -16),
        ("017", 15),
        ("0xFFF000000000000000000", 0xFFF000000000000000000),
        ("18446744073709551615", 2**64 - 1),
        ("1'000'000", 1_000_000),
        ("0xABCD'EF'01", 0xABCDEF01),
        ("10UL", 10),
        ("0xFFull", 255),
        ("'a'", 97),
        (r"'\n'", 10),
        (r"'\\'", 92),
        ('"a string"', "a string"),
        (r'"say \"hi\"\n"', 'say "hi"\n'),
        ('"what??!"', "what??!"),
        ("FIVE", 5),
        ("LATER", 6),
        ("ELEVEN", 11),
        ("ALSO_TEN", 10),
        ("FROM_CONST", 5),
        ("TRUE", 1),
        ("FALSE", 0),
        ("PROC", 77),
        ("V", 88),
        ("P", 99),
        ("MACRO", 16),
        ("SUM", 18),
        ("TWICE(FIVE)", 10),
        ("QUOTED", "text"),
        ("(1 + 2) * 3", 9),
        ("1 + 2 * 3", 7),
        ("10 - 3 - 2", 5),
        ("1 << 4 | 1", 17),
        ("256 >> 4", 16),
        ("0xFF & ~0xF ^ 1", 0xF1),
        ("-7 / 2", -3),
        ("-7 % 2", -1),
        ("- -7", 7),
        ("~0", -1),
    ],
)
def test_constants(text: str, value: int | str) -> None:
    found = definition(f"{BEFORE} const X = {text}; const LATER = FIVE + 1;", "X")
    assert found == ir.Const("X", value)


def expressions() -> st.SearchStrategy[str]:
    numbers = st.integers(0, 2**40).flatmap(lambda n: st.sampled_from([str(n), hex(n), f"0{n:o}"]))

    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        signs = st.sampled_from(["+", "-", "*", "|", "^", "&"])
        shifts = st.builds(
            "( ( {} ) {} {} )".format, inner, st.sampled_from(["<<", ">>"]), st.integers(0, 40)
        )
        parts = st.tuples(inner, signs, inner).map(" ".join)
        return parts | shifts | inner.map("({})".format) | inner.map("- {}".format)

    return st.recursive(numbers, extend, max_leaves=6)


@given(expressions())
def test_expressions_mean_what_python_makes_of_them(text: str) -> None:
    # Without division, whose rounding differs, and with 0o for C's 0: the languages agree.
    words = [
        f"0o{word[1:]}" if len(word) > 1 and word[0] == "0" and word[1].isdigit() else word
        for word in text.replace("(", "( ").replace(")", " )").split()
    ]
    assert definition(f"const X = {text};", "X") == ir.Const("X", eval(" ".join(words)))  # noqa: S307 (made above)


def members(text: str) -> list[tuple[str, int]]:
    enum = definition(text, "e")
    assert isinstance(enum, ir.Enum)
    return [(member.name, member.value) for member in enum.members]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A", [("A", 0)]),
        ("A, B, C", [("A", 0), ("B", 1), ("C", 2)]),
        ("A = 5, B, C = 1, D,", [("A", 5), ("B", 6), ("C", 1), ("D", 2)]),
        ("A = -2, B, C", [("A", -2), ("B", -1), ("C", 0)]),
        ("A = B, B = 3", [("A", 3), ("B", 3)]),
        ("A = 1 << 3, B = A | 1", [("A", 8), ("B", 9)]),
        ("A = 2147483647", [("A", 2147483647)]),
        ("A = -2147483648", [("A", -2147483648)]),
        # a bit pattern: the word that C puts on the wire
        (
            "A = 0x80000000, B = 0xFFFFFFFF, C = 1 << 31",
            [("A", -(2**31)), ("B", -1), ("C", -(2**31))],
        ),
        ("A = other", [("A", 40)]),
    ],
)
def test_enums(body: str, expected: list[tuple[str, int]]) -> None:
    assert members(f"enum e {{ {body} }}; enum f {{ other = 40 }};") == expected


def test_two_enums_may_share_a_member_of_one_value() -> None:
    text = "enum d { X = 5, OK = 0 }; enum e { OK, FAIL }; union u switch (e s) { case OK: void; };"
    assert members(text) == [("OK", 0), ("FAIL", 1)]


def test_defines_become_constants_where_they_can() -> None:
    text = """
        #ifndef GUARD_X
        #define GUARD_X
        #define NUMBER 5 /* how many */
        #define SUM NUMBER + LIMIT
        #define NAME "x"
        #define TYPE unsigned int
        #define CALL(x) x
        #define UNKNOWN_SUM (NUMBER + NOWHERE)
        #define GONE 1
        #undef GONE
        const LIMIT = 2;
        #endif
    """
    assert load_text(text).definitions == (
        ir.Const("NUMBER", 5),
        ir.Const("SUM", 7),
        ir.Const("NAME", "x"),
        ir.Const("LIMIT", 2),
    )


@pytest.mark.parametrize(
    ("line", "bound"),
    [
        ("%#define MAX 1024", 1024),
        ("  %  #  define MAX (1 << 4) /* or so */", 16),
        ("%#define MAX LIMIT+1", 8),
        ("%#define LATER 9\n%#define MAX LATER", 9),
        ("%#define MAX \\\n  0x20 \\\n + 1", 33),
        ("%#define MAX 5UL // five", 5),
    ],
)
def test_a_percent_define_is_asked_last(line: str, bound: int) -> None:
    found = definition(f"{line}\nconst LIMIT = 7; typedef string s<MAX>;", "s")
    assert found == ir.Typedef("s", ir.String(bound))
    found = definition(f"{line}\nconst LIMIT = 7; const MAX = 3; typedef string s<MAX>;", "s")
    assert found == ir.Typedef("s", ir.String(3))
