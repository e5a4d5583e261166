"""Changes on their way into the log: bounded, in order, each with its deadline."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import kv
from kvstore.node.refusals import busy, deadline_passed

if TYPE_CHECKING:
    import asyncio

    from kvstore._generated import command as commands
    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.results import Commit
    from kvstore.node.sole_member import Append

RETRY_AFTER_MS: Final = 50
"""Advice to those who find the queue full: a few batches later."""


class Batch(NamedTuple):
    """Proposals on their way to the disk, and the entries that carry them."""

    append: Append
    proposals: list[Proposal]


class Proposal:
    """One change. `deadline` is on the loop's clock; `data` is what its entry will hold."""

    __slots__ = ("command", "data", "deadline", "future")

    def __init__(
        self,
        command: commands.command,
        data: bytes,
        future: asyncio.Future[Commit],
        deadline: float,
    ) -> None:
        self.command = command
        self.data = data
        self.future = future
        self.deadline = deadline

    def answer(self, commit: Commit) -> None:
        """Answer, if anybody still waits."""
        if not self.future.done():
            self.future.set_result(commit)

    def refuse(self, refusal: NodeRefusal) -> None:
        """Answer with an error, if anybody still waits."""
        if not self.future.done():
            self.future.set_exception(refusal)


class ProposalQueue:
    """Proposals that no batch has taken yet."""

    def __init__(self, max_count: int, max_bytes: int) -> None:
        """Bound the queue by number and by bytes of data."""
        self._max_count = max_count
        self._max_bytes = max_bytes
        self._waiting: deque[Proposal] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, proposal: Proposal) -> None:
        """Queue a proposal. Raises `NodeRefusal` (KV_BUSY) where there is no room."""
        size = len(proposal.data)
        full = len(self._waiting) >= self._max_count
        if full or (self._waiting and self._bytes + size > self._max_bytes):
            raise busy("changes", RETRY_AFTER_MS)
        self._waiting.append(proposal)
        self._bytes += size

    def take(self, max_count: int, max_bytes: int, overhead: int, now: float) -> list[Proposal]:
        """Take what the next batch holds, oldest first.

        Each costs `overhead` bytes beside its data; the first is taken whatever it costs.
        Those whose deadline has passed, or for whom nobody waits any more, are dropped.
        """
        batch: list[Proposal] = []
        room = max_bytes
        waiting = self._waiting
        while waiting and len(batch) < max_count:
            size = len(waiting[0].data)
            if size + overhead > room and batch:
                break
            proposal = waiting.popleft()
            self._bytes -= size
            if proposal.future.done():
                continue
            if proposal.deadline <= now:
                proposal.refuse(deadline_passed("the change waited for the disk"))
                continue
            room -= size + overhead
            batch.append(proposal)
        return batch

    def refuse_all(self, refusal: NodeRefusal) -> None:
        """Empty the queue."""
        for proposal in self._waiting:
            proposal.refuse(refusal)
        self._waiting.clear()
        self._bytes = 0

    def refuse_late(self, now: float) -> None:
        """Answer those whose deadline has passed."""
        refuse_late(self._waiting, now, executed=kv.KV_EXECUTED_NO)


def refuse_late(proposals: deque[Proposal] | list[Proposal], now: float, *, executed: int) -> None:
    """Answer those of `proposals` whose deadline has passed."""
    for proposal in proposals:
        if proposal.deadline <= now and not proposal.future.done():
            proposal.refuse(deadline_passed("the change waited for the disk", executed=executed))
