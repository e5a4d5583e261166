"""tirpc.x, compiled by rpcgen-py. Edit that file, not this one.

Types and constants that C programs get from libtirpc's headers without saying so.

rpcgen leaves names that it does not know to the C compiler, and its output includes
<rpc/rpc.h>. What that brings is here, as libtirpc puts it on the wire.
"""

from __future__ import annotations

import enum
import struct
import typing

import msgspec

from rpcgen_py.runtime import generated as _rt

_rt.require(1)

__all__ = [
    "AUTH_DES",
    "AUTH_DH",
    "AUTH_NONE",
    "AUTH_NULL",
    "AUTH_SHORT",
    "AUTH_SYS",
    "AUTH_UNIX",
    "HEXKEYBYTES",
    "MAXGIDS",
    "MAXHOSTNAMELEN",
    "MAXNETNAMELEN",
    "MAXNETOBJ_SZ",
    "MAXPATHLEN",
    "MAX_AUTH_BYTES",
    "MAX_MACHINE_NAME",
    "MAX_NETOBJ_SZ",
    "NAME_MAX",
    "NGRPS",
    "PATH_MAX",
    "PMAPPORT",
    "RPCSEC_GSS",
    "RPC_MAXDATASIZE",
    "UDPMSGSIZE",
    "authsys_parms",
    "authunix_parms",
    "des_block",
    "keybuf",
    "keystatus",
    "netbuf",
    "netnamestr",
    "netobj",
    "opaque_auth",
    "pack_authsys_parms",
    "pack_authunix_parms",
    "pack_des_block",
    "pack_keybuf",
    "pack_keystatus",
    "pack_netbuf",
    "pack_netnamestr",
    "pack_netobj",
    "pack_opaque_auth",
    "pack_pmap",
    "pack_pmaplist",
    "pack_pmaplist_ptr",
    "pack_rp__list",
    "pack_rpcb",
    "pack_rpcb_entry",
    "pack_rpcb_entry_list",
    "pack_rpcb_entry_list_ptr",
    "pack_rpcblist_ptr",
    "pack_rpcport_t",
    "pack_rpcproc_t",
    "pack_rpcprog_t",
    "pack_rpcprot_t",
    "pack_rpcvers_t",
    "pmap",
    "pmaplist",
    "pmaplist_ptr",
    "rp__list",
    "rpcb",
    "rpcb_entry",
    "rpcb_entry_list",
    "rpcb_entry_list_ptr",
    "rpcblist_ptr",
    "rpcport_t",
    "rpcproc_t",
    "rpcprog_t",
    "rpcprot_t",
    "rpcvers_t",
    "unpack_authsys_parms",
    "unpack_authunix_parms",
    "unpack_des_block",
    "unpack_keybuf",
    "unpack_keystatus",
    "unpack_netbuf",
    "unpack_netnamestr",
    "unpack_netobj",
    "unpack_opaque_auth",
    "unpack_pmap",
    "unpack_pmaplist",
    "unpack_pmaplist_ptr",
    "unpack_rp__list",
    "unpack_rpcb",
    "unpack_rpcb_entry",
    "unpack_rpcb_entry_list",
    "unpack_rpcb_entry_list_ptr",
    "unpack_rpcblist_ptr",
    "unpack_rpcport_t",
    "unpack_rpcproc_t",
    "unpack_rpcprog_t",
    "unpack_rpcprot_t",
    "unpack_rpcvers_t",
]

MAX_AUTH_BYTES: typing.Final[int] = 400
MAXNETNAMELEN: typing.Final[int] = 255
MAX_MACHINE_NAME: typing.Final[int] = 255
NGRPS: typing.Final[int] = 16
MAXGIDS: typing.Final[int] = 16
HEXKEYBYTES: typing.Final[int] = 48
MAX_NETOBJ_SZ: typing.Final[int] = 1024
MAXNETOBJ_SZ: typing.Final[int] = 1024
RPC_MAXDATASIZE: typing.Final[int] = 9000
UDPMSGSIZE: typing.Final[int] = 8800
PMAPPORT: typing.Final[int] = 111
# Flavors of credentials, which unions of security parameters switch on.
AUTH_NONE: typing.Final[int] = 0
AUTH_NULL: typing.Final[int] = 0
AUTH_SYS: typing.Final[int] = 1
AUTH_UNIX: typing.Final[int] = 1
AUTH_SHORT: typing.Final[int] = 2
AUTH_DH: typing.Final[int] = 3
AUTH_DES: typing.Final[int] = 3
RPCSEC_GSS: typing.Final[int] = 6
# Sizes from <limits.h> and <sys/param.h>, as Linux has them.
NAME_MAX: typing.Final[int] = 255
PATH_MAX: typing.Final[int] = 4096
MAXPATHLEN: typing.Final[int] = 4096
MAXHOSTNAMELEN: typing.Final[int] = 64


