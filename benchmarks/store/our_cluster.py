"""Three nodes of ours on loopback, as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import kvstore
from benchmarks.store.etcd_peer import free_port
from kvstore._generated import kv
from kvstore.errors import KvError

LEADER_WITHIN = 30.0


class Cluster:
    """`with Cluster(folder) as cluster:` runs `nodes` of kvd; `port` is the leader's.

    `processes` are the nodes, `leader` the one that leads. `under` is a command to run them by,
    `options` what they get beside the usual.
    """

    def __init__(
        self,
        folder: Path,
        *,
        nodes: int = 3,
        pin: str = "",
        under: Sequence[str] = (),
        options: Sequence[str] = (),
    ) -> None:
        self._folder = folder
        self._nodes = nodes
        self._options = options
        self._under = [*(["taskset", "-c", pin] if pin else []), *under]
        self._stack = ExitStack()
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.port = 0

    def __enter__(self) -> Self:
        self._ports = {number: free_port() for number in range(1, self._nodes + 1)}
        for number in self._ports:
            self.start(number)
        try:
            self.port = self._leader()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self, number: int) -> None:
        """Start a node on its folder."""
        others = [port for other, port in self._ports.items() if other != number]
        peers = ["--peers=" + ",".join(f"localhost:{port}" for port in others)] if others else []
        node = subprocess.Popen(
            [
                *self._under,
                str(Path(sys.executable).with_name("kvd")),
                f"--id={number}",
                f"--port={self._ports[number]}",
                f"--data-dir={self._folder / str(number)}",
                "--no-rpcbind",
                *peers,
                *self._options,
            ],
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / f"{number}.log").open("wb"),
            # The nodes' common key is made there, and not among the user's own.
            env=os.environ | {"XDG_STATE_HOME": str(self._folder)},
        )
        self.processes[number] = node
        self._stack.callback(_end, node)

    def stop(self, number: int) -> None:
        """Have a node end, and wait until it has."""
        _end(self.processes[number])

    @property
    def leader(self) -> subprocess.Popen[bytes]:
        """The process of the node that leads, as far as `port` still names it."""
        return self.processes[next(n for n, port in self._ports.items() if port == self.port)]

    def _leader(self) -> int:
        until = time.monotonic() + LEADER_WITHIN
        while time.monotonic() < until:
            for port in self._ports.values():
                try:
                    with kvstore.connect(f"localhost:{port}", timeout=1) as store:
                        if store.status().status.role == kv.KV_LEADER:
                            return port
                except KvError:
                    pass
            time.sleep(0.1)
        raise RuntimeError(f"no leader; the nodes' logs are in {self._folder}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
