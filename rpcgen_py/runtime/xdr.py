"""The primitives of XDR (RFC 4506) that generated codecs call, and the limits they keep.

A generated codec reads and writes runs of words by precompiled `Struct`s and tests what they do
not; it raises whatever comes, `FAULTS`, without saying where. `explain` then walks the value or
the bytes a second time and says it.
"""

from __future__ import annotations

from struct import Struct
from struct import error as struct_error
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "BOOLS", "DEFAULT_LIMIT", "END", "FAULTS", "MAX_DEPTH", "MAX_EMPTY", "MORE", "Packers",
    "Unpackers", "linked_words",
    "pack_void", "short_packers", "single", "unpack_no_arguments", "unpack_void",
]  # fmt: skip

DEFAULT_LIMIT: Final = 1 << 24
"""Most bytes of a `string<>` or `opaque<>`, and most elements of a `T<>`, unless a caller says."""

MAX_DEPTH: Final = 256
"""Most recursive types inside each other. Linked lists do not count: they are read in a loop."""

MAX_EMPTY: Final = 1 << 16
"""Most elements of an array whose elements take no bytes: the data's length cannot bound it."""

BOOLS: Final = (False, True)
"""A bool by its word; another word is an IndexError (§4.4)."""

FAULTS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct_error,
)
"""What a generated codec raises inside when a value or bytes are wrong."""

T = TypeVar("T")
UnpackSingle: TypeAlias = "Callable[[bytes, int, int, int], tuple[tuple[T], int]]"

_CACHED: Final = 256


class Packers(dict[int, "Callable[..., bytes]"]):
    """`Struct.pack` for `n` units of `code` between `head` and `tail`, by `n`.

    Bytes (code `s`) are followed by their padding. At most 256 are kept, since the lengths may
    come from a peer.
    """

    __slots__ = ("_code", "_head", "_tail")

    def __init__(self, head: str, code: str, tail: str) -> None:
        super().__init__()
        self._head, self._code, self._tail = head, code, tail

    def __missing__(self, n: int) -> Callable[..., bytes]:
        padding = f"{-n & 3}x" if self._code == "s" else ""
        if len(self) >= _CACHED:
            self.clear()
        self[n] = method = Struct(f">{self._head}{n}{self._code}{padding}{self._tail}").pack
        return method


def short_packers(head: str, tail: str, position: int, bound: int) -> list[Callable[..., bytes]]:
    """`Struct.pack` for up to `bound` bytes and their padding between `head` and `tail`, by length.

    What `Packers` does, but in a list, which is faster. The bytes are argument `position`; the
    `Struct` for a length is made when that length comes for the first time.
    """

    def first(*args: Any) -> bytes:
        n = len(args[position])
        table[n] = Struct(f">{head}{n}s{-n & 3}x{tail}").pack
        return table[n](*args)

    table: list[Callable[..., bytes]] = [first] * (bound + 1)
    return table


class Unpackers(dict[int, "Callable[[bytes, int], tuple[Any, ...]]"]):
    """`Struct.unpack_from` for `n` words of `code`, by `n`; at most 256 are kept."""

    __slots__ = ("_code",)

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def __missing__(self, n: int) -> Callable[[bytes, int], tuple[Any, ...]]:
        if len(self) >= _CACHED:
            self.clear()
        self[n] = method = Struct(f">{n}{self._code}").unpack_from
        return method


_LIST_WORDS: Final = {"i": Packers("", "i", ""), "I": Packers("", "I", "")}


def linked_words(code: str, values: list[int]) -> bytes:
    """The encoding of a linked list whose nodes are one word each (§4.19)."""
    words = [1] * (2 * len(values) + 1)
    words[1::2] = values
    words[-1] = 0
    return _LIST_WORDS[code][len(words)](*words)


END: Final = bytes(4)
"""The flag behind the last node of a linked list (§4.19)."""

MORE: Final = b"\0\0\0\1"
"""The flag before a node of a linked list (§4.19)."""


def single(unpack: Callable[[bytes, int, int, int], tuple[T, int]]) -> UnpackSingle[T]:
    """The decoder of a procedure's arguments where there is one: a tuple of what `unpack` gives."""

    def unpack_single(data: bytes, offset: int, end: int, limit: int) -> tuple[tuple[T], int]:
        value, at = unpack(data, offset, end, limit)
        return (value,), at

    return unpack_single


def pack_void(_value: None = None, limit: int = DEFAULT_LIMIT) -> bytes:
    """Encode nothing (§4.16)."""
    return b""


def unpack_void(
    _data: bytes, offset: int, _end: int, _limit: int = DEFAULT_LIMIT
) -> tuple[None, int]:
    """Decode nothing (§4.16)."""
    return None, offset


def unpack_no_arguments(
    _data: bytes, offset: int, _end: int, _limit: int = DEFAULT_LIMIT
) -> tuple[tuple[()], int]:
    """Decode the arguments of a procedure that has none."""
    return (), offset
