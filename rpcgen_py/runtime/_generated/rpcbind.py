"""rpcbind.x, compiled by rpcgen-py. Edit that file, not this one.

rpcbind and the older portmapper: program 100000 (RFC 1833).

Version 2 speaks of ports, versions 3 and 4 of universal addresses. All three are declared
as one program, since they share its number. Standard names are kept.
"""

from __future__ import annotations

import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

if typing.TYPE_CHECKING:
    from concurrent.futures import Future as _Future

_rt.require(1)

__all__ = [
    "IPPROTO_TCP",
    "IPPROTO_UDP",
    "PMAP_VERS",
    "PMAP_VERSAsyncClient",
    "PMAP_VERSAsyncServer",
    "PMAP_VERSClient",
    "PMAP_VERSServer",
    "RPCBPROG",
    "RPCBVERS",
    "RPCBVERS4",
    "RPCBVERS4AsyncClient",
    "RPCBVERS4AsyncServer",
    "RPCBVERS4Client",
    "RPCBVERS4Server",
    "RPCBVERSAsyncClient",
    "RPCBVERSAsyncServer",
    "RPCBVERSClient",
    "RPCBVERSServer",
    "call_args",
    "call_result",
    "mapping",
    "pack_call_args",
    "pack_call_result",
    "pack_mapping",
    "pack_pmaplist",
    "pack_pmaplist_ptr",
    "pack_rp__list",
    "pack_rpcb",
    "pack_rpcb_entry",
    "pack_rpcb_entry_list",
    "pack_rpcb_entry_list_ptr",
    "pack_rpcb_netbuf",
    "pack_rpcb_rmtcallargs",
    "pack_rpcb_rmtcallres",
    "pack_rpcblist_ptr",
    "pmaplist",
    "pmaplist_ptr",
    "rp__list",
    "rpcb",
    "rpcb_entry",
    "rpcb_entry_list",
    "rpcb_entry_list_ptr",
    "rpcb_netbuf",
    "rpcb_rmtcallargs",
    "rpcb_rmtcallres",
    "rpcblist_ptr",
    "unpack_call_args",
    "unpack_call_result",
    "unpack_mapping",
    "unpack_pmaplist",
    "unpack_pmaplist_ptr",
    "unpack_rp__list",
    "unpack_rpcb",
    "unpack_rpcb_entry",
    "unpack_rpcb_entry_list",
    "unpack_rpcb_entry_list_ptr",
    "unpack_rpcb_netbuf",
    "unpack_rpcb_rmtcallargs",
    "unpack_rpcb_rmtcallres",
    "unpack_rpcblist_ptr",
]

# RFC 1833 section 3.1: protocol numbers of version 2.
IPPROTO_TCP: typing.Final[int] = 6
IPPROTO_UDP: typing.Final[int] = 17


