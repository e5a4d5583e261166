"""What the members know of one beside its vote: addresses and the births of folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import raft
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from collections.abc import Mapping


def members_of(conf_state: raft.conf_state) -> frozenset[int]:
    """Return all nodes that a configuration names."""
    return frozenset(
        (
            *conf_state.voters,
            *conf_state.voters_outgoing,
            *conf_state.learners,
            *conf_state.learners_next,
        )
    )


def book_after(
    book: Mapping[int, raft.member_info],
    conf_state: raft.conf_state,
    change: raft.conf_change | raft.conf_change_v2,
) -> dict[int, raft.member_info]:
    """Return the book after a change of membership that led to `conf_state`.

    What a change carries is about the node that it names. A member of which nothing was said, as
    the founder in a log of the first release, has no address and a birth of zeros.
    """
    told = _info(change.context)
    if isinstance(change, raft.conf_change):
        touched = {change.node}
    else:
        touched = {single.node for single in change.changes}
    after: dict[int, raft.member_info] = {}
    for node in sorted(members_of(conf_state)):
        if told is not None and told.node == node and node in touched:
            after[node] = told
        else:
            after[node] = book.get(node) or _nothing_known(node)
    return after


def with_highest(
    book: Mapping[int, raft.member_info], highest: int
) -> tuple[raft.member_info, ...]:
    """Return a book as a snapshot has it: behind the members the highest number there ever was.

    Not where there is no room; then no member can be added either.
    """
    infos = tuple(book.values())
    if highest in book or not highest or len(infos) == raft.MEMBERS_MAX:
        return infos
    return (*infos, _nothing_known(highest))


def is_book_of(infos: tuple[raft.member_info, ...], conf_state: raft.conf_state) -> bool:
    """Say whether a snapshot's members are those of its configuration, as `with_highest` tells."""
    members = members_of(conf_state)
    numbers = [info.node for info in infos]
    if len(numbers) > len(members) and infos[-1] == _nothing_known(max(numbers)):
        numbers.pop()
    return set(numbers) == members


def _info(context: bytes) -> raft.member_info | None:
    """Return what a change says of a node; None where that is nothing that is understood here.

    It went through the log, so all nodes understand the same, and none may stop at it.
    """
    if not context:
        return None
    try:
        return raft.member_info.from_xdr(context)
    except XdrError:
        return None


def _nothing_known(node: int) -> raft.member_info:
    return raft.member_info(node=node, address="", birth=bytes(raft.BIRTH_SIZE))
