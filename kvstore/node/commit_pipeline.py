"""From proposals to answers: gather a batch, make it durable, apply it, answer.

                       propose                              answers
                          │                                    ▲
        ┌─────────────────▼──────────────── event loop ────────┴─────────┐
        │  ProposalQueue ──batch──► SoleMember              Store ◄─┐    │
        └───────────────────────────────│───────────────────────────│────┘
                                        ▼ entries, hard state       │ durable
                              LogWriter thread: append, fdatasync ──┘

While one batch is on its way to the disk, the next one gathers: the slower the disk, the larger
the batches.
"""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import kv
from kvstore.mvcc.entries import encode
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.validate import check_change
from kvstore.node.log_writer import LogWriter
from kvstore.node.proposals import Commit, Proposal, ProposalQueue, refuse_late
from kvstore.node.refusals import failed, no_space, stopping
from kvstore.storage.errors import DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import command as commands
    from kvstore.config import NodeConfig
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.node.sole_member import Append, SoleMember
    from kvstore.storage.wal import Wal

SWEEP_INTERVAL: Final = 0.02
"""Seconds between looks at the deadlines of changes that wait."""

BATCH_OVERHEAD: Final = 28 + 20 + 24
"""Bytes of a batch beside its entries: its frame, and the hard state's record."""

ENTRY_OVERHEAD: Final = 20 + 28
"""Bytes of an entry in a batch beside its data, which is XDR and so needs no padding."""


class State(Enum):
    """Whether changes are taken."""

    SERVING = "serving"
    STOPPING = "stopping"
    FAILED = "failed"


class _Batch(NamedTuple):
    """Proposals on their way to the disk, and the entries that carry them."""

    append: Append
    proposals: list[Proposal]


class CommitPipeline:
    """Owner of the log until `stop` has returned. Made and used in the event loop's thread.

    `failure` completes, with the reason, when the log could not be written.
    """

    def __init__(
        self,
        config: NodeConfig,
        wal: Wal,
        member: SoleMember,
        apply: Callable[[commands.command, int], Outcome],
    ) -> None:
        """Start. `apply` is called with each command and its index, in order, once durable."""
        self.state = State.SERVING
        self._loop = asyncio.get_running_loop()
        self.failure: asyncio.Future[str] = self._loop.create_future()
        self._member = member
        self._apply = apply
        self._max_batch = config.max_batch
        self._max_batch_bytes = wal.max_batch_size - BATCH_OVERHEAD
        self._queue = ProposalQueue(config.max_proposals, config.max_proposal_bytes)
        self._writing: _Batch | None = None
        self._gathering = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._sweep: asyncio.TimerHandle | None = None
        self._why_failed = ""
        self._writer: LogWriter[_Batch] = LogWriter(wal, self._loop, self._written)
        self._writer.start()

    @property
    def waiting(self) -> int:
        """Number of changes that no batch has taken yet."""
        return len(self._queue)

    async def propose(self, command: commands.command, deadline: float) -> Commit:
        """Put a change into the log and return what became of it once it is applied.

        `deadline` is on the loop's clock. Raises `Refusal`: what `check_change` finds,
        KV_TOO_LARGE, KV_BUSY, KV_NO_SPACE, KV_UNAVAILABLE, KV_DEADLINE and KV_FAILED; the last
        two tell by `executed` whether the change may still happen.
        """
        if self.state is not State.SERVING:
            raise self._refusal()
        check_change(command.change)
        data = encode(command)
        if len(data) + ENTRY_OVERHEAD > self._max_batch_bytes:
            raise Refusal(
                kv.KV_TOO_LARGE,
                f"a change of {len(data)} bytes does not fit the log's segments, which take "
                f"{self._max_batch_bytes - ENTRY_OVERHEAD}",
            )
        proposal = Proposal(command, data, self._loop.create_future(), deadline)
        self._queue.add(proposal)
        self._idle.clear()
        if self._writing is None and not self._gathering:
            # All calls that this turn of the loop has read get into the batch.
            self._gathering = True
            self._loop.call_soon(self._hand_over)
        if self._sweep is None:
            self._sweep = self._loop.call_later(SWEEP_INTERVAL, self._refuse_late)
        return await proposal.future

    async def stop(self) -> None:
        """Finish what is on its way, take nothing more, and give the log back."""
        if self.state is State.SERVING:
            self.state = State.STOPPING
        await self._idle.wait()
        if self._sweep is not None:
            self._sweep.cancel()
        await self._loop.run_in_executor(None, self._writer.stop)

    # ------------------------------------------------------------------ towards the disk

    def _hand_over(self) -> None:
        """Give the writer the next batch."""
        self._gathering = False
        if self.state is State.FAILED:
            return
        proposals = self._queue.take(
            self._max_batch, self._max_batch_bytes, ENTRY_OVERHEAD, self._loop.time()
        )
        if not proposals:
            self._idle.set()
            return
        append = self._member.append([proposal.data for proposal in proposals])
        self._writing = _Batch(append, proposals)
        self._writer.write(append, self._writing)

    # ------------------------------------------------------------------ and back

    def _written(self, batch: _Batch, error: Exception | None) -> None:
        self._writing = None
        if error is None:
            self._member.durable(batch.append)
            # The disk works on the next batch while this one is applied.
            self._hand_over()
            self._answer(batch)
        elif isinstance(error, DiskFull):
            self._member.withdraw(batch.append)
            for proposal in batch.proposals:
                proposal.refuse(no_space(str(error)))
            self._hand_over()
        else:
            self._fail(batch, error)

    def _answer(self, batch: _Batch) -> None:
        for entry, proposal in zip(batch.append.entries, batch.proposals, strict=True):
            outcome = self._apply(proposal.command, entry.index)
            proposal.answer(Commit(outcome, durable_nodes=1))

    def _fail(self, batch: _Batch, error: Exception) -> None:
        """Stop for good: nobody knows what the disk holds."""
        self.state = State.FAILED
        self._why_failed = str(error)
        for proposal in batch.proposals:
            proposal.refuse(failed(self._why_failed, executed=kv.KV_EXECUTED_UNKNOWN))
        self._queue.refuse_all(failed(self._why_failed))
        self._idle.set()
        self.failure.set_result(self._why_failed)

    # ------------------------------------------------------------------ deadlines, state

    def _refuse_late(self) -> None:
        """Answer those who waited for too long, and look again as long as anybody waits."""
        now = self._loop.time()
        self._queue.refuse_late(now)
        if self._writing is not None:
            refuse_late(self._writing.proposals, now, executed=kv.KV_EXECUTED_UNKNOWN)
        waiting = self._queue or self._writing is not None
        self._sweep = self._loop.call_later(SWEEP_INTERVAL, self._refuse_late) if waiting else None

    def _refusal(self) -> Refusal:
        if self.state is State.FAILED:
            return failed(self._why_failed)
        return stopping()
