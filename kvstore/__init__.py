"""A key-value store that speaks Sun RPC, and the library to use it with.

    with kvstore.connect("localhost:9001") as store:
        store.put("mykey", "Hello World")
        item = store.get("mykey")

Nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kvstore.client.async_cached import AsyncCachedStore
    from kvstore.client.async_lease import AsyncLease
    from kvstore.client.async_queue import AsyncElection, AsyncLeadership, AsyncLock
    from kvstore.client.async_store import AsyncStore
    from kvstore.client.async_txn import AsyncTxn
    from kvstore.client.async_watch import AsyncWatch
    from kvstore.client.connect import connect, connect_async
    from kvstore.client.results import (
        DeleteResult,
        Event,
        Item,
        LeaseGrant,
        LeaseInfo,
        LeaseStatus,
        NodeStatus,
        Page,
        PutResult,
        RevokeResult,
        TxnDelete,
        TxnPut,
        TxnRange,
        TxnResult,
    )
    from kvstore.client.sync_cached import CachedStore
    from kvstore.client.sync_lease import Lease
    from kvstore.client.sync_queue import Election, Leadership, Lock
    from kvstore.client.sync_store import Store
    from kvstore.client.sync_txn import Txn
    from kvstore.client.sync_watch import Watch
    from kvstore.errors import KvError

__all__ = [
    "AsyncCachedStore",
    "AsyncElection",
    "AsyncLeadership",
    "AsyncLease",
    "AsyncLock",
    "AsyncStore",
    "AsyncTxn",
    "AsyncWatch",
    "CachedStore",
    "DeleteResult",
    "Election",
    "Event",
    "Item",
    "KvError",
    "Leadership",
    "Lease",
    "LeaseGrant",
    "LeaseInfo",
    "LeaseStatus",
    "Lock",
    "NodeStatus",
    "Page",
    "PutResult",
    "RevokeResult",
    "Store",
    "Txn",
    "TxnDelete",
    "TxnPut",
    "TxnRange",
    "TxnResult",
    "Watch",
    "connect",
    "connect_async",
]

_HOMES = {
    "AsyncCachedStore": "kvstore.client.async_cached",
    "AsyncElection": "kvstore.client.async_queue",
    "AsyncLeadership": "kvstore.client.async_queue",
    "AsyncLease": "kvstore.client.async_lease",
    "AsyncLock": "kvstore.client.async_queue",
    "AsyncStore": "kvstore.client.async_store",
    "AsyncTxn": "kvstore.client.async_txn",
    "AsyncWatch": "kvstore.client.async_watch",
    "CachedStore": "kvstore.client.sync_cached",
    "DeleteResult": "kvstore.client.results",
    "Election": "kvstore.client.sync_queue",
    "Event": "kvstore.client.results",
    "Item": "kvstore.client.results",
    "KvError": "kvstore.errors",
    "Leadership": "kvstore.client.sync_queue",
    "Lease": "kvstore.client.sync_lease",
    "LeaseGrant": "kvstore.client.results",
    "LeaseInfo": "kvstore.client.results",
    "LeaseStatus": "kvstore.client.results",
    "Lock": "kvstore.client.sync_queue",
    "NodeStatus": "kvstore.client.results",
    "Page": "kvstore.client.results",
    "PutResult": "kvstore.client.results",
    "RevokeResult": "kvstore.client.results",
    "Store": "kvstore.client.sync_store",
    "Txn": "kvstore.client.sync_txn",
    "TxnDelete": "kvstore.client.results",
    "TxnPut": "kvstore.client.results",
    "TxnRange": "kvstore.client.results",
    "TxnResult": "kvstore.client.results",
    "Watch": "kvstore.client.sync_watch",
    "connect": "kvstore.client.connect",
    "connect_async": "kvstore.client.connect",
}


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (as late as the rest)

    return getattr(import_module(_HOMES[name]), name)
