"""A data folder that was left over from another cluster than the one that --peers names."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kvstore._generated import raft
from kvstore.node.peers.standing import KnownMember, Standing
from kvstore.server.left_over import none_is_a_member
from tests.kvstore.cluster import Cluster, free_ports
from tests.kvstore.product import Kvd

OWN = "localhost:9004"


def verdict(peers: list[str], *others: str) -> bool:
    """What a node is told of `peers` whose folder names `others`, and itself."""
    infos = [
        raft.member_info(node, address, bytes(16)) for node, address in enumerate((OWN, *others), 1)
    ]
    standing = Standing(infos[0], 1, bytes)
    book = {info.node: KnownMember(info, voter=True) for info in infos}
    standing.belong(7, lambda: book)
    return asyncio.run(none_is_a_member(peers, standing))


@pytest.mark.parametrize(
    ("peers", "others"),
    [
        (["localhost:9001"], []),
        (["localhost:9001", "localhost:9002"], ["localhost:9011", "localhost:9012"]),
        (["127.0.0.1:9001"], ["127.0.0.2:9001"]),
        ([OWN, "localhost:9001"], ["localhost:9011"]),
    ],
)
def test_none_is_known(peers: list[str], others: list[str]) -> None:
    assert verdict(peers, *others)


@pytest.mark.parametrize(
    ("peers", "others"),
    [
        ([], ["localhost:9011"]),
        ([OWN], ["localhost:9011"]),
        (["localhost:9001", "localhost:9002"], ["localhost:9011", "localhost:9002"]),
        (["127.0.0.1:9001"], ["localhost:9001"]),
        (["localhost:9001"], ["0.0.0.0:9001"]),
        (["localhost:9001"], ["[::]:9001"]),
        (["localhost:9001"], ["no-such-host.invalid:9001"]),
        (["localhost:9001"], [""]),
    ],
)
def test_one_is_known_or_may_be(peers: list[str], others: list[str]) -> None:
    assert not verdict(peers, *others)


def test_a_node_does_not_know_before_it_has_a_log() -> None:
    standing = Standing(raft.member_info(4, OWN, bytes(16)), 1, bytes)
    standing.belong(7, dict)
    assert not asyncio.run(none_is_a_member(["localhost:9001"], standing))


def test_the_node_warns_in_one_line_and_goes_on(tmp_path: Path) -> None:
    with Kvd(tmp_path, "--id=4") as node:
        cluster = next(line for line in node.output if "cluster " in line).split()[2].strip(",")
    (port,) = free_ports(1)
    node.options = ("--id=4", f"--peers=localhost:{port}")
    node.start()
    complaints = node.stop()
    assert complaints.count("\n") == 1, complaints
    assert complaints.startswith("kvd: WARNING: none of --peers is a member of cluster ")
    assert cluster in complaints
    assert str(tmp_path) in complaints
    assert "--data-dir" in complaints


def test_members_whose_peers_moved_in_part_start_without_a_word(tmp_path: Path) -> None:
    with Cluster(tmp_path) as cluster:
        (port,) = free_ports(1)
        node = cluster.nodes[3]
        node.options = ("--id=3", f"--peers={cluster.nodes[1].server},localhost:{port}")
        assert node.stop() == ""
        node.start()
        assert node.stop() == ""
