"""The store's calls as values: what to send, and what the answer means. Nothing is sent here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from msgspec import structs

from kvstore._generated import kv
from kvstore.client.results import DeleteResult, Item, NodeStatus, Page, PutResult
from kvstore.errors import InvalidRequest, TooLarge
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.program import Procedure

R = TypeVar("R")

CONSISTENCIES: Final = {
    "linearizable": kv.KV_LINEARIZABLE,
    "lease": kv.KV_LEASE,
    "serializable": kv.KV_SERIALIZABLE,
}
WAITS: Final = {"quorum": kv.KV_WAIT_QUORUM, "all": kv.KV_WAIT_ALL}
FIRST_PAGE: Final = kv.kv_page(revision=0, after=b"")
_NO_TRACE: Final = bytes(16)
_PROCEDURES: Final = {procedure.name: procedure for procedure in kv.KV_V1.procedures}


class Options(NamedTuple):
    """What goes into the header of every call of one client. See kv.x for the meanings."""

    cluster_id: int = 0
    name_space: bytes = b""


class Call(NamedTuple, Generic[R]):
    """One call. `arguments` takes the milliseconds left; `result` the reply, errors apart."""

    procedure: Procedure[..., Any]
    arguments: Callable[[int], Any]
    result: Callable[[Any], R]
    changes: bool


def packed(call: Call[Any], seconds: float) -> bytes:
    """Return the arguments of a call that has so many seconds left. Raises `InvalidRequest`."""
    try:
        return call.procedure.pack_args(call.arguments(max(1, int(seconds * 1000))))
    except XdrError as error:
        raise InvalidRequest(str(error)) from error


def header(
    options: Options, deadline_ms: int, consistency: int = 0, min_revision: int = 0
) -> kv.kv_request_header:
    """Return a request's header."""
    return kv.kv_request_header(
        cluster_id=options.cluster_id,
        session=0,
        sequence=0,
        lowest_unanswered=0,
        consistency=consistency,
        min_revision=min_revision,
        max_age_ms=0,
        deadline_ms=deadline_ms,
        hops=0,
        trace_id=_NO_TRACE,
        name_space=options.name_space,
        extensions=(),
    )


def checked_key(key: str | bytes) -> bytes:
    """Return a key as bytes. Raises `InvalidRequest`, `TooLarge`."""
    data = key.encode("utf-8", "surrogateescape") if isinstance(key, str) else bytes(key)
    if not data:
        raise InvalidRequest("the key is empty")
    return _fitting("key", data, kv.KV_KEY_MAX)


def checked_value(value: str | bytes) -> bytes:
    """Return a value as bytes. Raises `TooLarge`."""
    data = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value)
    return _fitting("value", data, kv.KV_VALUE_MAX)


