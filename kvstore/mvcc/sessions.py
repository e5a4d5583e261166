"""Sessions: which changes of a client were done already, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.expiries import Expiries
from kvstore.mvcc.limits import (
    OUTCOME_BYTES_MAX,
    SESSION_OUTCOME_BYTES_MAX,
    SESSION_OUTCOMES_MAX,
    SESSION_TTL_DEFAULT_MS,
    SESSION_TTL_MAX_MS,
    SESSIONS_MAX,
    TTL_MIN_MS,
)
from kvstore.mvcc.outcome_size import outcome_size
from kvstore.mvcc.outcomes import Refusal, Refused
from kvstore.mvcc.validate import check_ttl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kvstore._generated import command as commands
    from kvstore.mvcc.outcomes import Outcome


class Session:
    """One session. Times are replicated milliseconds, `outcome_bytes` as `outcome_size` counts.

    `epoch` is the one of `Sessions` in which it was made or last copied: it may be changed in no
    later one, since a pin may hold it.
    """

    __slots__ = (
        "epoch",
        "lowest_unanswered",
        "name",
        "number",
        "outcome_bytes",
        "outcomes",
        "renewal",
        "renewed_ms",
        "ttl_ms",
    )

    def __init__(
        self,
        number: int,
        name: bytes,
        ttl_ms: int,
        renewed_ms: int,
        *,
        renewal: int = 0,
        lowest_unanswered: int = 0,
    ) -> None:
        self.number = number
        self.name = name
        self.ttl_ms = ttl_ms
        self.renewal = renewal
        self.renewed_ms = renewed_ms
        self.lowest_unanswered = lowest_unanswered
        self.outcomes: dict[int, Outcome] = {}
        self.outcome_bytes = 0
        self.epoch = 0

    @property
    def ends_ms(self) -> int:
        """When it is over unless it is renewed."""
        return self.renewed_ms + self.ttl_ms

    def add(self, sequence: int, outcome: Outcome) -> int:
        """Keep an outcome; return its size."""
        size = outcome_size(outcome)
        self.outcomes[sequence] = outcome
        self.outcome_bytes += size
        return size

    def forget_below(self, sequence: int) -> int:
        """Forget the outcomes below a number; return their size."""
        lowest, outcomes = self.lowest_unanswered, self.outcomes
        if sequence <= lowest:
            return 0
        self.lowest_unanswered = sequence
        # A client may leap ahead by any number, so look at the numbers or the outcomes: the fewer.
        below: Iterable[int] = range(lowest, sequence)
        if sequence - lowest > len(outcomes):
            below = [number for number in outcomes if number < sequence]
        size = sum(
            outcome_size(outcome)
            for number in below
            if (outcome := outcomes.pop(number, None)) is not None
        )
        self.outcome_bytes -= size
        return size

    def copy(self, epoch: int) -> Session:
        """Return the same session, to be changed in `epoch`."""
        copy = Session(
            self.number,
            self.name,
            self.ttl_ms,
            self.renewed_ms,
            renewal=self.renewal,
            lowest_unanswered=self.lowest_unanswered,
        )
        copy.outcomes = dict(self.outcomes)
        copy.outcome_bytes = self.outcome_bytes
        copy.epoch = epoch
        return copy


class Sessions:
    """All sessions, by their numbers."""

    def __init__(self, sessions: Iterable[Session] = ()) -> None:
        """Begin with these."""
        self._sessions = {session.number: session for session in sessions}
        self._expiries = Expiries(self._sessions)
        self._bytes = sum(session.outcome_bytes for session in self._sessions.values())
        self._epoch = 0

    def __len__(self) -> int:
        return len(self._sessions)

    def find(self, number: int) -> Session | None:
        """Return a session, to be read only; None if there is none of that number."""
        return self._sessions.get(number)

    def get(self, number: int) -> Session:
        """Return a session, to be read only. Raises `Refusal` (KV_SESSION_UNKNOWN)."""
        session = self._sessions.get(number)
        if session is None:
            raise Refusal(
                kv.KV_SESSION_UNKNOWN,
                f"there is no session {number}: it has expired or was closed, and what its last "
                "changes did can no longer be learnt",
            )
        return session

    def open(self, opening: commands.command_session_open, now: int) -> Session:
        """Make a session. Raises `Refusal`: KV_INVALID, KV_BUSY."""
        check_ttl(opening.ttl_ms, SESSION_TTL_MAX_MS)
        number = opening.session
        if not number or number in self._sessions:
            raise Refusal(kv.KV_INVALID, f"{number} cannot be the number of a new session")
        if len(self._sessions) >= SESSIONS_MAX:
            raise Refusal(
                kv.KV_BUSY, f"there are {SESSIONS_MAX} sessions already; close some, or wait"
            )
        ttl_ms = max(opening.ttl_ms or SESSION_TTL_DEFAULT_MS, TTL_MIN_MS)
        session = Session(number, opening.name, ttl_ms, now)
        session.epoch = self._epoch
        self._sessions[number] = session
        self._expiries.add(number)
        return session

    def keep(self, number: int, now: int) -> Session:
        """Renew a session and return it, to be changed. Raises `Refusal` (KV_SESSION_UNKNOWN)."""
        session = self.get(number)
        if session.epoch != self._epoch:
            session = self._sessions[number] = session.copy(self._epoch)
        session.renewal += 1
        session.renewed_ms = now
        return session

    def close(self, number: int) -> None:
        """Forget a session and its outcomes. Raises `Refusal` (KV_SESSION_UNKNOWN)."""
        self._bytes -= self.get(number).outcome_bytes
        del self._sessions[number]

    def due(self, now: int, most: int) -> list[Session]:
        """Return up to `most` sessions that are over, as `Expiries.due` does."""
        return [self._sessions[number] for number in self._expiries.due(now, most)]

    # ------------------------------------------------------------------ exactly once

    def begin(self, origin: commands.command_origin, now: int) -> Outcome | None:
        """Return what a change under a session has ended as; None if it is to be done now.

        Then `end` has to be called with the outcome. Renews the session if there is one.
        """
        try:
            session = self.keep(origin.session, now)
        except Refusal as refusal:
            return Refused(refusal.code, refusal.message)
        sequence = origin.sequence
        self._bytes -= session.forget_below(origin.lowest_unanswered)
        outcome = session.outcomes.get(sequence)
        if outcome is not None:
            return outcome
        if not sequence:
            return Refused(kv.KV_INVALID, "a change under a session needs a sequence number")
        if sequence < session.lowest_unanswered:
            return Refused(
                kv.KV_OUTCOME_FORGOTTEN,
                f"what change {sequence} of the session did was forgotten: the lowest unanswered "
                f"one is {session.lowest_unanswered}",
            )
        return self._refuse_more(session)

    def _refuse_more(self, session: Session) -> Refused | None:
        if (
            len(session.outcomes) >= SESSION_OUTCOMES_MAX
            or session.outcome_bytes >= SESSION_OUTCOME_BYTES_MAX
        ):
            return Refused(
                kv.KV_BUSY,
                f"the session has {len(session.outcomes)} outcomes of "
                f"{session.outcome_bytes} bytes kept; raise its lowest unanswered number",
            )
        if self._bytes >= OUTCOME_BYTES_MAX:
            return Refused(
                kv.KV_BUSY, f"{self._bytes} bytes of outcomes are kept for all sessions together"
            )
        return None

    def end(self, origin: commands.command_origin, outcome: Outcome) -> None:
        """Keep the outcome of a change for which `begin` returned None, just now."""
        self._bytes += self._sessions[origin.session].add(origin.sequence, outcome)

    # ------------------------------------------------------------------ pinning

    def freeze(self) -> list[Session]:
        """Return all sessions as they are now: what changes from here on changes copies."""
        self._epoch += 1
        return list(self._sessions.values())
