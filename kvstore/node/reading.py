"""All who want to read: permits by a round of heartbeats, by the lease, or by what is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.node.reader_lease import ReaderLease
from kvstore.node.reads import Read, Reads
from kvstore.node.refusals import stale, unwanted
from kvstore.node.results import ReadPermit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kvstore.node.core_driver import CoreDriver
    from kvstore.node.options import ReplicaOptions
    from kvstore.node.ports import Ports
    from kvstore.node.refusals import NodeRefusal
    from kvstore.node.situation import Situation
    from kvstore.raft.state import ReadState

_RETRY_TICKS: Final = 4
"""A round that takes longer is begun again: its messages may be lost."""

_LIFE_BYTES: Final = 16
_MS: Final = 1_000_000
_NEWEST: Final = ReadPermit(0)


class Reading:
    """Reads of this node. Times are nanoseconds of the boot clock."""

    def __init__(
        self, options: ReplicaOptions, ports: Ports, driver: CoreDriver, situation: Situation
    ) -> None:
        """Wait for nothing yet."""
        life = bytes(ports.random_below(256) for _ in range(_LIFE_BYTES))
        self.lease = ReaderLease(options.election_ticks, options.tick_ns)
        self._reads = Reads(options.node.to_bytes(8, "big") + life, options.max_waiting_reads)
        self._clock = ports.clock
        self._driver = driver
        self._situation = situation
        self._retry_ns = _RETRY_TICKS * options.tick_ns
        self._renews = False

    @property
    def idle(self) -> bool:
        """Whether nobody waits."""
        return not self._reads

    # ------------------------------------------------------------------ asking

    def permit_now(self, consistency: int, max_age_ms: int) -> ReadPermit | None:
        """Permit a read that needs nobody else; None: it has to wait."""
        if consistency == kv.KV_SERIALIZABLE:
            age_ms = self._age_ms()
            return ReadPermit(age_ms) if not max_age_ms or age_ms <= max_age_ms else None
        if self._newest_by_lease(consistency):
            machine, core = self._driver.machine, self._driver.core
            # Others may have been told of what is committed and not applied here.
            return ReadPermit(0) if machine.applied_index >= core.committed else None
        return None

    def add(
        self,
        consistency: int,
        max_age_ms: int,
        deadline: int,
        done: Callable[[ReadPermit | NodeRefusal], None],
        gone: Callable[[], bool] | None = None,
    ) -> Read:
        """Permit a read by and by.

        Raises `NodeRefusal`: KV_BUSY; KV_NO_QUORUM or KV_STALE where nobody has led for long.
        """
        serializable = consistency == kv.KV_SERIALIZABLE
        read = Read(deadline, done, max_age_ms if serializable else None, gone)
        if self._situation.leaderless(self._clock.now()):
            raise self._late(read)
        if consistency == kv.KV_LEASE and self._newest_by_lease(consistency):
            self._reads.add_known(read, self._driver.core.committed, self._clock.now())
        else:
            self._reads.add(read)
        return read

    def _newest_by_lease(self, consistency: int) -> bool:
        """Say whether this node knows by itself that nobody else leads."""
        driver = self._driver
        alone = driver.alone
        if (consistency != kv.KV_LEASE and not alone) or not driver.leads:
            return False
        core = driver.core
        applied_term = driver.machine.applied_term
        if alone and applied_term == core.term:
            return True
        if consistency != kv.KV_LEASE:
            return False
        now = self._clock.now()
        if not self.lease.holds(now, core.term, applied_term):
            return False
        if self.lease.is_short(now) and not self._renews:
            # Before it ends, so that no read has to wait for the next one.
            self._renews = True
            driver.wake()
        return True

    def _age_ms(self) -> int:
        """Return how long ago, at most, this node's state was the newest."""
        driver = self._driver
        if driver.leads and driver.alone and driver.machine.applied_term == driver.core.term:
            return 0
        known_at = self._reads.known_at
        if known_at is None:
            return kv.KV_AGE_UNKNOWN
        return min((self._clock.now() - known_at) // _MS + 1, kv.KV_AGE_UNKNOWN - 1)

    # ------------------------------------------------------------------ rounds

    def begin_round(self) -> None:
        """Ask for an index on behalf of all that wait, if none is asked for already."""
        if not (self._reads.gathered or self._renews) or self._reads.round_under_way:
            return
        core = self._driver.core
        if not core.lead:
            return
        self._renews = False
        led_term = core.term if self._driver.leads else 0
        # The clock is read before anything leaves: the lease counts from there.
        context = self._reads.begin(self._clock.now(), led_term, self.lease.epoch)
        core.read_index(context)

    def permitted(self, read_states: Sequence[ReadState]) -> None:
        """Take the core's answers."""
        driver = self._driver
        for state in read_states:
            answered = self._reads.answered(state.context, state.index)
            if answered is not None and driver.leads and answered.led_term == driver.core.term:
                self.lease.renew(answered.sent_at, answered.lease_epoch, answered.led_term)
        self.applied()
        if self._reads.gathered:
            driver.wake()

    def applied(self) -> None:
        """Permit the reads whose index is applied now."""
        ready = self._reads.applied(self._driver.machine.applied_index)
        if not ready:
            return
        now = self._clock.now()
        for reads, sent_at in ready:
            age_ms = (now - sent_at) // _MS + 1
            for read in reads:
                if read.max_age_ms is None:
                    read.answer(_NEWEST)
                elif age_ms <= read.max_age_ms:
                    read.answer(ReadPermit(age_ms))
                else:
                    read.answer(_too_old(age_ms))

    def lead_changed(self) -> None:
        """Give the lease up, and ask whoever leads now."""
        self.lease.withdraw()
        self._renews = False
        self._reads.give_up_round(self._clock.now() + 1)

    def tick(self) -> None:
        """Ask again where there was no answer in time."""
        self._reads.give_up_round(self._clock.now() - self._retry_ns)

    # ------------------------------------------------------------------ giving up

    def refuse_late(self, now: int) -> None:
        """Answer whose deadline has passed, all if nobody leads for long, and who went away."""
        passed = (
            list(self._reads) if self._situation.leaderless(now) else self._reads.take_late(now)
        )
        for read in passed:
            read.answer(self._late(read))
        gone = self._reads.take_gone()
        for read in gone:
            read.answer(unwanted())
        if passed or gone:
            self._reads.drop_over()

    def _late(self, read: Read) -> NodeRefusal:
        if read.max_age_ms is not None:
            return _too_old(self._age_ms())
        return self._situation.late("the read waited", executed=kv.KV_EXECUTED_NO, changes=False)

    def refuse_all(self, refusal: NodeRefusal) -> None:
        """Refuse all that wait."""
        for read in list(self._reads):
            read.answer(refusal)
        self._reads.drop_over()


def _too_old(age_ms: int) -> NodeRefusal:
    age = "unknown" if age_ms == kv.KV_AGE_UNKNOWN else f"{age_ms} ms"
    return stale(f"the age of this node's state is {age}, and it cannot be told to be less")
