"""Who votes and who listens, and the rules by which that changes (§4 of Ongaro's thesis).

A simple change touches at most one voter, so that any majority before it and any majority after
it meet in a node (§4.1). Everything else goes through a joint configuration, in which both the
incoming and the outgoing voters have to agree (§4.3). All of this is values: `simple`,
`enter_joint` and `leave_joint` return what would be, or raise `ConfChangeRefused`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kvstore._generated import raft
from kvstore.raft.errors import ConfChangeRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOBODY: frozenset[int] = frozenset()


class Configuration(msgspec.Struct, frozen=True):
    """The members at one point of the log.

    `outgoing` is empty unless the configuration is joint. A node can vote in `outgoing` and be
    meant to listen afterwards: it is in `learners_next` until the configuration is left.
    """

    incoming: frozenset[int] = _NOBODY
    outgoing: frozenset[int] = _NOBODY
    learners: frozenset[int] = _NOBODY
    learners_next: frozenset[int] = _NOBODY
    auto_leave: bool = False

    @property
    def joint(self) -> bool:
        """Whether two sets of voters have to agree."""
        return bool(self.outgoing)

    @property
    def voters(self) -> frozenset[int]:
        """All who have a vote in either half."""
        return self.incoming | self.outgoing

    @property
    def members(self) -> frozenset[int]:
        """All who receive the log."""
        return self.incoming | self.outgoing | self.learners

    def conf_state(self) -> raft.conf_state:
        """Return the form of it that snapshots hold."""
        return raft.conf_state(
            voters=tuple(sorted(self.incoming)),
            voters_outgoing=tuple(sorted(self.outgoing)),
            learners=tuple(sorted(self.learners)),
            learners_next=tuple(sorted(self.learners_next)),
            auto_leave=self.auto_leave,
        )


class Change(msgspec.Struct, frozen=True):
    """A new configuration, and those of its members whose progress starts from nothing."""

    configuration: Configuration
    fresh: frozenset[int]


def from_conf_state(state: raft.conf_state) -> Configuration:
    """Return the configuration that a snapshot holds."""
    configuration = Configuration(
        frozenset(state.voters),
        frozenset(state.voters_outgoing),
        frozenset(state.learners),
        frozenset(state.learners_next),
        state.auto_leave,
    )
    check(configuration)
    return configuration


def check(configuration: Configuration) -> None:
    """Raise `ConfChangeRefused` for a configuration that no sequence of changes leads to."""
    if configuration.learners & configuration.voters:
        raise ConfChangeRefused("a member cannot be learner and voter at once")
    if not configuration.learners_next <= configuration.outgoing:
        raise ConfChangeRefused("only an outgoing voter can become a learner later")
    if configuration.learners_next & configuration.incoming:
        raise ConfChangeRefused("a member cannot stay a voter and become a learner")
    if not configuration.joint and configuration.auto_leave:
        raise ConfChangeRefused("only a joint configuration can be left by itself")


def simple(configuration: Configuration, changes: Iterable[raft.conf_change_single]) -> Change:
    """Change at most one voter, and any number of learners (§4.1)."""
    if configuration.joint:
        raise ConfChangeRefused("can't apply simple config change in joint config")
    change = _apply(configuration, configuration.outgoing, changes, auto_leave=False)
    if len(configuration.incoming ^ change.configuration.incoming) > 1:
        raise ConfChangeRefused("more than one voter changed without entering joint config")
    return change


def enter_joint(
    configuration: Configuration,
    changes: Iterable[raft.conf_change_single],
    *,
    auto_leave: bool,
) -> Change:
    """Keep today's voters as the outgoing half, and change the incoming one (§4.3)."""
    if configuration.joint:
        raise ConfChangeRefused("config is already joint")
    if not configuration.incoming:
        # The first voters of all are added by simple changes: there is nobody to agree yet.
        raise ConfChangeRefused("can't make a zero-voter config joint")
    return _apply(configuration, configuration.incoming, changes, auto_leave=auto_leave)


def leave_joint(configuration: Configuration) -> Change:
    """Let go of the outgoing half; who waited for it becomes a learner (§4.3)."""
    if not configuration.joint:
        raise ConfChangeRefused("can't leave a non-joint config")
    learners = configuration.learners | configuration.learners_next
    return Change(Configuration(incoming=configuration.incoming, learners=learners), _NOBODY)


