"""What has to be on record: every message of every program, and all that goes to the disk as XDR.

The log's records and the snapshot's file are recorded in tests/kvstore/storage.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kvstore._generated import admin, command, kv, raft, snapshot
from rpcgen_py.compiler import ir
from rpcgen_py.compiler.frontend import load
from rpcgen_py.dynamic.generated import GeneratedValues
from rpcgen_py.dynamic.json_values import from_json, to_json
from rpcgen_py.dynamic.names import Found, procedures
from rpcgen_py.dynamic.zero import zero_value
from rpcgen_py.runtime.auth.none import AuthNone
from rpcgen_py.runtime.client_core import ClientCore
from rpcgen_py.runtime.message import MARK, PLAIN_SUCCESS, read_reply
from rpcgen_py.runtime.program import Procedure
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT
from tests.kvstore.recorded.samples import Samples

HERE = Path(__file__).parent
INTERFACES = HERE.parents[2] / "interfaces"
MODULES = {"kv": kv, "raft": raft, "admin": admin, "command": command, "snapshot": snapshot}
UNIT = load([INTERFACES / f"{name}.x" for name in MODULES])
VALUES = GeneratedValues(UNIT, MODULES)
KEPT = HERE / "testdata" / "version-1.jsonl"

XID = 0x1234ABCD
CALL_HEADER = 40
"""Bytes before the arguments: six words, and two empty authenticators."""

STORED = {
    "raft": ("entry", "hard_state", "conf_change", "conf_change_v2", "member_info"),
    "command": ("command",),
    "snapshot": ("snapshot_record",),
}
"""Types that are written to disk by themselves."""

PROCEDURES: dict[str, tuple[Found, Procedure[..., Any]]] = {
    found.procedure.name: (found, procedure)
    for found in procedures(UNIT)
    for module in MODULES.values()
    for value in vars(module).values()
    if hasattr(value, "procedures") and value.program == found.program.number
    for procedure in value.procedures
    if procedure.number == found.procedure.number
}


class Record(NamedTuple):
    """`about` says what it is, `means` is its value in the JSON of docs/json.md."""

    name: str
    about: str
    data: bytes
    means: Any


def codec(about: str) -> tuple[ir.Type, Callable[[bytes], object], Callable[[Any], bytes]]:
    """The type, the reader and the writer for a record about "call X", "reply X" or "type M.T"."""
    kind, name = about.split()
    if kind == "type":
        module, _, bare = name.partition(".")
        python = MODULES[module]
        return ir.Ref(module, bare), _whole(python, bare), getattr(python, f"pack_{bare}")
    found, procedure = PROCEDURES[name]
    if kind == "call":
        parameters = found.procedure.parameters
        type_ = parameters[0].type if parameters else ir.Void()
        return type_, _reads_call(procedure), _writes_call(procedure)
    return found.procedure.result, _reads_reply(procedure), _writes_reply(procedure)


def _whole(python: Any, bare: str) -> Callable[[bytes], object]:
    unpack = getattr(python, f"unpack_{bare}")

    def read(data: bytes) -> object:
        value, end = unpack(data, 0, len(data))
        assert end == len(data)
        return value

    return read


def _reads_call(procedure: Procedure[..., Any]) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        words = [int.from_bytes(data[at : at + 4]) for at in range(0, CALL_HEADER, 4)]
        numbers = [procedure.program, procedure.version, procedure.number]
        assert words == [XID, 0, 2, *numbers, 0, 0, 0, 0]
        arguments, end = procedure.unpack_args(data, CALL_HEADER, len(data), DEFAULT_LIMIT)
        assert end == len(data)
        return arguments[0] if arguments else None

    return read


def _writes_call(procedure: Procedure[..., Any]) -> Callable[[Any], bytes]:
    def write(value: object) -> bytes:
        arguments = () if value is None else (value,)
        core = ClientCore(AuthNone(), first_xid=XID)
        return core.encode(procedure, procedure.pack_args(*arguments))[1][MARK:]

    return write


def _reads_reply(procedure: Procedure[..., Any]) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        assert data[:4] == XID.to_bytes(4)
        start = read_reply(data, 0, len(data))
        result, end = procedure.unpack_result(data, start, len(data), DEFAULT_LIMIT)
        assert end == len(data)
        return result

    return read


def _writes_reply(procedure: Procedure[..., Any]) -> Callable[[Any], bytes]:
    def write(value: object) -> bytes:
        return XID.to_bytes(4) + PLAIN_SUCCESS + procedure.pack_result(value, DEFAULT_LIMIT)

    return write


def read(record: Record) -> Any:
    """What the record's bytes mean, as this release reads them."""
    type_, unpack, _ = codec(record.about)
    return to_json(UNIT, type_, VALUES.to_plain(type_, unpack(record.data)))


def write(about: str, means: Any) -> bytes:
    """The bytes that this release writes for it."""
    type_, _, pack = codec(about)
    return pack(VALUES.from_plain(type_, from_json(UNIT, type_, means)))


def wanted() -> Iterator[tuple[str, str, Any]]:
    """Name, `about` and meaning of all that has to be on record."""
    abouts = [f"{kind} {name}" for name in PROCEDURES for kind in ("call", "reply")]
    # Its answer is no message: it is one-way.
    abouts.remove("reply RAFT_MESSAGES")
    abouts += [f"type {module}.{name}" for module, names in STORED.items() for name in names]
    for about in abouts:
        type_ = codec(about)[0]
        if type_ == ir.Void():
            yield about, about, None
            continue
        yield f"{about}: zero", about, to_json(UNIT, type_, zero_value(UNIT, type_))
        for sample in Samples(UNIT).of(type_):
            name = f"{about}: {sample.label}" if sample.label else about
            yield name, about, to_json(UNIT, type_, sample.value)
    yield from _message_types()


def _message_types() -> Iterator[tuple[str, str, Any]]:
    """Types of messages are numbers to XDR, so that no union counts them up."""
    for name, number in vars(raft).items():
        if name.startswith("MESSAGE_") and not name.endswith("_MAX"):
            type_ = ir.Ref("raft", "message_batch")
            sample = Samples(UNIT).of(type_)[0].value
            for message in sample["messages"]:
                message["type"] = number
            yield f"call RAFT_MESSAGES: {name}", "call RAFT_MESSAGES", to_json(UNIT, type_, sample)


def kept() -> dict[str, Record]:
    """All that is on record, by name."""
    found = {}
    for line in KEPT.read_text().splitlines():
        each = json.loads(line)
        assert each["name"] not in found, each["name"]
        data = bytes.fromhex(each["bytes"])
        found[each["name"]] = Record(each["name"], each["about"], data, each["means"])
    return found


def line_of(record: Record) -> str:
    """A record as a line of the file."""
    return json.dumps(
        {
            "name": record.name,
            "about": record.about,
            "bytes": record.data.hex(),
            "means": record.means,
        },
        ensure_ascii=False,
    )
