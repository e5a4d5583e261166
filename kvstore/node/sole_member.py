"""What Raft asks of a node that is its cluster's only member (Ongaro, chapters 3 and 4).

Nothing here waits or writes: every method says what has to be made durable. A sole voter wins
each election by its own vote and commits what it has on disk, so little of Raft is left, but
what is left is done as the protocol says: a cluster may grow out of this log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import command as commands
from kvstore._generated import raft

if TYPE_CHECKING:
    from collections.abc import Sequence


class Append(NamedTuple):
    """What has to be on the disk, together or not at all."""

    entries: tuple[raft.entry, ...]
    hard_state: raft.hard_state


def founding(node_id: int) -> Append:
    """Return the start of a new cluster's log: the entry that makes this node its member.

    It is committed by decree, as there is nobody yet who could vote on it.
    """
    change = raft.conf_change(type=raft.CONF_CHANGE_ADD_NODE, node=node_id, context=b"")
    entry = raft.entry(
        term=1,
        index=1,
        type=raft.ENTRY_CONF_CHANGE,
        command_version=0,
        data=change.to_xdr(),
    )
    return Append((entry,), raft.hard_state(term=1, vote=0, commit=1))


class SoleMember:
    """The node as leader of itself, from its campaign on.

    `last_index` is the newest entry given out, `commit` the newest one known to be durable.
    """

    def __init__(self, node_id: int, hard_state: raft.hard_state, last_index: int) -> None:
        """Take up the log where the last term left it."""
        self.node_id = node_id
        self.term = hard_state.term + 1
        self.last_index = last_index
        self.commit = hard_state.commit

    def campaign(self) -> Append:
        """Return a new term, the vote for oneself in it, and the term's first entry (§3.6.2, §8).

        What earlier terms left in the log is committed with that entry and not before, so
        nothing is served until it is durable.
        """
        self.last_index += 1
        first = raft.entry(
            term=self.term,
            index=self.last_index,
            type=raft.ENTRY_NORMAL,
            command_version=0,
            data=b"",
        )
        return Append((first,), self._hard_state())

    def append(self, datas: Sequence[bytes]) -> Append:
        """Return the entries for commands, with what is committed so far."""
        term = self.term
        following = self.last_index + 1
        entries = tuple(
            raft.entry(
                term=term,
                index=index,
                type=raft.ENTRY_NORMAL,
                command_version=commands.COMMAND_VERSION,
                data=data,
            )
            for index, data in enumerate(datas, following)
        )
        self.last_index += len(entries)
        return Append(entries, self._hard_state())

    def withdraw(self, append: Append) -> None:
        """Forget entries that were certainly not written: the newest ones given out."""
        self.last_index -= len(append.entries)

    def durable(self, append: Append) -> int:
        """Commit what has reached the disk; return its last index."""
        self.commit = append.entries[-1].index
        return self.commit

    def _hard_state(self) -> raft.hard_state:
        return raft.hard_state(term=self.term, vote=self.node_id, commit=self.commit)
