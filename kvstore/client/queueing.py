"""Locks and elections: a queue of keys, each under the lease of whoever waits behind it.

The key of a candidate ends with its lease and goes with it. Its place in the queue is its create
revision; the first one holds, and each other one watches only the one ahead of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.client import changes, reads, values
from kvstore.client.call import ANY_STATE
from kvstore.client.routing import TRANSIENT
from kvstore.client.steps import Wait
from kvstore.client.transactions import Transaction
from kvstore.client.watching import POLL, WatchCursor
from kvstore.errors import Compacted, DeadlineExceeded, LeaseUnknown

if TYPE_CHECKING:
    from kvstore.client.engine import Engine
    from kvstore.client.holding import Holding
    from kvstore.client.results import Item
    from kvstore.client.steps import Flow

__all__ = ["Candidate", "Leaders"]

_AGAIN: Final = 0.2
"""Seconds after which a cluster that cannot answer is asked again whose turn it is."""


def _places(name: str | bytes) -> bytes:
    return values.checked_key(name) + b"/"


class Candidate:
    """One place in the queue `name`. `revision` grows from holder to holder."""

    def __init__(self, name: str | bytes, value: str | bytes, holding: Holding) -> None:
        """Describe a place that is not taken yet; its key is known with the lease."""
        self._prefix = _places(name)
        self.value = values.checked_value(value)
        self.holding = holding
        self.revision = 0

    @property
    def key(self) -> bytes:
        """The key of this place."""
        return self._prefix + b"%016x" % self.holding.id

    def acquire(self, engine: Engine, timeout: float, wait: float | None) -> Flow[None]:
        """Take a place and wait until it is the first.

        `timeout` bounds each call, `wait` everything; None: no bound. Raises `DeadlineExceeded`,
        or `LeaseUnknown` if the lease ended meanwhile; the place has to be given up then.
        """
        until = None if wait is None else engine.clock() + wait
        yield from self._join(engine, timeout if wait is None else min(timeout, wait))
        while True:
            left = self._left(engine, until)
            try:
                ahead = yield from self._ahead(engine, min(timeout, left))
                if ahead is None:
                    return
                yield from self._until_gone(engine, ahead, timeout, until)
            except Compacted:
                continue  # whether it has gone is seen by looking again
            except TRANSIENT:
                yield Wait(min(_AGAIN, self._left(engine, until)))

    def _left(self, engine: Engine, until: float | None) -> float:
        now = engine.clock()
        self.holding.check(now)
        left = self.holding.left(now)
        if until is None:
            return left
        if now >= until:
            name = self._prefix[:-1].decode(errors="backslashreplace")
            raise _NotInTime(
                f"others were ahead in {name!r} for as long as was to be waited; "
                "this place in the queue is given up"
            )
        return min(left, until - now)

    def _join(self, engine: Engine, timeout: float) -> Flow[None]:
        transaction = Transaction().when(self.key, "create_revision", "==", 0)
        transaction.then.put(self.key, self.value, lease=self.holding.id)
        done = yield from engine.run(changes.txn(transaction.operation, "quorum"), timeout)
        if not done.succeeded:
            raise LeaseUnknown(f"{self.key!r} exists already: the lease's number was used before")
        self.revision = done.revision

    def _ahead(self, engine: Engine, timeout: float) -> Flow[tuple[bytes, int] | None]:
        """Return the key of the next place ahead and the revision it was seen at."""
        operation = reads.range_op(
            values.key_range(prefix=self._prefix),
            limit=2,
            want=kv.KV_WANT_KEYS,
            sort=kv.KV_SORT_CREATE_REVISION,
            descending=True,
            max_create_revision=self.revision,
        )
        page = yield from engine.run(reads.page(operation, ANY_STATE), timeout)
        if not page.items or page.items[0].key != self.key:
            self.holding.end()
            raise LeaseUnknown(f"{self.key!r} is gone, and with it the place in the queue")
        return (page.items[1].key, page.revision) if len(page.items) > 1 else None

    def _until_gone(
        self, engine: Engine, ahead: tuple[bytes, int], timeout: float, until: float | None
    ) -> Flow[None]:
        key, seen_at = ahead
        cursor = WatchCursor(
            (values.key_range(key),),
            revision=seen_at + 1,
            previous=False,
            puts=False,
            deletes=True,
            freshness=ANY_STATE,
        )
        events: tuple[object, ...] = ()
        while not events:
            left = self._left(engine, until)
            wait = min(POLL, left * 0.8)
            events = yield from cursor.poll(engine, wait, min(timeout, left - wait))

    def proclaim(self, engine: Engine, value: str | bytes, timeout: float) -> Flow[None]:
        """Change the value, if the place is still held. Raises `LeaseUnknown`."""
        transaction = Transaction().when(self.key, "create_revision", "==", self.revision)
        transaction.then.put(self.key, value, keep_lease=True)
        done = yield from engine.run(changes.txn(transaction.operation, "quorum"), timeout)
        if not done.succeeded:
            self.holding.end()
            self.holding.check(engine.clock())
        self.value = values.checked_value(value)


class _NotInTime(DeadlineExceeded):
    """The user's own bound, unlike a call's deadline, ends the waiting."""


class Leaders:
    """Who is first in the queue `name`, now and from now on."""

    def __init__(self, name: str | bytes) -> None:
        """Know nobody yet."""
        self._range = values.key_range(prefix=_places(name))
        self._told = 0
        self._cursor: WatchCursor | None = None

    def current(self, engine: Engine, timeout: float) -> Flow[Item | None]:
        """Return the first one's item, None if nobody is there."""
        operation = reads.range_op(self._range, limit=1, sort=kv.KV_SORT_CREATE_REVISION)
        page = yield from engine.run(reads.page(operation, ANY_STATE), timeout)
        self._watch_from(page.revision + 1)
        return page.items[0] if page.items else None

    def _watch_from(self, revision: int) -> None:
        self._cursor = WatchCursor(
            (self._range,),
            revision=revision,
            previous=False,
            puts=True,
            deletes=True,
            freshness=ANY_STATE,
        )

    def next(self, engine: Engine, timeout: float) -> Flow[Item]:
        """Return the leader when it is another, or has another value, than was told last."""
        while True:
            if self._cursor is not None:
                try:
                    while not (yield from self._cursor.poll(engine, POLL, timeout)):
                        pass
                except Compacted:
                    pass  # too far behind: the state is read anew
            leader = yield from self.current(engine, timeout)
            if leader is not None and leader.mod_revision != self._told:
                self._told = leader.mod_revision
                return leader
