"""Locks that kvctl holds in a real cluster: who dies, is told to go, or loses the leader."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.kvstore.cluster import Cluster, within
from tests.kvstore.product import ENVIRONMENT, kvctl
from tests.lab import command, first_line

TTL = 3
PATIENCE = 20.0


class Holder:
    """A `kvctl lock`, or `elect`, that waits for its turn and then holds it."""

    def __init__(self, cluster: Cluster, stack: ExitStack, *words: str) -> None:
        self.process = subprocess.Popen(
            [command("kvctl"), f"--server={cluster.servers}", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        stack.callback(self.process.communicate)
        stack.callback(self.process.kill)

    def revision(self) -> int:
        """Wait until it is held; the fencing revision."""
        too_late = threading.Timer(PATIENCE, self.process.kill)
        too_late.start()
        try:
            while not (line := first_line(self.process.stdout)).startswith("revision: "):
                assert line, self.process.communicate()
        finally:
            too_late.cancel()
        return int(line.removeprefix("revision: "))

    def ended(self) -> tuple[int, str]:
        """Its exit code, and what it complained about."""
        complaint = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, complaint


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


def waiting(cluster: Cluster, name: str) -> int:
    """How many hold or wait for something."""
    found = kvctl("get", "--prefix", "--keys-only", f"{name}/", server=cluster.servers)
    return found.stdout.count(f"{name}/".encode())


def words(kind: str, name: str, who: str) -> list[str]:
    return [kind, f"--ttl={TTL}", name] + ([who] if kind == "elect" else [])


@pytest.mark.parametrize("kind", ["lock", "elect"])
def test_one_after_the_other_however_they_end(
    cluster: Cluster, stack: ExitStack, kind: str
) -> None:
    name = f"ends-{kind}"
    ends = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
    holders = []
    for place in range(len(ends) + 1):
        holders.append(Holder(cluster, stack, *words(kind, name, f"who {place}")))
        assert within(PATIENCE, lambda place=place: waiting(cluster, name) == place + 1)  # type: ignore[misc]
    revision = holders[0].revision()
    for place, (holder, end) in enumerate(zip(holders, ends, strict=False)):
        told = time.monotonic()
        holder.process.send_signal(end)
        following = holders[place + 1].revision()
        took = time.monotonic() - told
        code, complaint = holder.ended()
        assert following > revision
        revision = following
        assert complaint == ""
        if end is signal.SIGKILL:
            assert took > TTL / 2, "its lease has to end"
        else:
            assert took < TTL / 2, "it gave it back"
            assert code == 128 + end


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_who_waits_can_be_told_to_go(
    cluster: Cluster, stack: ExitStack, end: signal.Signals
) -> None:
    name = f"waits-{end}"
    holder = Holder(cluster, stack, *words("lock", name, ""))
    holder.revision()
    waiter = Holder(cluster, stack, *words("lock", name, ""))
    assert within(PATIENCE, lambda: waiting(cluster, name) == 2)
    waiter.process.send_signal(end)
    assert waiter.ended() == (128 + end, "")
    assert waiting(cluster, name) == 1, "its place in the queue is given back"
    assert holder.process.poll() is None


def test_who_waits_and_who_holds_survive_the_leader(cluster: Cluster, stack: ExitStack) -> None:
    holder = Holder(cluster, stack, "lock", "--ttl=10", "survives")
    first = holder.revision()
    waiter = Holder(cluster, stack, "lock", "--ttl=10", "survives")
    assert within(PATIENCE, lambda: waiting(cluster, "survives") == 2)
    leader = cluster.nodes[cluster.leader()]
    leader.kill()
    try:
        time.sleep(6)  # an election, and renewals that need the new leader
        assert holder.process.poll() is None
        assert waiter.process.poll() is None
        holder.process.send_signal(signal.SIGTERM)
        assert holder.ended() == (128 + signal.SIGTERM, "")
        assert waiter.revision() > first
    finally:
        leader.start()
