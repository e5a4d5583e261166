"""The order in which the work of a `Ready` is done, which is what makes it safe.

    hide ──► withdraw ──► send ∥ append ──► (durable) ──► votes, responses ──► stored
                                  └────────► apply ──► publish ──► answer

Both halves are the core's contract and nothing else: the simulator of the core drives them, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kvstore._generated import raft
from kvstore.raft.errors import InvariantBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.raft.core import Raft
    from kvstore.raft.ready import Append, Apply, Ready, SoftState
    from kvstore.raft.state import ReadState


class Driver(Protocol):
    """Who does the work."""

    def hide(self, ready: Ready) -> None:
        """Make unreadable, wherever there are copies, what is committed by this `Ready`."""
        ...

    def lead_changed(self, soft_state: SoftState) -> None:
        """Hear who leads now; give up at once what only a leader has."""
        ...

    def send(self, messages: Sequence[raft.message]) -> None:
        """Let messages to other nodes leave, in order."""
        ...

    def append(self, append: Append, votes: Sequence[raft.message], *, must_sync: bool) -> None:
        """Write, and call `finish_append` with the same `append` and `votes` when it is durable."""
        ...

    def apply(self, apply: Apply) -> None:
        """Apply, behind all that was handed over before, and give `apply.applied` to the core."""
        ...

    def reads_permitted(self, read_states: Sequence[ReadState]) -> None:
        """Take the answers to `Raft.read_index`."""
        ...

    def installed(self, snapshot: raft.snapshot_metadata) -> None:
        """Put a snapshot, which is durable, in place of the state machine."""
        ...

    def step(self, message: raft.message) -> None:
        """Hand the core a message of its own."""
        ...


def process_ready(ready: Ready, driver: Driver) -> None:
    """Do, or begin, all that a `Ready` of asynchronous storage writes holds."""
    if ready.hard_state is not None or ready.snapshot is not None:
        # What is committed may be more than what is to be applied: others may have it on their
        # disks before this node has, and hear of it by the messages.
        driver.hide(ready)
    if ready.soft_state is not None:
        driver.lead_changed(ready.soft_state)
    votes: Sequence[raft.message] = ()
    messages = ready.messages
    if messages:
        # Who asks for a vote must survive as who asked: another life could have lost the log.
        votes = [message for message in messages if message.type == raft.MESSAGE_VOTE]
        if votes:
            messages = [message for message in messages if message.type != raft.MESSAGE_VOTE]
        driver.send(messages)
    if ready.append is not None:
        driver.append(ready.append, votes, must_sync=ready.must_sync)
    elif votes:
        raise InvariantBroken("a campaign without a term to be written")
    if ready.apply is not None:
        driver.apply(ready.apply)
    if ready.read_states:
        driver.reads_permitted(ready.read_states)


def finish_append(
    append: Append, votes: Sequence[raft.message], core: Raft, driver: Driver, node: int
) -> None:
    """Let everything leave that waited for an append, which is durable now. `node`: this one."""
    if append.snapshot is not None:
        driver.installed(append.snapshot)
    others = [*votes]
    for message in append.responses:
        if message.to == node:
            driver.step(message)
        else:
            others.append(message)
    if others:
        driver.send(others)
    if append.stored is not None:
        core.stored(append.stored)
