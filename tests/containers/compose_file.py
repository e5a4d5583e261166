"""Reads compose.yaml: the little of YAML that it is written in, and nothing else.

Blocks of `key: value` and of lists, scalars, `[...]` and `{...}` that may go on in the next lines,
comments, `&name`, and `<<: *name`. Whatever else there is raises `ValueError`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_KEY = re.compile(r"(<<|[\w.-]+):(?: +(.*))?$")
_SCALAR = re.compile(r'"([^"\\]*)"|([\w./-][^",#\[\]{}]*)')


def read_compose(path: Path) -> dict[str, Any]:
    """Return the file's top level."""
    return _Reader(path.read_text()).whole()


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Lines without comments, with their indentation; brackets that stay open join lines."""
    found: list[tuple[int, str]] = []
    for line in text.splitlines():
        bare = re.sub(r"(^|\s)#.*", "", line).rstrip()
        if not bare:
            continue
        if found and found[-1][1].count("[") > found[-1][1].count("]"):
            found[-1] = (found[-1][0], f"{found[-1][1]} {bare.strip()}")
        else:
            found.append((len(bare) - len(bare.lstrip(" ")), bare.strip()))
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = _logical_lines(text)
        self._anchors: dict[str, dict[str, Any]] = {}

    def whole(self) -> dict[str, Any]:
        found = self._block(0)
        if self._lines:
            raise ValueError(f"indented otherwise: {self._lines[0][1]!r}")
        return found

    def _block(self, indent: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._lines and self._lines[0][0] == indent:
            _, line = self._lines.pop(0)
            match = _KEY.match(line)
            if match is None or match[1] in found:
                raise ValueError(f"no key, or one there is already: {line!r}")
            key, rest = match[1], match[2] or ""
            if key == "<<":
                found |= self._anchors[rest.removeprefix("*")]
                continue
            anchor, rest = (rest[1:], "") if rest.startswith("&") else ("", rest)
            found[key] = _flow(rest) if rest else self._below(indent)
            if anchor:
                self._anchors[anchor] = found[key]
        return found

    def _below(self, indent: int) -> dict[str, Any] | None:
        if not self._lines or self._lines[0][0] <= indent:
            return None
        return self._block(self._lines[0][0])


def _flow(text: str) -> Any:
    found, rest = _value(text)
    if rest:
        raise ValueError(f"behind a value: {rest!r}")
    return found


def _value(text: str) -> tuple[Any, str]:
    text = text.lstrip()
    if text[:1] not in {"[", "{"}:
        match = _SCALAR.match(text)
        if match is None:
            raise ValueError(f"no value: {text!r}")
        quoted, bare = match[1], match[2]
        return (bare.strip() if quoted is None else quoted), text[match.end() :].lstrip()
    close = "]" if text[0] == "[" else "}"
    items: list[Any] = []
    rest = text[1:].lstrip()
    while not rest.startswith(close):
        if close == "}":
            name, colon, rest = rest.partition(":")
            if not colon:
                raise ValueError(f"no key: {name!r}")
            value, rest = _value(rest)
            items.append((name.strip(), value))
        else:
            value, rest = _value(rest)
            items.append(value)
        if rest.startswith(","):
            rest = rest[1:].lstrip()
        elif not rest.startswith(close):
            raise ValueError(f"neither a comma nor {close}: {rest!r}")
    return (items if close == "]" else dict(items)), rest[1:].lstrip()
