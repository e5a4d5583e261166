"""Linked lists whose way to the next node leads through several structs, in loops.

    struct a { int x; b *next; };       struct b { string y<>; a next; };

Each struct of such a circle is a `Link`. Its last field leads to the following one: by an
optional, or directly. The generated module reads and writes what stands before that field.
(A list of one struct has a loop of its own in the generated module.)
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any

from rpcgen_py.runtime.freeing import LONG, free_in_a_loop

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Link", "read_flag", "read_links", "write_links"]

_FLAG = Struct(">I")


class Link:
    """One struct of a circle: its class, the codecs of what precedes its last field, that field.

    `read(data, at, end, limit)` returns a tuple and the offset behind it; `write(value, out,
    limit)` appends pieces; if the struct `recurses`, both take the depth left as well. `optional`
    tells how `tail` leads on.
    """

    __slots__ = ("make", "optional", "read", "recurses", "tail", "write")

    def __init__(
        self,
        make: type,
        read: Callable[..., tuple[tuple[Any, ...], int]],
        write: Callable[..., None],
        tail: str,
        *,
        optional: bool,
        recurses: bool,
    ) -> None:
        self.make = make
        self.read = read
        self.write = write
        self.tail = tail
        self.optional = optional
        self.recurses = recurses


def read_flag(data: bytes, at: int) -> tuple[bool, int]:
    """Whether a node follows (RFC 4506 §4.19), and the offset behind that flag."""
    (flag,) = _FLAG.unpack_from(data, at)
    if flag > 1:
        raise ValueError
    return flag == 1, at + 4


def read_links(
    links: tuple[Link, ...], data: bytes, at: int, end: int, limit: int, depth: int
) -> tuple[Any, int]:
    """Read the struct of `links[0]` and all that follow it round the circle."""
    heads: list[tuple[Any, ...]] = []
    more = True
    while more:
        link = links[len(heads) % len(links)]
        left = (depth,) if link.recurses else ()
        head, at = link.read(data, at, end, limit, *left)
        heads.append(head)
        if link.optional:
            more, at = read_flag(data, at)
        if at > end:
            raise ValueError
    if len(heads) > LONG:
        _free_in_a_loop(links)
    value = None
    while heads:
        head = heads.pop()
        value = links[len(heads) % len(links)].make(*head, value)
    return value, at


def write_links(
    links: tuple[Link, ...], value: Any, out: list[bytes], limit: int, depth: int
) -> None:
    """Write `value`, of the struct of `links[0]`, and all that follow it round the circle."""
    position = 0
    while value is not None:
        link = links[position % len(links)]
        left = (depth,) if link.recurses else ()
        link.write(value, out, limit, *left)
        value = getattr(value, link.tail)
        if link.optional:
            out.append(_FLAG.pack(value is not None))
        elif value is None:
            raise ValueError
        position += 1
    if position > LONG:
        _free_in_a_loop(links)


def _free_in_a_loop(links: tuple[Link, ...]) -> None:
    for link in links:
        free_in_a_loop(link.make, link.tail)
