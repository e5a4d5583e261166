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


Outcome: TypeAlias = PutDone | DeleteDone | TxnDone | Refused
