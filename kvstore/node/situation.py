"""Who leads, who can be reached, and how to tell that to those who ask in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.node.refusals import deadline_passed, no_quorum, not_leader, replaced
from kvstore.node.results import MemberView

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kvstore._generated import raft
    from kvstore.node.core_driver import CoreDriver
    from kvstore.node.options import ReplicaOptions
    from kvstore.node.ports import Ports
    from kvstore.node.refusals import NodeRefusal

_LATELY: Final = 3
"""Heartbeats, each of which is answered by who can be reached."""


_PATIENCE: Final = 3
"""Election timeouts for which a leader is waited for that could be elected: one in which a node
that has just started does not vote, and the longest that one waits before it campaigns."""


class Situation:
    """Members that fall silent are named where they are missed."""

    def __init__(self, options: ReplicaOptions, ports: Ports, driver: CoreDriver) -> None:
        """Take a member for unreachable that was not heard of within an election timeout."""
        self._node = options.node
        self._silence_ns = options.election_ns
        self._lately_ns = _LATELY * options.heartbeat_ticks * options.tick_ns
        self._clock = ports.clock
        self._network = ports.network
        self._driver = driver
        self._leaderless_since: int | None = self._clock.now()
        self._heard: dict[int, int] = {}
        self.nearest: Collection[int] = ()
        """Members that were heard of last, just enough to be a majority with this node."""

    def heard(self, messages: Sequence[raft.message]) -> None:
        """Note that messages of a node have come."""
        if messages:
            self._heard[messages[0].from_] = self._clock.now()

    def lead_changed(self) -> None:
        """Note since when nobody leads."""
        if self._driver.core.lead:
            self._leaderless_since = None
        elif self._leaderless_since is None:
            self._leaderless_since = self._clock.now()

    def leaderless(self, now: int) -> bool:
        """Say whether nobody has led for so long that none is waited for any more.

        That is an election timeout where no majority is heard of, which could elect one.
        """
        return self.given_up(now) or (
            self._leaderless_ns(now) > self._silence_ns and not self._quorum_heard(now)
        )

    def given_up(self, now: int) -> bool:
        """Say so, too, for what waits in the log: it may yet be told for certain what became of it,
        and no more is gained by asking again.
        """
        return self._leaderless_ns(now) > _PATIENCE * self._silence_ns

    def _leaderless_ns(self, now: int) -> int:
        since = self._leaderless_since
        return 0 if since is None else now - since

    def keep_members(self) -> None:
        """Forget who is no member any more."""
        members = self._members()
        self._heard = {node: at for node, at in self._heard.items() if node in members}
        self.choose_nearest()

    def choose_nearest(self) -> None:
        """Choose anew whom to ask first."""
        state = self._driver.machine.conf_state
        lately = self._clock.now() - self._lately_ns
        nearest: set[int] = set()
        for half in (state.voters, state.voters_outgoing):
            others = [node for node in half if node != self._node]
            # Those who are heard regularly are equal: the same ones are asked again and again.
            others.sort(key=lambda node: self._heard_at(node) < lately)
            nearest.update(others[: len(half) // 2 + (self._node not in half)])
        self.nearest = nearest

    def reachable(self, node: int, now: int) -> bool:
        """Say whether a node was heard of within an election timeout."""
        if node == self._node:
            return True
        at = self._heard_at(node)
        return at > 0 and now - at <= self._silence_ns

    def _heard_at(self, node: int) -> int:
        return max(self._heard.get(node, 0), self._network.heard(node) or 0)

    def address(self, node: int) -> str:
        """Return the address of a member, "" if it is unknown."""
        info = self._driver.machine.members.get(node)
        return "" if info is None else info.address

    def members(self) -> tuple[MemberView, ...]:
        """Return all members in order of their ids."""
        state, now = self._driver.machine.conf_state, self._clock.now()
        voters = {*state.voters, *state.voters_outgoing}
        leads = self._driver.leads
        matches = self._driver.core.matches() if leads else {}
        return tuple(
            MemberView(
                node,
                self.address(node),
                node in voters,
                self.reachable(node, now),
                matches.get(node, 0),
            )
            for node in sorted(self._members())
        )

    def late(self, doing: str, *, executed: int, changes: bool = True) -> NodeRefusal:
        """Return why somebody has waited for too long: for a quorum, or for this node."""
        state, now = self._driver.machine.conf_state, self._clock.now()
        if self._driver.core.lead and self._quorum_heard(now):
            return deadline_passed(doing, executed=executed, changes=changes)
        silent = [
            kv.kv_node(node, self.address(node))
            for node in sorted({*state.voters, *state.voters_outgoing})
            if not self.reachable(node, now)
        ]
        return no_quorum(silent, executed=executed, changes=changes)

    def _quorum_heard(self, now: int) -> bool:
        """Say whether a majority of each half was heard of within an election timeout."""
        state = self._driver.machine.conf_state
        return all(
            2 * sum(self.reachable(node, now) for node in half) > len(half)
            for half in (state.voters, state.voters_outgoing)
            if half
        )

    def not_leader(self) -> NodeRefusal:
        """Return that another node leads, and which."""
        lead = self._driver.core.lead
        return not_leader(lead, self.address(lead))

    def replaced(self) -> NodeRefusal:
        """Return that what this node put into its log has given way to another's."""
        lead = self._driver.core.lead
        return replaced(lead, self.address(lead))

    def _members(self) -> set[int]:
        state = self._driver.machine.conf_state
        return {*state.voters, *state.voters_outgoing, *state.learners}
