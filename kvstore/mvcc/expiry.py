"""The end of leases and sessions by time: what the leader finds, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import command as commands
from kvstore._generated import kv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.mvcc.leases import Lease, Leases
    from kvstore.mvcc.sessions import Session, Sessions
    from kvstore.mvcc.store import Store

WORK_MAX = kv.KV_CHANGE_KEYS_MAX
"""Keys and outcomes that one command may let go: it is applied without a break. Each lease and
session by itself stays below."""


def due(leases: Leases, sessions: Sessions, now: int) -> commands.command_expire | None:
    """Return what is over, as much as one command may end; None if nothing is."""
    most = commands.COMMAND_EXPIRIES_MAX
    over_leases, over_sessions = leases.due(now, most), sessions.due(now, most)
    if not over_leases and not over_sessions:
        return None
    return commands.command_expire(leases=_named(over_leases), sessions=_named(over_sessions))


def _named(things: Sequence[Lease | Session]) -> tuple[commands.command_expiry, ...]:
    return tuple(
        commands.command_expiry(id=thing.number, renewal=thing.renewal) for thing in things
    )


def carry_out(expire: commands.command_expire, store: Store, sessions: Sessions, now: int) -> None:
    """End what the command names and is over still, up to `WORK_MAX`; the rest stays due."""
    work = 0
    for said in expire.leases:
        lease = store.leases.find(said.id)
        if lease is None or lease.renewal != said.renewal or lease.ends_ms > now:
            continue
        work += 1 + store.leases.count(said.id)
        if work > WORK_MAX + 1:
            return
        store.delete_leased(said.id)
    for said in expire.sessions:
        session = sessions.find(said.id)
        if session is None or session.renewal != said.renewal or session.ends_ms > now:
            continue
        work += 1 + len(session.outcomes)
        if work > WORK_MAX + 1:
            return
        sessions.close(said.id)
