"""Linked lists whose way to the next node leads through several structs, in loops.

    struct a { int x; b *next; };       struct b { string y<>; a next; };

Each struct of such a circle is a `Link`. Its last field leads to the following one: by an
optional, or directly. The generated module reads and writes what stands before that field.
(A list of one struct has a loop of its own in the generated module.)
"""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Link", "read_links", "write_links"]

_FLAG = Struct(">I")


class Link:
    """One struct of a circle: its class, the codecs of what precedes its last field, that field.

    `read(data, at, end, limit, depth)` returns a tuple and the offset behind it;
    `write(value, out, limit, depth)` appends pieces. `optional` tells how `tail` leads on.
    """

    __slots__ = ("make", "optional", "read", "tail", "write")

    def __init__(
        self,
        make: Callable[..., Any],
        read: Callable[[bytes, int, int, int, int], tuple[tuple[Any, ...], int]],
        write: Callable[[Any, list[bytes], int, int], None],
        tail: str,
        *,
        optional: bool,
    ) -> None:
        self.make = make
        self.read = read
        self.write = write
        self.tail = tail
        self.optional = optional


def read_links(
    links: tuple[Link, ...], data: bytes, at: int, end: int, limit: int, depth: int
) -> tuple[Any, int]:
    """Read the struct of `links[0]` and all that follow it round the circle."""
    heads: list[tuple[Any, ...]] = []
    more = True
    while more:
        link = links[len(heads) % len(links)]
        head, at = link.read(data, at, end, limit, depth)
        heads.append(head)
        if link.optional:
            (flag,) = _FLAG.unpack_from(data, at)
            if flag > 1:
                raise ValueError
            at += 4
            more = flag == 1
        if at > end:
            raise ValueError
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
        link.write(value, out, limit, depth)
        value = getattr(value, link.tail)
        if link.optional:
            out.append(_FLAG.pack(value is not None))
        elif value is None:
            raise ValueError
        position += 1
