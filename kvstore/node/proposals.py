"""Changes on their way: those that wait to be proposed, and those in the log and not applied.

What waits has not happened and never will if it is refused. What is in the log may still happen
whatever becomes of this node's leadership, until another entry is committed in its place.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.node.refusals import busy
from kvstore.node.results import Commit
from kvstore.node.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kvstore._generated import command as commands
    from kvstore.node.refusals import NodeRefusal

RETRY_AFTER_MS: Final = 50
"""Advice to those who find the queue full: a few batches later."""


class Proposal(Waiting[Commit]):
    """One change. Its entry holds `data` of a `version`, and `term`, which is 0 while it waits.

    `command` is None for a change of membership.
    """

    __slots__ = ("command", "data", "term", "version", "wait")

    def __init__(
        self,
        command: commands.command | None,
        version: int,
        data: bytes,
        deadline: int,
        done: Callable[[Commit | NodeRefusal], None],
        wait: int = kv.KV_WAIT_QUORUM,
    ) -> None:
        super().__init__(deadline, done)
        self.command = command
        self.version = version
        self.data = data
        self.wait = wait
        self.term = 0


class ProposalQueue:
    """Proposals that are in no log yet."""

    def __init__(self, max_count: int, max_bytes: int) -> None:
        """Bound the queue by number and by bytes of data."""
        self._max_count = max_count
        self._max_bytes = max_bytes
        self._waiting: deque[Proposal] = deque()
        self.bytes = 0
        """Bytes of data that wait."""

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Proposal]:
        return iter(self._waiting)

    def add(self, proposal: Proposal) -> None:
        """Queue a proposal. Raises `NodeRefusal` (KV_BUSY) where there is no room."""
        size = len(proposal.data)
        full = len(self._waiting) >= self._max_count
        if full or (self._waiting and self.bytes + size > self._max_bytes):
            raise busy("changes", RETRY_AFTER_MS)
        self._waiting.append(proposal)
        self.bytes += size

    def add_first(self, proposals: list[Proposal]) -> None:
        """Put proposals before all others, whatever room there is."""
        self._waiting.extendleft(reversed(proposals))
        self.bytes += sum(len(proposal.data) for proposal in proposals)

    def take(
        self,
        max_count: int,
        max_bytes: int,
        overhead: int,
        now: int,
        refuse: Callable[[Proposal], None],
    ) -> list[Proposal]:
        """Take what the next batch holds, oldest first.

        Each costs `overhead` bytes beside its data; the first is taken whatever it costs. Those
        for whom nobody waits any more are dropped; `refuse` is called for those that are late.
        """
        batch: list[Proposal] = []
        room = max_bytes
        waiting = self._waiting
        while waiting and len(batch) < max_count:
            proposal = waiting[0]
            size = len(proposal.data)
            if size + overhead > room and batch:
                break
            waiting.popleft()
            self.bytes -= size
            if proposal.over:
                continue
            if proposal.deadline <= now:
                refuse(proposal)
                continue
            room -= size + overhead
            batch.append(proposal)
        return batch

    def empty(self) -> list[Proposal]:
        """Take all that wait."""
        waiting, self._waiting, self.bytes = list(self._waiting), deque(), 0
        return waiting
