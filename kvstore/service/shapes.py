"""The procedures of kv.x as data: how each is answered, and what one needs leave for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from kvstore._generated import kv
from kvstore.service.access import ALL_KEYS, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rpcgen_py.runtime.program import Procedure

Reply = TypeVar("Reply")

Needs: TypeAlias = "Iterable[tuple[Operation, kv.kv_key_range | None]]"

_PROCEDURES: Final = {procedure.name: procedure for procedure in kv.KV_V1.procedures}


class Shape(NamedTuple, Generic[Reply]):
    """One procedure. `reply` takes header and result, `refused` code and error.

    `needs` lists what the caller must be allowed to do. `changes` says that the call goes through
    the log, which only the leader writes; `harmless_twice`, that it may be done again with a
    delay, and nobody could tell.
    """

    procedure: Procedure[..., Any]
    reply: Callable[[kv.kv_reply_header, Any], Reply]
    refused: Callable[[int, kv.kv_error], Any]
    needs: Callable[[Any], Needs]
    changes: bool = False
    harmless_twice: bool = False

    @property
    def name(self) -> str:
        """The procedure's name in kv.x."""
        return self.procedure.name


def single(key: bytes) -> kv.kv_key_range:
    """Return the range of one key. (The empty key, which is none, is refused later.)"""
    return kv.kv_key_range(kind=kv.KV_SINGLE, key=key, end=b"")


# ------------------------------------------------------------------ what calls need leave for


def _nothing_but(operation: Operation) -> Callable[[Any], Needs]:
    needs = ((operation, None),)
    return lambda _: needs


def _get(arg: kv.kv_get_args) -> Needs:
    return ((Operation.READ, single(arg.key)),) if arg.key else ()


def _put(op: kv.kv_put_op) -> Needs:
    if not op.key:
        return
    yield Operation.WRITE, single(op.key)
    if op.flags & kv.KV_PREVIOUS:
        yield Operation.READ, single(op.key)
    if op.lease:
        yield Operation.LEASE, None


def _delete(op: kv.kv_delete_op) -> Needs:
    yield Operation.WRITE, op.keys
    if op.flags & kv.KV_PREVIOUS:
        yield Operation.READ, op.keys


def _txn(op: kv.kv_txn_op) -> Needs:
    for compare in op.compares:
        yield Operation.READ, compare.keys
    for operation in (*op.success, *op.failure):
        match operation:
            case kv.kv_operation_KV_OPERATION_PUT(put=put):
                yield from _put(put)
            case kv.kv_operation_KV_OPERATION_DELETE(deletion=deletion):
                yield from _delete(deletion)
            case kv.kv_operation_KV_OPERATION_RANGE(range=op_range):
                yield Operation.READ, op_range.keys
            case _:
                pass  # refused when it is proposed: there is no such operation


def _watch(arg: kv.kv_watch_args) -> Needs:
    return [(Operation.READ, keys) for keys in arg.ranges or (ALL_KEYS,)]


def _lease_ttl(arg: kv.kv_lease_ttl_args) -> Needs:
    yield Operation.LEASE, None
    if arg.keys:  # whichever they are
        yield Operation.READ, ALL_KEYS


# ------------------------------------------------------------------ the procedures

STATUS: Final = Shape(
    _PROCEDURES["KV_STATUS"],
    kv.kv_status_reply,
    kv.kv_status_result_default,
    _nothing_but(Operation.STATUS),
)
GET: Final = Shape(_PROCEDURES["KV_GET"], kv.kv_get_reply, kv.kv_get_result_default, _get)
PUT: Final = Shape(
    _PROCEDURES["KV_PUT"],
    kv.kv_put_reply,
    kv.kv_put_result_default,
    lambda arg: _put(arg.put),
    changes=True,
)
DELETE: Final = Shape(
    _PROCEDURES["KV_DELETE"],
    kv.kv_delete_reply,
    kv.kv_delete_result_default,
    lambda arg: _delete(arg.deletion),
    changes=True,
)
RANGE: Final = Shape(
    _PROCEDURES["KV_RANGE"],
    kv.kv_range_reply,
    kv.kv_range_result_default,
    lambda arg: ((Operation.READ, arg.range.keys),),
)
TXN: Final = Shape(
    _PROCEDURES["KV_TXN"],
    kv.kv_txn_reply,
    kv.kv_txn_result_default,
    lambda arg: _txn(arg.txn),
    changes=True,
)
WATCH: Final = Shape(_PROCEDURES["KV_WATCH"], kv.kv_watch_reply, kv.kv_watch_result_default, _watch)
COMPACT: Final = Shape(
    _PROCEDURES["KV_COMPACT"],
    kv.kv_compact_reply,
    kv.kv_compact_result_default,
    _nothing_but(Operation.COMPACT),
    changes=True,
)
LEASE_GRANT: Final = Shape(
    _PROCEDURES["KV_LEASE_GRANT"],
    kv.kv_lease_grant_reply,
    kv.kv_lease_grant_result_default,
    _nothing_but(Operation.LEASE),
    changes=True,
)
LEASE_REVOKE: Final = Shape(
    _PROCEDURES["KV_LEASE_REVOKE"],
    kv.kv_lease_revoke_reply,
    kv.kv_lease_revoke_result_default,
    _nothing_but(Operation.LEASE),
    changes=True,
)
LEASE_KEEPALIVE: Final = Shape(
    _PROCEDURES["KV_LEASE_KEEPALIVE"],
    kv.kv_lease_keepalive_reply,
    kv.kv_lease_keepalive_result_default,
    _nothing_but(Operation.LEASE),
    changes=True,
    harmless_twice=True,
)
LEASE_TTL: Final = Shape(
    _PROCEDURES["KV_LEASE_TTL"],
    kv.kv_lease_ttl_reply,
    kv.kv_lease_ttl_result_default,
    _lease_ttl,
)
LEASE_LIST: Final = Shape(
    _PROCEDURES["KV_LEASE_LIST"],
    kv.kv_lease_list_reply,
    kv.kv_lease_list_result_default,
    _nothing_but(Operation.LEASE),
)
SESSION_OPEN: Final = Shape(
    _PROCEDURES["KV_SESSION_OPEN"],
    kv.kv_session_open_reply,
    kv.kv_session_open_result_default,
    _nothing_but(Operation.SESSION),
    changes=True,
    harmless_twice=True,  # one that nobody knows of ends by itself
)
SESSION_KEEPALIVE: Final = Shape(
    _PROCEDURES["KV_SESSION_KEEPALIVE"],
    kv.kv_session_keepalive_reply,
    kv.kv_session_keepalive_result_default,
    _nothing_but(Operation.SESSION),
    changes=True,
    harmless_twice=True,
)
SESSION_CLOSE: Final = Shape(
    _PROCEDURES["KV_SESSION_CLOSE"],
    kv.kv_session_close_reply,
    kv.kv_session_close_result_default,
    _nothing_but(Operation.SESSION),
    changes=True,
    harmless_twice=True,
)
