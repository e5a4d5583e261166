"""The six messages in protobuf, by its C implementation (upb); schemas made at run time.

The list of nodes is a repeated field: what a protobuf user writes, and upb's fastest form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.internal import api_implementation

from benchmarks.codec.samples import ATTRIBUTE_NAMES

_Field = descriptor_pb2.FieldDescriptorProto
_SCHEMA: dict[str, list[tuple[str, str]]] = {
    "Pair": [("a", "INT32"), ("b", "INT32")],
    "Scalars": [
        ("i", "INT32"), ("u", "UINT32"), ("h", "INT64"), ("uh", "UINT64"), ("f", "FLOAT"),
        ("d", "DOUBLE"), ("flag", "BOOL"), ("j", "INT32"), ("k", "INT32"), ("id", "UINT64"),
        ("ratio", "DOUBLE"), ("last", "BOOL"),
    ],
    "Texts": [("name", "STRING"), ("body", "BYTES")],
    "Ints": [("values", "repeated INT32")],
    "Node": [("value", "INT32")],
    "List": [("nodes", "repeated Node")],
    "Attributes": [
        (name, "UINT64" if name in {"size", "used", "fileid"} else "UINT32")
        for name in ATTRIBUTE_NAMES
    ],
    "Entry": [
        ("fileid", "UINT64"), ("name", "STRING"), ("cookie", "UINT64"), ("attrs", "Attributes"),
        ("handle", "BYTES"),
    ],
    "Listing": [("verifier", "UINT64"), ("entries", "repeated Entry"), ("eof", "BOOL")],
}  # fmt: skip


def _classes() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(
        name="benchmark.proto", package="benchmark", syntax="proto3"
    )
    for message, fields in _SCHEMA.items():
        described = file.message_type.add(name=message)
        for number, (name, kind) in enumerate(fields, 1):
            repeated, _, word = kind.rpartition(" ")
            field = described.field.add(name=name, number=number)
            field.label = _Field.LABEL_REPEATED if repeated else _Field.LABEL_OPTIONAL
            if word in _SCHEMA:
                field.type = _Field.TYPE_MESSAGE
                field.type_name = f".benchmark.{word}"
            else:
                field.type = getattr(_Field, f"TYPE_{word}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"benchmark.{name}"))
        for name in _SCHEMA
    }


_C = _classes()
IMPLEMENTATION = api_implementation.Type()


def _build_scalars(m: Any) -> Any:
    i, u, h, uh, f, d, flag, j, k, id_, ratio, last = m
    return _C["Scalars"](
        i=i, u=u, h=h, uh=uh, f=f, d=d, flag=flag, j=j, k=k, id=id_, ratio=ratio, last=last
    )


def _build_listing(m: Any) -> Any:
    entry, attributes = _C["Entry"], _C["Attributes"]
    verifier, entries, eof = m
    return _C["Listing"](
        verifier=verifier,
        entries=[
            entry(
                fileid=fileid,
                name=name,
                cookie=cookie,
                attrs=attributes(
                    kind=a[0], mode=a[1], links=a[2], uid=a[3], gid=a[4], size=a[5], used=a[6],
                    fileid=a[7], seconds=a[8], nanoseconds=a[9],
                ),
                handle=handle,
            )
            for fileid, name, cookie, a, handle in entries
        ],
        eof=eof,
    )  # fmt: skip


def _build_list(m: Any) -> Any:
    node = _C["Node"]
    return _C["List"](nodes=[node(value=value) for value in m])


def _read_scalars(m: Any) -> Any:
    return (m.i, m.u, m.h, m.uh, m.f, m.d, m.flag, m.j, m.k, m.id, m.ratio, m.last)


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
CODECS: dict[str, tuple[str, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "2 ints": ("Pair", lambda m: _C["Pair"](a=m[0], b=m[1]), lambda m: (m.a, m.b)),
    "12 mixed scalars": ("Scalars", _build_scalars, _read_scalars),
    "string 32 + opaque 256": (
        "Texts",
        lambda m: _C["Texts"](name=m[0], body=m[1]),
        lambda m: (m.name, m.body),
    ),
    "1,000 ints": ("Ints", lambda m: _C["Ints"](values=m), lambda m: tuple(m.values)),
    "list of 100 nodes": ("List", _build_list, lambda m: tuple([n.value for n in m.nodes])),
    "50 directory entries": ("Listing", _build_listing, _read_listing),
}


def build_and_encode(name: str, message: Any) -> bytes:
    """From plain data to bytes."""
    encoded: bytes = CODECS[name][1](message).SerializeToString()
    return encoded


def decode_and_read(name: str, data: bytes) -> Any:
    """From bytes to plain data, through every field."""
    kind, _, read = CODECS[name]
    return read(_C[kind].FromString(data))


def message_class(name: str) -> Any:
    """The protobuf class of a sample."""
    return _C[CODECS[name][0]]
