"""What a node tells of itself, by KV_STATUS."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Protocol

from kvstore._generated import kv
from kvstore.raft.state import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore.service.journal import Journal
    from kvstore.service.node_port import ServedNode
    from kvstore.service.passing_on import PassingOn
    from kvstore.service.watches import Watches


ROLES: Final = {
    Role.FOLLOWER: kv.KV_FOLLOWER,
    Role.PRE_CANDIDATE: kv.KV_CANDIDATE,
    Role.CANDIDATE: kv.KV_CANDIDATE,
    Role.LEADER: kv.KV_LEADER,
}


class CrewNumbers(Protocol):
    """How many front ends serve now, and what all have done since the node's start."""

    @property
    def workers(self) -> int: ...
    @property
    def hits(self) -> int: ...
    @property
    def passed(self) -> int: ...
    @property
    def handed(self) -> int: ...
    @property
    def restarts(self) -> int: ...


class Crew(Protocol):
    """The front ends of a node."""

    def numbers(self) -> CrewNumbers: ...


class StatusReport:
    """Says how the node is, whether or not it can serve anything.

    `address` is the node's own (`HOST:PORT`), for where the cluster does not know it. `crew` are
    its front ends, if it has any.
    """

    def __init__(
        self,
        node: ServedNode,
        journal: Journal,
        watches: Watches,
        passing_on: PassingOn | None,
    ) -> None:
        """Report of `node`, and of what is counted in the others."""
        self.address = ""
        self.crew: Crew | None = None
        self._node = node
        self._journal = journal
        self._watches = watches
        self._passing_on = passing_on
        self._release = version("sunrpc-kv")

    def status(self, *, is_near: bool = False) -> kv.kv_status_ok:
        """Return all of it. `is_near`: to a caller on this host, who may share its memory."""
        node = self._node
        status = node.status()
        return kv.kv_status_ok(
            role=kv.KV_LEARNER if status.learner else ROLES[status.role],
            leader=self._leader(),
            commit_index=status.commit_index,
            first_index=status.first_index,
            last_index=status.last_index,
            keys=status.keys,
            data_bytes=status.data_bytes,
            log_bytes=status.log_bytes,
            uptime_ms=int(status.uptime * 1000),
            members=tuple(self.members()),
            alarms=tuple(node.machine.alarms)[: kv.KV_ALARMS_MAX],
            counters=tuple(self._counters(status.waiting_changes))[: kv.KV_COUNTERS_MAX],
            properties=tuple(self._properties(is_near=is_near)),
        )

    def _properties(self, *, is_near: bool) -> Iterator[kv.kv_property]:
        node = self._node
        yield kv.kv_property(name="release", value=self._release)
        yield kv.kv_property(name="feature_level", value=str(node.machine.feature_level))
        if is_near and node.cache_segment:
            yield kv.kv_property(name="cache_segment", value=node.cache_segment)
            yield kv.kv_property(name="cache_owner", value=str(os.geteuid()))

    def members(self) -> Iterator[kv.kv_member]:
        """Yield the members, in order of their numbers."""
        node = self._node
        for member in node.members()[: kv.KV_NODES_MAX]:
            address = member.address
            if member.id == node.node_id:
                address = address or self.address
            yield kv.kv_member(
                node=kv.kv_node(id=member.id, address=address),
                voter=member.voter,
                reachable=member.reachable,
            )

    def _leader(self) -> kv.kv_node:
        leader = self._node.leader
        if leader is None:
            return kv.kv_node(id=0, address="")
        if leader.node == self._node.node_id and not leader.address:
            return kv.kv_node(id=leader.node, address=self.address)
        return kv.kv_node(id=leader.node, address=leader.address)

    def _counters(self, waiting_changes: int) -> Iterator[kv.kv_counter]:
        yield kv.kv_counter(name="proposals_waiting", value=waiting_changes)
        yield kv.kv_counter(name="calls_under_way", value=self._journal.under_way)
        yield kv.kv_counter(name="watches", value=self._watches.count)
        if self._passing_on is not None:
            yield kv.kv_counter(name="calls_passed_on", value=self._passing_on.passed_on)
        cache = self._node.cache_numbers()
        if cache is not None:
            for name, value in cache._asdict().items():
                yield kv.kv_counter(name=f"cache_{name}", value=value)
        crew = None if self.crew is None else self.crew.numbers()
        if crew is not None:
            yield kv.kv_counter(name="workers", value=crew.workers)
            yield kv.kv_counter(name="worker_hits", value=crew.hits)
            yield kv.kv_counter(name="worker_passes", value=crew.passed)
            yield kv.kv_counter(name="worker_handovers", value=crew.handed)
            yield kv.kv_counter(name="worker_restarts", value=crew.restarts)
        for procedure, latencies in self._journal.latencies.items():
            name = procedure.removeprefix("KV_").lower()
            yield kv.kv_counter(name=f"calls_{name}", value=latencies.count)
        codes: dict[str, int] = {}
        for answered in self._journal.answered():
            codes[answered.code] = codes.get(answered.code, 0) + answered.calls
        for code, count in sorted(codes.items()):
            yield kv.kv_counter(name=f"answers_{code}", value=count)
