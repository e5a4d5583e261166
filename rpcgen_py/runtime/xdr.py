"""The primitives of XDR (RFC 4506) that generated codecs call, and the limits they keep."""

from __future__ import annotations

from typing import Final

__all__ = ["DEFAULT_LIMIT", "MAX_DEPTH"]

DEFAULT_LIMIT: Final = 1 << 24
"""Most bytes of a `string<>` or `opaque<>`, and most elements of a `T<>`, unless a caller says."""

MAX_DEPTH: Final = 256
"""Most recursive types inside each other. Linked lists do not count: they are read in a loop."""
