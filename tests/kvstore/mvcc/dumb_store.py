"""The store again, written to be obviously right: every state there ever was, each a dict."""

from __future__ import annotations

import copy
from collections.abc import Container

from kvstore._generated import command as commands
from kvstore._generated import kv

State = dict[tuple[bytes, bytes], kv.kv_item]


def matches(keys: kv.kv_key_range, key: bytes) -> bool:
    if keys.kind == kv.KV_SINGLE:
        return key == keys.key
    if keys.kind == kv.KV_PREFIX:
        return key.startswith(keys.key)
    return keys.key <= key and (not keys.end or key < keys.end)


class DumbStore:
    """`states[r]` is all of the store at revision `r`, `events[r]` what it changed, in order.

    A put may name one of `leases`.
    """

    def __init__(self, leases: Container[int] = ()) -> None:
        self.states: list[State] = [{}]
        self.events: list[list[tuple[bytes, kv.kv_item]]] = [[]]
        self.leases = leases
        self._events: list[tuple[bytes, kv.kv_item]] = []

    @property
    def revision(self) -> int:
        return len(self.states) - 1

    def apply(self, command: commands.command) -> bool:
        """Return whether the command was carried out."""
        state = copy.copy(self.states[-1])
        space = command.origin.name_space
        done, changed = True, False
        self._events = []
        match command.change:
            case commands.command_change_COMMAND_PUT(put=put):
                done = changed = self._put(state, space, put)
            case commands.command_change_COMMAND_DELETE(deletion=deletion):
                changed = self._delete(state, space, deletion)
            case commands.command_change_COMMAND_TXN(txn=txn):
                done, changed = self._transact(state, space, txn)
        if done and changed:
            self.states.append(state)
            self.events.append(self._events)
        return done

    def _put(self, state: State, space: bytes, op: kv.kv_put_op) -> bool:
        revision = self.revision + 1
        old = state.get((space, op.key))
        if old is None and op.flags & (kv.KV_KEEP_VALUE | kv.KV_KEEP_LEASE):
            return False
        keep = old is not None and op.flags & kv.KV_KEEP_VALUE
        lease = old.lease if old is not None and op.flags & kv.KV_KEEP_LEASE else op.lease
        if lease and lease not in self.leases:
            return False
        state[space, op.key] = kv.kv_item(
            key=op.key,
            value=old.value if old is not None and keep else op.value,
            create_revision=revision if old is None else old.create_revision,
            mod_revision=revision,
            key_version=1 if old is None else old.key_version + 1,
            lease=lease,
        )
        self._events.append((space, state[space, op.key]))
        return True

    def _delete(self, state: State, space: bytes, op: kv.kv_delete_op) -> bool:
        doomed = sorted(key for key in state if key[0] == space and matches(op.keys, key[1]))
        for key in doomed:
            del state[key]
            tombstone = kv.kv_item(
                key=key[1],
                value=b"",
                create_revision=0,
                mod_revision=self.revision + 1,
                key_version=0,
                lease=0,
            )
            self._events.append((space, tombstone))
        return bool(doomed)

    def _transact(self, state: State, space: bytes, op: kv.kv_txn_op) -> tuple[bool, bool]:
        changed = False
        holds = all(self._holds(state, space, compare) for compare in op.compares)
        for operation in op.success if holds else op.failure:
            match operation:
                case kv.kv_operation_KV_OPERATION_PUT(put=put):
                    if not self._put(state, space, put):
                        return False, False
                    changed = True
                case kv.kv_operation_KV_OPERATION_DELETE(deletion=deletion):
                    changed |= self._delete(state, space, deletion)
        return True, changed

    def _holds(self, state: State, space: bytes, compare: kv.kv_compare) -> bool:
        item = state.get((space, compare.keys.key))
        if compare.target == kv.KV_TARGET_VALUE:
            if item is None:
                return False
            left: int | bytes = item.value
            right: int | bytes = compare.value
        else:
            right = compare.number
            if item is None:
                left = 0
            elif compare.target == kv.KV_TARGET_MOD_REVISION:
                left = item.mod_revision
            elif compare.target == kv.KV_TARGET_CREATE_REVISION:
                left = item.create_revision
            elif compare.target == kv.KV_TARGET_LEASE:
                left = item.lease
            else:
                left = item.key_version
        sign = (left > right) - (left < right)  # type: ignore[operator] # both of one type
        return {
            kv.KV_EQUAL: sign == 0,
            kv.KV_NOT_EQUAL: sign != 0,
            kv.KV_LESS: sign < 0,
            kv.KV_GREATER: sign > 0,
        }[compare.relation]

    def items(self, space: bytes, keys: kv.kv_key_range, revision: int) -> list[kv.kv_item]:
        state = self.states[revision]
        found = [item for (owner, _), item in state.items() if owner == space]
        return sorted((i for i in found if matches(keys, i.key)), key=lambda item: item.key)
