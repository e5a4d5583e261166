"""Messages that no core makes change nothing and stop nobody."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.errors import MalformedMessage, ProposalDropped, UnknownPeer
from kvstore.raft.options import Options
from kvstore.raft.storage import MemoryStorage

MEMBERS = raft.conf_state((1, 2, 3), (), (), (), auto_leave=False)
SMALL = st.integers(0, 3)
# More would say that the disk lost what was committed, which has to stop the node.
COMMIT = st.just(0)
ENTRIES = st.lists(
    st.builds(raft.entry, SMALL, SMALL, st.integers(0, 3), st.just(0), st.binary(max_size=3)),
    max_size=3,
).map(tuple)
MESSAGES = st.builds(
    raft.message,
    st.integers(0, 15),
    st.just(1),
    SMALL,
    SMALL,
    SMALL,
    SMALL,
    COMMIT,
    st.booleans(),
    SMALL,
    ENTRIES,
    st.none(),
    st.binary(max_size=9),
)


def member(*, check_invariants: bool = True) -> Raft:
    return Raft(
        Options(node=1, check_invariants=check_invariants, async_storage_writes=True),
        MemoryStorage(),
        hard_state=raft.hard_state(1, 0, 0),
        members=MEMBERS,
        random_below=lambda limit: 0,
    )


@given(st.lists(MESSAGES, max_size=12), st.booleans())
def test_whatever_comes(messages: list[raft.message], campaigns: bool) -> None:
    # Not the invariants: well-formed lies, two leaders of one term for instance, break them.
    core = member(check_invariants=False)
    if campaigns:
        core.campaign()
    for message in messages:
        try:
            core.step(message)
        except (MalformedMessage, ProposalDropped, UnknownPeer):
            continue
        if core.has_ready:
            core.ready()


GOOD = raft.message(
    raft.MESSAGE_APPEND,
    to=1,
    from_=2,
    term=2,
    log_term=0,
    index=0,
    commit=0,
    reject=False,
    reject_hint=0,
    entries=(raft.entry(2, 1, raft.ENTRY_NORMAL, 0, b""),),
    snapshot=None,
    context=b"",
)
PROPOSAL = msgspec.structs.replace(GOOD, type=raft.MESSAGE_PROPOSE, term=0)


@pytest.mark.parametrize(
    "message",
    [
        msgspec.structs.replace(GOOD, from_=0),
        msgspec.structs.replace(GOOD, term=0),
        msgspec.structs.replace(GOOD, index=1),
        msgspec.structs.replace(GOOD, entries=(GOOD.entries[0], GOOD.entries[0])),
        msgspec.structs.replace(GOOD, term=1),
        msgspec.structs.replace(GOOD, type=raft.MESSAGE_SNAPSHOT),
        msgspec.structs.replace(PROPOSAL, term=1),
        msgspec.structs.replace(PROPOSAL, entries=()),
        msgspec.structs.replace(PROPOSAL, entries=(raft.entry(0, 0, 9, 0, b""),)),
    ],
)
def test_what_no_core_makes(message: raft.message) -> None:
    core = member()
    before = core.status()
    with pytest.raises(MalformedMessage):
        core.step(message)
    assert core.status() == before
    core.step(GOOD)
    assert core.status().last_index == 1


def test_a_change_nobody_can_read_is_dropped() -> None:
    core = member()
    core.campaign()
    core.ready()
    vote = msgspec.structs.replace(GOOD, type=raft.MESSAGE_VOTE_RESPONSE, entries=())
    core.step(vote)
    core.step(msgspec.structs.replace(vote, from_=3))
    unreadable = raft.entry(0, 0, raft.ENTRY_CONF_CHANGE, 0, b"?")
    with pytest.raises(ProposalDropped):
        core.step(msgspec.structs.replace(PROPOSAL, entries=(unreadable,)))
