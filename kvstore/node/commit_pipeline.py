"""From proposals to answers: gather a batch, make it durable, apply it, answer.

                       propose                              answers
                          │                                    ▲
        ┌─────────────────▼──────────────── event loop ────────┴─────────┐
        │  ProposalQueue ──batch──► SoleMember   Store ◄── Applier ◄┐    │
        └───────────────────────────────│───────────────────────────│────┘
                                        ▼ entries, hard state       │ durable
                              LogWriter thread: append, fdatasync ──┘

While one batch is on its way to the disk, the next one gathers: the slower the disk, the larger
the batches. One more may be durable and wait for the one before it to be applied, never two.
"""

from __future__ import annotations

import asyncio
import logging
from enum import Enum
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.mvcc.entries import encode
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.validate import check_change, looks_through_keys
from kvstore.node.applier import Applier
from kvstore.node.log_writer import LogWriter
from kvstore.node.proposals import RETRY_AFTER_MS, Batch, Proposal, ProposalQueue, refuse_late
from kvstore.node.refusals import busy, failed, no_space, stopping
from kvstore.storage.errors import DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import command as commands
    from kvstore.config import NodeConfig
    from kvstore.mvcc.outcomes import Outcome
    from kvstore.node.results import Commit
    from kvstore.node.sole_member import SoleMember
    from kvstore.storage.wal import Wal

log = logging.getLogger(__name__)

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


class CommitPipeline:
    """Owner of the log until `stop` has returned. Made and used in the event loop's thread.

    `failure` completes, with the reason, when the log could not be written or applied.
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
        self._applier = Applier(self._loop, config.apply_slice, apply, self._applied)
        self._max_scanning = config.max_scanning_changes
        self._scanning = 0
        self._max_batch = config.max_batch
        self._max_batch_bytes = wal.max_batch_size - BATCH_OVERHEAD
        self._queue = ProposalQueue(config.max_proposals, config.max_proposal_bytes)
        self._writing: Batch | None = None
        self._gathering = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._sweep: asyncio.TimerHandle | None = None
        self._why_failed = ""
        self._writer: LogWriter[Batch] = LogWriter(wal, self._loop, self._written)
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
        if not looks_through_keys(command.change):
            self._add(proposal)
            return await proposal.future
        if self._scanning >= self._max_scanning:
            raise busy("changes to ranges of keys", RETRY_AFTER_MS)
        self._add(proposal)
        self._scanning += 1
        try:
            return await proposal.future
        finally:
            self._scanning -= 1

    def _add(self, proposal: Proposal) -> None:
        self._queue.add(proposal)
        self._idle.clear()
        if not self._gathering and self._may_hand_over():
            # All calls that this turn of the loop has read get into the batch.
            self._gathering = True
            self._loop.call_soon(self._hand_over)
        if self._sweep is None:
            self._sweep = self._loop.call_later(SWEEP_INTERVAL, self._refuse_late)

    async def stop(self) -> None:
        """Finish what is on its way, take nothing more, and give the log back."""
        if self.state is State.SERVING:
            self.state = State.STOPPING
        await self._idle.wait()
        if self._sweep is not None:
            self._sweep.cancel()
        await self._loop.run_in_executor(None, self._writer.stop)

    # ------------------------------------------------------------------ towards the disk

    def _may_hand_over(self) -> bool:
        return self._writing is None and len(self._applier) < 2

    def _hand_over(self) -> None:
        """Give the writer the next batch."""
        self._gathering = False
        if self.state is State.FAILED or not self._may_hand_over():
            return
        proposals = self._queue.take(
            self._max_batch, self._max_batch_bytes, ENTRY_OVERHEAD, self._loop.time()
        )
        if not proposals:
            self._rest_if_idle()
            return
        append = self._member.append([proposal.data for proposal in proposals])
        self._writing = Batch(append, proposals)
        self._writer.write(append, self._writing)

    # ------------------------------------------------------------------ and back

    def _written(self, batch: Batch, error: Exception | None) -> None:
        self._writing = None
        if self.state is State.FAILED:
            refusal = failed(self._why_failed, executed=kv.KV_EXECUTED_UNKNOWN)
            for proposal in batch.proposals:
                proposal.refuse(refusal)
            self._rest_if_idle()
        elif error is None:
            self._member.durable(batch.append)
            if self._applier.add(batch):
                # The disk works on the next batch while this one is applied.
                self._hand_over()
                self._applier.go_on()
        elif isinstance(error, DiskFull):
            self._member.withdraw(batch.append)
            for proposal in batch.proposals:
                proposal.refuse(no_space(str(error)))
            self._hand_over()
        else:
            for proposal in batch.proposals:
                proposal.refuse(failed(str(error), executed=kv.KV_EXECUTED_UNKNOWN))
            self._fail(str(error))

    def _applied(self, error: Exception | None) -> None:
        if error is None:
            self._hand_over()
            self._rest_if_idle()
            return
        log.error("a change that is in the log could not be applied", exc_info=error)
        why = f"a change that is in the log could not be applied: {error!r}"
        self._applier.refuse_all(failed(why, executed=kv.KV_EXECUTED_UNKNOWN))
        if self.state is not State.FAILED:
            self._fail(why)

    def _fail(self, why: str) -> None:
        """Stop for good: nobody knows what the disk holds, or what the store should."""
        self.state = State.FAILED
        self._why_failed = why
        self._queue.refuse_all(failed(why))
        self._rest_if_idle()
        self.failure.set_result(why)

    def _rest_if_idle(self) -> None:
        if self._writing is None and not self._queue and not self._applier:
            self._idle.set()

    # ------------------------------------------------------------------ deadlines, state

    def _refuse_late(self) -> None:
        """Answer those who waited for too long, and look again as long as anybody waits."""
        now = self._loop.time()
        self._queue.refuse_late(now)
        if self._writing is not None:
            refuse_late(self._writing.proposals, now, executed=kv.KV_EXECUTED_UNKNOWN)
        self._applier.refuse_late(now)
        waiting = self._queue or self._writing is not None or self._applier
        self._sweep = self._loop.call_later(SWEEP_INTERVAL, self._refuse_late) if waiting else None

    def _refusal(self) -> Refusal:
        if self.state is State.FAILED:
            return failed(self._why_failed)
        return stopping()