class mapping(msgspec.Struct, frozen=True, gc=False):
    """One registration as version 2 knows it: a port of IPv4."""

    prog: int
    vers: int
    prot: int
    port: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_4I(self.prog, self.vers, self.prot, self.port)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "mapping", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> mapping:
        try:
            return cls(*_whole_4I(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "mapping", data, 0, len(data), limit, fault) from None


class pmaplist(_rt.ListNode, frozen=True):
    """The answer of version 2's DUMP, a linked list."""

    map: mapping
    next: pmaplist | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_pmaplist_list(self, out, limit)
            return b"".join(out)[4:]
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "pmaplist", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> pmaplist:
        return _rt.unpack_whole(unpack_pmaplist, data, limit)


pmaplist_ptr: typing.TypeAlias = pmaplist | None


class call_args(msgspec.Struct, frozen=True, gc=False):
    """A call to be passed on to the named procedure."""

    prog: int
    vers: int
    proc: int
    args: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            args = self.args
            args_length = len(args)
            if args_length > limit:
                raise ValueError
            return _pack_4I_ns[args_length](self.prog, self.vers, self.proc, args_length, args)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "call_args", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> call_args:
        try:
            at = 0
            end = len(data)
            prog, vers, proc, args_length = _unpack_4I(data, at)
            if args_length > limit:
                raise ValueError
            at += 16
            args = data[at : at + args_length]
            at += (args_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(prog, vers, proc, args)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "call_args", data, 0, len(data), limit, fault
            ) from None


class call_result(msgspec.Struct, frozen=True, gc=False):
    """The port of the procedure that was called, and its result."""

    port: int
    res: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            res = self.res
            res_length = len(res)
            if res_length > limit:
                raise ValueError
            return _pack_2I_ns[res_length](self.port, res_length, res)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "call_result", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> call_result:
        try:
            at = 0
            end = len(data)
            port, res_length = _unpack_2I(data, at)
            if res_length > limit:
                raise ValueError
            at += 8
            res = data[at : at + res_length]
            at += (res_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(port, res)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "call_result", data, 0, len(data), limit, fault
            ) from None


class rpcb(msgspec.Struct, frozen=True, gc=False):
    """One registration as versions 3 and 4 know it. r_netid names a transport ("tcp", "udp6",
    "local"), r_addr is a universal address (RFC 5665 section 5.2), r_owner a user.
    """

    r_prog: int
    r_vers: int
    r_netid: str
    r_addr: str
    r_owner: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                r_netid = self.r_netid.encode()
            except UnicodeEncodeError:
                r_netid = self.r_netid.encode("utf-8", "surrogateescape")
            r_netid_length = len(r_netid)
            if r_netid_length > limit:
                raise ValueError
            try:
                r_addr = self.r_addr.encode()
            except UnicodeEncodeError:
                r_addr = self.r_addr.encode("utf-8", "surrogateescape")
            r_addr_length = len(r_addr)
            if r_addr_length > limit:
                raise ValueError
            try:
                r_owner = self.r_owner.encode()
            except UnicodeEncodeError:
                r_owner = self.r_owner.encode("utf-8", "surrogateescape")
            r_owner_length = len(r_owner)
            if r_owner_length > limit:
                raise ValueError
            return b"".join(
                (
                    _pack_3I_ns_I[r_netid_length](
                        self.r_prog, self.r_vers, r_netid_length, r_netid, r_addr_length
                    ),
                    _pack_ns_I[r_addr_length](r_addr, r_owner_length),
                    _pack_ns[r_owner_length](r_owner),
                )
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rpcb", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rpcb:
        return _rt.unpack_whole(unpack_rpcb, data, limit)


class rp__list(_rt.ListNode, frozen=True):
    """The answer of DUMP, a linked list."""

    rpcb_map: rpcb
    rpcb_next: rp__list | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_rp__list_list(self, out, limit)
            return b"".join(out)[4:]
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rp__list", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rp__list:
        return _rt.unpack_whole(unpack_rp__list, data, limit)


rpcblist_ptr: typing.TypeAlias = rp__list | None


class rpcb_rmtcallargs(msgspec.Struct, frozen=True, gc=False):
    """A call to be passed on to the named procedure."""

    prog: int
    vers: int
    proc: int
    args: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            args = self.args
            args_length = len(args)
            if args_length > limit:
                raise ValueError
            return _pack_4I_ns[args_length](self.prog, self.vers, self.proc, args_length, args)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rpcb_rmtcallargs", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rpcb_rmtcallargs:
        try:
            at = 0
            end = len(data)
            prog, vers, proc, args_length = _unpack_4I(data, at)
            if args_length > limit:
                raise ValueError
            at += 16
            args = data[at : at + args_length]
            at += (args_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(prog, vers, proc, args)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "rpcb_rmtcallargs", data, 0, len(data), limit, fault
            ) from None


class rpcb_rmtcallres(msgspec.Struct, frozen=True, gc=False):
    """The universal address of the procedure that was called, and its result."""

    addr: str
    results: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                addr = self.addr.encode()
            except UnicodeEncodeError:
                addr = self.addr.encode("utf-8", "surrogateescape")
            addr_length = len(addr)
            if addr_length > limit:
                raise ValueError
            results = self.results
            results_length = len(results)
            if results_length > limit:
                raise ValueError
            head = _pack_I_ns_I[addr_length](addr_length, addr, results_length)
            return head + _pack_ns[results_length](results)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rpcb_rmtcallres", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rpcb_rmtcallres:
        try:
            at = 0
            end = len(data)
            (addr_length,) = _unpack_I(data, at)
            if addr_length > limit:
                raise ValueError
            at += 4
            addr = data[at : at + addr_length].decode("utf-8", "surrogateescape")
            at += (addr_length + 3) & -4
            (results_length,) = _unpack_I(data, at)
            if results_length > limit:
                raise ValueError
            at += 4
            results = data[at : at + results_length]
            at += (results_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(addr, results)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "rpcb_rmtcallres", data, 0, len(data), limit, fault
            ) from None


class rpcb_entry(msgspec.Struct, frozen=True, gc=False):
    """One transport of a service, as GETADDRLIST lists them."""

    r_maddr: str
    r_nc_netid: str
    r_nc_semantics: int
    r_nc_protofmly: str
    r_nc_proto: str

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                r_maddr = self.r_maddr.encode()
            except UnicodeEncodeError:
                r_maddr = self.r_maddr.encode("utf-8", "surrogateescape")
            r_maddr_length = len(r_maddr)
            if r_maddr_length > limit:
                raise ValueError
            try:
                r_nc_netid = self.r_nc_netid.encode()
            except UnicodeEncodeError:
                r_nc_netid = self.r_nc_netid.encode("utf-8", "surrogateescape")
            r_nc_netid_length = len(r_nc_netid)
            if r_nc_netid_length > limit:
                raise ValueError
            try:
                r_nc_protofmly = self.r_nc_protofmly.encode()
            except UnicodeEncodeError:
                r_nc_protofmly = self.r_nc_protofmly.encode("utf-8", "surrogateescape")
            r_nc_protofmly_length = len(r_nc_protofmly)
            if r_nc_protofmly_length > limit:
                raise ValueError
            try:
                r_nc_proto = self.r_nc_proto.encode()
            except UnicodeEncodeError:
                r_nc_proto = self.r_nc_proto.encode("utf-8", "surrogateescape")
            r_nc_proto_length = len(r_nc_proto)
            if r_nc_proto_length > limit:
                raise ValueError
            return b"".join(
                (
                    _pack_I_ns_I[r_maddr_length](r_maddr_length, r_maddr, r_nc_netid_length),
                    _pack_ns_2I[r_nc_netid_length](
                        r_nc_netid, self.r_nc_semantics, r_nc_protofmly_length
                    ),
                    _pack_ns_I[r_nc_protofmly_length](r_nc_protofmly, r_nc_proto_length),
                    _pack_ns[r_nc_proto_length](r_nc_proto),
                )
            )
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rpcb_entry", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rpcb_entry:
        return _rt.unpack_whole(unpack_rpcb_entry, data, limit)


class rpcb_entry_list(_rt.ListNode, frozen=True):
    rpcb_entry_map: rpcb_entry
    rpcb_entry_next: rpcb_entry_list | None

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            out: list[bytes] = []
            _write_rpcb_entry_list_list(self, out, limit)
            return b"".join(out)[4:]
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rpcb_entry_list", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rpcb_entry_list:
        return _rt.unpack_whole(unpack_rpcb_entry_list, data, limit)


rpcb_entry_list_ptr: typing.TypeAlias = rpcb_entry_list | None


class rpcb_netbuf(msgspec.Struct, frozen=True, gc=False):
    """A transport address in the form of the local system's socket calls."""

    maxlen: int
    buf: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            buf = self.buf
            buf_length = len(buf)
            if buf_length > limit:
                raise ValueError
            return _pack_2I_ns[buf_length](self.maxlen, buf_length, buf)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "rpcb_netbuf", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> rpcb_netbuf:
        try:
            at = 0
            end = len(data)
            maxlen, buf_length = _unpack_2I(data, at)
            if buf_length > limit:
                raise ValueError
            at += 8
            buf = data[at : at + buf_length]
            at += (buf_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(maxlen, buf)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "rpcb_netbuf", data, 0, len(data), limit, fault
            ) from None


# The runs of words that codecs read and write at once.
_iter_5I = struct.Struct(">5I").iter_unpack
_pack_2I_ns = _rt.Packers("2I", "s", "")
_pack_2I_ns_I = _rt.Packers("2I", "s", "I")
_pack_3I_ns_I = _rt.Packers("3I", "s", "I")
_pack_3xb = struct.Struct(">3x?").pack
_pack_4I = struct.Struct(">4I").pack
_pack_4I_ns = _rt.Packers("4I", "s", "")
_pack_4I_ns_I = _rt.Packers("4I", "s", "I")
_pack_5I = struct.Struct(">5I").pack
_pack_I = struct.Struct(">I").pack
_pack_I_ns = _rt.Packers("I", "s", "")
_pack_I_ns_I = _rt.Packers("I", "s", "I")
_pack_ns = _rt.Packers("", "s", "")
_pack_ns_2I = _rt.Packers("", "s", "2I")
_pack_ns_I = _rt.Packers("", "s", "I")
_unpack_2I = struct.Struct(">2I").unpack_from
_unpack_3I = struct.Struct(">3I").unpack_from
_unpack_4I = struct.Struct(">4I").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_whole_4I = struct.Struct(">4I").unpack

pack_mapping = mapping.to_xdr
pack_pmaplist = pmaplist.to_xdr
pack_call_args = call_args.to_xdr
pack_call_result = call_result.to_xdr
pack_rpcb = rpcb.to_xdr
pack_rp__list = rp__list.to_xdr
pack_rpcb_rmtcallargs = rpcb_rmtcallargs.to_xdr
pack_rpcb_rmtcallres = rpcb_rmtcallres.to_xdr
pack_rpcb_entry = rpcb_entry.to_xdr
pack_rpcb_entry_list = rpcb_entry_list.to_xdr
pack_rpcb_netbuf = rpcb_netbuf.to_xdr


def unpack_mapping(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[mapping, int]:
    at = offset
    try:
        value = mapping(*_unpack_4I(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "mapping", data, offset, end, limit, fault) from None


def _write_pmaplist_list(value: pmaplist | None, out: list[bytes], limit: int) -> None:
    while value is not None:
        map2 = value.map
        out.append(_pack_5I(1, map2.prog, map2.vers, map2.prot, map2.port))
        value = value.next
    out.append(_rt.END)
    if len(out) > _rt.LONG:
        _rt.free_in_a_loop(pmaplist, "next")


def _read_pmaplist_list(data: bytes, at: int, end: int, limit: int) -> tuple[pmaplist | None, int]:
    nodes: list[typing.Any] = []
    start = at
    while at + 20 <= end:
        stop = at + min((end - at) // 20, 51) * 20
        for flag, prog, vers, prot, port in _iter_5I(data[at:stop]):
            if flag != 1:
                break
            nodes.append(mapping(prog, vers, prot, port))
        else:
            at = stop
            continue
        break
    at = start + len(nodes) * 20
    (flag,) = _unpack_I(data, at)
    if flag:
        raise ValueError
    at += 4
    if len(nodes) > _rt.LONG:
        _rt.free_in_a_loop(pmaplist, "next")
    result: pmaplist | None = None
    for map2 in reversed(nodes):
        result = pmaplist(map2, result)
    return result, at


def unpack_pmaplist(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[pmaplist, int]:
    at = offset
    try:
        prog, vers, prot, port = _unpack_4I(data, at)
        next2, at = _read_pmaplist_list(data, at + 16, end, limit)
        value = pmaplist(mapping(prog, vers, prot, port), next2)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "pmaplist", data, offset, end, limit, fault) from None


def pack_pmaplist_ptr(value: pmaplist_ptr, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_pmaplist_list(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "pmaplist_ptr", value, limit, fault) from None


def unpack_pmaplist_ptr(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[pmaplist_ptr, int]:
    at = offset
    try:
        result, at = _read_pmaplist_list(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "pmaplist_ptr", data, offset, end, limit, fault) from None


def unpack_call_args(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[call_args, int]:
    at = offset
    try:
        prog, vers, proc, args_length = _unpack_4I(data, at)
        if args_length > limit:
            raise ValueError
        at += 16
        args = data[at : at + args_length]
        at += (args_length + 3) & -4
        value = call_args(prog, vers, proc, args)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "call_args", data, offset, end, limit, fault) from None


def unpack_call_result(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[call_result, int]:
    at = offset
    try:
        port, res_length = _unpack_2I(data, at)
        if res_length > limit:
            raise ValueError
        at += 8
        res = data[at : at + res_length]
        at += (res_length + 3) & -4
        value = call_result(port, res)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "call_result", data, offset, end, limit, fault) from None


def unpack_rpcb(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcb, int]:
    at = offset
    try:
        r_prog, r_vers, r_netid_length = _unpack_3I(data, at)
        if r_netid_length > limit:
            raise ValueError
        at += 12
        r_netid = data[at : at + r_netid_length].decode("utf-8", "surrogateescape")
        at += (r_netid_length + 3) & -4
        (r_addr_length,) = _unpack_I(data, at)
        if r_addr_length > limit:
            raise ValueError
        at += 4
        r_addr = data[at : at + r_addr_length].decode("utf-8", "surrogateescape")
        at += (r_addr_length + 3) & -4
        (r_owner_length,) = _unpack_I(data, at)
        if r_owner_length > limit:
            raise ValueError
        at += 4
        r_owner = data[at : at + r_owner_length].decode("utf-8", "surrogateescape")
        at += (r_owner_length + 3) & -4
        value = rpcb(r_prog, r_vers, r_netid, r_addr, r_owner)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcb", data, offset, end, limit, fault) from None


def _write_rp__list_list(value: rp__list | None, out: list[bytes], limit: int) -> None:
    while value is not None:
        rpcb_map = value.rpcb_map
        try:
            r_netid = rpcb_map.r_netid.encode()
        except UnicodeEncodeError:
            r_netid = rpcb_map.r_netid.encode("utf-8", "surrogateescape")
        r_netid_length = len(r_netid)
        if r_netid_length > limit:
            raise ValueError
        try:
            r_addr = rpcb_map.r_addr.encode()
        except UnicodeEncodeError:
            r_addr = rpcb_map.r_addr.encode("utf-8", "surrogateescape")
        r_addr_length = len(r_addr)
        if r_addr_length > limit:
            raise ValueError
        out.append(
            _pack_4I_ns_I[r_netid_length](
                1, rpcb_map.r_prog, rpcb_map.r_vers, r_netid_length, r_netid, r_addr_length
            )
        )
        try:
            r_owner = rpcb_map.r_owner.encode()
        except UnicodeEncodeError:
            r_owner = rpcb_map.r_owner.encode("utf-8", "surrogateescape")
        r_owner_length = len(r_owner)
        if r_owner_length > limit:
            raise ValueError
        out.append(_pack_ns_I[r_addr_length](r_addr, r_owner_length))
        out.append(_pack_ns[r_owner_length](r_owner))
        value = value.rpcb_next
    out.append(_rt.END)
    if len(out) > _rt.LONG:
        _rt.free_in_a_loop(rp__list, "rpcb_next")


def _read_rp__list_list(data: bytes, at: int, end: int, limit: int) -> tuple[rp__list | None, int]:
    nodes: list[typing.Any] = []
    last = end - 16
    while at <= last:
        flag, r_prog, r_vers, r_netid_length = _unpack_4I(data, at)
        if flag != 1:
            break
        if r_netid_length > limit:
            raise ValueError
        at += 16
        r_netid = data[at : at + r_netid_length].decode("utf-8", "surrogateescape")
        at += (r_netid_length + 3) & -4
        (r_addr_length,) = _unpack_I(data, at)
        if r_addr_length > limit:
            raise ValueError
        at += 4
        r_addr = data[at : at + r_addr_length].decode("utf-8", "surrogateescape")
        at += (r_addr_length + 3) & -4
        (r_owner_length,) = _unpack_I(data, at)
        if r_owner_length > limit:
            raise ValueError
        at += 4
        r_owner = data[at : at + r_owner_length].decode("utf-8", "surrogateescape")
        at += (r_owner_length + 3) & -4
        nodes.append(rpcb(r_prog, r_vers, r_netid, r_addr, r_owner))
    else:
        (flag,) = _unpack_I(data, at)
    if flag:
        raise ValueError
    at += 4
    if len(nodes) > _rt.LONG:
        _rt.free_in_a_loop(rp__list, "rpcb_next")
    result: rp__list | None = None
    for rpcb_map in reversed(nodes):
        result = rp__list(rpcb_map, result)
    return result, at


def unpack_rp__list(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rp__list, int]:
    at = offset
    try:
        r_prog, r_vers, r_netid_length = _unpack_3I(data, at)
        if r_netid_length > limit:
            raise ValueError
        at += 12
        r_netid = data[at : at + r_netid_length].decode("utf-8", "surrogateescape")
        at += (r_netid_length + 3) & -4
        (r_addr_length,) = _unpack_I(data, at)
        if r_addr_length > limit:
            raise ValueError
        at += 4
        r_addr = data[at : at + r_addr_length].decode("utf-8", "surrogateescape")
        at += (r_addr_length + 3) & -4
        (r_owner_length,) = _unpack_I(data, at)
        if r_owner_length > limit:
            raise ValueError
        at += 4
        r_owner = data[at : at + r_owner_length].decode("utf-8", "surrogateescape")
        at += (r_owner_length + 3) & -4
        rpcb_next, at = _read_rp__list_list(data, at, end, limit)
        value = rp__list(rpcb(r_prog, r_vers, r_netid, r_addr, r_owner), rpcb_next)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rp__list", data, offset, end, limit, fault) from None


def pack_rpcblist_ptr(value: rpcblist_ptr, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_rp__list_list(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rpcblist_ptr", value, limit, fault) from None


def unpack_rpcblist_ptr(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcblist_ptr, int]:
    at = offset
    try:
        result, at = _read_rp__list_list(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcblist_ptr", data, offset, end, limit, fault) from None


def unpack_rpcb_rmtcallargs(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcb_rmtcallargs, int]:
    at = offset
    try:
        prog, vers, proc, args_length = _unpack_4I(data, at)
        if args_length > limit:
            raise ValueError
        at += 16
        args = data[at : at + args_length]
        at += (args_length + 3) & -4
        value = rpcb_rmtcallargs(prog, vers, proc, args)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "rpcb_rmtcallargs", data, offset, end, limit, fault
        ) from None


def unpack_rpcb_rmtcallres(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcb_rmtcallres, int]:
    at = offset
    try:
        (addr_length,) = _unpack_I(data, at)
        if addr_length > limit:
            raise ValueError
        at += 4
        addr = data[at : at + addr_length].decode("utf-8", "surrogateescape")
        at += (addr_length + 3) & -4
        (results_length,) = _unpack_I(data, at)
        if results_length > limit:
            raise ValueError
        at += 4
        results = data[at : at + results_length]
        at += (results_length + 3) & -4
        value = rpcb_rmtcallres(addr, results)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "rpcb_rmtcallres", data, offset, end, limit, fault
        ) from None


def unpack_rpcb_entry(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcb_entry, int]:
    at = offset
    try:
        (r_maddr_length,) = _unpack_I(data, at)
        if r_maddr_length > limit:
            raise ValueError
        at += 4
        r_maddr = data[at : at + r_maddr_length].decode("utf-8", "surrogateescape")
        at += (r_maddr_length + 3) & -4
        (r_nc_netid_length,) = _unpack_I(data, at)
        if r_nc_netid_length > limit:
            raise ValueError
        at += 4
        r_nc_netid = data[at : at + r_nc_netid_length].decode("utf-8", "surrogateescape")
        at += (r_nc_netid_length + 3) & -4
        r_nc_semantics, r_nc_protofmly_length = _unpack_2I(data, at)
        if r_nc_protofmly_length > limit:
            raise ValueError
        at += 8
        r_nc_protofmly = data[at : at + r_nc_protofmly_length].decode("utf-8", "surrogateescape")
        at += (r_nc_protofmly_length + 3) & -4
        (r_nc_proto_length,) = _unpack_I(data, at)
        if r_nc_proto_length > limit:
            raise ValueError
        at += 4
        r_nc_proto = data[at : at + r_nc_proto_length].decode("utf-8", "surrogateescape")
        at += (r_nc_proto_length + 3) & -4
        value = rpcb_entry(r_maddr, r_nc_netid, r_nc_semantics, r_nc_protofmly, r_nc_proto)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcb_entry", data, offset, end, limit, fault) from None


def _write_rpcb_entry_list_list(
    value: rpcb_entry_list | None, out: list[bytes], limit: int
) -> None:
    while value is not None:
        rpcb_entry_map = value.rpcb_entry_map
        try:
            r_maddr = rpcb_entry_map.r_maddr.encode()
        except UnicodeEncodeError:
            r_maddr = rpcb_entry_map.r_maddr.encode("utf-8", "surrogateescape")
        r_maddr_length = len(r_maddr)
        if r_maddr_length > limit:
            raise ValueError
        try:
            r_nc_netid = rpcb_entry_map.r_nc_netid.encode()
        except UnicodeEncodeError:
            r_nc_netid = rpcb_entry_map.r_nc_netid.encode("utf-8", "surrogateescape")
        r_nc_netid_length = len(r_nc_netid)
        if r_nc_netid_length > limit:
            raise ValueError
        out.append(_pack_2I_ns_I[r_maddr_length](1, r_maddr_length, r_maddr, r_nc_netid_length))
        try:
            r_nc_protofmly = rpcb_entry_map.r_nc_protofmly.encode()
        except UnicodeEncodeError:
            r_nc_protofmly = rpcb_entry_map.r_nc_protofmly.encode("utf-8", "surrogateescape")
        r_nc_protofmly_length = len(r_nc_protofmly)
        if r_nc_protofmly_length > limit:
            raise ValueError
        out.append(
            _pack_ns_2I[r_nc_netid_length](
                r_nc_netid, rpcb_entry_map.r_nc_semantics, r_nc_protofmly_length
            )
        )
        try:
            r_nc_proto = rpcb_entry_map.r_nc_proto.encode()
        except UnicodeEncodeError:
            r_nc_proto = rpcb_entry_map.r_nc_proto.encode("utf-8", "surrogateescape")
        r_nc_proto_length = len(r_nc_proto)
        if r_nc_proto_length > limit:
            raise ValueError
        out.append(_pack_ns_I[r_nc_protofmly_length](r_nc_protofmly, r_nc_proto_length))
        out.append(_pack_ns[r_nc_proto_length](r_nc_proto))
        value = value.rpcb_entry_next
    out.append(_rt.END)
    if len(out) > _rt.LONG:
        _rt.free_in_a_loop(rpcb_entry_list, "rpcb_entry_next")


def _read_rpcb_entry_list_list(
    data: bytes, at: int, end: int, limit: int
) -> tuple[rpcb_entry_list | None, int]:
    nodes: list[typing.Any] = []
    last = end - 8
    while at <= last:
        flag, r_maddr_length = _unpack_2I(data, at)
        if flag != 1:
            break
        if r_maddr_length > limit:
            raise ValueError
        at += 8
        r_maddr = data[at : at + r_maddr_length].decode("utf-8", "surrogateescape")
        at += (r_maddr_length + 3) & -4
        (r_nc_netid_length,) = _unpack_I(data, at)
        if r_nc_netid_length > limit:
            raise ValueError
        at += 4
        r_nc_netid = data[at : at + r_nc_netid_length].decode("utf-8", "surrogateescape")
        at += (r_nc_netid_length + 3) & -4
        r_nc_semantics, r_nc_protofmly_length = _unpack_2I(data, at)
        if r_nc_protofmly_length > limit:
            raise ValueError
        at += 8
        r_nc_protofmly = data[at : at + r_nc_protofmly_length].decode("utf-8", "surrogateescape")
        at += (r_nc_protofmly_length + 3) & -4
        (r_nc_proto_length,) = _unpack_I(data, at)
        if r_nc_proto_length > limit:
            raise ValueError
        at += 4
        r_nc_proto = data[at : at + r_nc_proto_length].decode("utf-8", "surrogateescape")
        at += (r_nc_proto_length + 3) & -4
        nodes.append(rpcb_entry(r_maddr, r_nc_netid, r_nc_semantics, r_nc_protofmly, r_nc_proto))
    else:
        (flag,) = _unpack_I(data, at)
    if flag:
        raise ValueError
    at += 4
    if len(nodes) > _rt.LONG:
        _rt.free_in_a_loop(rpcb_entry_list, "rpcb_entry_next")
    result: rpcb_entry_list | None = None
    for rpcb_entry_map in reversed(nodes):
        result = rpcb_entry_list(rpcb_entry_map, result)
    return result, at


def unpack_rpcb_entry_list(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcb_entry_list, int]:
    at = offset
    try:
        (r_maddr_length,) = _unpack_I(data, at)
        if r_maddr_length > limit:
            raise ValueError
        at += 4
        r_maddr = data[at : at + r_maddr_length].decode("utf-8", "surrogateescape")
        at += (r_maddr_length + 3) & -4
        (r_nc_netid_length,) = _unpack_I(data, at)
        if r_nc_netid_length > limit:
            raise ValueError
        at += 4
        r_nc_netid = data[at : at + r_nc_netid_length].decode("utf-8", "surrogateescape")
        at += (r_nc_netid_length + 3) & -4
        r_nc_semantics, r_nc_protofmly_length = _unpack_2I(data, at)
        if r_nc_protofmly_length > limit:
            raise ValueError
        at += 8
        r_nc_protofmly = data[at : at + r_nc_protofmly_length].decode("utf-8", "surrogateescape")
        at += (r_nc_protofmly_length + 3) & -4
        (r_nc_proto_length,) = _unpack_I(data, at)
        if r_nc_proto_length > limit:
            raise ValueError
        at += 4
        r_nc_proto = data[at : at + r_nc_proto_length].decode("utf-8", "surrogateescape")
        at += (r_nc_proto_length + 3) & -4
        rpcb_entry_next, at = _read_rpcb_entry_list_list(data, at, end, limit)
        value = rpcb_entry_list(
            rpcb_entry(r_maddr, r_nc_netid, r_nc_semantics, r_nc_protofmly, r_nc_proto),
            rpcb_entry_next,
        )
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "rpcb_entry_list", data, offset, end, limit, fault
        ) from None


def pack_rpcb_entry_list_ptr(value: rpcb_entry_list_ptr, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        out: list[bytes] = []
        _write_rpcb_entry_list_list(value, out, limit)
        return b"".join(out)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rpcb_entry_list_ptr", value, limit, fault) from None


def unpack_rpcb_entry_list_ptr(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcb_entry_list_ptr, int]:
    at = offset
    try:
        result, at = _read_rpcb_entry_list_list(data, at, end, limit)
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "rpcb_entry_list_ptr", data, offset, end, limit, fault
        ) from None


def unpack_rpcb_netbuf(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcb_netbuf, int]:
    at = offset
    try:
        maxlen, buf_length = _unpack_2I(data, at)
        if buf_length > limit:
            raise ValueError
        at += 8
        buf = data[at : at + buf_length]
        at += (buf_length + 3) & -4
        value = rpcb_netbuf(maxlen, buf)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcb_netbuf", data, offset, end, limit, fault) from None


def _pack_string(value: str, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        try:
            value2 = value.encode()
        except UnicodeEncodeError:
            value2 = value.encode("utf-8", "surrogateescape")
        value2_length = len(value2)
        if value2_length > limit:
            raise ValueError
        return _pack_I_ns[value2_length](value2_length, value2)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "string<>", value, limit, fault) from None


def _unpack_string(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[str, int]:
    at = offset
    try:
        (result_length,) = _unpack_I(data, at)
        if result_length > limit:
            raise ValueError
        at += 4
        result = data[at : at + result_length].decode("utf-8", "surrogateescape")
        at += (result_length + 3) & -4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "string<>", data, offset, end, limit, fault) from None


def _pack_bool(value: bool, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_3xb(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "bool", value, limit, fault) from None


def _unpack_bool(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[bool, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        value = _rt.BOOLS[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "bool", data, offset, end, limit, fault) from None


def _pack_unsigned_int(value: int, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_I(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "unsigned int", value, limit, fault) from None


def _unpack_unsigned_int(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[int, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "unsigned int", data, offset, end, limit, fault) from None


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "mapping": _s.Struct({"prog": _s.UINT, "vers": _s.UINT, "prot": _s.UINT, "port": _s.UINT}),
        "pmaplist": _s.Struct({"map": _s.Named("mapping"), "next": _s.List("pmaplist", "next")}),
        "pmaplist_ptr": _s.List("pmaplist", "next"),
        "call_args": _s.Struct(
            {"prog": _s.UINT, "vers": _s.UINT, "proc": _s.UINT, "args": _s.Opaque()}
        ),
        "call_result": _s.Struct({"port": _s.UINT, "res": _s.Opaque()}),
        "rpcb": _s.Struct(
            {
                "r_prog": _s.UINT,
                "r_vers": _s.UINT,
                "r_netid": _s.String(),
                "r_addr": _s.String(),
                "r_owner": _s.String(),
            }
        ),
        "rp__list": _s.Struct(
            {"rpcb_map": _s.Named("rpcb"), "rpcb_next": _s.List("rp__list", "rpcb_next")}
        ),
        "rpcblist_ptr": _s.List("rp__list", "rpcb_next"),
        "rpcb_rmtcallargs": _s.Struct(
            {"prog": _s.UINT, "vers": _s.UINT, "proc": _s.UINT, "args": _s.Opaque()}
        ),
        "rpcb_rmtcallres": _s.Struct({"addr": _s.String(), "results": _s.Opaque()}),
        "rpcb_entry": _s.Struct(
            {
                "r_maddr": _s.String(),
                "r_nc_netid": _s.String(),
                "r_nc_semantics": _s.UINT,
                "r_nc_protofmly": _s.String(),
                "r_nc_proto": _s.String(),
            }
        ),
        "rpcb_entry_list": _s.Struct(
            {
                "rpcb_entry_map": _s.Named("rpcb_entry"),
                "rpcb_entry_next": _s.List("rpcb_entry_list", "rpcb_entry_next"),
            }
        ),
        "rpcb_entry_list_ptr": _s.List("rpcb_entry_list", "rpcb_entry_next"),
        "rpcb_netbuf": _s.Struct({"maxlen": _s.UINT, "buf": _s.Opaque()}),
        "string<>": _s.String(),
        "bool": _s.BOOL,
        "unsigned int": _s.UINT,
    }


_PMAP_VERS_PMAPPROC_SET: _rt.Procedure[[mapping], bool] = _rt.Procedure(
    0x000186A0,
    2,
    1,
    "PMAPPROC_SET",
    pack_mapping,
    _rt.single(unpack_mapping),
    _pack_bool,
    _unpack_bool,
)
_PMAP_VERS_PMAPPROC_UNSET: _rt.Procedure[[mapping], bool] = _rt.Procedure(
    0x000186A0,
    2,
    2,
    "PMAPPROC_UNSET",
    pack_mapping,
    _rt.single(unpack_mapping),
    _pack_bool,
    _unpack_bool,
)
_PMAP_VERS_PMAPPROC_GETPORT: _rt.Procedure[[mapping], int] = _rt.Procedure(
    0x000186A0,
    2,
    3,
    "PMAPPROC_GETPORT",
    pack_mapping,
    _rt.single(unpack_mapping),
    _pack_unsigned_int,
    _unpack_unsigned_int,
)
_PMAP_VERS_PMAPPROC_DUMP: _rt.Procedure[[], pmaplist_ptr] = _rt.Procedure(
    0x000186A0,
    2,
    4,
    "PMAPPROC_DUMP",
    _rt.pack_void,
    _rt.unpack_no_arguments,
    pack_pmaplist_ptr,
    unpack_pmaplist_ptr,
)
_PMAP_VERS_PMAPPROC_CALLIT: _rt.Procedure[[call_args], call_result] = _rt.Procedure(
    0x000186A0,
    2,
    5,
    "PMAPPROC_CALLIT",
    pack_call_args,
    _rt.single(unpack_call_args),
    pack_call_result,
    unpack_call_result,
)
PMAP_VERS = _rt.Version(
    "PMAP_VERS",
    0x000186A0,
    2,
    (
        _PMAP_VERS_PMAPPROC_SET,
        _PMAP_VERS_PMAPPROC_UNSET,
        _PMAP_VERS_PMAPPROC_GETPORT,
        _PMAP_VERS_PMAPPROC_DUMP,
        _PMAP_VERS_PMAPPROC_CALLIT,
    ),
)

_RPCBVERS_RPCBPROC_SET: _rt.Procedure[[rpcb], bool] = _rt.Procedure(
    0x000186A0, 3, 1, "RPCBPROC_SET", pack_rpcb, _rt.single(unpack_rpcb), _pack_bool, _unpack_bool
)
_RPCBVERS_RPCBPROC_UNSET: _rt.Procedure[[rpcb], bool] = _rt.Procedure(
    0x000186A0, 3, 2, "RPCBPROC_UNSET", pack_rpcb, _rt.single(unpack_rpcb), _pack_bool, _unpack_bool
)
_RPCBVERS_RPCBPROC_GETADDR: _rt.Procedure[[rpcb], str] = _rt.Procedure(
    0x000186A0,
    3,
    3,
    "RPCBPROC_GETADDR",
    pack_rpcb,
    _rt.single(unpack_rpcb),
    _pack_string,
    _unpack_string,
)
_RPCBVERS_RPCBPROC_DUMP: _rt.Procedure[[], rpcblist_ptr] = _rt.Procedure(
    0x000186A0,
    3,
    4,
    "RPCBPROC_DUMP",
    _rt.pack_void,
    _rt.unpack_no_arguments,
    pack_rpcblist_ptr,
    unpack_rpcblist_ptr,
)
_RPCBVERS_RPCBPROC_CALLIT: _rt.Procedure[[rpcb_rmtcallargs], rpcb_rmtcallres] = _rt.Procedure(
    0x000186A0,
    3,
    5,
    "RPCBPROC_CALLIT",
    pack_rpcb_rmtcallargs,
    _rt.single(unpack_rpcb_rmtcallargs),
    pack_rpcb_rmtcallres,
    unpack_rpcb_rmtcallres,
)
_RPCBVERS_RPCBPROC_GETTIME: _rt.Procedure[[], int] = _rt.Procedure(
    0x000186A0,
    3,
    6,
    "RPCBPROC_GETTIME",
    _rt.pack_void,
    _rt.unpack_no_arguments,
    _pack_unsigned_int,
    _unpack_unsigned_int,
)
_RPCBVERS_RPCBPROC_UADDR2TADDR: _rt.Procedure[[str], rpcb_netbuf] = _rt.Procedure(
    0x000186A0,
    3,
    7,
    "RPCBPROC_UADDR2TADDR",
    _pack_string,
    _rt.single(_unpack_string),
    pack_rpcb_netbuf,
    unpack_rpcb_netbuf,
)
_RPCBVERS_RPCBPROC_TADDR2UADDR: _rt.Procedure[[rpcb_netbuf], str] = _rt.Procedure(
    0x000186A0,
    3,
    8,
    "RPCBPROC_TADDR2UADDR",
    pack_rpcb_netbuf,
    _rt.single(unpack_rpcb_netbuf),
    _pack_string,
    _unpack_string,
)
RPCBVERS = _rt.Version(
    "RPCBVERS",
    0x000186A0,
    3,
    (
        _RPCBVERS_RPCBPROC_SET,
        _RPCBVERS_RPCBPROC_UNSET,
        _RPCBVERS_RPCBPROC_GETADDR,
        _RPCBVERS_RPCBPROC_DUMP,
        _RPCBVERS_RPCBPROC_CALLIT,
        _RPCBVERS_RPCBPROC_GETTIME,
        _RPCBVERS_RPCBPROC_UADDR2TADDR,
        _RPCBVERS_RPCBPROC_TADDR2UADDR,
    ),
)

_RPCBVERS4_RPCBPROC_SET: _rt.Procedure[[rpcb], bool] = _rt.Procedure(
    0x000186A0, 4, 1, "RPCBPROC_SET", pack_rpcb, _rt.single(unpack_rpcb), _pack_bool, _unpack_bool
)
_RPCBVERS4_RPCBPROC_UNSET: _rt.Procedure[[rpcb], bool] = _rt.Procedure(
    0x000186A0, 4, 2, "RPCBPROC_UNSET", pack_rpcb, _rt.single(unpack_rpcb), _pack_bool, _unpack_bool
)
_RPCBVERS4_RPCBPROC_GETADDR: _rt.Procedure[[rpcb], str] = _rt.Procedure(
    0x000186A0,
    4,
    3,
    "RPCBPROC_GETADDR",
    pack_rpcb,
    _rt.single(unpack_rpcb),
    _pack_string,
    _unpack_string,
)
_RPCBVERS4_RPCBPROC_DUMP: _rt.Procedure[[], rpcblist_ptr] = _rt.Procedure(
    0x000186A0,
    4,
    4,
    "RPCBPROC_DUMP",
    _rt.pack_void,
    _rt.unpack_no_arguments,
    pack_rpcblist_ptr,
    unpack_rpcblist_ptr,
)
_RPCBVERS4_RPCBPROC_BCAST: _rt.Procedure[[rpcb_rmtcallargs], rpcb_rmtcallres] = _rt.Procedure(
    0x000186A0,
    4,
    5,
    "RPCBPROC_BCAST",
    pack_rpcb_rmtcallargs,
    _rt.single(unpack_rpcb_rmtcallargs),
    pack_rpcb_rmtcallres,
    unpack_rpcb_rmtcallres,
)
_RPCBVERS4_RPCBPROC_GETTIME: _rt.Procedure[[], int] = _rt.Procedure(
    0x000186A0,
    4,
    6,
    "RPCBPROC_GETTIME",
    _rt.pack_void,
    _rt.unpack_no_arguments,
    _pack_unsigned_int,
    _unpack_unsigned_int,
)
_RPCBVERS4_RPCBPROC_UADDR2TADDR: _rt.Procedure[[str], rpcb_netbuf] = _rt.Procedure(
    0x000186A0,
    4,
    7,
    "RPCBPROC_UADDR2TADDR",
    _pack_string,
    _rt.single(_unpack_string),
    pack_rpcb_netbuf,
    unpack_rpcb_netbuf,
)
_RPCBVERS4_RPCBPROC_TADDR2UADDR: _rt.Procedure[[rpcb_netbuf], str] = _rt.Procedure(
    0x000186A0,
    4,
    8,
    "RPCBPROC_TADDR2UADDR",
    pack_rpcb_netbuf,
    _rt.single(unpack_rpcb_netbuf),
    _pack_string,
    _unpack_string,
)
_RPCBVERS4_RPCBPROC_GETVERSADDR: _rt.Procedure[[rpcb], str] = _rt.Procedure(
    0x000186A0,
    4,
    9,
    "RPCBPROC_GETVERSADDR",
    pack_rpcb,
    _rt.single(unpack_rpcb),
    _pack_string,
    _unpack_string,
)
_RPCBVERS4_RPCBPROC_INDIRECT: _rt.Procedure[[rpcb_rmtcallargs], rpcb_rmtcallres] = _rt.Procedure(
    0x000186A0,
    4,
    10,
    "RPCBPROC_INDIRECT",
    pack_rpcb_rmtcallargs,
    _rt.single(unpack_rpcb_rmtcallargs),
    pack_rpcb_rmtcallres,
    unpack_rpcb_rmtcallres,
)
_RPCBVERS4_RPCBPROC_GETADDRLIST: _rt.Procedure[[rpcb], rpcb_entry_list_ptr] = _rt.Procedure(
    0x000186A0,
    4,
    11,
    "RPCBPROC_GETADDRLIST",
    pack_rpcb,
    _rt.single(unpack_rpcb),
    pack_rpcb_entry_list_ptr,
    unpack_rpcb_entry_list_ptr,
)
RPCBVERS4 = _rt.Version(
    "RPCBVERS4",
    0x000186A0,
    4,
    (
        _RPCBVERS4_RPCBPROC_SET,
        _RPCBVERS4_RPCBPROC_UNSET,
        _RPCBVERS4_RPCBPROC_GETADDR,
        _RPCBVERS4_RPCBPROC_DUMP,
        _RPCBVERS4_RPCBPROC_BCAST,
        _RPCBVERS4_RPCBPROC_GETTIME,
        _RPCBVERS4_RPCBPROC_UADDR2TADDR,
        _RPCBVERS4_RPCBPROC_TADDR2UADDR,
        _RPCBVERS4_RPCBPROC_GETVERSADDR,
        _RPCBVERS4_RPCBPROC_INDIRECT,
        _RPCBVERS4_RPCBPROC_GETADDRLIST,
    ),
)
RPCBPROG = _rt.Program("RPCBPROG", 0x000186A0, (PMAP_VERS, RPCBVERS, RPCBVERS4))


class PMAP_VERSClient(_rt.Client):
    """Calls the procedures of RPCBPROG, version 2 (PMAP_VERS)."""

    version: typing.ClassVar[_rt.Version] = PMAP_VERS

    def PMAPPROC_SET(self, arg: mapping, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return caller.call(_PMAP_VERS_PMAPPROC_SET, pack_mapping(arg, caller.limit), timeout)

    def PMAPPROC_UNSET(self, arg: mapping, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return caller.call(_PMAP_VERS_PMAPPROC_UNSET, pack_mapping(arg, caller.limit), timeout)

    def PMAPPROC_GETPORT(self, arg: mapping, *, timeout: float | None = None) -> int:
        """The port, or 0 where nothing is registered."""
        caller = self._caller
        return caller.call(_PMAP_VERS_PMAPPROC_GETPORT, pack_mapping(arg, caller.limit), timeout)

    def PMAPPROC_DUMP(self, *, timeout: float | None = None) -> pmaplist_ptr:
        caller = self._caller
        return caller.call(_PMAP_VERS_PMAPPROC_DUMP, b"", timeout)

    def PMAPPROC_CALLIT(self, arg: call_args, *, timeout: float | None = None) -> call_result:
        """Passes a call on; answers only if that call succeeds."""
        caller = self._caller
        return caller.call(_PMAP_VERS_PMAPPROC_CALLIT, pack_call_args(arg, caller.limit), timeout)


class RPCBVERSClient(_rt.Client):
    """Calls the procedures of RPCBPROG, version 3 (RPCBVERS)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS

    def RPCBPROC_SET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return caller.call(_RPCBVERS_RPCBPROC_SET, pack_rpcb(arg, caller.limit), timeout)

    def RPCBPROC_UNSET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return caller.call(_RPCBVERS_RPCBPROC_UNSET, pack_rpcb(arg, caller.limit), timeout)

    def RPCBPROC_GETADDR(self, arg: rpcb, *, timeout: float | None = None) -> str:
        """The universal address, or "" where nothing is registered."""
        caller = self._caller
        return caller.call(_RPCBVERS_RPCBPROC_GETADDR, pack_rpcb(arg, caller.limit), timeout)

    def RPCBPROC_DUMP(self, *, timeout: float | None = None) -> rpcblist_ptr:
        caller = self._caller
        return caller.call(_RPCBVERS_RPCBPROC_DUMP, b"", timeout)

    def RPCBPROC_CALLIT(
        self, arg: rpcb_rmtcallargs, *, timeout: float | None = None
    ) -> rpcb_rmtcallres:
        caller = self._caller
        return caller.call(
            _RPCBVERS_RPCBPROC_CALLIT, pack_rpcb_rmtcallargs(arg, caller.limit), timeout
        )

    def RPCBPROC_GETTIME(self, *, timeout: float | None = None) -> int:
        """Seconds since 1970-01-01 UTC."""
        caller = self._caller
        return caller.call(_RPCBVERS_RPCBPROC_GETTIME, b"", timeout)

    def RPCBPROC_UADDR2TADDR(self, arg: str, *, timeout: float | None = None) -> rpcb_netbuf:
        caller = self._caller
        return caller.call(_RPCBVERS_RPCBPROC_UADDR2TADDR, _pack_string(arg, caller.limit), timeout)

    def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, *, timeout: float | None = None) -> str:
        caller = self._caller
        return caller.call(
            _RPCBVERS_RPCBPROC_TADDR2UADDR, pack_rpcb_netbuf(arg, caller.limit), timeout
        )


class RPCBVERS4Client(_rt.Client):
    """Calls the procedures of RPCBPROG, version 4 (RPCBVERS4)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS4

    def RPCBPROC_SET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return caller.call(_RPCBVERS4_RPCBPROC_SET, pack_rpcb(arg, caller.limit), timeout)

    def RPCBPROC_UNSET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return caller.call(_RPCBVERS4_RPCBPROC_UNSET, pack_rpcb(arg, caller.limit), timeout)

    def RPCBPROC_GETADDR(self, arg: rpcb, *, timeout: float | None = None) -> str:
        caller = self._caller
        return caller.call(_RPCBVERS4_RPCBPROC_GETADDR, pack_rpcb(arg, caller.limit), timeout)

    def RPCBPROC_DUMP(self, *, timeout: float | None = None) -> rpcblist_ptr:
        caller = self._caller
        return caller.call(_RPCBVERS4_RPCBPROC_DUMP, b"", timeout)

    def RPCBPROC_BCAST(
        self, arg: rpcb_rmtcallargs, *, timeout: float | None = None
    ) -> rpcb_rmtcallres:
        caller = self._caller
        return caller.call(
            _RPCBVERS4_RPCBPROC_BCAST, pack_rpcb_rmtcallargs(arg, caller.limit), timeout
        )

    def RPCBPROC_GETTIME(self, *, timeout: float | None = None) -> int:
        caller = self._caller
        return caller.call(_RPCBVERS4_RPCBPROC_GETTIME, b"", timeout)

    def RPCBPROC_UADDR2TADDR(self, arg: str, *, timeout: float | None = None) -> rpcb_netbuf:
        caller = self._caller
        return caller.call(
            _RPCBVERS4_RPCBPROC_UADDR2TADDR, _pack_string(arg, caller.limit), timeout
        )

    def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, *, timeout: float | None = None) -> str:
        caller = self._caller
        return caller.call(
            _RPCBVERS4_RPCBPROC_TADDR2UADDR, pack_rpcb_netbuf(arg, caller.limit), timeout
        )

    def RPCBPROC_GETVERSADDR(self, arg: rpcb, *, timeout: float | None = None) -> str:
        """As GETADDR, but only an exact match of the version answers."""
        caller = self._caller
        return caller.call(_RPCBVERS4_RPCBPROC_GETVERSADDR, pack_rpcb(arg, caller.limit), timeout)

    def RPCBPROC_INDIRECT(
        self, arg: rpcb_rmtcallargs, *, timeout: float | None = None
    ) -> rpcb_rmtcallres:
        caller = self._caller
        return caller.call(
            _RPCBVERS4_RPCBPROC_INDIRECT, pack_rpcb_rmtcallargs(arg, caller.limit), timeout
        )

    def RPCBPROC_GETADDRLIST(
        self, arg: rpcb, *, timeout: float | None = None
    ) -> rpcb_entry_list_ptr:
        """Every transport of the caller's address family that serves the version."""
        caller = self._caller
        return caller.call(_RPCBVERS4_RPCBPROC_GETADDRLIST, pack_rpcb(arg, caller.limit), timeout)


class PMAP_VERSAsyncClient(_rt.AsyncClient):
    """Calls the procedures of RPCBPROG, version 2 (PMAP_VERS)."""

    version: typing.ClassVar[_rt.Version] = PMAP_VERS

    async def PMAPPROC_SET(self, arg: mapping, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return await caller.call(_PMAP_VERS_PMAPPROC_SET, pack_mapping(arg, caller.limit), timeout)

    async def PMAPPROC_UNSET(self, arg: mapping, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return await caller.call(
            _PMAP_VERS_PMAPPROC_UNSET, pack_mapping(arg, caller.limit), timeout
        )

    async def PMAPPROC_GETPORT(self, arg: mapping, *, timeout: float | None = None) -> int:
        """The port, or 0 where nothing is registered."""
        caller = self._caller
        return await caller.call(
            _PMAP_VERS_PMAPPROC_GETPORT, pack_mapping(arg, caller.limit), timeout
        )

    async def PMAPPROC_DUMP(self, *, timeout: float | None = None) -> pmaplist_ptr:
        caller = self._caller
        return await caller.call(_PMAP_VERS_PMAPPROC_DUMP, b"", timeout)

    async def PMAPPROC_CALLIT(self, arg: call_args, *, timeout: float | None = None) -> call_result:
        """Passes a call on; answers only if that call succeeds."""
        caller = self._caller
        return await caller.call(
            _PMAP_VERS_PMAPPROC_CALLIT, pack_call_args(arg, caller.limit), timeout
        )


class RPCBVERSAsyncClient(_rt.AsyncClient):
    """Calls the procedures of RPCBPROG, version 3 (RPCBVERS)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS

    async def RPCBPROC_SET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return await caller.call(_RPCBVERS_RPCBPROC_SET, pack_rpcb(arg, caller.limit), timeout)

    async def RPCBPROC_UNSET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return await caller.call(_RPCBVERS_RPCBPROC_UNSET, pack_rpcb(arg, caller.limit), timeout)

    async def RPCBPROC_GETADDR(self, arg: rpcb, *, timeout: float | None = None) -> str:
        """The universal address, or "" where nothing is registered."""
        caller = self._caller
        return await caller.call(_RPCBVERS_RPCBPROC_GETADDR, pack_rpcb(arg, caller.limit), timeout)

    async def RPCBPROC_DUMP(self, *, timeout: float | None = None) -> rpcblist_ptr:
        caller = self._caller
        return await caller.call(_RPCBVERS_RPCBPROC_DUMP, b"", timeout)

    async def RPCBPROC_CALLIT(
        self, arg: rpcb_rmtcallargs, *, timeout: float | None = None
    ) -> rpcb_rmtcallres:
        caller = self._caller
        return await caller.call(
            _RPCBVERS_RPCBPROC_CALLIT, pack_rpcb_rmtcallargs(arg, caller.limit), timeout
        )

    async def RPCBPROC_GETTIME(self, *, timeout: float | None = None) -> int:
        """Seconds since 1970-01-01 UTC."""
        caller = self._caller
        return await caller.call(_RPCBVERS_RPCBPROC_GETTIME, b"", timeout)

    async def RPCBPROC_UADDR2TADDR(self, arg: str, *, timeout: float | None = None) -> rpcb_netbuf:
        caller = self._caller
        return await caller.call(
            _RPCBVERS_RPCBPROC_UADDR2TADDR, _pack_string(arg, caller.limit), timeout
        )

    async def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, *, timeout: float | None = None) -> str:
        caller = self._caller
        return await caller.call(
            _RPCBVERS_RPCBPROC_TADDR2UADDR, pack_rpcb_netbuf(arg, caller.limit), timeout
        )


class RPCBVERS4AsyncClient(_rt.AsyncClient):
    """Calls the procedures of RPCBPROG, version 4 (RPCBVERS4)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS4

    async def RPCBPROC_SET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return await caller.call(_RPCBVERS4_RPCBPROC_SET, pack_rpcb(arg, caller.limit), timeout)

    async def RPCBPROC_UNSET(self, arg: rpcb, *, timeout: float | None = None) -> bool:
        caller = self._caller
        return await caller.call(_RPCBVERS4_RPCBPROC_UNSET, pack_rpcb(arg, caller.limit), timeout)

    async def RPCBPROC_GETADDR(self, arg: rpcb, *, timeout: float | None = None) -> str:
        caller = self._caller
        return await caller.call(_RPCBVERS4_RPCBPROC_GETADDR, pack_rpcb(arg, caller.limit), timeout)

    async def RPCBPROC_DUMP(self, *, timeout: float | None = None) -> rpcblist_ptr:
        caller = self._caller
        return await caller.call(_RPCBVERS4_RPCBPROC_DUMP, b"", timeout)

    async def RPCBPROC_BCAST(
        self, arg: rpcb_rmtcallargs, *, timeout: float | None = None
    ) -> rpcb_rmtcallres:
        caller = self._caller
        return await caller.call(
            _RPCBVERS4_RPCBPROC_BCAST, pack_rpcb_rmtcallargs(arg, caller.limit), timeout
        )

    async def RPCBPROC_GETTIME(self, *, timeout: float | None = None) -> int:
        caller = self._caller
        return await caller.call(_RPCBVERS4_RPCBPROC_GETTIME, b"", timeout)

    async def RPCBPROC_UADDR2TADDR(self, arg: str, *, timeout: float | None = None) -> rpcb_netbuf:
        caller = self._caller
        return await caller.call(
            _RPCBVERS4_RPCBPROC_UADDR2TADDR, _pack_string(arg, caller.limit), timeout
        )

    async def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, *, timeout: float | None = None) -> str:
        caller = self._caller
        return await caller.call(
            _RPCBVERS4_RPCBPROC_TADDR2UADDR, pack_rpcb_netbuf(arg, caller.limit), timeout
        )

    async def RPCBPROC_GETVERSADDR(self, arg: rpcb, *, timeout: float | None = None) -> str:
        """As GETADDR, but only an exact match of the version answers."""
        caller = self._caller
        return await caller.call(
            _RPCBVERS4_RPCBPROC_GETVERSADDR, pack_rpcb(arg, caller.limit), timeout
        )

    async def RPCBPROC_INDIRECT(
        self, arg: rpcb_rmtcallargs, *, timeout: float | None = None
    ) -> rpcb_rmtcallres:
        caller = self._caller
        return await caller.call(
            _RPCBVERS4_RPCBPROC_INDIRECT, pack_rpcb_rmtcallargs(arg, caller.limit), timeout
        )

    async def RPCBPROC_GETADDRLIST(
        self, arg: rpcb, *, timeout: float | None = None
    ) -> rpcb_entry_list_ptr:
        """Every transport of the caller's address family that serves the version."""
        caller = self._caller
        return await caller.call(
            _RPCBVERS4_RPCBPROC_GETADDRLIST, pack_rpcb(arg, caller.limit), timeout
        )


class PMAP_VERSServer(_rt.Server):
    """Answers the procedures of RPCBPROG, version 2 (PMAP_VERS)."""

    version: typing.ClassVar[_rt.Version] = PMAP_VERS
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_PMAP_VERS_PMAPPROC_SET, "PMAPPROC_SET"),
        (_PMAP_VERS_PMAPPROC_UNSET, "PMAPPROC_UNSET"),
        (_PMAP_VERS_PMAPPROC_GETPORT, "PMAPPROC_GETPORT"),
        (_PMAP_VERS_PMAPPROC_DUMP, "PMAPPROC_DUMP"),
        (_PMAP_VERS_PMAPPROC_CALLIT, "PMAPPROC_CALLIT"),
    )

    def PMAPPROC_SET(self, arg: mapping, context: _rt.Context) -> bool | _Future[bool]:
        raise _rt.ProcedureUnavailable

    def PMAPPROC_UNSET(self, arg: mapping, context: _rt.Context) -> bool | _Future[bool]:
        raise _rt.ProcedureUnavailable

    def PMAPPROC_GETPORT(self, arg: mapping, context: _rt.Context) -> int | _Future[int]:
        """The port, or 0 where nothing is registered."""
        raise _rt.ProcedureUnavailable

    def PMAPPROC_DUMP(self, context: _rt.Context) -> pmaplist_ptr | _Future[pmaplist_ptr]:
        raise _rt.ProcedureUnavailable

    def PMAPPROC_CALLIT(
        self, arg: call_args, context: _rt.Context
    ) -> call_result | _Future[call_result]:
        """Passes a call on; answers only if that call succeeds."""
        raise _rt.ProcedureUnavailable


class RPCBVERSServer(_rt.Server):
    """Answers the procedures of RPCBPROG, version 3 (RPCBVERS)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_RPCBVERS_RPCBPROC_SET, "RPCBPROC_SET"),
        (_RPCBVERS_RPCBPROC_UNSET, "RPCBPROC_UNSET"),
        (_RPCBVERS_RPCBPROC_GETADDR, "RPCBPROC_GETADDR"),
        (_RPCBVERS_RPCBPROC_DUMP, "RPCBPROC_DUMP"),
        (_RPCBVERS_RPCBPROC_CALLIT, "RPCBPROC_CALLIT"),
        (_RPCBVERS_RPCBPROC_GETTIME, "RPCBPROC_GETTIME"),
        (_RPCBVERS_RPCBPROC_UADDR2TADDR, "RPCBPROC_UADDR2TADDR"),
        (_RPCBVERS_RPCBPROC_TADDR2UADDR, "RPCBPROC_TADDR2UADDR"),
    )

    def RPCBPROC_SET(self, arg: rpcb, context: _rt.Context) -> bool | _Future[bool]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_UNSET(self, arg: rpcb, context: _rt.Context) -> bool | _Future[bool]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_GETADDR(self, arg: rpcb, context: _rt.Context) -> str | _Future[str]:
        """The universal address, or "" where nothing is registered."""
        raise _rt.ProcedureUnavailable

    def RPCBPROC_DUMP(self, context: _rt.Context) -> rpcblist_ptr | _Future[rpcblist_ptr]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_CALLIT(
        self, arg: rpcb_rmtcallargs, context: _rt.Context
    ) -> rpcb_rmtcallres | _Future[rpcb_rmtcallres]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_GETTIME(self, context: _rt.Context) -> int | _Future[int]:
        """Seconds since 1970-01-01 UTC."""
        raise _rt.ProcedureUnavailable

    def RPCBPROC_UADDR2TADDR(
        self, arg: str, context: _rt.Context
    ) -> rpcb_netbuf | _Future[rpcb_netbuf]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, context: _rt.Context) -> str | _Future[str]:
        raise _rt.ProcedureUnavailable


class RPCBVERS4Server(_rt.Server):
    """Answers the procedures of RPCBPROG, version 4 (RPCBVERS4)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS4
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_RPCBVERS4_RPCBPROC_SET, "RPCBPROC_SET"),
        (_RPCBVERS4_RPCBPROC_UNSET, "RPCBPROC_UNSET"),
        (_RPCBVERS4_RPCBPROC_GETADDR, "RPCBPROC_GETADDR"),
        (_RPCBVERS4_RPCBPROC_DUMP, "RPCBPROC_DUMP"),
        (_RPCBVERS4_RPCBPROC_BCAST, "RPCBPROC_BCAST"),
        (_RPCBVERS4_RPCBPROC_GETTIME, "RPCBPROC_GETTIME"),
        (_RPCBVERS4_RPCBPROC_UADDR2TADDR, "RPCBPROC_UADDR2TADDR"),
        (_RPCBVERS4_RPCBPROC_TADDR2UADDR, "RPCBPROC_TADDR2UADDR"),
        (_RPCBVERS4_RPCBPROC_GETVERSADDR, "RPCBPROC_GETVERSADDR"),
        (_RPCBVERS4_RPCBPROC_INDIRECT, "RPCBPROC_INDIRECT"),
        (_RPCBVERS4_RPCBPROC_GETADDRLIST, "RPCBPROC_GETADDRLIST"),
    )

    def RPCBPROC_SET(self, arg: rpcb, context: _rt.Context) -> bool | _Future[bool]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_UNSET(self, arg: rpcb, context: _rt.Context) -> bool | _Future[bool]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_GETADDR(self, arg: rpcb, context: _rt.Context) -> str | _Future[str]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_DUMP(self, context: _rt.Context) -> rpcblist_ptr | _Future[rpcblist_ptr]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_BCAST(
        self, arg: rpcb_rmtcallargs, context: _rt.Context
    ) -> rpcb_rmtcallres | _Future[rpcb_rmtcallres]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_GETTIME(self, context: _rt.Context) -> int | _Future[int]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_UADDR2TADDR(
        self, arg: str, context: _rt.Context
    ) -> rpcb_netbuf | _Future[rpcb_netbuf]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, context: _rt.Context) -> str | _Future[str]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_GETVERSADDR(self, arg: rpcb, context: _rt.Context) -> str | _Future[str]:
        """As GETADDR, but only an exact match of the version answers."""
        raise _rt.ProcedureUnavailable

    def RPCBPROC_INDIRECT(
        self, arg: rpcb_rmtcallargs, context: _rt.Context
    ) -> rpcb_rmtcallres | _Future[rpcb_rmtcallres]:
        raise _rt.ProcedureUnavailable

    def RPCBPROC_GETADDRLIST(
        self, arg: rpcb, context: _rt.Context
    ) -> rpcb_entry_list_ptr | _Future[rpcb_entry_list_ptr]:
        """Every transport of the caller's address family that serves the version."""
        raise _rt.ProcedureUnavailable


class PMAP_VERSAsyncServer(_rt.AsyncServer):
    """Answers the procedures of RPCBPROG, version 2 (PMAP_VERS)."""

    version: typing.ClassVar[_rt.Version] = PMAP_VERS
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_PMAP_VERS_PMAPPROC_SET, "PMAPPROC_SET"),
        (_PMAP_VERS_PMAPPROC_UNSET, "PMAPPROC_UNSET"),
        (_PMAP_VERS_PMAPPROC_GETPORT, "PMAPPROC_GETPORT"),
        (_PMAP_VERS_PMAPPROC_DUMP, "PMAPPROC_DUMP"),
        (_PMAP_VERS_PMAPPROC_CALLIT, "PMAPPROC_CALLIT"),
    )

    async def PMAPPROC_SET(self, arg: mapping, context: _rt.Context) -> bool:
        raise _rt.ProcedureUnavailable

    async def PMAPPROC_UNSET(self, arg: mapping, context: _rt.Context) -> bool:
        raise _rt.ProcedureUnavailable

    async def PMAPPROC_GETPORT(self, arg: mapping, context: _rt.Context) -> int:
        """The port, or 0 where nothing is registered."""
        raise _rt.ProcedureUnavailable

    async def PMAPPROC_DUMP(self, context: _rt.Context) -> pmaplist_ptr:
        raise _rt.ProcedureUnavailable

    async def PMAPPROC_CALLIT(self, arg: call_args, context: _rt.Context) -> call_result:
        """Passes a call on; answers only if that call succeeds."""
        raise _rt.ProcedureUnavailable


class RPCBVERSAsyncServer(_rt.AsyncServer):
    """Answers the procedures of RPCBPROG, version 3 (RPCBVERS)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_RPCBVERS_RPCBPROC_SET, "RPCBPROC_SET"),
        (_RPCBVERS_RPCBPROC_UNSET, "RPCBPROC_UNSET"),
        (_RPCBVERS_RPCBPROC_GETADDR, "RPCBPROC_GETADDR"),
        (_RPCBVERS_RPCBPROC_DUMP, "RPCBPROC_DUMP"),
        (_RPCBVERS_RPCBPROC_CALLIT, "RPCBPROC_CALLIT"),
        (_RPCBVERS_RPCBPROC_GETTIME, "RPCBPROC_GETTIME"),
        (_RPCBVERS_RPCBPROC_UADDR2TADDR, "RPCBPROC_UADDR2TADDR"),
        (_RPCBVERS_RPCBPROC_TADDR2UADDR, "RPCBPROC_TADDR2UADDR"),
    )

    async def RPCBPROC_SET(self, arg: rpcb, context: _rt.Context) -> bool:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_UNSET(self, arg: rpcb, context: _rt.Context) -> bool:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_GETADDR(self, arg: rpcb, context: _rt.Context) -> str:
        """The universal address, or "" where nothing is registered."""
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_DUMP(self, context: _rt.Context) -> rpcblist_ptr:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_CALLIT(self, arg: rpcb_rmtcallargs, context: _rt.Context) -> rpcb_rmtcallres:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_GETTIME(self, context: _rt.Context) -> int:
        """Seconds since 1970-01-01 UTC."""
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_UADDR2TADDR(self, arg: str, context: _rt.Context) -> rpcb_netbuf:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, context: _rt.Context) -> str:
        raise _rt.ProcedureUnavailable


class RPCBVERS4AsyncServer(_rt.AsyncServer):
    """Answers the procedures of RPCBPROG, version 4 (RPCBVERS4)."""

    version: typing.ClassVar[_rt.Version] = RPCBVERS4
    procedure_methods: typing.ClassVar[tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]] = (
        (_RPCBVERS4_RPCBPROC_SET, "RPCBPROC_SET"),
        (_RPCBVERS4_RPCBPROC_UNSET, "RPCBPROC_UNSET"),
        (_RPCBVERS4_RPCBPROC_GETADDR, "RPCBPROC_GETADDR"),
        (_RPCBVERS4_RPCBPROC_DUMP, "RPCBPROC_DUMP"),
        (_RPCBVERS4_RPCBPROC_BCAST, "RPCBPROC_BCAST"),
        (_RPCBVERS4_RPCBPROC_GETTIME, "RPCBPROC_GETTIME"),
        (_RPCBVERS4_RPCBPROC_UADDR2TADDR, "RPCBPROC_UADDR2TADDR"),
        (_RPCBVERS4_RPCBPROC_TADDR2UADDR, "RPCBPROC_TADDR2UADDR"),
        (_RPCBVERS4_RPCBPROC_GETVERSADDR, "RPCBPROC_GETVERSADDR"),
        (_RPCBVERS4_RPCBPROC_INDIRECT, "RPCBPROC_INDIRECT"),
        (_RPCBVERS4_RPCBPROC_GETADDRLIST, "RPCBPROC_GETADDRLIST"),
    )

    async def RPCBPROC_SET(self, arg: rpcb, context: _rt.Context) -> bool:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_UNSET(self, arg: rpcb, context: _rt.Context) -> bool:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_GETADDR(self, arg: rpcb, context: _rt.Context) -> str:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_DUMP(self, context: _rt.Context) -> rpcblist_ptr:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_BCAST(self, arg: rpcb_rmtcallargs, context: _rt.Context) -> rpcb_rmtcallres:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_GETTIME(self, context: _rt.Context) -> int:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_UADDR2TADDR(self, arg: str, context: _rt.Context) -> rpcb_netbuf:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_TADDR2UADDR(self, arg: rpcb_netbuf, context: _rt.Context) -> str:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_GETVERSADDR(self, arg: rpcb, context: _rt.Context) -> str:
        """As GETADDR, but only an exact match of the version answers."""
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_INDIRECT(
        self, arg: rpcb_rmtcallargs, context: _rt.Context
    ) -> rpcb_rmtcallres:
        raise _rt.ProcedureUnavailable

    async def RPCBPROC_GETADDRLIST(self, arg: rpcb, context: _rt.Context) -> rpcb_entry_list_ptr:
        """Every transport of the caller's address family that serves the version."""
        raise _rt.ProcedureUnavailable
