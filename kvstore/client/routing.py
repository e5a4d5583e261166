"""Whom to ask next, and when to give up: decided without a socket or a clock.

next ──► Ask(address, …)        ──► an answer: answered
  ▲                             ──► an error:  failed ──► raises it where all is over
  └──────────── Wait(seconds) ◄────────┘
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from kvstore.client.steps import Wait
from kvstore.errors import (
    Busy,
    Compacted,
    DeadlineExceeded,
    FutureRevision,
    InvalidRequest,
    KeyMissing,
    KvError,
    LeaseExists,
    LeaseUnknown,
    NodeFailed,
    NoQuorum,
    NotLeader,
    OutcomeUnknown,
    StaleNode,
    TooLarge,
    Unavailable,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.client.nodes import Nodes

__all__ = ["Ask", "Plan"]

TRANSIENT: Final = (
    Busy,
    DeadlineExceeded,
    NoQuorum,
    NotLeader,
    OutcomeUnknown,
    Unavailable,
    Unreachable,
)
"""Errors that another attempt may not meet."""

ELSEWHERE: Final = (DeadlineExceeded, NoQuorum, NotLeader, OutcomeUnknown, Unavailable, Unreachable)
"""Those of them that another node may not meet either."""

LOCAL: Final = (NodeFailed, StaleNode)
"""Errors of one node that stay: another may do better, but there is no use in coming back."""

SETTLED: Final = (
    Compacted,
    FutureRevision,
    InvalidRequest,
    KeyMissing,
    LeaseExists,
    LeaseUnknown,
    TooLarge,
)
"""Refusals that are outcomes: the state machine's, kept under the sequence number as any other, or
of what the arguments are, so that no earlier attempt can have fared better."""

PATIENCE: Final = 8.0
"""Seconds for which nodes that nobody can connect to are tried again: they may be restarting."""

FIRST_ROUND: Final = 2.0
"""Seconds that each node has in the first round, twice as long in the next: one that is cut off
from the others, and cannot know for how long, is left well before the caller's patience ends."""

FIRST_PAUSE: Final = 0.01
LONGEST_PAUSE: Final = 0.5

EARLIER: Final = (
    "an earlier attempt of this change may have happened, or still may: read the keys to see"
)


class Ask(NamedTuple):
    """Send the call to `address` and wait at most `seconds` for its answer.

    Of these, `to_connect` may go into making a connection: what was not sent can go elsewhere.
    `hops` is the header's: 1 for a node that should rather name the leader than pass the call on.
    """

    address: str
    seconds: float
    to_connect: float
    hops: int


