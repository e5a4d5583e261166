"""Messages that no core makes are kept out: what comes behind this relies on their shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft.errors import MalformedMessage, UnknownPeer

if TYPE_CHECKING:
    from collections.abc import Container

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


def screen(message: raft.message, members: Container[int]) -> None:
    """Raise `MalformedMessage` or `UnknownPeer` for what is not to be looked at."""
    kind = message.type
    if kind in _RESPONSES and message.from_ not in members:
        raise UnknownPeer
    if not message.from_:
        raise MalformedMessage("a message from nobody")
    if (message.term == 0) != (kind in _FORWARDED):
        raise MalformedMessage(f"a message of type {kind} in term {message.term}")
    if kind == raft.MESSAGE_APPEND:
        _screen_append(message)
    elif kind == raft.MESSAGE_SNAPSHOT:
        if message.snapshot is None:
            raise MalformedMessage("a snapshot without its point")
    elif kind == raft.MESSAGE_PROPOSE and not (
        message.entries and all(entry.type in _ENTRY_TYPES for entry in message.entries)
    ):
        raise MalformedMessage("a proposal of nothing, or of what nobody could apply")


def _screen_append(message: raft.message) -> None:
    entries = message.entries
    if entries and not (
        # The ends tell enough: an entry out of place between them takes another's.
        entries[0].index == message.index + 1
        and entries[-1].index == message.index + len(entries)
        and message.log_term <= entries[0].term <= entries[-1].term <= message.term
    ):
        raise MalformedMessage(f"entries that do not follow on {message.index}")
