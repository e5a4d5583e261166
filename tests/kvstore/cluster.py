"""Three nodes in processes of their own, as a user starts them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kvstore._generated import kv
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.product import Kvd
from tests.kvstore.service.calls import arguments


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at, in either family."""
    sockets = [socket.create_server(("", 0), family=socket.AF_INET6) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Whether something comes to be so in time."""
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


class Cluster:
    """`with Cluster(folder) as cluster:` starts all nodes, and ends them whatever happened."""

    def __init__(self, folder: Path, *options: str, count: int = 3) -> None:
        ports = free_ports(count)
        self.nodes = {
            node: Kvd(
                folder / f"node-{node}",
                f"--id={node}",
                "--peers="
                + ",".join(f"localhost:{other}" for other in ports if other != ports[node - 1]),
                *options,
                port=ports[node - 1],
            )
            for node in range(1, count + 1)
        }

    @property
    def servers(self) -> str:
        """All addresses, for a client that may ask any node."""
        return ",".join(node.server for node in self.nodes.values())

    def __enter__(self) -> Self:
        try:
            for node in self.nodes.values():
                node.launch()
            for node in self.nodes.values():
                node.wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    @contextmanager
    def unstarted(self) -> Iterator[None]:
        """End all nodes that the block has started."""
        try:
            yield
        finally:
            self.__exit__()

    def __exit__(self, *_: object) -> None:
        for node in self.nodes.values():
            if node.is_running:
                node.kill()

    def status(self, node: int) -> kv.kv_status_ok:
        """What a node says of itself."""
        with connect(f"tcp://{self.nodes[node].server}", timeout=5.0) as connection:
            reply = kv.KV_V1Client(connection).KV_STATUS(arguments("KV_STATUS"))
        assert isinstance(reply.result, kv.kv_status_result_KV_OK), reply
        return reply.result.ok

    def leader(self) -> int:
        """The node that leads, as soon as one that runs knows it."""
        while True:
            for node, process in self.nodes.items():
                if process.is_running and (leader := self.status(node).leader.id):
                    return leader
            time.sleep(0.05)
