"""Transactions, for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.client.transactions import Transaction

if TYPE_CHECKING:
    from kvstore.client.async_store import AsyncStore
    from kvstore.client.results import TxnResult

__all__ = ["AsyncTxn"]


class AsyncTxn(Transaction):
    """A transaction of one store. Made by `AsyncStore.txn`."""

    def __init__(self, store: AsyncStore) -> None:
        """Begin without comparisons, and with nothing to do."""
        super().__init__()
        self._store = store

    async def commit(self, *, wait: str = "quorum", timeout: float | None = None) -> TxnResult:
        """Carry the transaction out. Each call is a change of its own."""
        return await self._store.commit(self.operation, wait=wait, timeout=timeout)
