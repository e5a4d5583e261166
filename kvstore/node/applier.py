"""Applying what is durable, in its order, and answering it.

All of it happens in the thread of the event loop, and some changes look through many keys. So
after a slice of time the rest of a batch waits for the loop's next round, and reads, and calls of
others, come in between. That is no break in any one change.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.node.proposals import refuse_late
from kvstore.node.results import Commit

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from kvstore._generated import command as commands
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.node.proposals import Batch
    from kvstore.node.refusals import NodeRefusal


class Applier:
    """The batches that are durable and not applied yet, oldest first."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        seconds: float,
        apply: Callable[[commands.command, int], Outcome],
        ended: Callable[[Exception | None], None],
    ) -> None:
        """Apply for about `seconds` at a time.

        `apply` is called with each command and its index. `ended` is called after each batch:
        with None, or with what `apply` raised, and then nothing more will be applied.
        """
        self._loop = loop
        self._seconds = seconds
        self._apply = apply
        self._ended = ended
        self._batches: deque[Batch] = deque()
        self._place = 0
        """How much of the first batch is applied."""

    def __len__(self) -> int:
        return len(self._batches)

    def add(self, batch: Batch) -> bool:
        """Take over a batch; return whether it is the only one, so that `go_on` has to be called.

        It is not called here: what the caller may do as soon as it is durable comes first.
        """
        self._batches.append(batch)
        return len(self._batches) == 1

    def refuse_late(self, now: float) -> None:
        """Answer those whose deadline has passed. Their changes are on the disk and will happen."""
        for batch in self._batches:
            refuse_late(batch.proposals, now, executed=kv.KV_EXECUTED_UNKNOWN)

    def refuse_all(self, refusal: NodeRefusal) -> None:
        """Give up what is not applied."""
        while self._batches:
            for proposal in self._batches.popleft().proposals:
                proposal.refuse(refusal)

    def go_on(self) -> None:
        """Apply for a slice of time, and see to it that the rest follows."""
        if not self._batches:
            return
        append, proposals = self._batches[0]
        clock, apply, entries = self._loop.time, self._apply, append.entries
        until = clock() + self._seconds
        try:
            for place in range(self._place, len(entries)):
                proposal = proposals[place]
                outcome = apply(proposal.command, entries[place].index)
                proposal.answer(Commit(outcome, durable_nodes=1))
                if clock() >= until:
                    self._place = place + 1
                    self._loop.call_soon(self.go_on)
                    return
        except Exception as error:  # noqa: BLE001 (whatever it is, the state is not the log's now)
            self._ended(error)
            return
        self._place = 0
        self._batches.popleft()
        if self._batches:
            self._loop.call_soon(self.go_on)
        self._ended(None)
