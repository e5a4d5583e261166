"""Hypothesis strategy for valid `.x` sources that use every construct, in odd orders and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

# What a generated module might use itself, or Python reserves, is a fine name in a `.x` file.
AWKWARD = """
from import class None_ lambda match type self limit data offset end value struct_ to_xdr from_xdr
__init__x _x print list bytes str tuple len Any ClassVar msgspec IntEnum Struct_ pack unpack pack_a
unpack_a _rt DEFAULT_LIMIT annotations array functools x X version_ cls kwargs result args error
context timeout close Client Server caller name number procedures default_ A A_B A_B_C a_default
global nonlocal async await del pass
"""

NUMBERS = """
int|unsigned int|unsigned|u_int|long|unsigned long|u_long|short|unsigned short|u_short|char|
unsigned char|u_char|hyper|unsigned hyper|quad_t|u_quad_t|int8_t|uint8_t|int16_t|uint16_t|
int32_t|uint32_t|int64_t|uint64_t|bool|bool_t|float|double|quadruple
"""

_names = st.sampled_from(AWKWARD.split()) | st.sampled_from("abcdefgh")
_numbers = st.sampled_from(["".join(each.split("\n")) for each in NUMBERS.split("|")])


class _Source:
    """One source in the making: what is defined so far, and how names and numbers are drawn.

    `types` are the types that may be used, with the keyword that defines each; `promised` are
    structs that are defined last, so that two types can hold each other.
    """

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.taken: set[str] = set()
        self.definitions: list[str] = []
        self.types: dict[str, str] = {}
        self.promised: list[str] = []
        self.enums: dict[str, list[tuple[str, int]]] = {}
        self.constants: dict[str, int] = {}

    def flip(self) -> bool:
        return self.draw(st.booleans())

    def name(self, taken: set[str] | None = None) -> str:
        taken = self.taken if taken is None else taken
        name: str = self.draw(_names)
        while name in taken:
            name += self.draw(st.sampled_from("_1aZ"))
        taken.add(name)
        return name

    def size(self, most: int = 5) -> str:
        """A length as it is written: a number in some base, or a constant's name."""
        fitting = [name for name, value in self.constants.items() if 0 < value <= most]
        if fitting and self.flip():
            return str(self.draw(st.sampled_from(fitting)))
        number = self.draw(st.integers(1, most))
        return self.draw(st.sampled_from([str(number), hex(number), f"0{number:o}"]))

    def constant(self) -> None:
        value = self.draw(
            st.integers(1, 5) | st.sampled_from([0, -1, 1 << 31, (1 << 64) - 1, 1 << 70])
        )
        spellings = [str(value), hex(value), f"{value:_d}".replace("_", "'")]
        spellings += [f"0{value:o}"] if value > 0 else []
        spellings += [other for other, number in self.constants.items() if number == value]
        shown = self.draw(st.sampled_from(spellings))
        if self.flip():
            name = self.name()
            self.definitions.append(f"const {name} = {shown};")
        else:
            # The preprocessor replaces the name wherever it stands, so it is nobody else's.
            name = f"MACRO_{len(self.constants)}"
            self.definitions.append(f"#define {name} {shown}")
        self.constants[name] = value

    def enum_body(self, name: str) -> str:
        members: list[tuple[str, int]] = []
        shown = []
        for _ in range(self.draw(st.integers(1, 4))):
            member = self.name()
            implicit = members[-1][1] + 1 if members else 0
            if self.flip() and implicit < 1 << 31:
                members.append((member, implicit))
                shown.append(member)
                continue
            edges = st.sampled_from([-(1 << 31), (1 << 31) - 1])
            value = self.draw(st.integers(-3, 9) | edges)
            spellings = [str(value), str(value)]
            spellings += [each for each, number in self.constants.items() if number == value]
            spellings += [each for each, number in members if number == value]
            shown.append(f"{member} = {self.draw(st.sampled_from(spellings))}")
            members.append((member, value))
        self.enums[name] = members
        return "{ " + ", ".join(shown) + " }"

    def specifier(self, inner: str | None, depth: int) -> str:
        """A type by name; or one with a body in its place, named by the field that it serves."""
        if inner is not None and depth < 2 and self.draw(st.integers(0, 9)) == 0:
            return self.anonymous(depth + 1)
        if self.types and self.draw(st.integers(0, 2)) > 0:
            return self.spelled(self.draw(st.sampled_from(sorted(self.types))))
        return self.draw(_numbers)

    def spelled(self, name: str) -> str:
        """A type's name, perhaps behind `struct` as in C."""
        keyword = self.types[name]
        return f"{keyword} {name}" if keyword != "typedef" and self.flip() else name

    def anonymous(self, depth: int) -> str:
        kind = self.draw(st.sampled_from(["struct", "union", "enum"]))
        if kind == "struct":
            return f"struct {self.struct_body(None, depth)}"
        if kind == "union":
            return f"union {self.union_body(depth)}"
        name = f"anonymous {len(self.enums)}"
        body = self.enum_body(name)
        return f"enum {body}"

    def declaration(self, name: str, depth: int) -> str:
        """Any declaration of `name`."""
        shape = self.draw(st.integers(0, 13))
        if self.promised and shape < 4:
            later = self.draw(st.sampled_from(self.promised))
            end = self.draw(st.sampled_from([f"*{name}", f"{name}<>", f"{name}<{self.size()}>"]))
            return f"{later} {end}"
        choices: list[Callable[[], str]] = [
            lambda: f"string {name}<>",
            lambda: f"string {name}<{self.size()}>",
            lambda: f"opaque {name}<{self.size()}>",
            lambda: f"opaque {name}<>",
            lambda: f"opaque {name}[{self.size()}]",
            lambda: f"{self.specifier(name, depth)} {name}[{self.size()}]",
            lambda: f"{self.specifier(name, depth)} {name}<{self.size()}>",
            lambda: f"{self.specifier(name, depth)} {name}<>",
            lambda: f"{self.specifier(name, depth)} *{name}",
            lambda: f"{self.specifier(name, depth)} {name}[0]",
        ]
        if shape < len(choices):
            return choices[shape]()
        return f"{self.specifier(name, depth)} {name}"

    def struct_body(self, own: str | None, depth: int) -> str:
        fields: set[str] = set()
        shown = [
            self.declaration(self.name(fields), depth) + ";"
            for _ in range(self.draw(st.integers(0, 5)))
        ]
        if own is not None and self.draw(st.integers(0, 3)) == 0:
            shown.append(f"{own} *{self.name(fields)};")
        return "{ " + " ".join(shown) + " }"

    def union_body(self, depth: int) -> str:
        enums = [name for name in self.enums if name in self.types]
        fields: set[str] = set()
        discriminant = self.name(fields)
        kind = self.draw(
            st.sampled_from(["int", "unsigned", "bool", "enum", "unsigned int", "hyper", "u_short"])
        )
        if kind == "enum" and enums:
            kind = self.draw(st.sampled_from(enums))
            values = {value: name for name, value in reversed(self.enums[kind])}
            spellings = [[name, name, str(value)] for value, name in values.items()]
            labels = [self.draw(st.sampled_from(each)) for each in spellings]
        elif kind == "bool":
            labels = ["TRUE", "FALSE"]
        else:
            kind = "int" if kind == "enum" else kind
            numbers = self.draw(st.lists(st.integers(0, 20), min_size=1, max_size=4, unique=True))
            labels = [self.draw(st.sampled_from([str(each), hex(each)])) for each in numbers]
        labels = labels[: self.draw(st.integers(1, len(labels)))]
        arms = []
        for index, label in enumerate(labels):
            if index and index + 1 < len(labels) and self.draw(st.integers(0, 3)) == 0:
                arms.append(f"case {label}:")
            elif self.draw(st.integers(0, 3)) == 0:
                arms.append(f"case {label}: void;")
            else:
                arms.append(f"case {label}: {self.declaration(self.name(fields), depth)};")
        if self.flip():
            body = "void" if self.flip() else self.declaration(self.name(fields), depth)
            arms.append(f"default: {body};")
        return f"switch ({kind} {discriminant}) {{ {' '.join(arms)} }}"

    def define(self) -> None:
        """Append one definition of any kind."""
        kind = self.draw(
            st.sampled_from(["constant", "enum", "typedef", "struct", "struct", "union"])
        )
        if kind == "constant":
            self.constant()
            return
        if self.draw(st.integers(0, 4)) == 0:
            self.promised.append(self.name())
        name = self.name()
        if kind == "enum":
            text = f"enum {name} {self.enum_body(name)};"
        elif kind == "typedef":
            text = f"typedef {self.declaration(name, 0)};"
        elif kind == "struct":
            text = f"struct {name} {self.struct_body(name, 0)};"
        else:
            text = f"union {name} {self.union_body(0)};"
        self.types[name] = kind
        self.definitions.append(text)

    def keep_promises(self) -> None:
        """Define what has been referred to."""
        for name in self.promised:
            self.definitions.append(f"struct {name} {self.struct_body(name, 0)};")
        self.types |= dict.fromkeys(self.promised, "struct")
        self.promised = []

    def program(self) -> None:
        """Append a program with versions and procedures of every signature."""
        versions = []
        for number in range(1, self.draw(st.integers(1, 2)) + 1):
            methods: set[str] = set()
            shown = [
                f"{self.result()} {self.name(methods)}({self.arguments()}) = {procedure};"
                for procedure in range(1, self.draw(st.integers(1, 4)) + 1)
            ]
            versions.append(f"version {self.name()} {{ {' '.join(shown)} }} = {number};")
        number = self.draw(st.integers(0x20000000, 0x3FFFFFFF))
        text = f"program {self.name()} {{ {' '.join(versions)} }} = {number:#x};"
        self.definitions.append(text)

    def result(self) -> str:
        return self.draw(st.sampled_from(["void", "string"])) if self.flip() else self.argument()

    def argument(self) -> str:
        return self.specifier(None, 0)

    def arguments(self) -> str:
        count = self.draw(st.integers(0, 3))
        if count == 0:
            return self.draw(st.sampled_from(["void", ""]))
        named = self.flip()
        names: set[str] = set()
        return ", ".join(
            self.argument() + (f" {self.name(names)}" if named else "") for _ in range(count)
        )

    def text(self, before: str = "") -> str:
        """What has been defined since the last text, in any order: references may point forward."""
        macros = [each for each in self.definitions if each.startswith("#")]
        others = self.draw(
            st.permutations([each for each in self.definitions if not each.startswith("#")])
        )
        self.definitions = []
        noise = ["/* between */", "// to the end of the line", "%#include <stdio.h>", "\f", ""]
        lines = [before]
        for each in [*macros, *others]:
            lines += [self.draw(st.sampled_from(noise)), each]
        end = self.draw(st.sampled_from(["\n", "\r\n"]))
        return end.join([*lines, ""])


@st.composite
def sources(draw: DrawFn) -> dict[str, str]:
    """Files by name, of which the last is to be compiled and may include the one before it.

    They hold at most a dozen definitions, and sometimes programs.
    """
    source = _Source(draw)
    files = {}
    for _ in range(draw(st.integers(1, 6))):
        source.define()
    if draw(st.booleans()):
        source.keep_promises()
        files["in-cluded.x"] = source.text()
    for _ in range(draw(st.integers(1, 6))):
        source.define()
    source.keep_promises()
    for _ in range(draw(st.integers(0, 2))):
        source.program()
    files["main.x"] = source.text('#include "in-cluded.x"' if files else "")
    return files
