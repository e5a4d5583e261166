"""The event loop of a node's processes, and how often they look for garbage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

GARBAGE: Final = (50_000, 20, 100)
"""After how many new objects garbage is looked for, and how many rounds look at older ones, too.

What a node makes is freed as soon as nobody needs it; only what refers to itself in a circle, an
exception for example, waits for this. Python's own 700 objects are made by some dozens of calls,
and a look at all objects takes the longer the more keys there are.
"""


def loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    """Return uvloop's event loop where that is installed, None for asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 (it may be missing)
    except ImportError:
        return None
    return uvloop.Loop
