"""What became of a command, as the service tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal, Refused
from kvstore.node.refusals import NodeRefusal

if TYPE_CHECKING:
    from kvstore.mvcc.outcomes import Outcome

Done = TypeVar("Done")


def expected(outcome: Outcome, kind: type[Done], sequence: int) -> Done:
    """Return an outcome that is of a kind. Raises `Refusal` for one that ended as a refusal.

    `sequence` is the call's: the outcome kept under it may be that of another kind of change.
    """
    if isinstance(outcome, kind):
        return outcome
    if not isinstance(outcome, Refused):
        raise Refusal(kv.KV_INVALID, f"sequence {sequence} was another kind of change")
    if outcome.code in {kv.KV_SESSION_UNKNOWN, kv.KV_OUTCOME_FORGOTTEN}:
        # This time it was not done. An earlier time it may have been.
        raise NodeRefusal(outcome.code, outcome.message, executed=kv.KV_EXECUTED_UNKNOWN)
    raise Refusal(outcome.code, outcome.message)
