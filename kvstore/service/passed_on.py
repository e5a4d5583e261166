"""The context of a call that another node has passed on."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.runtime.identity import Identity, Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.program import Procedure

_PEER: Final = Peer("tcp")
_NOBODY: Final = Identity(0, _PEER)


class PassedOn:
    """The caller is another node's, which has found out who it is and what it may do.

    It waits until the deadline: that it has gone is not told.
    """

    identity: Final = _NOBODY
    peer: Final = _PEER
    xid: Final = 0

    def __init__(self, procedure: Procedure[..., Any], size: int, deadline_ms: int) -> None:
        self.procedure = procedure
        self.size = size
        self.deadline: float | None = monotonic() + deadline_ms / 1000
        self.state: dict[str, Any] = {}

    def cancelled(self) -> bool:
        """Return False: nobody tells."""
        return False

    def on_cancel(self, callback: Callable[[], object]) -> None:
        """Never call it."""
