"""Who this node is, which members it knows, and what a caller is to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft
from kvstore.node.birth import NO_BIRTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Judgement", "KnownMember", "Standing", "known_members"]


class KnownMember(NamedTuple):
    """A member as the log names it."""

    info: raft.member_info
    voter: bool


def known_members(
    conf_state: raft.conf_state, infos: Mapping[int, raft.member_info]
) -> dict[int, KnownMember]:
    """Return the members of a configuration, with what the log says of each."""
    voters = {*conf_state.voters, *conf_state.voters_outgoing}
    return {node: KnownMember(info, node in voters) for node, info in infos.items()}


class Judgement(NamedTuple):
    """HELLO_... and a line for the caller's operator."""

    code: int
    message: str = ""


_FINE = Judgement(raft.HELLO_OK)


class Standing:
    """What goes into this node's hellos, and the rules for those of others.

    Before the founding `cluster_id` is 0, `founders` is who was met, and `expected` how many have
    to be.
    """

    def __init__(
        self,
        own: raft.member_info,
        incarnation: int,
        random_bytes: Callable[[int], bytes],
        *,
        may_have_promised: bool = False,
        feature_low: int = 1,
        feature_high: int = 1,
    ) -> None:
        """Stand for a node that begins; `own` holds its address and its folder's birth.

        `may_have_promised`: the folder does not say that it never held a log, so that a cluster
        that knows it may count on what is gone.
        """
        self.own = own
        self.may_have_promised = may_have_promised
        self.incarnation = incarnation
        self._feature_low = feature_low
        self.feature_high = feature_high
        self.cluster_id = 0
        self.founders: tuple[raft.member_info, ...] = (own,)
        self.expected = 1
        self._book: Callable[[], Mapping[int, KnownMember]] = dict
        self._level: Callable[[], int] | None = None
        self._random_bytes = random_bytes

    def belong(
        self,
        cluster_id: int,
        book: Callable[[], Mapping[int, KnownMember]],
        level: Callable[[], int] | None = None,
    ) -> None:
        """Be a node of a cluster, whose members `book` returns as the log says at that moment.

        `level` returns the feature level in force: who does not speak it cannot take part.
        """
        self._level = level
        self.cluster_id = cluster_id
        self.founders = ()
        self.expected = 0
        self._book = book

    @property
    def members(self) -> Mapping[int, KnownMember]:
        """The members that this node knows of; none before it belongs to a cluster."""
        return self._book()

    @property
    def feature_low(self) -> int:
        """The lowest level that this node can speak."""
        return max(self._feature_low, 0 if self._level is None else self._level())

    def hello(self) -> raft.hello:
        """Return what the node says of itself, with a new nonce."""
        own = self.own
        named = self.founders
        if self.cluster_id:
            members = self.members
            named = tuple(members[node].info for node in sorted(members))
        return raft.hello(
            cluster_id=self.cluster_id,
            node=own.node,
            birth=own.birth,
            incarnation=self.incarnation,
            address=own.address,
            feature_low=self.feature_low,
            feature_high=self.feature_high,
            founders=named,
            expected=self.expected,
            nonce=self._random_bytes(raft.NONCE_SIZE),
        )

    def membership_question(self, to: int) -> raft.membership_question:
        """Return the question to node `to` who belongs to the cluster."""
        return raft.membership_question(cluster_id=self.cluster_id, from_=self.own.node, to=to)

    def is_self(self, theirs: raft.hello) -> bool:
        """Whether a node has met itself, at another of its addresses."""
        return (theirs.node, theirs.birth) == (self.own.node, self.own.birth)

    def judge(self, theirs: raft.hello, *, leads: bool) -> Judgement:
        """Return what a node that holds the key is to this one.

        `leads` says that this node is the leader, whose list of members is the newest. HELLO_WAIT
        from a leader asks it to write the caller's birth into the log, and then to judge anew.
        """
        if theirs.node == self.own.node:
            return Judgement(
                raft.HELLO_SAME_NUMBER,
                f"node {theirs.node} at {self.own.address} has that number already: give each "
                "node its own --id",
            )
        if max(theirs.feature_low, self.feature_low) > min(theirs.feature_high, self.feature_high):
            return Judgement(
                raft.HELLO_NO_COMMON_LEVEL,
                f"node {self.own.node} speaks levels {self.feature_low} to {self.feature_high}, "
                f"the caller {theirs.feature_low} to {theirs.feature_high}: update the older one",
            )
        if not self.cluster_id:
            return _FINE
        if theirs.cluster_id not in {0, self.cluster_id}:
            return Judgement(
                raft.HELLO_WRONG_CLUSTER,
                f"node {self.own.node} belongs to cluster {self.cluster_id:016x}, "
                f"the caller to {theirs.cluster_id:016x}",
            )
        return self._judge_member(theirs, leads=leads)

    def _judge_member(self, theirs: raft.hello, *, leads: bool) -> Judgement:
        known = self.members.get(theirs.node)
        if known is None:
            return self._judge_stranger(theirs, leads=leads)
        if known.info.birth == theirs.birth:
            return _FINE
        if known.info.birth == NO_BIRTH:
            if theirs.cluster_id:
                return _FINE
            if not known.voter:
                return Judgement(
                    raft.HELLO_WAIT, f"node {theirs.node} is being written into the log"
                )
        return Judgement(
            raft.HELLO_LOST_FOLDER,
            f"node {theirs.node} is a member of cluster {self.cluster_id:016x}, and its data "
            f"folder is not the one that the member had: bring that back, or remove the member "
            f"(kvctl member remove {theirs.node}) and add this node under a new number",
        )

    def _judge_stranger(self, theirs: raft.hello, *, leads: bool) -> Judgement:
        if leads:
            return Judgement(
                raft.HELLO_NOT_A_MEMBER,
                f"node {theirs.node} is no member of cluster {self.cluster_id:016x}: "
                f"kvctl member add {theirs.address} adds it",
            )
        if theirs.cluster_id:  # a member that is newer than what this node has heard of so far
            return _FINE
        return Judgement(
            raft.HELLO_WAIT,
            f"node {self.own.node} knows no member {theirs.node} yet: kvctl member add "
            f"{theirs.address} adds it",
        )
