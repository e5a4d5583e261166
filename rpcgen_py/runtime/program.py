"""Programs, versions and procedures as data (RFC 5531 §8.1, §12): what is called and served."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, eq=False, slots=True)
class Procedure(Generic[P, R]):
    """One remote procedure and its four codecs.

    `pack_*` return whole XDR (a multiple of four bytes); both take the bound for `<>` lengths,
    `pack_args` as a keyword `limit` that its type cannot name. `unpack_*` take the record, the
    offset to start at, the offset where the record ends and that bound; they return the value (for
    arguments: the tuple of them) and the offset behind it. All raise `XdrError`.
    Compared and hashed by identity: there is one object a procedure.
    """

    program: int
    version: int
    number: int
    name: str
    pack_args: Callable[P, bytes]
    unpack_args: Callable[[bytes, int, int, int], tuple[tuple[Any, ...], int]]
    pack_result: Callable[[R, int], bytes]
    unpack_result: Callable[[bytes, int, int, int], tuple[R, int]]


@dataclass(frozen=True, eq=False, slots=True)
class Version:
    """One version of a program and its procedures, without procedure 0 unless it is declared."""

    name: str
    program: int
    number: int
    procedures: tuple[Procedure[..., Any], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Program:
    """One program and all versions that the `.x` file declares."""

    name: str
    number: int
    versions: tuple[Version, ...]


def null_procedure(program: int, version: int) -> Procedure[[], None]:
    """Procedure 0 of a version: void to void, answered by every server (RFC 5531 §12.1)."""
    return Procedure(
        program,
        version,
        0,
        "NULL",
        pack_args=lambda **_limit: b"",
        unpack_args=lambda _data, offset, _end, _limit: ((), offset),
        pack_result=lambda _none, _limit: b"",
        unpack_result=lambda _data, offset, _end, _limit: (None, offset),
    )
