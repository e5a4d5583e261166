"""The calls that read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import structs

from kvstore._generated import kv
from kvstore.client.call import PROCEDURES, READ, Call
from kvstore.client.results import Item, NodeStatus, Page
from kvstore.client.values import checked_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from kvstore.client.call import Freshness

    R = TypeVar("R")

__all__ = ["RangeCursor", "count", "get", "page", "range_op", "status"]

FIRST_PAGE: Final = kv.kv_page(revision=0, after=b"")


def get(key: str | bytes, revision: int, freshness: Freshness) -> Call[Item | None]:
    """Read one key."""
    wanted = checked_key(key)

    def arguments(header: kv.kv_request_header) -> kv.kv_get_args:
        return kv.kv_get_args(header=header, key=wanted, revision=revision)

    return Call(PROCEDURES["KV_GET"], arguments, _item_found, READ, freshness)


def _item_found(reply: kv.kv_get_reply) -> Item | None:
    result = reply.result
    return result.item if isinstance(result, kv.kv_get_result_KV_OK) else None


class RangeCursor:
    """The pages of one range, one after the other: `call` says what to read next."""

    def __init__(
        self,
        keys: kv.kv_key_range,
        *,
        freshness: Freshness,
        revision: int,
        limit: int | None,
        keys_only: bool,
        descending: bool,
        page_size: int,
    ) -> None:
        """Begin with the first page; `limit` counts all items, `page_size` 0 is the server's."""
        self._freshness = freshness
        self._left = limit
        self._page_size = page_size
        self._finished = limit == 0
        want = kv.KV_WANT_KEYS if keys_only else kv.KV_WANT_ITEMS
        self._operation = range_op(keys, revision=revision, want=want, descending=descending)

    def call(self) -> Call[Page] | None:
        """Return the reading of the next page, None at the end."""
        if self._finished:
            return None
        size = self._page_size
        if self._left is not None:
            size = min(self._left, size or self._left)
        return page(structs.replace(self._operation, limit=size), self._freshness)

    def take(self, page: Page) -> tuple[Item, ...]:
        """Take in the page that was read, and return its items."""
        if self._left is not None:
            self._left -= len(page.items)
        self._finished = not page.more or self._left == 0
        self._operation = structs.replace(self._operation, page=page.next)
        return page.items


def range_op(
    keys: kv.kv_key_range,
    *,
    revision: int = 0,
    limit: int = 0,
    want: int = kv.KV_WANT_ITEMS,
    sort: int = kv.KV_SORT_KEY,
    descending: bool = False,
    max_create_revision: int = 0,
) -> kv.kv_range_op:
    """Return a range; unless said otherwise all of it, sorted by key."""
    return kv.kv_range_op(
        keys=keys,
        revision=revision,
        limit=limit,
        want=want,
        sort=sort,
        descending=descending,
        min_create_revision=0,
        max_create_revision=max_create_revision,
        min_mod_revision=0,
        max_mod_revision=0,
        page=FIRST_PAGE,
    )


def page(operation: kv.kv_range_op, freshness: Freshness) -> Call[Page]:
    """Read one page of a range."""
    return _range(operation, freshness, _page_read)


def count(keys: kv.kv_key_range, revision: int, freshness: Freshness) -> Call[int]:
    """Count the keys of a range."""
    operation = range_op(keys, revision=revision, want=kv.KV_WANT_COUNT)
    return _range(operation, freshness, _counted)


def _range(operation: kv.kv_range_op, freshness: Freshness, result: Callable[[Any], R]) -> Call[R]:
    def arguments(header: kv.kv_request_header) -> kv.kv_range_args:
        return kv.kv_range_args(header=header, range=operation)

    return Call(PROCEDURES["KV_RANGE"], arguments, result, READ, freshness)


def _page_read(reply: Any) -> Page:
    ok = reply.result.ok
    return Page(ok.items, ok.revision, ok.more, ok.next)


def _counted(reply: Any) -> int:
    number: int = reply.result.ok.count
    return number


def status() -> Call[NodeStatus]:
    """Ask a node about itself."""
    return Call(PROCEDURES["KV_STATUS"], kv.kv_status_args, _status_told, READ)


def _status_told(reply: Any) -> NodeStatus:
    return NodeStatus(reply.header, reply.result.ok)
