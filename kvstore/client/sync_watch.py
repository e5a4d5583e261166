"""Watching, blocking."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Self

from kvstore.client.watching import POLL

if TYPE_CHECKING:
    from types import TracebackType

    from kvstore.client.results import Event
    from kvstore.client.sync_driver import Driver
    from kvstore.client.watching import WatchCursor

__all__ = ["Watch"]


class Watch:
    """An endless iterator over `Event`s, in order and without a gap. Made by `Store.watch`.

    It may raise `Compacted`, or `KvError` where no node can be reached for a while: iterating on
    then goes on where it was.
    """

    def __init__(self, driver: Driver, cursor: WatchCursor, timeout: float) -> None:
        """Ask nothing yet."""
        self._driver = driver
        self._cursor = cursor
        self._timeout = timeout
        self._events: deque[Event] = deque()
        self._closed = False

    @property
    def revision(self) -> int:
        """First revision that was not fetched yet: another watch can go on from there."""
        return self._cursor.revision

    def poll(self, wait: float = POLL) -> tuple[Event, ...]:
        """Return the next events, none if nothing happens for `wait` seconds."""
        if self._events:
            events = tuple(self._events)
            self._events.clear()
            return events
        engine = self._driver.engine
        return self._driver.drive(self._cursor.poll(engine, wait, self._timeout))

    def __iter__(self) -> Self:
        """Return the watch."""
        return self

    def __next__(self) -> Event:
        """Return the next event, waiting for it."""
        while not self._events:
            if self._closed:
                raise StopIteration
            self._events.extend(self.poll())
        return self._events.popleft()

    def close(self) -> None:
        """End the iteration: from another thread, as soon as the question under way is answered."""
        self._closed = True

    def __enter__(self) -> Self:
        """Begin: every change from now on will be told."""
        self._driver.drive(self._cursor.anchor(self._driver.engine, self._timeout))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the watch."""
        self.close()
