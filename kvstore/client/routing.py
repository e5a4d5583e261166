"""Which node to ask next, and when to give up: decided without a socket or a clock.

A driver asks the plan what to do, does it, and reports what came of it:

    next ──► Ask(address, …)        ──► an answer: done
      ▲                             ──► an error:  report ──► raises it where all is over
      └──────────── Wait(seconds) ◄────────┘
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kvstore.errors import (
    Busy,
    DeadlineExceeded,
    KvError,
    NoQuorum,
    NotLeader,
    OutcomeUnknown,
    Unavailable,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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

PATIENCE: Final = 1.0
"""Seconds for which nodes that nobody can connect to are tried again: they may be restarting."""

FIRST_PAUSE: Final = 0.01
LONGEST_PAUSE: Final = 0.5


class Ask(NamedTuple):
    """Send the call to `address` and wait at most `seconds` for its answer.

    Of these, `to_connect` may go into making a connection: what was not sent can go elsewhere.
    """

    address: str
    seconds: float
    to_connect: float


class Wait(NamedTuple):
    """Do nothing for so many seconds, then ask the plan again."""

    seconds: float


Step: TypeAlias = Ask | Wait


class Nodes:
    """The nodes that a client knows, and which of them answered last."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Prefer the first of at least one address."""
        self.addresses = list(addresses)
        self.preferred = self.addresses[0]

    def after(self, address: str) -> str:
        """Return the node to try when `address` failed."""
        known = self.addresses
        if address not in known:
            return known[0]
        return known[(known.index(address) + 1) % len(known)]


class Plan:
    """One call's way to an answer. Times are those of the clock that `deadline` is on."""

    def __init__(
        self,
        nodes: Nodes,
        deadline: float,
        *,
        repeatable: bool,
        random: Callable[[], float],
    ) -> None:
        """Plan a call; `repeatable` says that doing it twice is the same as doing it once.

        `random` returns numbers from 0 to 1.
        """
        self._nodes = nodes
        self._deadline = deadline
        self._repeatable = repeatable
        self._random = random
        self._address = nodes.preferred
        self._tried: set[str] = set()
        self._pause = FIRST_PAUSE
        self._rest = 0.0
        self._last: KvError | None = None
        self._began: float | None = None
        self._connected = False

    def next(self, now: float) -> Step:
        """Return what to do next. Raises the last error where there is no time or hope left."""
        if self._began is None:
            self._began = now
        left = self._deadline - now
        hopeless = not self._connected and now - self._began > PATIENCE
        if left <= self._rest or (self._rest and hopeless):
            raise self._last or DeadlineExceeded("no time was left to send the call")
        if self._rest:
            pause, self._rest = self._rest, 0.0
            return Wait(pause)
        if len(self._nodes.addresses) == 1:
            return Ask(self._address, left, left)
        share = left / 2  # one that hangs must leave time to ask another
        return Ask(self._address, share if self._repeatable else left, share)

    def answered(self) -> None:
        """Remember who answered."""
        self._nodes.preferred = self._address

    def failed(self, error: KvError) -> None:
        """Take in how the last `Ask` ended. Raises `error` where trying again is no use or risk."""
        if not isinstance(error, TRANSIENT):
            raise error
        if error.may_have_executed and not self._repeatable:
            raise error
        self._last = error
        self._connected = self._connected or not isinstance(error, Unreachable)
        self._tried.add(self._address)
        if error.leader_address and error.leader_address not in self._tried:
            self._address = error.leader_address
            return
        if isinstance(error, ELSEWHERE):
            self._address = self._nodes.after(self._address)
        if self._address in self._tried:
            # Every node has had its turn: come back later, not all clients at the same time.
            self._rest = max(error.retry_after, self._pause) * (0.5 + self._random())
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._tried.clear()
