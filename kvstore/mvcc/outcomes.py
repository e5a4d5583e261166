"""What became of a command: the same on every node that applies it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from kvstore._generated import kv


class Refusal(Exception):
    """The command or read was refused and changed nothing. `code` is one of kv.x's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class PutDone(msgspec.Struct, frozen=True, gc=False):
    """`previous` is the item before, where there was one and it was asked for."""

    revision: int
    previous: kv.kv_item | None


class DeleteDone(msgspec.Struct, frozen=True, gc=False):
    """`revision` is 0 where there was nothing to delete."""

    revision: int
    deleted: kv.kv_deleted


class TxnDone(msgspec.Struct, frozen=True, gc=False):
    """`revision` is 0 where nothing was changed."""

    revision: int
    succeeded: bool
    results: tuple[kv.kv_operation_result, ...]


class Refused(msgspec.Struct, frozen=True, gc=False):
    """A `Refusal` as a value: an outcome like the others."""

    code: int
    message: str


class CompactDone(msgspec.Struct, frozen=True, gc=False):
    """The floor is at the revision asked for, or was above it already."""


class LeaseGranted(msgspec.Struct, frozen=True, gc=False):
    """`ttl_ms` may be longer than asked for."""

    lease: int
    ttl_ms: int


class LeaseRevoked(msgspec.Struct, frozen=True, gc=False):
    """`revision` is 0 where no key was under the lease."""

    revision: int
    count: int


class LeaseKept(msgspec.Struct, frozen=True, gc=False):
    """The lease has this long from the replicated time at which that was applied."""

    ttl_ms: int


class SessionOpened(msgspec.Struct, frozen=True, gc=False):
    """`ttl_ms` is the one granted."""

    session: int
    ttl_ms: int


class SessionKept(msgspec.Struct, frozen=True, gc=False):
    """The session has this long from the replicated time at which that was applied."""

    ttl_ms: int


class SessionClosed(msgspec.Struct, frozen=True, gc=False):
    """The session and its outcomes are gone."""


class Maintained(msgspec.Struct, frozen=True, gc=False):
    """What the cluster does to itself: time, expiry, alarms, feature level. Nobody waits for it."""


Outcome: TypeAlias = (
    PutDone
    | DeleteDone
    | TxnDone
    | Refused
    | CompactDone
    | LeaseGranted
    | LeaseRevoked
    | LeaseKept
    | SessionOpened
    | SessionKept
    | SessionClosed
    | Maintained
)
