"""The steps that a decoder is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Branch", "Bulk", "Call", "Check", "Choice", "Repeat", "Step", "Text", "Word"]


@dataclass(frozen=True, slots=True)
class Word:
    """One value of a format code, read into the variable `name`."""

    code: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that makes the bytes wrong; `{left}` in it stands for the bytes left."""

    condition: str


@dataclass(frozen=True, slots=True)
class Text:
    """`count` bytes and their padding, read into `name`."""

    name: str
    count: str
    decode: bool


@dataclass(frozen=True, slots=True)
class Bulk:
    """What one expression reads; `{at}` in it stands for the offset. It takes `size` bytes."""

    name: str
    expression: str
    size: int
    count: str | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """`count` elements, each read by `steps` and then worth `element`, collected into `name`."""

    name: str
    count: str
    annotation: str
    steps: tuple[Step, ...]
    element: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One way of a `Choice`: under `condition` read `steps`, then the value is `result`."""

    condition: str
    steps: tuple[Step, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A union or an optional, read into `name`. No condition true: the bytes are wrong."""

    name: str
    annotation: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Another decoder, whose value goes into `name`."""

    name: str
    function: str
    depth: str


Step: TypeAlias = Word | Check | Text | Bulk | Repeat | Choice | Call
