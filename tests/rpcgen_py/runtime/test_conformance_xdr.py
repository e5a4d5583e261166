"""Generated codecs keep the wire rules about XDR, wherever in a buffer a value stands."""

from __future__ import annotations

import importlib
import math
import struct
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.compiler.frontend import load
from rpcgen_py.compiler.generate_module import generate
from rpcgen_py.runtime.errors import XdrError
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT
from tests.rpcgen_py.runtime.wire.messages import words
from tests.rpcgen_py.runtime.wire.xdr_cases import CASES, Case

SOURCE = Path(__file__).parent / "wire" / "wire.x"

SMALL_STACK = (2048 if sys.version_info[:2] == (3, 13) else 512) * 1024
"""CPython 3.13 frees chains of objects, of any class, in recursions 10,000 deep: in less than 2 MiB
that ends the process, whatever this project does. 3.11 and 3.12 go 50 deep."""

NODES = 1_000_000


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The module that the compiler makes of wire.x."""
    folder = tmp_path_factory.mktemp("wire")
    (folder / "wire_types.py").write_text(generate(load([SOURCE]), "wire"))
    sys.path.insert(0, str(folder))
    yield importlib.import_module("wire_types")
    sys.path.remove(str(folder))


def unpack(wire: ModuleType, type_: str, data: bytes, offset: int = 0, end: int = -1) -> Any:
    end = len(data) if end < 0 else end
    value, behind = getattr(wire, f"unpack_{type_}")(data, offset, end, DEFAULT_LIMIT)
    assert behind == end
    return value


def pack(wire: ModuleType, type_: str, value: Any) -> bytes:
    packed = getattr(wire, f"pack_{type_}")(value)
    assert isinstance(packed, bytes)
    return packed


def some(*ways: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if case.way in ways]
    return pytest.mark.parametrize("case", chosen, ids=lambda case: f"{case.rule}-{case.title}")


@some("both ways", "read only")
@pytest.mark.parametrize("before", [0, 1, 4, 7])
@pytest.mark.parametrize("after", [0, 3, 100])
def test_reads(wire: ModuleType, case: Case, before: int, after: int) -> None:
    data = b"\xff" * before + case.data + b"\xff" * after
    value = unpack(wire, case.type, data, before, before + len(case.data))
    assert repr(value) == repr(eval(case.value, vars(wire)))  # noqa: S307 (the table's own words)


@some("both ways")
def test_writes(wire: ModuleType, case: Case) -> None:
    assert pack(wire, case.type, eval(case.value, vars(wire))) == case.data  # noqa: S307 (as above)


@some("both ways")
def test_what_is_cut_anywhere_is_refused(wire: ModuleType, case: Case) -> None:
    """Whether the buffer ends there, or only the record does."""
    for size in range(len(case.data)):
        with pytest.raises(XdrError):
            unpack(wire, case.type, case.data[:size])
        with pytest.raises(XdrError):
            unpack(wire, case.type, case.data, 0, size)


@some("not read")
@pytest.mark.parametrize("after", [0, 100])
def test_refuses_to_read(wire: ModuleType, case: Case, after: int) -> None:
    data = case.data + words(1) * after
    tracemalloc.start()
    try:
        with pytest.raises(XdrError) as caught:
            unpack(wire, case.type, data, 0, len(case.data))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20, "found before it allocates"
    finally:
        tracemalloc.stop()
    assert case.names in str(caught.value)


@some("not written")
def test_refuses_to_write(wire: ModuleType, case: Case) -> None:
    with pytest.raises(XdrError) as caught:
        pack(wire, case.type, eval(case.value, vars(wire)))  # noqa: S307 (as above)
    assert case.names in str(caught.value)


def test_nan_payloads_survive(wire: ModuleType) -> None:
    """Rule 9. A signalling one of 32 bits becomes quiet: Python's float has 64."""
    data = struct.pack(">IQ", 0x7FC12345, 0x7FF8000012345678)
    value = unpack(wire, "real", data)
    assert math.isnan(value.single)
    assert pack(wire, "real", value) == data
    signalling = struct.pack(">IQ", 0x7FA00001, 0x7FF8000000000001)
    kept = pack(wire, "real", unpack(wire, "real", signalling))
    assert kept == struct.pack(">IQ", 0x7FE00001, 0x7FF8000000000001)


def test_a_million_nodes_on_a_small_stack(wire: ModuleType) -> None:
    """Rule 6: read, written and freed, in a thread whose stack would not hold a recursion."""
    data = words(*[1, 1] * (NODES - 1), 1, 0)
    found: list[bool] = []

    def run() -> None:
        value = unpack(wire, "node", data)
        found.append(pack(wire, "node", value) == data)
        del value  # freed here

    before = threading.stack_size(SMALL_STACK)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert found == [True]


@pytest.mark.parametrize("depth", [1000, 100_000])
def test_other_recursion_is_limited(wire: ModuleType, depth: int) -> None:
    """Rule 6."""
    with pytest.raises(XdrError):
        unpack(wire, "tree", words(*[1] * depth + [0] * (depth + 2)))


@given(
    data=st.binary(max_size=64), type_=st.sampled_from(["node", "tree", "choice", "many", "text"])
)
def test_any_bytes_are_read_or_refused(wire: ModuleType, data: bytes, type_: str) -> None:
    """And what is read is written again as it was, but for padding."""
    try:
        value, behind = getattr(wire, f"unpack_{type_}")(data, 0, len(data), DEFAULT_LIMIT)
    except XdrError:
        return
    assert unpack(wire, type_, pack(wire, type_, value)) == value
    assert len(pack(wire, type_, value)) == behind
