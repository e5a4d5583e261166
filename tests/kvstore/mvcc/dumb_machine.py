"""The state machine again, written to be obviously right: no index, no sharing, all copied."""

from __future__ import annotations

from dataclasses import dataclass, field

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import Outcome
from tests.kvstore.mvcc.dumb_store import DumbStore, matches

OWN_SESSION = {
    commands.COMMAND_PUT,
    commands.COMMAND_DELETE,
    commands.COMMAND_TXN,
    commands.COMMAND_COMPACT,
    commands.COMMAND_LEASE_GRANT,
    commands.COMMAND_LEASE_REVOKE,
    commands.COMMAND_LEASE_KEEPALIVE,
}


@dataclass
class Term:
    ttl: int
    renewed: int
    renewal: int = 0
    lowest: int = 0
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    def over(self, now: int) -> bool:
        return self.renewed + self.ttl <= now

    def renew(self, now: int) -> None:
        self.renewal += 1
        self.renewed = now


ANY = -1
"""Refused, with whatever code."""


class DumbMachine:
    def __init__(self) -> None:
        self.leases: dict[int, Term] = {}
        self.sessions: dict[int, Term] = {}
        self.store = DumbStore(self.leases)
        self.clock = 0
        self.floor = 0
        self.level = 0
        self.alarms: dict[tuple[int, int], str] = {}

    def begin(self, command: commands.command) -> Outcome | int | None:
        """What a command ends as before it is done: an earlier outcome, or a refusal's code."""
        origin = command.origin
        if not origin.session or command.change.kind not in OWN_SESSION:
            return None
        session = self.sessions.get(origin.session)
        if session is None:
            return kv.KV_SESSION_UNKNOWN
        session.renew(self.clock)
        session.lowest = max(session.lowest, origin.lowest_unanswered)
        session.outcomes = {n: o for n, o in session.outcomes.items() if n >= session.lowest}
        if origin.sequence in session.outcomes:
            return session.outcomes[origin.sequence]
        if origin.sequence == 0:
            return kv.KV_INVALID
        return kv.KV_OUTCOME_FORGOTTEN if origin.sequence < session.lowest else None

    def end(self, command: commands.command, outcome: Outcome) -> None:
        """Remember what the machine answered to a command that was done."""
        origin = command.origin
        if origin.session and command.change.kind in OWN_SESSION:
            self.sessions[origin.session].outcomes[origin.sequence] = outcome

    def apply(self, command: commands.command) -> int | None:
        """Do a command. Returns the code where it is refused, or `ANY`."""
        kind = command.change.kind
        if kind <= commands.COMMAND_TXN:
            return None if self.store.apply(command) else ANY
        if kind <= commands.COMMAND_LEASE_KEEPALIVE:
            return self.apply_to_floor_and_leases(command.change)
        if kind <= commands.COMMAND_SESSION_CLOSE:
            return self.apply_to_sessions(command.change, command.origin.session)
        self.maintain(command.change)
        return None

    def apply_to_floor_and_leases(self, change: commands.command_change) -> int | None:
        match change:
            case commands.command_change_COMMAND_COMPACT(revision=revision):
                if revision > self.store.revision:
                    return kv.KV_FUTURE_REVISION
                self.floor = max(self.floor, revision)
            case commands.command_change_COMMAND_LEASE_GRANT(grant=grant):
                if grant.lease in self.leases:
                    return kv.KV_LEASE_EXISTS
                self.leases[grant.lease] = Term(max(grant.ttl_ms, 1000), self.clock)
            case commands.command_change_COMMAND_LEASE_REVOKE(revoked=lease):
                if lease not in self.leases:
                    return kv.KV_LEASE_UNKNOWN
                self.end_lease(lease)
            case commands.command_change_COMMAND_LEASE_KEEPALIVE(kept=lease):
                if lease not in self.leases:
                    return kv.KV_LEASE_UNKNOWN
                self.leases[lease].renew(self.clock)
        return None

    def apply_to_sessions(self, change: commands.command_change, number: int) -> int | None:
        if isinstance(change, commands.command_change_COMMAND_SESSION_OPEN):
            opening = change.open
            if opening.session in self.sessions:
                return kv.KV_INVALID
            ttl = max(opening.ttl_ms or 300_000, 1000)
            self.sessions[opening.session] = Term(ttl, self.clock)
        elif number not in self.sessions:
            return kv.KV_SESSION_UNKNOWN
        elif change.kind == commands.COMMAND_SESSION_CLOSE:
            del self.sessions[number]
        else:
            self.sessions[number].renew(self.clock)
        return None

    def maintain(self, change: commands.command_change) -> None:
        match change:
            case commands.command_change_COMMAND_EXPIRE(expire=expire):
                for said in expire.leases:
                    if self.is_over(self.leases.get(said.id), said.renewal):
                        self.end_lease(said.id)
                for said in expire.sessions:
                    if self.is_over(self.sessions.get(said.id), said.renewal):
                        del self.sessions[said.id]
            case commands.command_change_COMMAND_CLOCK(elapsed_ms=elapsed):
                self.clock += min(elapsed, 10_000)
            case commands.command_change_COMMAND_ALARM(alarm=alarm):
                self.alarms.pop((alarm.node_id, alarm.kind), None)
                if alarm.raised:
                    self.alarms[alarm.node_id, alarm.kind] = alarm.message
            case commands.command_change_COMMAND_FEATURE_LEVEL(level=level):
                self.level = max(self.level, level)

    def is_over(self, term: Term | None, renewal: int) -> bool:
        return term is not None and term.renewal == renewal and term.over(self.clock)

    def end_lease(self, lease: int) -> None:
        """Delete what is under a lease, in order, as one revision."""
        del self.leases[lease]
        state = self.store.states[-1]
        doomed = sorted(place for place, item in state.items() if item.lease == lease)
        if doomed:
            events = [(space, deleted(key, self.store.revision + 1)) for space, key in doomed]
            kept = {place: item for place, item in state.items() if place not in doomed}
            self.store.states.append(kept)
            self.store.events.append(events)

    def watched(
        self, space: bytes, ranges: tuple[kv.kv_key_range, ...], first: int, flags: int
    ) -> list[kv.kv_event]:
        """All events of a name space from a revision on."""
        found = []
        for revision in range(max(first, 1), self.store.revision + 1):
            for owner, item in self.store.events[revision]:
                if owner != space or not (
                    not ranges or any(matches(keys, item.key) for keys in ranges)
                ):
                    continue
                if flags & (kv.KV_WATCH_NO_PUTS if item.key_version else kv.KV_WATCH_NO_DELETES):
                    continue
                previous = self.store.states[revision - 1].get((space, item.key))
                found.append(
                    kv.kv_event(
                        kind=kv.KV_EVENT_PUT if item.key_version else kv.KV_EVENT_DELETE,
                        item=item,
                        previous=previous if flags & kv.KV_PREVIOUS else None,
                    )
                )
        return found

    def due(self) -> tuple[set[int], set[int]]:
        """Leases and sessions that are over."""
        return (
            {number for number, lease in self.leases.items() if lease.over(self.clock)},
            {number for number, session in self.sessions.items() if session.over(self.clock)},
        )


def deleted(key: bytes, revision: int) -> kv.kv_item:
    return kv.kv_item(
        key=key, value=b"", create_revision=0, mod_revision=revision, key_version=0, lease=0
    )
