"""Messages that no core makes change nothing and stop nobody."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.errors import InvariantBroken, MalformedMessage, ProposalDropped, UnknownPeer
from kvstore.raft.options import Options
from kvstore.raft.screening import LARGEST
from kvstore.raft.state import Role
from kvstore.raft.storage import MemoryStorage

MEMBERS = raft.conf_state((1, 2, 3), (), (), (), auto_leave=False)
SMALL = st.integers(0, 5)
# Mostly what could be true, or nothing would get past the first look.
NUMBER = st.one_of(
    SMALL, SMALL, SMALL, st.sampled_from([LARGEST, LARGEST + 1, (1 << 64) - 1]), st.integers(0, 99)
)
PEERS = st.integers(0, 4)
ENTRY = st.builds(raft.entry, NUMBER, NUMBER, st.integers(0, 3), st.just(0), st.binary(max_size=3))


@st.composite
def followers(draw: st.DrawFn) -> tuple[raft.entry, ...]:
    """Entries one behind the other, of which one may be out of its place."""
    first, term = draw(SMALL), draw(SMALL)
    entries = [raft.entry(term, first + at, raft.ENTRY_NORMAL, 0, b"") for at in range(draw(SMALL))]
    if entries and draw(st.booleans()):
        entries[draw(st.integers(0, len(entries) - 1))] = draw(ENTRY)
    return tuple(entries)


ENTRIES = st.one_of(st.lists(ENTRY, max_size=6).map(tuple), followers())
NODES = st.lists(PEERS, max_size=3).map(tuple)
SNAPSHOTS = st.builds(
    raft.snapshot_metadata,
    NUMBER,
    NUMBER,
    st.one_of(
        st.just(MEMBERS), st.builds(raft.conf_state, NODES, NODES, NODES, NODES, st.booleans())
    ),
)
MESSAGES = st.builds(
    raft.message,
    st.integers(0, 15),
    st.just(1),
    PEERS,
    NUMBER,
    NUMBER,
    NUMBER,
    NUMBER,
    st.booleans(),
    NUMBER,
    ENTRIES,
    st.none() | SNAPSHOTS,
    st.binary(max_size=16),
)


def member(*, check_invariants: bool = True, entries: int = 0) -> Raft:
    storage = MemoryStorage()
    storage.append([raft.entry(1, at, raft.ENTRY_NORMAL, 0, b"") for at in range(1, entries + 1)])
    return Raft(
        Options(
            node=1,
            check_invariants=check_invariants,
            async_storage_writes=True,
            tell_committed=True,
        ),
        storage,
        hard_state=raft.hard_state(1, 0, 0),
        members=MEMBERS,
        random_below=lambda limit: 0,
    )


@given(st.lists(MESSAGES, max_size=12), st.sampled_from(Role))
def test_whatever_comes(messages: list[raft.message], role: Role) -> None:
    # Not the invariants: well-formed lies, two leaders of one term for instance, break them.
    core = member(check_invariants=False, entries=3)
    if role is not Role.FOLLOWER:
        core.campaign()
    if role is Role.LEADER:
        for voter in (2, 3):
            core.step(msgspec.structs.replace(VOTE, from_=voter))
    for message in messages:
        send_what_is_to_be_sent(core)
        before = core.status(), core.last_index, core.committed
        try:
            core.step(message)
        except (MalformedMessage, ProposalDropped, UnknownPeer):
            assert (core.status(), core.last_index, core.committed) == before
            assert not core.has_ready
        except InvariantBroken:
            # What is committed elsewhere is not here, or other than here: a good disk never made
            # such a promise, and a lie in good shape cannot be told from a bad one.
            return
    core.campaign()
    send_what_is_to_be_sent(core)


def send_what_is_to_be_sent(core: Raft) -> None:
    """All that a core says fits the wire, and all that it writes fits the disk."""
    if not core.has_ready:
        return
    append = core.ready()
    for message in append.messages:
        assert message.to_xdr()
    if append.append is not None:
        assert all(message.to_xdr() for message in append.append.responses)
    for record in (append.hard_state, append.snapshot, *append.entries):
        assert record is None or record.to_xdr()


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
VOTE = msgspec.structs.replace(GOOD, type=raft.MESSAGE_VOTE_RESPONSE, entries=())


def entries(*places: tuple[int, int]) -> raft.message:
    """An append of term 2 whose entries have these terms and indices."""
    return msgspec.structs.replace(
        GOOD, entries=tuple(raft.entry(*place, raft.ENTRY_NORMAL, 0, b"") for place in places)
    )


def snapshot(
    *halves: tuple[int, ...], index: int = 9, term: int = 2, auto_leave: bool = False
) -> raft.message:
    """A snapshot in term 2; `halves`: voters, outgoing ones, learners, learners to come."""
    voters, outgoing, learners, later = (*halves, (), (), (), ())[:4]
    members = raft.conf_state(voters, outgoing, learners, later, auto_leave)
    point = raft.snapshot_metadata(index, term, members)
    return msgspec.structs.replace(GOOD, type=raft.MESSAGE_SNAPSHOT, entries=(), snapshot=point)


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
        entries((2, 1), (2, 99), (2, 3)),
        entries((1, 1), (2, 2), (1, 3)),
        entries((0, 1), (1, 2)),
        entries((1, 1), (3, 2)),
        msgspec.structs.replace(VOTE, term=LARGEST + 1),
        msgspec.structs.replace(GOOD, commit=LARGEST + 1),
        msgspec.structs.replace(VOTE, reject_hint=LARGEST + 1),
        msgspec.structs.replace(VOTE, index=LARGEST + 1),
        msgspec.structs.replace(VOTE, log_term=LARGEST + 1),
        snapshot((1, 2), index=0),
        snapshot((1, 2), index=LARGEST + 1),
        snapshot((1, 2), term=0),
        snapshot((1, 2), term=3),
        snapshot((), (1, 2)),
        snapshot((0, 1)),
        snapshot((1, 1)),
        snapshot((1, 2), (), (1,)),
        snapshot((1, 2), (3,), (), (2,)),
        snapshot((1, 2), (1, 2), (), (1,)),
        snapshot((1, 2), auto_leave=True),
        snapshot(tuple(range(1, 61)), (), tuple(range(61, 66))),
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
    core.step(VOTE)
    core.step(msgspec.structs.replace(VOTE, from_=3))
    unreadable = raft.entry(0, 0, raft.ENTRY_CONF_CHANGE, 0, b"?")
    with pytest.raises(ProposalDropped):
        core.step(msgspec.structs.replace(PROPOSAL, entries=(unreadable,)))


def test_an_answer_about_entries_that_were_never_made() -> None:
    core = member()
    core.campaign()
    core.ready()
    core.step(VOTE)
    core.step(msgspec.structs.replace(VOTE, from_=3))
    assert core.role is Role.LEADER
    answer = msgspec.structs.replace(VOTE, type=raft.MESSAGE_APPEND_RESPONSE, index=2)
    with pytest.raises(MalformedMessage):
        core.step(answer)
    assert core.matches()[2] == 0
    core.step(msgspec.structs.replace(answer, index=1))
    assert core.matches()[2] == 1


def test_terms_go_on_from_the_largest_that_is_told() -> None:
    core = member()
    core.step(msgspec.structs.replace(VOTE, type=raft.MESSAGE_VOTE, term=LARGEST))
    core.campaign()
    append = core.ready().append
    assert append is not None
    for answer in append.responses:
        if answer.to == 1:
            core.step(answer)
    assert (core.role, core.term) == (Role.CANDIDATE, LARGEST + 1)
