"""A cluster whose nodes have a host each."""

from __future__ import annotations

from pathlib import Path

from tests.faults.network import Network, address, thread_on
from tests.kvstore.cluster import Cluster
from tests.kvstore.product import Kvd
from tests.lab import Lab

PORT = 9001


class RemoteKvd(Kvd):
    """A node on a host of its own."""

    def __init__(self, host: Lab, at: str, folder: Path, *options: str) -> None:
        super().__init__(folder, f"--listen={at}", *options, port=PORT)
        self._host = host
        self._at = at

    @property
    def server(self) -> str:
        return f"{self._at}:{self.port}"

    def launch(self) -> None:
        with thread_on(self._host):
            super().launch()


class SpreadCluster(Cluster):
    """Node n runs on host n of a network."""

    def __init__(self, network: Network, folder: Path, count: int = 3) -> None:
        self.nodes = {
            node: RemoteKvd(
                network.hosts[node],
                address(node),
                folder / f"node-{node}",
                f"--id={node}",
                "--peers="
                + ",".join(
                    f"{address(other)}:{PORT}" for other in range(1, count + 1) if other != node
                ),
            )
            for node in range(1, count + 1)
        }
