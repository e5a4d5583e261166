"""Transactions, put together step by step."""

from __future__ import annotations

from typing import Final, Self

from kvstore._generated import kv
from kvstore.client.changes import delete_op, put_op
from kvstore.client.reads import range_op
from kvstore.client.values import checked_value, choice, key_range
from kvstore.errors import InvalidRequest

__all__ = ["RELATIONS", "TARGETS", "Branch", "Transaction"]

TARGETS: Final = {
    "version": kv.KV_TARGET_KEY_VERSION,
    "create_revision": kv.KV_TARGET_CREATE_REVISION,
    "mod_revision": kv.KV_TARGET_MOD_REVISION,
    "lease": kv.KV_TARGET_LEASE,
    "value": kv.KV_TARGET_VALUE,
}
RELATIONS: Final = {
    "==": kv.KV_EQUAL,
    "!=": kv.KV_NOT_EQUAL,
    "<": kv.KV_LESS,
    ">": kv.KV_GREATER,
}


class Branch:
    """Operations that are done in their order. Each method adds one and returns the branch."""

    def __init__(self) -> None:
        """Begin with none."""
        self.operations: list[kv.kv_operation] = []

    def put(
        self,
        key: str | bytes,
        value: str | bytes | None,
        *,
        lease: int = 0,
        keep_lease: bool = False,
        previous: bool = False,
    ) -> Self:
        """Set a key; the arguments are those of `Store.put`."""
        put = put_op(key, value, lease=lease, keep_lease=keep_lease, previous=previous)
        self.operations.append(kv.kv_operation_KV_OPERATION_PUT(put=put))
        return self

    def delete(
        self,
        key: str | bytes | None = None,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        previous: bool = False,
    ) -> Self:
        """Delete a key or a range of keys."""
        keys = key_range(key, prefix=prefix, start=start, end=end)
        deletion = delete_op(keys, previous=previous)
        self.operations.append(kv.kv_operation_KV_OPERATION_DELETE(deletion=deletion))
        return self

    def get(
        self,
        key: str | bytes | None = None,
        *,
        prefix: str | bytes | None = None,
        start: str | bytes | None = None,
        end: str | bytes | None = None,
        limit: int = 0,
        keys_only: bool = False,
    ) -> Self:
        """Read a key or a range of keys, as they are after the operations before."""
        keys = key_range(key, prefix=prefix, start=start, end=end)
        want = kv.KV_WANT_KEYS if keys_only else kv.KV_WANT_ITEMS
        return self.range(range_op(keys, limit=limit, want=want))

    def range(self, operation: kv.kv_range_op) -> Self:
        """Read any range that kv.x can express."""
        self.operations.append(kv.kv_operation_KV_OPERATION_RANGE(range=operation))
        return self


class Transaction:
    """If all comparisons hold, `then` is done, else `otherwise`; as one change."""

    def __init__(self) -> None:
        """Begin without comparisons, which always hold, and with nothing to do."""
        self._compares: list[kv.kv_compare] = []
        self.then = Branch()
        self.otherwise = Branch()

    def when(
        self,
        key: str | bytes | None,
        target: str,
        relation: str,
        wanted: str | bytes | int,
        *,
        prefix: str | bytes | None = None,
    ) -> Self:
        """Compare `target` of a key (or of each key with a prefix) with what is wanted.

        Targets are "value", "version", "create_revision", "mod_revision" and "lease"; relations
        "==", "!=", "<" and ">". A key that does not exist has 0 for all numbers.
        """
        about = choice("the target", TARGETS, target)
        by_value = about == kv.KV_TARGET_VALUE
        if by_value == isinstance(wanted, int):
            kind = "text or bytes" if by_value else "a number"
            raise InvalidRequest(f"{target} is compared with {kind}, not {wanted!r}")
        self._compares.append(
            kv.kv_compare(
                keys=key_range(key, prefix=prefix),
                target=about,
                relation=choice("the relation", RELATIONS, relation),
                number=wanted if isinstance(wanted, int) else 0,
                value=b"" if isinstance(wanted, int) else checked_value(wanted),
            )
        )
        return self

    @property
    def operation(self) -> kv.kv_txn_op:
        """The transaction as kv.x has it."""
        return kv.kv_txn_op(
            compares=tuple(self._compares),
            success=tuple(self.then.operations),
            failure=tuple(self.otherwise.operations),
        )
