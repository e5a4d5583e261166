"""Making messages, and deciding which of them have to wait for the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft

if TYPE_CHECKING:
    from kvstore.raft.state import State

# They say that something is durable: a vote, entries, a leader's own entries (§3.8).
_AFTER_APPEND = frozenset(
    {raft.MESSAGE_APPEND_RESPONSE, raft.MESSAGE_VOTE_RESPONSE, raft.MESSAGE_PRE_VOTE_RESPONSE}
)


def send(
    r: State,
    type: int,  # noqa: A002 (the message's own word)
    to: int,
    *,
    term: int | None = None,
    log_term: int = 0,
    index: int = 0,
    commit: int = 0,
    reject: bool = False,
    reject_hint: int = 0,
    entries: tuple[raft.entry, ...] = (),
    snapshot: raft.snapshot_metadata | None = None,
    context: bytes = b"",
) -> None:
    """Queue a message, of this term unless another is given.

    Rejections wait for the disk as well: they carry the term, and an answer that overtakes
    another of the same node would be taken for the older one.
    """
    message = raft.message(
        type,
        to,
        r.node,
        r.term if term is None else term,
        log_term,
        index,
        commit,
        reject,
        reject_hint,
        entries,
        snapshot,
        context,
    )
    if type in _AFTER_APPEND:
        r.after_append.append(message)
    else:
        r.messages.append(message)


def forward(r: State, message: raft.message) -> None:
    """Queue for the leader what was asked of a follower, as if it had been asked there."""
    r.messages.append(
        raft.message(
            message.type,
            r.lead,
            message.from_ or r.node,
            0 if message.type != raft.MESSAGE_TRANSFER_LEADER else r.term,
            message.log_term,
            message.index,
            message.commit,
            message.reject,
            message.reject_hint,
            message.entries,
            message.snapshot,
            message.context,
        )
    )


def request(
    type: int,  # noqa: A002 (the message's own word)
    to: int,
    from_: int,
    *,
    entries: tuple[raft.entry, ...] = (),
    context: bytes = b"",
) -> raft.message:
    """Return what a driver asks for, as a message without a term: nobody has sent it."""
    return raft.message(type, to, from_, 0, 0, 0, 0, False, 0, entries, None, context)