class keystatus(enum.IntEnum):
    """What key servers answer with."""

    KEY_SUCCESS = 0
    KEY_NOSECRET = 1
    KEY_UNKNOWN = 2
    KEY_SYSTEMERR = 3


rpcprog_t: typing.TypeAlias = int
rpcvers_t: typing.TypeAlias = int
rpcproc_t: typing.TypeAlias = int
rpcprot_t: typing.TypeAlias = int
rpcport_t: typing.TypeAlias = int
# A DES key or checksum.
des_block: typing.TypeAlias = bytes
# An object that only its owner can read.
netobj: typing.TypeAlias = bytes


class netbuf(msgspec.Struct, frozen=True, gc=False):
    """A transport address: the size of the buffer that holds it, and the part in use."""

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
            raise _rt.explain_pack(_shapes, "netbuf", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> netbuf:
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
            raise _rt.explain_unpack(_shapes, "netbuf", data, 0, len(data), limit, fault) from None


class opaque_auth(msgspec.Struct, frozen=True, gc=False):
    """Credential or verifier of a call."""

    oa_flavor: int
    oa_base: bytes

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            oa_base = self.oa_base
            oa_base_length = len(oa_base)
            if oa_base_length > 400:
                raise ValueError
            return _pack_iI_ns[oa_base_length](self.oa_flavor, oa_base_length, oa_base)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "opaque_auth", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> opaque_auth:
        try:
            at = 0
            end = len(data)
            oa_flavor, oa_base_length = _unpack_iI(data, at)
            if oa_base_length > 400:
                raise ValueError
            at += 8
            oa_base = data[at : at + oa_base_length]
            at += (oa_base_length + 3) & -4
            if at != end:
                raise ValueError
            return cls(oa_flavor, oa_base)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "opaque_auth", data, 0, len(data), limit, fault
            ) from None


class authunix_parms(msgspec.Struct, frozen=True, gc=False):
    """The body of an AUTH_SYS credential."""

    aup_time: int
    aup_machname: str
    aup_uid: int
    aup_gid: int
    aup_gids: tuple[int, ...]

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            try:
                aup_machname = self.aup_machname.encode()
            except UnicodeEncodeError:
                aup_machname = self.aup_machname.encode("utf-8", "surrogateescape")
            aup_machname_length = len(aup_machname)
            if aup_machname_length > 255:
                raise ValueError
            aup_gids = self.aup_gids
            aup_gids_count = len(aup_gids)
            if aup_gids_count > 16:
                raise ValueError
            head = _pack_2I_ns_3I_255[aup_machname_length](
                self.aup_time,
                aup_machname_length,
                aup_machname,
                self.aup_uid,
                self.aup_gid,
                aup_gids_count,
            )
            return head + _pack_nI[aup_gids_count](*aup_gids)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "authunix_parms", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> authunix_parms:
        try:
            at = 0
            end = len(data)
            aup_time, aup_machname_length = _unpack_2I(data, at)
            if aup_machname_length > 255:
                raise ValueError
            at += 8
            aup_machname = data[at : at + aup_machname_length].decode("utf-8", "surrogateescape")
            at += (aup_machname_length + 3) & -4
            aup_uid, aup_gid, aup_gids_count = _unpack_3I(data, at)
            if aup_gids_count > 16 or aup_gids_count * 4 > end - at - 12:
                raise ValueError
            aup_gids = _unpack_nI[aup_gids_count](data, at + 12)
            at += 12 + aup_gids_count * 4
            if at != end:
                raise ValueError
            return cls(aup_time, aup_machname, aup_uid, aup_gid, aup_gids)
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(
                _shapes, "authunix_parms", data, 0, len(data), limit, fault
            ) from None


