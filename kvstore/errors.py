"""What the client library raises: one class for each thing that a caller would do differently.

Every error says whether the call may have changed something (`may_have_executed`). Where it is
False the call can simply be made again; where it is True, a change that was sent may have
happened, or may still happen.
"""

from __future__ import annotations

__all__ = [
    "Busy",
    "Compacted",
    "DeadlineExceeded",
    "Denied",
    "FutureRevision",
    "InvalidRequest",
    "KeyMissing",
    "KvError",
    "LeaseExists",
    "LeaseUnknown",
    "NoQuorum",
    "NoSpace",
    "NodeFailed",
    "NotLeader",
    "OutcomeUnknown",
    "ProtocolError",
    "SessionLost",
    "StaleNode",
    "TooLarge",
    "Unavailable",
    "Unreachable",
    "Unsupported",
    "WrongCluster",
]


class KvError(Exception):
    """Base of all errors of the store.

    `code` is the KV_ code of the node's answer, None where no node answered. `retry_after` is
    the node's advice in seconds, 0.0 for none. `leader_address` and `unreachable` are `HOST:PORT`.
    """

    def __init__(
        self,
        message: str,
        *,
        may_have_executed: bool = False,
        code: int | None = None,
        retry_after: float = 0.0,
        leader_address: str = "",
        unreachable: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.may_have_executed = may_have_executed
        self.code = code
        self.retry_after = retry_after
        self.leader_address = leader_address
        self.unreachable = unreachable

    def amend(self, addition: str, *, may_have_executed: bool) -> None:
        """Say more: what only the one who made all attempts of a call can know."""
        said = str(self.args[0])
        if may_have_executed:
            said = said.replace("; nothing was changed", "")  # which is of the last attempt only
        self.args = (f"{said}; {addition}",)
        self.may_have_executed = may_have_executed


class InvalidRequest(KvError):
    """The arguments make no sense; the message names the one."""


class TooLarge(KvError):
    """A key, value, transaction, request, or the answer to it is over its limit."""


class Compacted(KvError):
    """The revision asked for can no longer be read. `floor` is the oldest one that can."""

    floor: int = 0


class FutureRevision(KvError):
    """The revision asked for is not there yet."""


class Unsupported(KvError):
    """The node does not serve the procedure, or an option of it."""


class WrongCluster(KvError):
    """The node belongs to another cluster than the one that the caller named."""


class Denied(KvError):
    """The caller's identity may not do this."""


class Busy(KvError):
    """A queue of the node is full, and stayed so until the deadline."""


class DeadlineExceeded(KvError):
    """The deadline passed before there was an answer."""


class NoQuorum(KvError):
    """No leader, or a leader without a quorum: see `unreachable`."""


class NotLeader(KvError):
    """Only the leader can answer, and this node is not it: see `leader_address`."""


class SessionLost(KvError):
    """The session is unknown or has expired: what its last changes did cannot be learnt."""


class KeyMissing(KvError):
    """The key whose value or lease was to be kept is not there."""


class LeaseUnknown(KvError):
    """There is no such lease; it may have expired."""


class LeaseExists(KvError):
    """A lease of that number exists already."""


class NoSpace(KvError):
    """The node's disk is too full to take a change; reads are still served."""


class StaleNode(KvError):
    """The node's state is older than the call allows."""


class Unavailable(KvError):
    """The node is starting or stopping, and stayed so until the deadline."""


class NodeFailed(KvError):
    """The node cannot go on, for instance because its disk fails; its operator has to look."""


class Unreachable(KvError):
    """No node could be connected to. Nothing was sent."""


class OutcomeUnknown(KvError):
    """The connection broke, or an answer failed to come, after a change had been sent."""


class ProtocolError(KvError):
    """What answers there does not speak this protocol."""
