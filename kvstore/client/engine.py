"""Calls as flows: under a session where they need one, along the plan, until the deadline.

Neither a socket, nor a clock, nor a thread is used here; a driver lends them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from kvstore._generated import kv
from kvstore.client.answers import checked
from kvstore.client.call import CHANGE, PROCEDURES, READ, Call
from kvstore.client.nodes import Nodes
from kvstore.client.routing import Plan
from kvstore.client.sessions import Session
from kvstore.client.steps import Flow, Send, Turn, Wait
from kvstore.errors import InvalidRequest, KvError, SessionLost, TooLarge, Unsupported
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rpcgen_py.runtime.auth.flavor import ClientAuth

__all__ = ["Engine", "Settings"]

R = TypeVar("R")

SESSION_TTL: Final = 60.0
"""Seconds that the cluster keeps what it knows of this client after it fell silent."""

CLOSE_WITHIN: Final = 0.5
"""Seconds that ending the session may take: if it is not told, it ends by itself."""

LOST: Final = (
    "the outcome of the change is unknown, and it was not sent again under a new session; read the "
    "keys to see whether it was made"
)

NO_SESSIONS: Final = (
    "without a session a change cannot be made exactly once; ask nodes of a newer release, or "
    "connect with exactly_once=False"
)

_NO_TRACE: Final = bytes(16)


class Settings(NamedTuple):
    """What all calls of one client share. See kv.x for the first two."""

    cluster_id: int = 0
    name_space: bytes = b""
    exactly_once: bool = True
    auth: ClientAuth | None = None


class Releasable(Protocol):
    """The turn of `steps.Turn`: of threading or of asyncio, both are given back alike."""

    def release(self) -> None:
        """Give the turn back."""


class Engine:
    """One client's way of asking. `clock` is in seconds; `random` returns numbers from 0 to 1."""

    def __init__(
        self,
        addresses: Sequence[str],
        settings: Settings,
        *,
        clock: Callable[[], float],
        random: Callable[[], float],
        turn: Releasable,
    ) -> None:
        """Know the nodes, and nothing of them."""
        self.clock = clock
        self._nodes = Nodes(addresses)
        self._settings = settings
        self._random = random
        self._turn = turn
        self._session: Session | None = None
        self._mutex = threading.Lock()
        self.changed_at = 0
        """A revision that holds every change of this client that was answered."""

    @property
    def addresses(self) -> Sequence[str]:
        """All nodes that a user named, the one that answered last before the others."""
        nodes = self._nodes
        others = (each for each in nodes.addresses if each != nodes.preferred)
        return (nodes.preferred, *others)

    def ask(self, call: Call[R], address: str, seconds: float) -> Flow[R]:
        """Return the flow of one attempt at a read, by the node at `address` and no other."""
        header = self._header(seconds, 0, call, None, 0)
        packed = _packed(call, header)
        send = Send(address, seconds, seconds, call.procedure, packed, changes=False)
        return call.result(checked((yield send)))

    def run(self, call: Call[R], seconds: float, first: str | None = None) -> Flow[R]:
        """Return the flow of one call, which ends within so many seconds.

        The node at `first` is asked first, else the one that answered last.
        """
        deadline = self.clock() + seconds
        if call.kind != CHANGE or not self._settings.exactly_once:
            return (yield from self._attempts(call, deadline, None, 0, first))
        session = yield from self._current_session(deadline)
        sequence = session.begin()
        try:
            return (yield from self._attempts(call, deadline, session, sequence, first))
        except SessionLost as error:
            # Whether this very change was done can be learnt no more. Under a new session it would
            # be another change, so the user is told; the next one opens a new session.
            if self._session is session:
                self._session = None
            error.amend(LOST, may_have_executed=True)
            raise
        finally:
            session.end(sequence)

    def _attempts(
        self,
        call: Call[R],
        deadline: float,
        session: Session | None,
        sequence: int,
        first: str | None = None,
    ) -> Flow[R]:
        plan = Plan(
            self._nodes,
            deadline,
            changes=call.kind != READ,
            repeatable=call.kind != CHANGE or session is not None,
            random=self._random,
            hold=call.hold,
            first=first,
        )
        while True:
            step = plan.next(now := self.clock())
            if isinstance(step, Wait):
                yield step
                continue
            header = self._header(step.seconds, step.hops, call, session, sequence)
            try:
                reply = checked(
                    (
                        yield Send(
                            step.address,
                            step.seconds,
                            step.to_connect,
                            call.procedure,
                            _packed(call, header),
                            call.kind != READ,
                        )
                    )
                )
            except KvError as error:
                plan.failed(error, self.clock())
                continue
            plan.answered()
            if session is not None:
                session.renewed(now)
            if call.kind != READ:
                with self._mutex:
                    self.changed_at = max(self.changed_at, reply.header.revision)
            return call.result(reply)

    def _header(
        self, seconds: float, hops: int, call: Call[Any], session: Session | None, sequence: int
    ) -> kv.kv_request_header:
        freshness = call.freshness
        # The node is given less time than its answer is waited for: it can tell more about why
        # there is no better one than a time-out here could.
        margin = min(0.1, seconds / 20)
        return kv.kv_request_header(
            cluster_id=self._settings.cluster_id,
            session=0 if session is None else session.number,
            sequence=sequence,
            lowest_unanswered=0 if session is None else session.lowest_unanswered(),
            consistency=freshness.consistency,
            min_revision=freshness.min_revision,
            max_age_ms=freshness.max_age_ms,
            deadline_ms=min(max(1, int((seconds - margin) * 1000)), 0xFFFFFFFF),
            hops=hops,
            trace_id=_NO_TRACE,
            name_space=self._settings.name_space,
            extensions=(),
        )

    # ------------------------------------------------------------------ the session

    def _current_session(self, deadline: float) -> Flow[Session]:
        """Return the session for a new change, opening one if there is none that is fresh.

        Changes of an earlier one that are under way go on under that.
        """
        session = self._session
        if session is not None and session.fresh(self.clock()):
            return session
        yield Turn(deadline - self.clock())
        try:
            now = self.clock()
            session = self._session
            if session is None or not session.fresh(now):
                number, ttl = yield from self._attempts(_open_session(), deadline, None, 0)
                session = self._session = Session(number, ttl, now)
        except Unsupported as error:
            error.amend(NO_SESSIONS, may_have_executed=False)
            raise
        except KvError as error:
            if error.code is None:
                error.amend("nothing was changed", may_have_executed=False)
            raise
        finally:
            self._turn.release()
        return session

    def end_session(self) -> Flow[None]:
        """Tell the cluster that the session will not be used any more, as far as that is easy."""
        session, self._session = self._session, None
        if session is None or not session.idle() or not session.fresh(self.clock()):
            return
        try:
            yield from self._attempts(_close_session(), self.clock() + CLOSE_WITHIN, session, 0)
        except KvError:
            return


