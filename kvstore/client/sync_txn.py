"""Transactions, blocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.client.transactions import Transaction

if TYPE_CHECKING:
    from kvstore.client.results import TxnResult
    from kvstore.client.sync_store import Store

__all__ = ["Txn"]


class Txn(Transaction):
    """A transaction of one store. Made by `Store.txn`."""

    def __init__(self, store: Store) -> None:
        """Begin without comparisons, and with nothing to do."""
        super().__init__()
        self._store = store

    def commit(self, *, wait: str = "quorum", timeout: float | None = None) -> TxnResult:
        """Carry the transaction out. Each call is a change of its own."""
        return self._store.commit(self.operation, wait=wait, timeout=timeout)
