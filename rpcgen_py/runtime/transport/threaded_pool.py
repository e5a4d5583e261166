"""Threads that wait for sockets together, each serving one socket at a time.

All of them wait on one epoll. A socket is armed for one event only (EPOLLONESHOT), so that the
thread which gets it owns the socket until it arms it again. A new thread is started when the last
one that waits gets an event, up to a bound; so a thread may stay with a socket that is in use,
blocked in `recv`, as long as another one waits for the rest (`spare`). That is as fast as a thread
a connection while there are few, and needs no more threads when there are many.
"""

from __future__ import annotations

import os
import select
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from rpcgen_py.runtime.peer_log import peer_log

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pool", "Target"]

log = peer_log(__name__)

_JOIN: Final = 1.0
"""Seconds that stopping waits for the threads; one that hangs in a handler is left behind."""


class Target(Protocol):
    """What a socket is served by."""

    def ready(self, events: int) -> None:
        """Serve the socket, which has these epoll events, and arm it again or remove it."""


class Pool:
    """At most `max_workers` threads. `on_tick` is called every `tick` seconds, in one of them."""

    def __init__(self, max_workers: int, tick: float, on_tick: Callable[[], None]) -> None:
        self._max_workers = max_workers
        self._tick = tick
        self._on_tick = on_tick
        self._next_tick = 0.0
        self._epoll = select.epoll()
        self._targets: dict[int, Target] = {}
        self._threads: list[threading.Thread] = []
        self.spare = 0  # how many threads wait for events: if any, no other thread need
        self._lock = threading.Lock()
        self._stopping = False
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._epoll.register(self._wake, select.EPOLLIN)

    def start(self) -> None:
        """Start to serve what was added."""
        self._next_tick = monotonic() + self._tick
        with self._lock:
            self._add_thread()

    def add(self, descriptor: int, target: Target, events: int) -> None:
        """Serve a socket by `target` from its next event of these on."""
        self._targets[descriptor] = target
        self._epoll.register(descriptor, events | select.EPOLLONESHOT)

    def arm(self, descriptor: int, events: int) -> None:
        """Give a socket back: the next event of these goes to any thread."""
        if not self._epoll.closed:  # else a handler has outlasted the pool
            self._epoll.modify(descriptor, events | select.EPOLLONESHOT)

    def remove(self, descriptor: int) -> None:
        """Forget a socket, before it is closed."""
        if self._targets.pop(descriptor, None) is not None and not self._epoll.closed:
            self._epoll.unregister(descriptor)

    def stop(self) -> None:
        """End the threads, and wait for those that do not hang in a handler."""
        self._stopping = True
        os.eventfd_write(self._wake, 1)  # level-triggered: it wakes every thread
        deadline = monotonic() + _JOIN
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(max(deadline - monotonic(), 0))
        self._epoll.close()
        os.close(self._wake)

    def _add_thread(self) -> None:
        name = f"rpc-worker-{len(self._threads) + 1}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        self.spare += 1  # counted before it runs, lest two be started for one need
        thread.start()

    def _work(self) -> None:
        while not self._stopping:
            events = self._epoll.poll(self._tick, 1)
            with self._lock:
                self.spare -= 1
                last = not self.spare and len(self._threads) < self._max_workers
                if events and last and not self._stopping:
                    self._add_thread()
                tick = monotonic() >= self._next_tick
                if tick:
                    self._next_tick = monotonic() + self._tick
            self._serve(events, tick)
            with self._lock:
                self.spare += 1

    def _serve(self, events: list[tuple[int, int]], tick: bool) -> None:
        try:
            if tick:
                self._on_tick()
            for descriptor, mask in events:
                target = self._targets.get(descriptor)
                if target is not None:
                    target.ready(mask)
        except Exception:
            log.exception("serving a socket failed")
