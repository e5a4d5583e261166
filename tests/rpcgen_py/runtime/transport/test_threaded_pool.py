"""The pool's threads: one waits while others work, never more than allowed, and all end."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from rpcgen_py.runtime.transport.threaded_pool import Pool
from tests.rpcgen_py.runtime.transport.threads_lab import until


class Pipe:
    """A target that counts who serves it at once, and holds them until it is let go."""

    served = 0
    now = 0
    most = 0
    lock = threading.Lock()
    go = threading.Event()

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.read, self.write = os.pipe()
        pool.add(self.read, self, select.EPOLLIN)

    def ready(self, events: int) -> None:
        assert events & select.EPOLLIN
        with Pipe.lock:
            Pipe.now += 1
            Pipe.most = max(Pipe.most, Pipe.now)
        Pipe.go.wait(20)
        os.read(self.read, 1)
        with Pipe.lock:
            Pipe.now -= 1
            Pipe.served += 1
        self.pool.arm(self.read, select.EPOLLIN)

    def close(self) -> None:
        self.pool.remove(self.read)
        os.close(self.read)
        os.close(self.write)


@contextmanager
def running(
    threads: int, tick: float = 1.0, on_tick: Callable[[], None] = lambda: None
) -> Iterator[Pool]:
    pool = Pool(threads, tick, on_tick)
    pool.start()
    try:
        yield pool
    finally:
        Pipe.go.set()
        pool.stop()


@pytest.fixture(autouse=True)
def _reset() -> None:
    Pipe.served = Pipe.now = Pipe.most = 0
    Pipe.go = threading.Event()


@pytest.mark.parametrize(("threads", "sockets"), [(1, 4), (3, 10), (16, 4)])
def test_as_many_threads_as_there_is_work_for(threads: int, sockets: int) -> None:
    with running(threads) as pool:
        pipes = [Pipe(pool) for _ in range(sockets)]
        for pipe in pipes * 3:
            os.write(pipe.write, b"x")
        busy = min(threads, sockets)
        until(lambda: Pipe.now == busy)
        until(lambda: pool.spare == (1 if threads > sockets else 0))
        Pipe.go.set()
        until(lambda: Pipe.served == 3 * sockets)
        assert Pipe.most == busy
        for pipe in pipes:
            pipe.close()
    assert not [each for each in threading.enumerate() if each.name.startswith("rpc-worker")]


def test_ticks_come_while_there_is_nothing_to_do() -> None:
    ticks: list[int] = []
    with running(4, 0.01, lambda: ticks.append(1)):
        until(lambda: len(ticks) >= 5)


def test_a_target_that_fails_costs_no_thread(caplog: pytest.LogCaptureFixture) -> None:
    class Fails(Pipe):
        def ready(self, events: int) -> None:
            os.read(self.read, 1)
            self.pool.arm(self.read, select.EPOLLIN)
            raise LookupError("a bug")

    with running(1) as pool:
        pipe = Fails(pool)
        for _ in range(3):
            os.write(pipe.write, b"x")
        until(lambda: caplog.text.count("serving a socket failed") == 3)
        pipe.close()
