"""Messages that may wait: what they leave with, and what makes them superfluous."""

from __future__ import annotations

from kvstore._generated import raft
from kvstore.node.peers.postponed import Postponed


def made(kind: int, number: int) -> raft.message:
    return raft.message(kind, 2, 1, 1, 0, 0, number, False, 0, (), None, b"")


NOTICE, NEWER_NOTICE = made(raft.MESSAGE_APPEND, 1), made(raft.MESSAGE_APPEND, 2)
BEAT, NEWER_BEAT = made(raft.MESSAGE_HEARTBEAT, 1), made(raft.MESSAGE_HEARTBEAT, 2)
ANSWER = made(raft.MESSAGE_READ_INDEX_RESPONSE, 1)


def test_the_newest_of_each_type_is_kept() -> None:
    postponed = Postponed()
    for message in (NOTICE, BEAT, NEWER_NOTICE, NEWER_BEAT):
        postponed.add(message)
    assert postponed.take() == (NEWER_NOTICE, NEWER_BEAT)
    assert not postponed
    assert postponed.take() == ()


def test_what_is_committed_is_told_before_what_may_build_upon_it() -> None:
    postponed = Postponed()
    postponed.add(NOTICE)
    postponed.add(BEAT)
    assert postponed.before([ANSWER]) == (NOTICE, ANSWER)
    assert postponed.take() == (BEAT,)


def test_what_says_more_takes_the_place_of_what_waited() -> None:
    postponed = Postponed()
    postponed.add(NOTICE)
    postponed.add(BEAT)
    assert postponed.before([NEWER_BEAT, NEWER_NOTICE]) == (NEWER_BEAT, NEWER_NOTICE)
    assert not postponed
