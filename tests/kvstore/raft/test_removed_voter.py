"""A voter that was removed, and still holds more of the log than those who stay."""

from __future__ import annotations

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.options import Options
from kvstore.raft.storage import MemoryStorage

OLD = raft.conf_state((1, 2), (), (), (), auto_leave=False)
NEW = raft.conf_state((1, 3), (), (), (), auto_leave=False)


def core_of(node: int, last: int, commit: int, members: raft.conf_state) -> Raft:
    storage = MemoryStorage()
    storage.append([raft.entry(1, i, raft.ENTRY_NORMAL, 0, b"") for i in range(1, last + 1)])
    return Raft(
        Options(node=node, async_storage_writes=True, check_invariants=True),
        storage,
        hard_state=raft.hard_state(1, 0, commit),
        members=members,
        random_below=lambda _: 0,
    )


def test_it_tells_a_candidate_what_was_committed_without_it() -> None:
    # Found by the simulator: it refuses its vote, which the old members need, and whoever stays
    # and knows the new ones has a shorter log. Nobody could ever be elected.
    candidate, removed = core_of(1, 5, 2, OLD), core_of(2, 9, 4, NEW)
    candidate.campaign()
    (request,) = candidate.ready().messages
    removed.step(request)
    append = removed.ready().append
    assert append is not None
    (refusal,) = append.responses
    assert refusal.reject
    candidate.step(refusal)
    assert candidate.status().committed == 4


def test_a_candidate_does_not_believe_it_of_another_log() -> None:
    candidate = core_of(1, 5, 2, OLD)
    candidate.campaign()
    refusal = raft.message(
        raft.MESSAGE_VOTE_RESPONSE, 1, 2, 2, 2, 0, 4, True, 0, (), None, b""
    )  # entry 4 of term 2; its own is of term 1
    candidate.step(refusal)
    assert candidate.status().committed == 2
