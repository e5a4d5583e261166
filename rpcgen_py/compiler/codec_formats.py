"""The texts of `struct` formats, and the names of the module constants that hold them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

__all__ = ["constant_name", "merged", "tuple_text"]

_LONGEST: Final = 40


def merged(codes: list[str]) -> str:
    """One format of several codes: `["i", "i", "q"]` → `2iq`."""
    out = ""
    for code, group in groupby(codes):
        count = len(list(group))
        out += f"{count}{code}" if count > 1 and len(code) == 1 else code * count
    return out


def constant_name(method: str, code: str) -> str:
    """A name that tells a format: `_unpack_2iq`."""
    word = re.sub(r"\W", "", code.replace("?", "b"))
    return f"_{method}_{word}" if len(word) <= _LONGEST else f"_{method}_{word[:_LONGEST]}_etc"


def tuple_text(values: list[str]) -> str:
    """The text of a tuple of these expressions."""
    return f"({values[0]},)" if len(values) == 1 else f"({', '.join(values)})"
