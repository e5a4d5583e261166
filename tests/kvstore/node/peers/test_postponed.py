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


def append(index: int, count: int, commit: int, *, term: int = 1, size: int = 10) -> raft.message:
    following = range(index + 1, index + 1 + count)
    entries = tuple(raft.entry(term, each, 0, 1, bytes(size)) for each in following)
    kind = raft.MESSAGE_APPEND
    return raft.message(kind, 2, 1, term, term, index, commit, False, 0, entries, None, b"")


def test_entries_that_follow_on_each_other_leave_as_one_message() -> None:
    postponed = Postponed()
    for message in (append(5, 1, 4), append(6, 0, 5), append(6, 2, 6), append(8, 0, 8), BEAT):
        assert not postponed.add(message)
    assert postponed.take() == (append(5, 3, 8), BEAT)
    assert not postponed
    assert postponed.take() == ()


def test_entries_leave_before_what_is_sent_at_once_and_are_not_lost_to_it() -> None:
    postponed = Postponed()
    postponed.add(append(5, 1, 4))
    postponed.add(append(6, 1, 5))
    assert postponed.before([append(7, 1, 6)]) == (append(5, 2, 5), append(7, 1, 6))
    assert not postponed
    postponed.add(append(5, 1, 4))
    postponed.add(append(6, 0, 5))
    assert postponed.before([ANSWER, append(7, 1, 6)]) == (append(5, 1, 4), ANSWER, append(7, 1, 6))
    assert not postponed


def test_entries_that_begin_anew_or_are_of_another_term_are_messages_of_their_own() -> None:
    postponed = Postponed()
    parts = (append(5, 2, 4), append(5, 1, 4), append(9, 1, 4), append(10, 1, 4, term=2))
    for message in parts:
        postponed.add(message)
    assert postponed.take() == parts


def test_many_bytes_of_entries_need_no_more_company() -> None:
    postponed = Postponed()
    assert not postponed.add(append(5, 1, 4, size=30_000))
    assert postponed.add(append(6, 1, 4, size=40_000))
    assert postponed.take() == (
        raft.message(
            *(raft.MESSAGE_APPEND, 2, 1, 1, 1, 5, 4, False, 0),
            append(5, 1, 4, size=30_000).entries + append(6, 1, 4, size=40_000).entries,
            *(None, b""),
        ),
    )
    assert not postponed.add(append(7, 1, 4))
