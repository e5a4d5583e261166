"""The six messages as plain data: what every contender builds, encodes, decodes and reads."""

from __future__ import annotations

from typing import Any

Plain = Any

ATTRIBUTE_NAMES = (
    "kind", "mode", "links", "uid", "gid", "size", "used", "fileid", "seconds", "nanoseconds",
)  # fmt: skip


def _entry(number: int) -> tuple[Plain, ...]:
    attributes = (1, 0o644, 1, 1000, 1000, number * 977, 4096, number, 1_700_000_000, number * 7)
    handle = number.to_bytes(4, "big") * 8
    return (number, f"file-{number:04}.txt", number + 1, attributes, handle)


SAMPLES: dict[str, Plain] = {
    "2 ints": (5, -3),
    "12 mixed scalars": (
        -1, 4_000_000_000, -(2**40), 2**63, 0.5, 3.25, True, 7, -8, 2**50, -2.5, False,
    ),
    "string 32 + opaque 256": ("abcdefgh" * 4, bytes(range(256))),
    "1,000 ints": tuple(range(-500, 500)),
    "list of 100 nodes": tuple(range(100)),
    "50 directory entries": (9, tuple(_entry(n) for n in range(50)), True),
}  # fmt: skip