def carry_out(configuration: Configuration, change: raft.conf_change_v2) -> Change:
    """Change the configuration in the way that the change asks for.

    A change of at most one member goes the simple way unless a transition is asked for. More
    could be safe in one step, but whether they are depends on where they are applied; joint
    consensus is right everywhere.
    """
    if leaves_joint(change):
        return leave_joint(configuration)
    if change.transition == raft.TRANSITION_AUTO and len(change.changes) <= 1:
        return simple(configuration, change.changes)
    auto_leave = change.transition != raft.TRANSITION_JOINT_EXPLICIT
    return enter_joint(configuration, change.changes, auto_leave=auto_leave)


def leaves_joint(change: raft.conf_change_v2) -> bool:
    """Whether the change does nothing but leave the joint configuration."""
    return not change.changes and change.transition == raft.TRANSITION_AUTO


def conf_change_of(entry: raft.entry) -> raft.conf_change_v2 | None:
    """Return the change of membership that an entry holds, or None.

    Raises `XdrError` if its bytes are not one.
    """
    if entry.type == raft.ENTRY_CONF_CHANGE:
        change = raft.conf_change.from_xdr(entry.data)
        return as_v2(change)
    if entry.type == raft.ENTRY_CONF_CHANGE_V2:
        if not entry.data:
            return raft.conf_change_v2(transition=raft.TRANSITION_AUTO, changes=(), context=b"")
        return raft.conf_change_v2.from_xdr(entry.data)
    return None


def as_v2(change: raft.conf_change) -> raft.conf_change_v2:
    """Return a change of one member in the form that can hold several."""
    return raft.conf_change_v2(
        transition=raft.TRANSITION_AUTO,
        changes=(raft.conf_change_single(change.type, change.node),),
        context=change.context,
    )


class _Draft:
    """A configuration while changes are applied to it, one by one."""

    def __init__(self, base: Configuration, outgoing: frozenset[int]) -> None:
        self.incoming = set(base.incoming)
        self.outgoing = outgoing
        self.learners = set(base.learners)
        self.learners_next = set(base.learners_next)
        self.members = set(base.members)
        self.fresh: set[int] = set()

    def add_voter(self, node: int) -> None:
        self._track(node)
        self.incoming.add(node)
        self.learners.discard(node)
        self.learners_next.discard(node)

    def add_learner(self, node: int) -> None:
        self._track(node)
        self.incoming.discard(node)
        if node in self.outgoing:
            # It still votes in the outgoing half, and nobody is voter and learner at once.
            self.learners_next.add(node)
        else:
            self.learners.add(node)

    def remove(self, node: int) -> None:
        self.incoming.discard(node)
        self.learners.discard(node)
        self.learners_next.discard(node)
        if node not in self.outgoing:
            self.members.discard(node)
            self.fresh.discard(node)

    def _track(self, node: int) -> None:
        if node not in self.members:
            self.members.add(node)
            self.fresh.add(node)


def _apply(
    configuration: Configuration,
    outgoing: frozenset[int],
    changes: Iterable[raft.conf_change_single],
    *,
    auto_leave: bool,
) -> Change:
    draft = _Draft(configuration, outgoing)
    for change in changes:
        if change.node == 0:
            # Whoever judges a change when it is applied voids it by taking its node away.
            continue
        if change.type == raft.CONF_CHANGE_ADD_NODE:
            draft.add_voter(change.node)
        elif change.type == raft.CONF_CHANGE_ADD_LEARNER_NODE:
            draft.add_learner(change.node)
        elif change.type == raft.CONF_CHANGE_REMOVE_NODE:
            draft.remove(change.node)
        elif change.type != raft.CONF_CHANGE_UPDATE_NODE:
            raise ConfChangeRefused(f"unexpected conf type {change.type}")
    if not draft.incoming:
        raise ConfChangeRefused("removed all voters")
    if len(draft.members) > raft.MEMBERS_MAX:
        raise ConfChangeRefused(f"more than {raft.MEMBERS_MAX} members")
    result = Configuration(
        frozenset(draft.incoming),
        outgoing,
        frozenset(draft.learners),
        frozenset(draft.learners_next),
        auto_leave,
    )
    check(result)
    return Change(result, frozenset(draft.fresh))
