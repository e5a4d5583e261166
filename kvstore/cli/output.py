"""What kvctl prints: plain for people and pipes, JSON for programs, tables for the eye."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from kvstore.client.results import Item

__all__ = [
    "as_json",
    "cell",
    "commit_line",
    "flush",
    "item_as_json",
    "lease_name",
    "nodes",
    "print_items",
    "titles",
    "write",
    "write_json",
    "write_json_list",
    "write_line",
    "write_pairs",
    "write_table",
]


def write(data: bytes) -> None:
    """Print bytes as they are."""
    sys.stdout.buffer.write(data)


def flush() -> None:
    """Have what was printed seen now: it may be a while until more comes."""
    sys.stdout.buffer.flush()


def write_line(text: str) -> None:
    """Print a line, and have it seen."""
    write(text.encode("utf-8", "surrogateescape") + b"\n")
    flush()


def nodes(count: int) -> str:
    """Return how many nodes there are, in words."""
    return "1 node" if count == 1 else f"{count} nodes"


def commit_line(durable_nodes: int) -> bytes:
    """Return what is printed of a change that is on so many disks."""
    return f"OK (replicated to {nodes(durable_nodes)})\n".encode()


def lease_name(lease: int) -> str:
    """Return a lease's number as kvctl prints and takes it."""
    return f"{lease:016x}"


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
        "lease": lease_name(item.lease) if item.lease else None,
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


def write_pairs(pairs: Iterable[tuple[str, Any]]) -> None:
    """Print names and what they stand for, a line each."""
    for name, value in pairs:
        write(f"{name}: {cell(value)}\n".encode())


def print_items(
    items: Iterable[Item], options: argparse.Namespace, *, keys_only: bool = False
) -> None:
    """Print items as the options want them."""
    keys_only = keys_only or getattr(options, "keys_only", False)
    values_only = getattr(options, "print_value_only", False)
    if options.output == "json":
        write_json_list(item_as_json(item, keys_only=keys_only) for item in items)
    elif options.output == "table":
        write_table(
            titles(_KEY_COLUMNS if keys_only else _COLUMNS),
            (_row(item, keys_only=keys_only) for item in items),
        )
    else:
        for item in items:
            if not values_only:
                write(item.key + b"\n")
            if not keys_only:
                write(item.value + b"\n")


_COLUMNS: Final = ("key", "value", "create_revision", "mod_revision", "key_version", "lease")
_KEY_COLUMNS: Final = tuple(name for name in _COLUMNS if name != "value")


def _row(item: Item, *, keys_only: bool) -> list[object]:
    value = [] if keys_only else [item.value]
    lease = lease_name(item.lease) if item.lease else None
    return [item.key, *value, item.create_revision, item.mod_revision, item.key_version, lease]


def titles(names: Iterable[str]) -> list[str]:
    """Return the columns' titles: what JSON calls the same, in capitals."""
    return [name.upper().replace("_", " ") for name in names]


def write_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in aligned columns; what is not printable is escaped."""
    cells = [[cell(value) for value in row] for row in rows]
    cells.insert(0, list(titles))
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        )
        write(line.rstrip().encode() + b"\n")


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    import unicodedata  # noqa: PLC0415 (rarely needed)

    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(bool(unicodedata.combining(each)) for each in text)


def cell(value: object) -> str:
    """Return a value as text of one line; None, which is not there or not known, as a dash."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    text = str(value)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
