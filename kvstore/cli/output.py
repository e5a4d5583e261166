"""What kvctl prints: plain for people and pipes, JSON for programs, tables for the eye."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kvstore.client.results import Item

__all__ = ["as_json", "item_as_json", "write", "write_json", "write_json_list", "write_table"]


def write(data: bytes) -> None:
    """Print bytes as they are."""
    sys.stdout.buffer.write(data)


def as_json(data: bytes) -> str | dict[str, str]:
    """Return bytes as JSON has them: text if they are UTF-8, else `{"base64": …}`."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        from base64 import b64encode  # noqa: PLC0415 (rare, and the command starts without it)

        return {"base64": b64encode(data).decode()}


def item_as_json(item: Item, *, keys_only: bool = False) -> dict[str, Any]:
    """Return an item as JSON has it."""
    shown: dict[str, Any] = {"key": as_json(item.key)}
    if not keys_only:
        shown["value"] = as_json(item.value)
    return shown | {
        "create_revision": item.create_revision,
        "mod_revision": item.mod_revision,
        "key_version": item.key_version,
        "lease": item.lease,
    }


def write_json(value: Any) -> None:
    """Print one JSON value on one line."""
    write(_dumps(value) + b"\n")


def write_json_list(values: Iterable[Any]) -> None:
    """Print a JSON list, an element a line, each as soon as it is there."""
    opening = b"["
    for value in values:
        write(opening + b"\n  " + _dumps(value))
        opening = b","
    write(b"[]\n" if opening == b"[" else b"\n]\n")


def _dumps(value: Any) -> bytes:
    import json  # noqa: PLC0415 (not needed for plain output)

    return json.dumps(value, ensure_ascii=False).encode()


def write_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in aligned columns; what is not printable is escaped."""
    cells = [[_cell(value) for value in row] for row in rows]
    cells.insert(0, list(titles))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        write(line.rstrip().encode() + b"\n")


def _cell(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    text = str(value)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
