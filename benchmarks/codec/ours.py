"""The six messages through the module that rpcgen-py generates from messages.x."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from rpcgen_py.compiler.frontend import load
from rpcgen_py.compiler.generate_module import generate


def _generated() -> ModuleType:
    unit = load([Path(__file__).with_name("messages.x")])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.py"
        path.write_text(generate(unit, "messages"))
        spec = importlib.util.spec_from_file_location("benchmark_messages", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


_M = _generated()


def _build_list(m: Any) -> Any:
    node = None
    new = _M.node
    for value in reversed(m):
        node = new(value, node)
    return node


def _build_listing(m: Any) -> Any:
    entry, attributes = _M.entry, _M.attributes
    verifier, entries, eof = m
    return _M.listing(
        verifier,
        tuple(
            [
                entry(fileid, name, cookie, attributes(*a), handle)
                for fileid, name, cookie, a, handle in entries
            ]
        ),
        eof,
    )


def _read_scalars(m: Any) -> Any:
    return (m.i, m.u, m.h, m.uh, m.f, m.d, m.flag, m.j, m.k, m.id, m.ratio, m.last)


def _read_list(m: Any) -> Any:
    values = []
    while m is not None:
        values.append(m.value)
        m = m.next
    return tuple(values)


def _read_attributes(a: Any) -> Any:
    return (
        a.kind, a.mode, a.links, a.uid, a.gid, a.size, a.used, a.fileid, a.seconds, a.nanoseconds,
    )  # fmt: skip


def _read_listing(m: Any) -> Any:
    entries = tuple(
        (e.fileid, e.name, e.cookie, _read_attributes(e.attrs), e.handle) for e in m.entries
    )
    return m.verifier, entries, m.eof


# name → class, build from plain data, read every field
CODECS: dict[str, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "2 ints": (_M.pair, lambda m: _M.pair(*m), lambda m: (m.a, m.b)),
    "12 mixed scalars": (_M.scalars, lambda m: _M.scalars(*m), _read_scalars),
    "string 32 + opaque 256": (_M.texts, lambda m: _M.texts(*m), lambda m: (m.name, m.body)),
    "1,000 ints": (_M.ints, _M.ints, lambda m: m.values),
    "list of 100 nodes": (_M.node, _build_list, _read_list),
    "50 directory entries": (_M.listing, _build_listing, _read_listing),
}
