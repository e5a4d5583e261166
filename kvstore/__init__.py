"""A key-value store that speaks Sun RPC, and the library to use it with.

    with kvstore.connect("localhost:9001") as store:
        store.put("mykey", "Hello World")
        item = store.get("mykey")

Nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kvstore.client.async_store import AsyncStore
    from kvstore.client.connect import connect, connect_async
    from kvstore.client.results import DeleteResult, Item, NodeStatus, Page, PutResult
    from kvstore.client.sync_store import Store
    from kvstore.errors import KvError

__all__ = [
    "AsyncStore",
    "DeleteResult",
    "Item",
    "KvError",
    "NodeStatus",
    "Page",
    "PutResult",
    "Store",
    "connect",
    "connect_async",
]

_HOMES = {
    "AsyncStore": "kvstore.client.async_store",
    "DeleteResult": "kvstore.client.results",
    "Item": "kvstore.client.results",
    "KvError": "kvstore.errors",
    "NodeStatus": "kvstore.client.results",
    "Page": "kvstore.client.results",
    "PutResult": "kvstore.client.results",
    "Store": "kvstore.client.sync_store",
    "connect": "kvstore.client.connect",
    "connect_async": "kvstore.client.connect",
}


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (as late as the rest)

    return getattr(import_module(_HOMES[name]), name)
