"""Which writes count as slow: those that the disk is slow for, not those that others hold up."""

from __future__ import annotations

import hashlib
import os
import threading

import pytest

from kvstore.node import disk_pace
from kvstore.node.disk_pace import DiskPace, waited_for_core

QUICK = 0.001


class Times:
    """A clock, and how long a thread has waited for a core, as a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = self.waited = 0.0
        monkeypatch.setattr(disk_pace, "perf_counter", lambda: self.now)
        monkeypatch.setattr(disk_pace, "waited_for_core", lambda: self.waited)

    def write(self, pace: DiskPace, *, disk: float, core: float = 0.0) -> None:
        pace.begin()
        self.now += disk + core
        self.waited += core
        pace.end()


def quick_of(pace: DiskPace, asked: int) -> int:
    return sum(pace.is_quick() for _ in range(asked))


def test_what_others_do_with_the_core_is_not_the_disks_doing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times, pace = Times(monkeypatch), DiskPace(QUICK)
    for _ in range(1000):
        assert pace.is_quick()
        times.write(pace, disk=QUICK / 10, core=QUICK * 5)


def test_a_disk_that_is_slow_stays_so_on_a_busy_host(monkeypatch: pytest.MonkeyPatch) -> None:
    times, pace = Times(monkeypatch), DiskPace(QUICK)
    for _ in range(4):
        assert pace.is_quick()
        times.write(pace, disk=QUICK * 2, core=QUICK * 5)
    assert quick_of(pace, 100) < 100


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="threads cannot be put on a core")
def test_the_kernel_tells_how_long_a_thread_waited_for_a_core() -> None:
    told: list[float] = []
    data = bytes(1 << 20)

    def compete() -> None:
        before = waited_for_core()
        for _ in range(200):
            hashlib.sha256(data).digest()  # without the interpreter's lock: both want the core
        told.append(waited_for_core() - before)

    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        threads = [threading.Thread(target=compete) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        os.sched_setaffinity(0, cores)
    assert min(told) > 0
