"""What the library's calls return, where it is not a struct of kv.x itself; times in seconds."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from kvstore._generated import kv

__all__ = [
    "DeleteResult",
    "Event",
    "Item",
    "LeaseGrant",
    "LeaseInfo",
    "LeaseStatus",
    "NodeStatus",
    "Page",
    "PutResult",
    "RevokeResult",
    "TxnDelete",
    "TxnPut",
    "TxnRange",
    "TxnResult",
]

Item: TypeAlias = kv.kv_item
"""A key and its value (both bytes) with `create_revision`, `mod_revision`, `key_version`, `lease`.
"""


class PutResult(NamedTuple):
    """`durable_nodes` had the change on disk when the answer was sent.

    `previous` is the item before, where there was one and it was asked for.
    """

    revision: int
    durable_nodes: int
    previous: Item | None


class DeleteResult(NamedTuple):
    """So many keys were `deleted`; `previous` are their items, where they were asked for.

    `revision` is 0 where there was nothing to delete.
    """

    revision: int
    durable_nodes: int
    deleted: int
    previous: tuple[Item, ...]


class Page(NamedTuple):
    """Part of a range, read at `revision`. `more` says that `next` is where it goes on."""

    items: tuple[Item, ...]
    revision: int
    more: bool
    next: kv.kv_page


class TxnRange(NamedTuple):
    """What a read in a transaction saw; `total` is the answer of one that only counts."""

    items: tuple[Item, ...]
    more: bool
    total: int


class TxnPut(NamedTuple):
    """A put of a transaction, and the item before where that was asked for."""

    previous: Item | None


class TxnDelete(NamedTuple):
    """A delete of a transaction: how many keys, and their items where they were asked for."""

    deleted: int
    previous: tuple[Item, ...]


class TxnResult(NamedTuple):
    """Whether all comparisons held, and what each operation of that branch did, in their order.

    `revision` is 0 where nothing was changed.
    """

    succeeded: bool
    revision: int
    durable_nodes: int
    results: tuple[TxnRange | TxnPut | TxnDelete, ...]


class Event(NamedTuple):
    """One change that a watch tells.

    The `item` of a delete has the key and, in `mod_revision`, the revision that deleted it.
    `previous` is the item before, where there was one and it was asked for.
    """

    kind: Literal["put", "delete"]
    item: Item
    previous: Item | None


class LeaseGrant(NamedTuple):
    """A lease's number, and the time it was granted for."""

    lease: int
    ttl: float


class RevokeResult(NamedTuple):
    """How many keys went with a lease; `revision` is 0 if none did."""

    deleted: int
    revision: int
    durable_nodes: int


class LeaseStatus(NamedTuple):
    """How long a lease was granted for, how long it has left, and its keys if asked for."""

    granted_ttl: float
    ttl: float
    keys: tuple[bytes, ...]


class LeaseInfo(NamedTuple):
    """One lease of a list."""

    lease: int
    granted_ttl: float
    ttl: float


class NodeStatus(NamedTuple):
    """What a node says about itself: the header of its answer and the answer."""

    header: kv.kv_reply_header
    status: kv.kv_status_ok
