"""The order of the work of one step, whatever it holds."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from kvstore._generated import raft
from kvstore.node.process_ready import finish_append, process_ready
from kvstore.raft.errors import InvariantBroken
from kvstore.raft.ready import Append, Applied, Apply, Ready, SoftState, Stored
from kvstore.raft.state import ReadState, Role
from kvstore.raft.storage import NO_MEMBERS

SELF = 1


def message(kind: int, to: int = 2) -> raft.message:
    return raft.message(kind, to, SELF, 3, 0, 0, 0, False, 0, (), None, b"")


ENTRY = raft.entry(3, 7, raft.ENTRY_NORMAL, 1, b"data")
POINT = raft.snapshot_metadata(6, 3, NO_MEMBERS)
VOTE = message(raft.MESSAGE_VOTE)
BEAT = message(raft.MESSAGE_HEARTBEAT, 3)
OWN = message(raft.MESSAGE_VOTE_RESPONSE, SELF)
ANSWER = message(raft.MESSAGE_APPEND_RESPONSE)
STORED = Stored(3, 7, 3, None)


class Recorder:
    """Plays driver and core, and notes what is done when."""

    def __init__(self) -> None:
        self.done: list[tuple[str, object]] = []

    def hide(self, ready: Ready) -> None:
        self.done.append(("hide", ready.committed_entries))

    def lead_changed(self, soft_state: SoftState) -> None:
        self.done.append(("lead", soft_state.lead))

    def send(self, messages: Sequence[raft.message]) -> None:
        self.done.append(("send", tuple(messages)))

    def append(self, append: Append, votes: Sequence[raft.message], *, must_sync: bool) -> None:
        self.done.append(("append", (tuple(votes), must_sync)))

    def apply(self, apply: Apply) -> None:
        self.done.append(("apply", apply.entries))

    def reads_permitted(self, read_states: Sequence[ReadState]) -> None:
        self.done.append(("reads", tuple(read_states)))

    def installed(self, snapshot: raft.snapshot_metadata) -> None:
        self.done.append(("installed", snapshot))

    def step(self, message: raft.message) -> None:
        self.done.append(("step", message))

    def stored(self, stored: Stored) -> None:
        self.done.append(("stored", stored))


def ready(
    *,
    lead: bool = False,
    messages: tuple[raft.message, ...] = (),
    append: bool = False,
    apply: bool = False,
    reads: bool = False,
    commits: bool = False,
) -> Ready:
    committed = (ENTRY,) if apply else ()
    return Ready(
        soft_state=SoftState(2, Role.FOLLOWER) if lead else None,
        hard_state=raft.hard_state(3, 2, 7) if commits else None,
        read_states=(ReadState(7, b"mark"),) if reads else (),
        entries=(),
        snapshot=None,
        committed_entries=committed,
        messages=messages,
        must_sync=True,
        append=Append((), None, None, (), None) if append else None,
        apply=Apply(committed, Applied(7, 1, 1)) if apply else None,
    )


ORDER = ["hide", "lead", "send", "append", "apply", "reads"]


@pytest.mark.parametrize(
    ("commits", "lead", "sends", "append", "apply", "reads"),
    list(itertools.product([False, True], repeat=6)),
)
def test_hidden_then_withdrawn_then_sent_then_written_then_applied(
    commits: bool, lead: bool, sends: bool, append: bool, apply: bool, reads: bool
) -> None:
    """What is committed is hidden then, however long it takes until it is to be applied."""
    driver = Recorder()
    messages = (BEAT,) if sends else ()
    process_ready(
        ready(
            commits=commits,
            lead=lead,
            messages=messages,
            append=append,
            apply=apply,
            reads=reads,
        ),
        driver,
    )
    present = {
        "hide": commits, "lead": lead, "send": sends, "append": append, "apply": apply,
        "reads": reads,
    }  # fmt: skip
    assert [what for what, _ in driver.done] == [what for what in ORDER if present[what]]


def test_votes_are_held_until_the_append_beside_them_is_durable() -> None:
    driver = Recorder()
    process_ready(ready(messages=(VOTE, BEAT), append=True), driver)
    assert driver.done == [("send", (BEAT,)), ("append", ((VOTE,), True))]
    with pytest.raises(InvariantBroken):
        process_ready(ready(messages=(VOTE,)), Recorder())


def test_what_waited_for_an_append_is_done_in_its_order() -> None:
    driver = Recorder()
    append = Append((ENTRY,), None, POINT, (OWN, ANSWER), STORED)
    finish_append(append, (VOTE,), driver, driver, SELF)  # type: ignore[arg-type] # plays both
    assert driver.done == [
        ("installed", POINT),
        ("step", OWN),
        ("send", (VOTE, ANSWER)),
        ("stored", STORED),
    ]