authsys_parms: typing.TypeAlias = authunix_parms


class pmap(msgspec.Struct, frozen=True, gc=False):
    """One registration of the portmapper, version 2."""

    pm_prog: int
    pm_vers: int
    pm_prot: int
    pm_port: int

    def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
        try:
            return _pack_4I(self.pm_prog, self.pm_vers, self.pm_prot, self.pm_port)
        except _rt.FAULTS as fault:
            raise _rt.explain_pack(_shapes, "pmap", self, limit, fault) from None

    @classmethod
    def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> pmap:
        try:
            return cls(*_whole_4I(data))
        except _rt.FAULTS as fault:
            raise _rt.explain_unpack(_shapes, "pmap", data, 0, len(data), limit, fault) from None


class pmaplist(_rt.ListNode, frozen=True):
    pml_map: pmap
    pml_next: pmaplist | None

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


class rpcb(msgspec.Struct, frozen=True, gc=False):
    """One registration of rpcbind, version 3 and 4."""

    r_prog: rpcprog_t
    r_vers: rpcvers_t
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


class rpcb_entry(msgspec.Struct, frozen=True, gc=False):
    """A transport by which a program can be reached."""

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
keybuf: typing.TypeAlias = bytes
netnamestr: typing.TypeAlias = str

# The runs of words that codecs read and write at once.
_iter_5I = struct.Struct(">5I").iter_unpack
_keystatus_of = {member.value: member for member in keystatus}
_pack_2I_ns = _rt.Packers("2I", "s", "")
_pack_2I_ns_3I_255 = _rt.short_packers("2I", "3I", 2, 255)
_pack_2I_ns_I = _rt.Packers("2I", "s", "I")
_pack_3I_ns_I = _rt.Packers("3I", "s", "I")
_pack_48s = struct.Struct(">48s").pack
_pack_4I = struct.Struct(">4I").pack
_pack_4I_ns_I = _rt.Packers("4I", "s", "I")
_pack_5I = struct.Struct(">5I").pack
_pack_8s = struct.Struct(">8s").pack
_pack_I = struct.Struct(">I").pack
_pack_I_ns = _rt.Packers("I", "s", "")
_pack_I_ns_255 = _rt.short_packers("I", "", 1, 255)
_pack_I_ns_I = _rt.Packers("I", "s", "I")
_pack_i = struct.Struct(">i").pack
_pack_iI_ns = _rt.Packers("iI", "s", "")
_pack_nI = _rt.Packers("", "I", "")
_pack_ns = _rt.Packers("", "s", "")
_pack_ns_2I = _rt.Packers("", "s", "2I")
_pack_ns_I = _rt.Packers("", "s", "I")
_unpack_2I = struct.Struct(">2I").unpack_from
_unpack_3I = struct.Struct(">3I").unpack_from
_unpack_48s = struct.Struct(">48s").unpack_from
_unpack_4I = struct.Struct(">4I").unpack_from
_unpack_8s = struct.Struct(">8s").unpack_from
_unpack_I = struct.Struct(">I").unpack_from
_unpack_i = struct.Struct(">i").unpack_from
_unpack_iI = struct.Struct(">iI").unpack_from
_unpack_nI = _rt.Unpackers("I")
_whole_4I = struct.Struct(">4I").unpack

pack_netbuf = netbuf.to_xdr
pack_opaque_auth = opaque_auth.to_xdr
pack_authunix_parms = authunix_parms.to_xdr
pack_pmap = pmap.to_xdr
pack_pmaplist = pmaplist.to_xdr
pack_rpcb = rpcb.to_xdr
pack_rp__list = rp__list.to_xdr
pack_rpcb_entry = rpcb_entry.to_xdr
pack_rpcb_entry_list = rpcb_entry_list.to_xdr


