"""What stands around the body of every public codec: a fault inside of it is explained."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpcgen_py.compiler.emitter import Emitter

__all__ = ["explained_pack", "explained_unpack"]


@contextmanager
def explained_pack(out: Emitter, shape: str, value: str) -> Iterator[None]:
    """Around what encodes the expression `value`; `shape` is the name it is described under."""
    with out.block("try:"):
        yield
    with out.block("except _rt.FAULTS as fault:"):
        out.line(f'raise _rt.explain_pack(_shapes, "{shape}", {value}, limit, fault) from None')


@contextmanager
def explained_unpack(out: Emitter, shape: str, span: str = "offset, end") -> Iterator[None]:
    """Around what decodes `data` between the two expressions of `span`."""
    with out.block("try:"):
        yield
    with out.block("except _rt.FAULTS as fault:"):
        out.line(
            f'raise _rt.explain_unpack(_shapes, "{shape}", data, {span}, limit, fault) from None'
        )
