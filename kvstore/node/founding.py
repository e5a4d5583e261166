"""How a log begins: with the entries that make the founders its members."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft

if TYPE_CHECKING:
    from collections.abc import Sequence


class Beginning(NamedTuple):
    """What a node begins with whose folder holds no entries.

    `founders` are the members of a new cluster, this node among them; none for a node that joins
    one and gets its log from the leader.
    """

    cluster_id: int
    founders: tuple[raft.member_info, ...]


def founding(
    founders: Sequence[raft.member_info],
) -> tuple[tuple[raft.entry, ...], raft.hard_state]:
    """Return a new log, the same on all founders, and its hard state.

    It is committed by decree, as there is nobody yet who could vote on it.
    """
    entries = tuple(
        raft.entry(
            term=1,
            index=index,
            type=raft.ENTRY_CONF_CHANGE,
            command_version=0,
            data=raft.conf_change(
                type=raft.CONF_CHANGE_ADD_NODE, node=founder.node, context=founder.to_xdr()
            ).to_xdr(),
        )
        for index, founder in enumerate(sorted(founders, key=lambda info: info.node), 1)
    )
    return entries, raft.hard_state(term=1, vote=0, commit=len(entries))
