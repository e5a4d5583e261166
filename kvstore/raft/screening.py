"""Messages that no core makes are kept out: what comes behind this relies on their shape.

A peer that knows the cluster's key may still be broken, or lie. Lies in good shape, a vote given
twice for instance, are not to be seen by one node alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft.configuration import from_conf_state
from kvstore.raft.errors import ConfChangeRefused, MalformedMessage, UnknownPeer
from kvstore.raft.state import Role

if TYPE_CHECKING:
    from kvstore.raft.state import State

# Terms and indices that a peer may speak of. No cluster gets there; and from there on a node can
# count terms and entries for as long as it likes before they leave their 64 bits.
LARGEST = 1 << 62

# What a follower sends on to its leader as if it had been asked there.
_FORWARDED = frozenset({raft.MESSAGE_PROPOSE, raft.MESSAGE_READ_INDEX})
# Answers mean nothing from a node whose log is not followed.
_RESPONSES = frozenset(
    {
        raft.MESSAGE_APPEND_RESPONSE,
        raft.MESSAGE_VOTE_RESPONSE,
        raft.MESSAGE_PRE_VOTE_RESPONSE,
        raft.MESSAGE_HEARTBEAT_RESPONSE,
        raft.MESSAGE_READ_INDEX_RESPONSE,
    }
)
_ENTRY_TYPES = frozenset({raft.ENTRY_NORMAL, raft.ENTRY_CONF_CHANGE, raft.ENTRY_CONF_CHANGE_V2})


def screen(r: State, message: raft.message) -> None:
    """Raise `MalformedMessage` or `UnknownPeer` for what is not to be looked at."""
    kind = message.type
    if kind in _RESPONSES and message.from_ not in r.tracker.progress:
        raise UnknownPeer
    if not message.from_:
        raise MalformedMessage("a message from nobody")
    if (message.term == 0) != (kind in _FORWARDED):
        raise MalformedMessage(f"a message of type {kind} in term {message.term}")
    _screen_numbers(message, own=message.from_ == r.node)
    if kind == raft.MESSAGE_APPEND:
        _screen_append(message)
    elif kind == raft.MESSAGE_APPEND_RESPONSE:
        if r.role is Role.LEADER and message.term == r.term and message.index > r.log.last_index():
            raise MalformedMessage(f"an answer about {message.index}, which this term has not")
    elif kind == raft.MESSAGE_SNAPSHOT:
        _screen_snapshot(message)
    elif kind == raft.MESSAGE_PROPOSE and not (
        message.entries and all(entry.type in _ENTRY_TYPES for entry in message.entries)
    ):
        raise MalformedMessage("a proposal of nothing, or of what nobody could apply")


def _screen_numbers(message: raft.message, *, own: bool) -> None:
    # What a node tells itself may be of a term that it went on to from the largest it was told.
    largest = 2 * LARGEST if own else LARGEST
    if (
        message.term > largest
        or message.log_term > largest
        or message.index > largest
        or message.commit > largest
        or message.reject_hint > largest
    ):
        raise MalformedMessage(f"a number above {largest}")


def _screen_append(message: raft.message) -> None:
    # No entry is of term 0.
    term = message.log_term or 1
    for index, entry in enumerate(message.entries, message.index + 1):
        # Each of them: an entry out of place takes another's, and a term that falls makes logs
        # match that do not.
        if entry.index != index or entry.term < term:
            raise MalformedMessage(f"entries that do not follow on {message.index}")
        term = entry.term
    if message.entries and term > message.term:
        raise MalformedMessage(f"an entry of term {term} in term {message.term}")


def _screen_snapshot(message: raft.message) -> None:
    snapshot = message.snapshot
    if snapshot is None:
        raise MalformedMessage("a snapshot without its point")
    if not 0 < snapshot.index <= LARGEST or not 0 < snapshot.term <= message.term:
        raise MalformedMessage(f"a snapshot at {snapshot.index} of term {snapshot.term}")
    members = snapshot.members
    lists = (members.voters, members.voters_outgoing, members.learners, members.learners_next)
    if not members.voters or any(0 in nodes or len(set(nodes)) < len(nodes) for nodes in lists):
        raise MalformedMessage(f"a snapshot with the members {members}")
    try:
        configuration = from_conf_state(members)
    except ConfChangeRefused as refused:
        raise MalformedMessage(f"a snapshot with members that cannot be: {refused}") from None
    if len(configuration.members) > raft.MEMBERS_MAX:
        raise MalformedMessage(f"a snapshot with more than {raft.MEMBERS_MAX} members")
