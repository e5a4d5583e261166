"""Which changes of membership a leader makes: none that could cost the cluster its quorum.

A cluster that cannot reach a majority of its voters can change nothing, not even its members. So
each change must leave a majority of those who would vote afterwards within reach now. What Raft
itself forbids, two changes at once, is refused here too, with better words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv, raft
from kvstore.node.birth import NO_BIRTH
from kvstore.node.refusals import NodeRefusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kvstore.node.results import MemberView

__all__ = ["CAUGHT_UP", "Membership"]

CAUGHT_UP: Final = 1000
"""Entries that a learner may be behind when it is promoted: as a voter it soon has the rest, and
no commit has to wait for it for long."""

_AGAIN_MS: Final = 500


class Membership:
    """The members as their leader sees them, and the changes that it may make to them."""

    def __init__(
        self,
        members: Sequence[MemberView],
        infos: Iterable[raft.member_info],
        *,
        own: int,
        commit_index: int,
        pending: bool,
        highest: int = 0,
    ) -> None:
        """Look at `members`; `infos` is what the log says of them, `own` the node that decides.

        `pending` says that a change is under way: in the log and not applied, or only half made.
        `highest` is the highest number that a member is known to have had.
        """
        self._members = {member.id: member for member in members}
        self._infos = {info.node: info for info in infos}
        self._own = own
        self._commit_index = commit_index
        self._pending = pending
        self._highest = max(highest, *self._members, 0)

    def add(self, node: int, address: str) -> raft.conf_change_v2:
        """Return the change that adds a learner; 0 for a number that no member had.

        Raises `NodeRefusal`: KV_BUSY, also while another learner is silent or behind; KV_INVALID,
        KV_NO_QUORUM.
        """
        self._ready()
        number = node or self._highest + 1
        if number in self._members:
            raise _invalid(f"node {number} is a member already")
        if node and node <= self._highest:
            raise _invalid(
                f"number {node} may have been a member's, and numbers are not used again: "
                f"{self._highest + 1} is free"
            )
        for member in self._members.values():
            if member.address == address:
                raise _invalid(f"node {member.id} is at {address} already")
        if len(self._members) >= raft.MEMBERS_MAX:
            raise _invalid(f"a cluster has {raft.MEMBERS_MAX} members at most")
        for member in self._members.values():
            if not member.voter:
                self._require_caught_up(
                    member, f"; to give it up, remove it first (kvctl member remove {member.id})"
                )
        self._require_quorum(self._voters())
        info = raft.member_info(node=number, address=address, birth=NO_BIRTH)
        return _change(raft.CONF_CHANGE_ADD_LEARNER_NODE, number, info.to_xdr())

    def promote(self, node: int) -> raft.conf_change_v2:
        """Return the change that gives a learner a vote.

        Raises `NodeRefusal`: KV_BUSY, also while the learner is silent or behind; KV_INVALID,
        KV_NO_QUORUM.
        """
        self._ready()
        member = self._member(node)
        if member.voter:
            raise _invalid(f"node {node} votes already")
        info = self._require_caught_up(member)
        self._require_quorum(self._voters())
        self._require_quorum([*self._voters(), member])
        return _change(raft.CONF_CHANGE_ADD_NODE, node, info.to_xdr())

    def remove(self, node: int) -> raft.conf_change_v2:
        """Return the change that ends a membership.

        Raises `NodeRefusal`: KV_BUSY, KV_INVALID, KV_NO_QUORUM.
        """
        self._ready()
        member = self._member(node)
        voters = self._voters()
        left = [voter for voter in voters if voter.id != node]
        if member.voter and not left:
            raise _invalid(f"node {node} is the only voter: who removes it removes the cluster")
        self._require_quorum(voters)
        self._require_quorum(left)
        return _change(raft.CONF_CHANGE_REMOVE_NODE, node, b"")

    def successor(self, node: int) -> int:
        """Return who is to lead: `node`, or for 0 the other voter that is furthest.

        Raises `NodeRefusal`: KV_INVALID.
        """
        if node:
            member = self._member(node)
            if not member.voter:
                raise _invalid(f"node {node} is a learner, and cannot lead")
            if not self._reached(member):
                raise _invalid(f"node {node} at {member.address} cannot be reached")
            return node
        others = [v for v in self._voters() if v.id != self._own and v.reachable]
        if not others:
            raise _invalid("there is no other voter within reach")
        return max(others, key=lambda voter: (voter.match_index, -voter.id)).id

    # ------------------------------------------------------------------ rules

    def _ready(self) -> None:
        if self._pending:
            raise NodeRefusal(
                kv.KV_BUSY,
                "another change of members is under way; try again",
                retry_after_ms=_AGAIN_MS,
            )

    def _require_caught_up(self, member: MemberView, otherwise: str = "") -> raft.member_info:
        """Return what is known of a learner. Raises `NodeRefusal` if it is silent or behind."""
        info = self._infos.get(member.id)
        if not member.reachable or info is None or info.birth == NO_BIRTH:
            raise NodeRefusal(
                kv.KV_BUSY,
                f"node {member.id} at {member.address} is not heard of yet: start it first"
                f"{otherwise}",
                retry_after_ms=_AGAIN_MS,
            )
        behind = self._commit_index - member.match_index
        if behind > CAUGHT_UP:
            raise NodeRefusal(
                kv.KV_BUSY,
                f"node {member.id} has not caught up: it lacks {behind} of {self._commit_index} "
                f"entries; try again{otherwise}",
                retry_after_ms=_AGAIN_MS,
            )
        return info

    def _member(self, node: int) -> MemberView:
        member = self._members.get(node)
        if member is None:
            raise _invalid(f"node {node} is no member")
        return member

    def _voters(self) -> list[MemberView]:
        return [member for member in self._members.values() if member.voter]

    def _reached(self, member: MemberView) -> bool:
        return member.reachable or member.id == self._own

    def _require_quorum(self, voters: list[MemberView]) -> None:
        """Raise `NodeRefusal` unless a majority of those who vote is within reach."""
        silent = [voter for voter in voters if not self._reached(voter)]
        needed = len(voters) // 2 + 1
        if len(voters) - len(silent) >= needed:
            return
        names = ", ".join(f"node {each.id} at {each.address}" for each in silent)
        raise NodeRefusal(
            kv.KV_NO_QUORUM,
            f"of {len(voters)} voters {needed} would be needed, and {names} cannot be reached: "
            "nothing was changed",
            unreachable=tuple(kv.kv_node(each.id, each.address) for each in silent),
        )


def _change(kind: int, node: int, context: bytes) -> raft.conf_change_v2:
    single = raft.conf_change_single(type=kind, node=node)
    return raft.conf_change_v2(transition=raft.TRANSITION_AUTO, changes=(single,), context=context)


def _invalid(message: str) -> NodeRefusal:
    return NodeRefusal(kv.KV_INVALID, message)
