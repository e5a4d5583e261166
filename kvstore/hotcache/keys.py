"""Keys as they stand in a segment: each behind the name space that it is of.

byte 0: length n of the name space    1 .. n: the name space    behind it: the key
"""

from __future__ import annotations


def prefix_of(name_space: bytes) -> bytes:
    """Return what stands before all keys of a name space, which has 255 bytes at most."""
    return bytes((len(name_space),)) + name_space


def split(cached: bytes) -> tuple[bytes, bytes]:
    """Return the name space and the key of what stands in a segment, at least one byte."""
    end = 1 + cached[0]
    return cached[1:end], cached[end:]