def _fitting(what: str, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise TooLarge(f"the {what} has {len(data)} bytes; at most {limit} are stored")
    return data


def key_range(
    key: str | bytes | None = None,
    *,
    prefix: str | bytes | None = None,
    start: str | bytes | None = None,
    end: str | bytes | None = None,
) -> kv.kv_key_range:
    """Return a range: one key, all with a prefix, or those from `start` on and before `end`.

    Raises `InvalidRequest` unless exactly one of the three ways is used.
    """
    interval = start is not None or end is not None
    if (key is not None) + (prefix is not None) + interval != 1:
        raise InvalidRequest("name either a key, or a prefix, or a start and an end")
    if key is not None:
        return kv.kv_key_range(kind=kv.KV_SINGLE, key=checked_key(key), end=b"")
    if prefix is not None:
        found = checked_key(prefix) if prefix else b""
        return kv.kv_key_range(kind=kv.KV_PREFIX, key=found, end=b"")
    return kv.kv_key_range(
        kind=kv.KV_INTERVAL,
        key=checked_key(start) if start else b"",
        end=checked_key(end) if end else b"",
    )


def get(
    options: Options, key: str | bytes, revision: int, consistency: str, min_revision: int
) -> Call[Item | None]:
    """Read one key."""
    wanted = checked_key(key)
    level = _choice("consistency", CONSISTENCIES, consistency)

    def arguments(deadline_ms: int) -> kv.kv_get_args:
        return kv.kv_get_args(
            header=header(options, deadline_ms, level, min_revision), key=wanted, revision=revision
        )

    return Call(_PROCEDURES["KV_GET"], arguments, _item_found, changes=False)


def _item_found(reply: kv.kv_get_reply) -> Item | None:
    result = reply.result
    return result.item if isinstance(result, kv.kv_get_result_KV_OK) else None


def put(
    options: Options,
    key: str | bytes,
    value: str | bytes,
    *,
    previous: bool,
    wait: str,
) -> Call[PutResult]:
    """Set one key."""
    operation = kv.kv_put_op(
        key=checked_key(key),
        value=checked_value(value),
        lease=0,
        flags=kv.KV_PREVIOUS if previous else 0,
    )
    level = _choice("wait", WAITS, wait)

    def arguments(deadline_ms: int) -> kv.kv_put_args:
        return kv.kv_put_args(header=header(options, deadline_ms), wait=level, put=operation)

    return Call(_PROCEDURES["KV_PUT"], arguments, _put_done, changes=True)


def _put_done(reply: Any) -> PutResult:
    ok = reply.result.ok
    return PutResult(ok.commit.revision, ok.commit.durable_nodes, ok.previous)


def delete(
    options: Options, keys: kv.kv_key_range, *, previous: bool, wait: str
) -> Call[DeleteResult]:
    """Delete a range of keys."""
    operation = kv.kv_delete_op(keys=keys, flags=kv.KV_PREVIOUS if previous else 0)
    level = _choice("wait", WAITS, wait)

    def arguments(deadline_ms: int) -> kv.kv_delete_args:
        return kv.kv_delete_args(
            header=header(options, deadline_ms), wait=level, deletion=operation
        )

    return Call(_PROCEDURES["KV_DELETE"], arguments, _delete_done, changes=True)


def _delete_done(reply: Any) -> DeleteResult:
    ok = reply.result.ok
    return DeleteResult(
        ok.commit.revision, ok.commit.durable_nodes, ok.deleted.count, ok.deleted.previous
    )


class RangeCursor:
    """The pages of one range, one after the other: `operation` says what to read next."""

    def __init__(
        self,
        keys: kv.kv_key_range,
        *,
        revision: int,
        limit: int | None,
        keys_only: bool,
        descending: bool,
        page_size: int,
    ) -> None:
        """Begin with the first page; `limit` counts all items, `page_size` 0 is the server's."""
        self._left = limit
        self._page_size = page_size
        self._finished = limit == 0
        self._operation = range_op(
            keys,
            revision=revision,
            want=kv.KV_WANT_KEYS if keys_only else kv.KV_WANT_ITEMS,
            descending=descending,
        )

    def operation(self) -> kv.kv_range_op | None:
        """Return the next page's range, None at the end."""
        if self._finished:
            return None
        size = self._page_size
        if self._left is not None:
            size = min(self._left, size or self._left)
        return structs.replace(self._operation, limit=size)

    def take(self, page: Page) -> tuple[Item, ...]:
        """Take in the page that was read, and return its items."""
        if self._left is not None:
            self._left -= len(page.items)
        self._finished = not page.more or self._left == 0
        self._operation = structs.replace(self._operation, page=page.next)
        return page.items


def range_op(
    keys: kv.kv_key_range, *, revision: int, want: int, descending: bool = False
) -> kv.kv_range_op:
    """Return a range sorted by key, without filters, limited by the server."""
    return kv.kv_range_op(
        keys=keys,
        revision=revision,
        limit=0,
        want=want,
        sort=kv.KV_SORT_KEY,
        descending=descending,
        min_create_revision=0,
        max_create_revision=0,
        min_mod_revision=0,
        max_mod_revision=0,
        page=FIRST_PAGE,
    )


def read_page(
    options: Options, operation: kv.kv_range_op, consistency: str, min_revision: int
) -> Call[Page]:
    """Read one page of a range."""
    return _range(options, operation, consistency, min_revision, _page_read)


def count(
    options: Options, operation: kv.kv_range_op, consistency: str, min_revision: int
) -> Call[int]:
    """Count the keys of a range whose `want` says so."""
    return _range(options, operation, consistency, min_revision, _counted)


def _range(
    options: Options,
    operation: kv.kv_range_op,
    consistency: str,
    min_revision: int,
    result: Callable[[Any], R],
) -> Call[R]:
    level = _choice("consistency", CONSISTENCIES, consistency)

    def arguments(deadline_ms: int) -> kv.kv_range_args:
        return kv.kv_range_args(
            header=header(options, deadline_ms, level, min_revision), range=operation
        )

    return Call(_PROCEDURES["KV_RANGE"], arguments, result, changes=False)


def _page_read(reply: Any) -> Page:
    ok = reply.result.ok
    return Page(ok.items, ok.revision, ok.more, ok.next)


def _counted(reply: Any) -> int:
    number: int = reply.result.ok.count
    return number


def status(options: Options) -> Call[NodeStatus]:
    """Ask a node about itself."""

    def arguments(deadline_ms: int) -> kv.kv_status_args:
        return kv.kv_status_args(header=header(options, deadline_ms))

    return Call(_PROCEDURES["KV_STATUS"], arguments, _status_told, changes=False)


def _status_told(reply: Any) -> NodeStatus:
    return NodeStatus(reply.header, reply.result.ok)


def _choice(what: str, choices: dict[str, int], wanted: str) -> int:
    if wanted not in choices:
        raise InvalidRequest(f"{what} is {' or '.join(choices)}, not {wanted!r}")
    return choices[wanted]
