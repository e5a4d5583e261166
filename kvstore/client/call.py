"""A call as a value: what to send, and what the answer means. Nothing is sent here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from kvstore._generated import kv

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.program import Procedure

__all__ = ["ANY_STATE", "CHANGE", "IDEMPOTENT", "PROCEDURES", "READ", "Call", "Freshness"]

R = TypeVar("R")

READ: Final = 0
"""Changes nothing: repeated as often as need be."""
IDEMPOTENT: Final = 1
"""Done twice is the same as done once: repeated too, but its failure may leave something behind."""
CHANGE: Final = 2
"""Must not be done twice: repeated under its session and sequence number only."""

PROCEDURES: Final = {procedure.name: procedure for procedure in kv.KV_V1.procedures}


class Freshness(NamedTuple):
    """How new the state has to be that a read sees: fields of the request's header."""

    consistency: int = kv.KV_LINEARIZABLE
    min_revision: int = 0
    max_age_ms: int = 0


ANY_STATE: Final = Freshness()


class Call(NamedTuple, Generic[R]):
    """One call. `arguments` takes the request's header; `result` the reply, errors apart.

    `hold` is how many seconds a node may keep the call before it answers, if all is well.
    """

    procedure: Procedure[..., Any]
    arguments: Callable[[kv.kv_request_header], Any]
    result: Callable[[Any], R]
    kind: int
    freshness: Freshness = ANY_STATE
    hold: float = 0.0
