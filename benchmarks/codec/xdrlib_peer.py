"""The six messages in xdrlib3, written as its users write them: pack_x after pack_x."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xdrlib3 import Packer, Unpacker


def _pack_pair(p: Packer, m: Any) -> None:
    p.pack_int(m[0])
    p.pack_int(m[1])


def _pack_scalars(p: Packer, m: Any) -> None:
    p.pack_int(m[0])
    p.pack_uint(m[1])
    p.pack_hyper(m[2])
    p.pack_uhyper(m[3])
    p.pack_float(m[4])
    p.pack_double(m[5])
    p.pack_bool(m[6])
    p.pack_int(m[7])
    p.pack_int(m[8])
    p.pack_uhyper(m[9])
    p.pack_double(m[10])
    p.pack_bool(m[11])


def _pack_texts(p: Packer, m: Any) -> None:
    p.pack_string(m[0].encode())
    p.pack_opaque(m[1])


def _pack_ints(p: Packer, m: Any) -> None:
    p.pack_array(m, p.pack_int)


def _pack_list(p: Packer, m: Any) -> None:
    first = True
    for value in m:
        if not first:
            p.pack_bool(True)
        p.pack_int(value)
        first = False
    p.pack_bool(False)


def _pack_listing(p: Packer, m: Any) -> None:
    p.pack_uhyper(m[0])
    p.pack_uint(len(m[1]))
    for fileid, name, cookie, attributes, handle in m[1]:
        p.pack_uhyper(fileid)
        p.pack_string(name.encode())
        p.pack_uhyper(cookie)
        p.pack_bool(True)
        for word in attributes[:5]:
            p.pack_uint(word)
        for word in attributes[5:8]:
            p.pack_uhyper(word)
        for word in attributes[8:]:
            p.pack_uint(word)
        p.pack_opaque(handle)
    p.pack_bool(m[2])


def _unpack_pair(u: Unpacker) -> Any:
    return u.unpack_int(), u.unpack_int()


def _unpack_scalars(u: Unpacker) -> Any:
    return (
        u.unpack_int(),
        u.unpack_uint(),
        u.unpack_hyper(),
        u.unpack_uhyper(),
        u.unpack_float(),
        u.unpack_double(),
        u.unpack_bool(),
        u.unpack_int(),
        u.unpack_int(),
        u.unpack_uhyper(),
        u.unpack_double(),
        u.unpack_bool(),
    )


def _unpack_texts(u: Unpacker) -> Any:
    return u.unpack_string().decode(), u.unpack_opaque()


def _unpack_ints(u: Unpacker) -> Any:
    return tuple(u.unpack_array(u.unpack_int))


def _unpack_list(u: Unpacker) -> Any:
    values = [u.unpack_int()]
    while u.unpack_bool():
        values.append(u.unpack_int())
    return tuple(values)


def _unpack_attributes(u: Unpacker) -> Any:
    words = tuple(u.unpack_uint() for _ in range(5))
    hypers = tuple(u.unpack_uhyper() for _ in range(3))
    return (*words, *hypers, u.unpack_uint(), u.unpack_uint())


def _unpack_entry(u: Unpacker) -> Any:
    fileid = u.unpack_uhyper()
    name = u.unpack_string().decode()
    cookie = u.unpack_uhyper()
    attributes = _unpack_attributes(u) if u.unpack_bool() else None
    return fileid, name, cookie, attributes, u.unpack_opaque()


def _unpack_listing(u: Unpacker) -> Any:
    verifier = u.unpack_uhyper()
    entries = tuple(_unpack_entry(u) for _ in range(u.unpack_uint()))
    return verifier, entries, u.unpack_bool()


CODECS: dict[str, tuple[Callable[[Packer, Any], None], Callable[[Unpacker], Any]]] = {
    "2 ints": (_pack_pair, _unpack_pair),
    "12 mixed scalars": (_pack_scalars, _unpack_scalars),
    "string 32 + opaque 256": (_pack_texts, _unpack_texts),
    "1,000 ints": (_pack_ints, _unpack_ints),
    "list of 100 nodes": (_pack_list, _unpack_list),
    "50 directory entries": (_pack_listing, _unpack_listing),
}


def encode(name: str, message: Any) -> bytes:
    """Encode with a new Packer, as its users do."""
    packer = Packer()
    CODECS[name][0](packer, message)
    return packer.get_buffer()


def decode(name: str, data: bytes) -> Any:
    """Decode with a new Unpacker."""
    return CODECS[name][1](Unpacker(data))