def _packed(call: Call[Any], header: kv.kv_request_header) -> bytes:
    try:
        packed: bytes = call.procedure.pack_args(call.arguments(header))
    except XdrError as error:
        raise InvalidRequest(str(error)) from error
    if len(packed) > kv.KV_REQUEST_MAX:
        raise TooLarge(f"the request has {len(packed)} bytes; at most {kv.KV_REQUEST_MAX} are sent")
    return packed


def _open_session() -> Call[tuple[int, float]]:
    # One whose answer got lost is left behind and ends by itself: no harm that a user would have to
    # know about, so that it fails as a read does.
    ttl_ms = int(SESSION_TTL * 1000)

    def arguments(header: kv.kv_request_header) -> kv.kv_session_open_args:
        return kv.kv_session_open_args(header=header, ttl_ms=ttl_ms, name=b"")

    return Call(PROCEDURES["KV_SESSION_OPEN"], arguments, _opened, READ)


def _opened(reply: Any) -> tuple[int, float]:
    ok = reply.result.ok
    return ok.session, ok.ttl_ms / 1000


def _close_session() -> Call[None]:
    arguments = kv.kv_session_close_args
    return Call(PROCEDURES["KV_SESSION_CLOSE"], arguments, _closed, READ)


def _closed(reply: object) -> None:
    """There is nothing to tell."""