def pack_rpcprog_t(value: rpcprog_t, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_I(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rpcprog_t", value, limit, fault) from None


def unpack_rpcprog_t(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcprog_t, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcprog_t", data, offset, end, limit, fault) from None


def pack_rpcvers_t(value: rpcvers_t, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_I(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rpcvers_t", value, limit, fault) from None


def unpack_rpcvers_t(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcvers_t, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcvers_t", data, offset, end, limit, fault) from None


def pack_rpcproc_t(value: rpcproc_t, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_I(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rpcproc_t", value, limit, fault) from None


def unpack_rpcproc_t(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcproc_t, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcproc_t", data, offset, end, limit, fault) from None


def pack_rpcprot_t(value: rpcprot_t, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_I(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rpcprot_t", value, limit, fault) from None


def unpack_rpcprot_t(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcprot_t, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcprot_t", data, offset, end, limit, fault) from None


def pack_rpcport_t(value: rpcport_t, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_I(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "rpcport_t", value, limit, fault) from None


def unpack_rpcport_t(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[rpcport_t, int]:
    at = offset
    try:
        (result,) = _unpack_I(data, at)
        at += 4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "rpcport_t", data, offset, end, limit, fault) from None


def pack_des_block(value: des_block, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        if len(value) != 8:
            raise ValueError
        return _pack_8s(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "des_block", value, limit, fault) from None


def unpack_des_block(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[des_block, int]:
    at = offset
    try:
        (result,) = _unpack_8s(data, at)
        at += 8
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "des_block", data, offset, end, limit, fault) from None


def pack_netobj(value: netobj, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        value_length = len(value)
        if value_length > 1024:
            raise ValueError
        return _pack_I_ns[value_length](value_length, value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "netobj", value, limit, fault) from None


def unpack_netobj(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[netobj, int]:
    at = offset
    try:
        (result_length,) = _unpack_I(data, at)
        if result_length > 1024:
            raise ValueError
        at += 4
        result = data[at : at + result_length]
        at += (result_length + 3) & -4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "netobj", data, offset, end, limit, fault) from None


def unpack_netbuf(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[netbuf, int]:
    at = offset
    try:
        maxlen, buf_length = _unpack_2I(data, at)
        if buf_length > limit:
            raise ValueError
        at += 8
        buf = data[at : at + buf_length]
        at += (buf_length + 3) & -4
        value = netbuf(maxlen, buf)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "netbuf", data, offset, end, limit, fault) from None


def unpack_opaque_auth(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[opaque_auth, int]:
    at = offset
    try:
        oa_flavor, oa_base_length = _unpack_iI(data, at)
        if oa_base_length > 400:
            raise ValueError
        at += 8
        oa_base = data[at : at + oa_base_length]
        at += (oa_base_length + 3) & -4
        value = opaque_auth(oa_flavor, oa_base)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "opaque_auth", data, offset, end, limit, fault) from None


def unpack_authunix_parms(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[authunix_parms, int]:
    at = offset
    try:
        aup_time, aup_machname_length = _unpack_2I(data, at)
        if aup_machname_length > 255:
            raise ValueError
        at += 8
        aup_machname = data[at : at + aup_machname_length].decode("utf-8", "surrogateescape")
        at += (aup_machname_length + 3) & -4
        aup_uid, aup_gid, aup_gids_count = _unpack_3I(data, at)
        if aup_gids_count > 16 or aup_gids_count * 4 > end - at - 12:
            raise ValueError
        aup_gids = _unpack_nI[aup_gids_count](data, at + 12)
        at += 12 + aup_gids_count * 4
        value = authunix_parms(aup_time, aup_machname, aup_uid, aup_gid, aup_gids)
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(
            _shapes, "authunix_parms", data, offset, end, limit, fault
        ) from None


def unpack_pmap(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[pmap, int]:
    at = offset
    try:
        value = pmap(*_unpack_4I(data, at))
        at += 16
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "pmap", data, offset, end, limit, fault) from None


def _write_pmaplist_list(value: pmaplist | None, out: list[bytes], limit: int) -> None:
    while value is not None:
        pml_map = value.pml_map
        out.append(_pack_5I(1, pml_map.pm_prog, pml_map.pm_vers, pml_map.pm_prot, pml_map.pm_port))
        value = value.pml_next
    out.append(_rt.END)
    if len(out) > _rt.LONG:
        _rt.free_in_a_loop(pmaplist, "pml_next")


def _read_pmaplist_list(data: bytes, at: int, end: int, limit: int) -> tuple[pmaplist | None, int]:
    nodes: list[typing.Any] = []
    start = at
    while at + 20 <= end:
        stop = at + min((end - at) // 20, 51) * 20
        for flag, pm_prog, pm_vers, pm_prot, pm_port in _iter_5I(data[at:stop]):
            if flag != 1:
                break
            nodes.append(pmap(pm_prog, pm_vers, pm_prot, pm_port))
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
        _rt.free_in_a_loop(pmaplist, "pml_next")
    result: pmaplist | None = None
    for pml_map in reversed(nodes):
        result = pmaplist(pml_map, result)
    return result, at


def unpack_pmaplist(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[pmaplist, int]:
    at = offset
    try:
        pm_prog, pm_vers, pm_prot, pm_port = _unpack_4I(data, at)
        pml_next, at = _read_pmaplist_list(data, at + 16, end, limit)
        value = pmaplist(pmap(pm_prog, pm_vers, pm_prot, pm_port), pml_next)
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


def pack_keystatus(value: keystatus, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        return _pack_i(_keystatus_of[value])
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "keystatus", value, limit, fault) from None


def unpack_keystatus(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[keystatus, int]:
    at = offset
    try:
        (result,) = _unpack_i(data, at)
        value = _keystatus_of[result]
        at += 4
        if at > end:
            raise ValueError
        return value, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "keystatus", data, offset, end, limit, fault) from None


def pack_keybuf(value: keybuf, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        if len(value) != 48:
            raise ValueError
        return _pack_48s(value)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "keybuf", value, limit, fault) from None


def unpack_keybuf(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[keybuf, int]:
    at = offset
    try:
        (result,) = _unpack_48s(data, at)
        at += 48
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "keybuf", data, offset, end, limit, fault) from None


def pack_netnamestr(value: netnamestr, limit: int = _rt.DEFAULT_LIMIT) -> bytes:
    try:
        try:
            value2 = value.encode()
        except UnicodeEncodeError:
            value2 = value.encode("utf-8", "surrogateescape")
        value2_length = len(value2)
        if value2_length > 255:
            raise ValueError
        return _pack_I_ns_255[value2_length](value2_length, value2)
    except _rt.FAULTS as fault:
        raise _rt.explain_pack(_shapes, "netnamestr", value, limit, fault) from None


def unpack_netnamestr(
    data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT
) -> tuple[netnamestr, int]:
    at = offset
    try:
        (result_length,) = _unpack_I(data, at)
        if result_length > 255:
            raise ValueError
        at += 4
        result = data[at : at + result_length].decode("utf-8", "surrogateescape")
        at += (result_length + 3) & -4
        if at > end:
            raise ValueError
        return result, at
    except _rt.FAULTS as fault:
        raise _rt.explain_unpack(_shapes, "netnamestr", data, offset, end, limit, fault) from None


pack_authsys_parms = pack_authunix_parms
unpack_authsys_parms = unpack_authunix_parms


def _shapes() -> dict[str, _rt.Shape]:
    """What the types are made of: read only to say what is wrong, and where."""
    _s = _rt.shapes
    return {
        "rpcprog_t": _s.UINT,
        "rpcvers_t": _s.UINT,
        "rpcproc_t": _s.UINT,
        "rpcprot_t": _s.UINT,
        "rpcport_t": _s.UINT,
        "des_block": _s.FixedOpaque(8),
        "netobj": _s.Opaque(1024),
        "netbuf": _s.Struct({"maxlen": _s.UINT, "buf": _s.Opaque()}),
        "opaque_auth": _s.Struct({"oa_flavor": _s.INT, "oa_base": _s.Opaque(400)}),
        "authunix_parms": _s.Struct(
            {
                "aup_time": _s.UINT,
                "aup_machname": _s.String(255),
                "aup_uid": _s.UINT,
                "aup_gid": _s.UINT,
                "aup_gids": _s.Array(_s.UINT, 16, 4),
            }
        ),
        "pmap": _s.Struct(
            {"pm_prog": _s.UINT, "pm_vers": _s.UINT, "pm_prot": _s.UINT, "pm_port": _s.UINT}
        ),
        "pmaplist": _s.Struct(
            {"pml_map": _s.Named("pmap"), "pml_next": _s.List("pmaplist", "pml_next")}
        ),
        "pmaplist_ptr": _s.List("pmaplist", "pml_next"),
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
        "keystatus": _s.Enumeration(keystatus),
        "keybuf": _s.FixedOpaque(48),
        "netnamestr": _s.String(255),
    }
