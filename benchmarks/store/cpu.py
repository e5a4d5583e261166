"""CPU time of the nodes for each call: what is left when the machine's mood is taken away."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from benchmarks.store.our_cluster import Cluster


class Cpu(NamedTuple):
    """Microseconds: the leader's, how many of those in the kernel, and one other node's."""

    leader: float
    kernel: float
    follower: float

    @classmethod
    def of(cls, cluster: Cluster) -> Self:
        """Return what the nodes have spent since they started."""
        leader, kernel = spent(cluster.leader.pid)
        others = [node.pid for node in cluster.processes.values() if node is not cluster.leader]
        return cls(leader, kernel, sum(spent(pid)[0] for pid in others) / max(len(others), 1))

    def since(self, before: Self, calls: float) -> Cpu:
        """Return what each of `calls` has cost since `before`."""
        return Cpu(*((now - then) / calls for now, then in zip(self, before, strict=True)))


def spent(pid: int) -> tuple[float, float]:
    """Return the microseconds of CPU that a process has used, and how many in the kernel."""
    # utime and stime, counted from behind the name, which may hold anything (proc(5))
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    tick = 1e6 / os.sysconf("SC_CLK_TCK")
    user, kernel = int(fields[11]) * tick, int(fields[12]) * tick
    return user + kernel, kernel