class Plan:
    """One call's way to an answer. Times are those of the clock that `deadline` is on."""

    def __init__(
        self,
        nodes: Nodes,
        deadline: float,
        *,
        changes: bool,
        repeatable: bool,
        random: Callable[[], float],
        hold: float = 0.0,
        first: str | None = None,
    ) -> None:
        """Plan a call; `changes` says that it changes something, `repeatable` that sending it
        twice is safe.

        `random` returns numbers from 0 to 1. A node may keep the call for `hold` seconds.
        `first` is asked first, where that matters; else who answered last.
        """
        self._nodes = nodes
        self._deadline = deadline
        self._changes = changes
        self._repeatable = repeatable
        self._random = random
        self._hold = hold
        self._address = first or nodes.preferred
        self._hops = int(nodes.several)
        self._tried: set[str] = set()
        self._out: set[str] = set()
        self._learnt: str | None = None
        self._round = FIRST_ROUND
        self._pause = FIRST_PAUSE
        self._rest = 0.0
        self._last: KvError | None = None
        self._telling: NoQuorum | None = None
        self._may_have_executed = False
        self._began: float | None = None
        self._connected = False

    def next(self, now: float) -> Ask | Wait:
        """Return what to do next. Raises the last error where there is no time or hope left."""
        if self._began is None:
            self._began = now
        left = self._deadline - now
        hopeless = not self._connected and now - self._began > PATIENCE
        if left <= self._rest or (self._rest and hopeless):
            self._give_up()
        if self._rest:
            pause, self._rest = self._rest, 0.0
            return Wait(pause)
        share = self._share(left)
        learnt = self._address not in self._nodes.addresses
        to_connect = min(share, left / 4) if learnt else share
        return Ask(self._address, share if self._repeatable else left, to_connect, self._hops)

    def _share(self, left: float) -> float:
        """Return how long one attempt may take: one that hangs must leave time for another."""
        part = 0.5 if self._nodes.several else 0.75
        if not self._nodes.several and not self._repeatable:
            part = 1.0
        hold = min(self._hold, left * 0.8)
        share = (left - hold) * part
        if self._nodes.several and self._repeatable:
            share = min(share, self._round)
        return hold + share

    def answered(self) -> None:
        """Remember who answered."""
        self._nodes.answered(self._address)

    def failed(self, error: KvError, now: float) -> None:
        """Take in how the last `Ask` ended. Raises where trying again is no use or a risk."""
        if not self._changes:
            error.may_have_executed = False  # whatever a node says that cannot tell reads apart
        earlier, mine = self._may_have_executed, error.may_have_executed
        self._may_have_executed = earlier or mine
        if isinstance(error, LOCAL):
            self._out.add(self._address)
        hopeless = self._out.issuperset(self._nodes.addresses)
        if not isinstance(error, TRANSIENT) and (hopeless or not isinstance(error, LOCAL)):
            if earlier and not mine and not isinstance(error, SETTLED):
                error.amend(EARLIER, may_have_executed=True)
            raise error
        if mine and not self._repeatable:
            raise error
        if self._last is None or not isinstance(error, NotLeader):
            self._last = error  # that others name the leader says less than how that one failed
        if isinstance(error, NoQuorum):
            self._telling = error
        elif isinstance(error, Busy | Unavailable):
            self._telling = None
        self._connected = self._connected or not isinstance(error, Unreachable)
        self._tried.add(self._address)
        self._move(error, now)

    def _move(self, error: KvError, now: float) -> None:
        """Choose whom to ask next, and whether to rest before."""
        nodes = self._nodes
        if isinstance(error, Unreachable):
            if self._address not in nodes.addresses:
                self._hops = 0  # whoever can reach the leader is asked to pass the call on
            nodes.unreachable(self._address, now)
        if error.leader_address:
            leader = nodes.named(error.leader_address, now)
            if leader in nodes.addresses and leader not in self._tried:
                self._address = leader
                return
            if leader is None and self._hops:
                self._hops = 0
                return
            self._learnt = leader
        if isinstance(error, (*ELSEWHERE, *LOCAL)):
            self._address = nodes.after(self._address)
        learnt = self._learnt
        if self._address in self._tried and learnt is not None and learnt not in self._tried:
            # Not sooner: it may be one of those just asked, under a name that is known only where
            # the nodes are, and to find out that a name is unknown can take all the time there is.
            self._address = learnt
            return
        if self._address in self._tried:
            # Every node has had its turn: come back later, not all clients at the same time, and
            # never sooner than the node asked for.
            jitter = self._random()
            self._rest = max(error.retry_after * (1 + jitter), self._pause * (0.5 + jitter))
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._round *= 2
            self._tried.clear()

    def _give_up(self) -> NoReturn:
        # That a quorum was missing, and whom it lacked, says more than that nobody answered since.
        error = self._telling or self._last
        if error is None:
            raise DeadlineExceeded("no time was left to send the call")
        if not self._connected:
            error.unreachable = tuple(self._nodes.addresses)  # not only who was asked last
        if self._may_have_executed and not error.may_have_executed:
            error.amend(EARLIER, may_have_executed=True)
        elif self._changes and not error.may_have_executed and error.code is None:
            error.amend("nothing was changed", may_have_executed=False)
        raise error
