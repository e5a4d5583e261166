"""The steps that an encoder is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "Branch",
    "Call",
    "Check",
    "Choice",
    "Counted",
    "Encode",
    "Line",
    "Repeat",
    "Run",
    "Single",
    "Step",
    "Word",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A statement that later steps rely on."""

    text: str


@dataclass(frozen=True, slots=True)
class Encode:
    """The bytes of the str `value`, into `name`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that makes the value wrong."""

    condition: str


@dataclass(frozen=True, slots=True)
class Word:
    """Arguments of a `struct` code."""

    code: str
    argument: str


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` units of a code, as many as only the value tells: bytes with padding, or words.

    `bound` is the most that there may be; None where only the caller knows.
    """

    code: str
    count: str
    argument: str
    bound: int | None


@dataclass(frozen=True, slots=True)
class Single:
    """What is packed by a call of its own."""

    part: Counted


@dataclass(frozen=True, slots=True)
class Branch:
    """One way of a `Choice`."""

    condition: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A union or an optional. No condition true: the value is wrong."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`steps` for each `item` of `values`."""

    item: str
    values: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Another encoder, which appends its pieces to `out` or, `returning`, returns them."""

    text: str
    returning: bool


Step: TypeAlias = Line | Encode | Check | Word | Counted | Single | Choice | Repeat | Call
Run: TypeAlias = list[Word | Counted]
