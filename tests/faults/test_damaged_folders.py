"""Folders damaged on the disk of a real cluster: said, not spread, and left as the pages say.

docs/operations.md, "A damaged or lost folder", is played here step by step.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import kvstore
from tests.kvstore.cluster import Cluster, free_ports, within
from tests.kvstore.product import Kvd, kvctl

KEYS = 60
VALUE = b"v" * 5000
SEGMENT = 65536
PATIENCE = 20.0


def ctl(server: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    done = kvctl(*words, server=server)
    assert done.returncode == 0, done
    return done


def fill(server: str, name: str) -> None:
    with kvstore.connect(server, timeout=PATIENCE) as store:
        for number in range(KEYS):
            store.put(f"{name}/{number}", VALUE)


class Restored(Cluster):
    """Three nodes that begin with a snapshot each, as `snapshot restore` makes them."""

    def __init__(self, folder: Path, saved: Path) -> None:
        super().__init__(folder, f"--segment-size={SEGMENT}")
        members = ",".join(f"{node}@localhost:{kvd.port}" for node, kvd in self.nodes.items())
        made = kvctl("snapshot", "restore", str(saved), f"--dir={folder}", f"--members={members}")
        assert made.returncode == 0, made


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    with Kvd(folder / "node") as node:
        fill(node.server, "before")
        ctl(node.server, "snapshot", "save", str(folder / "file"))
    return folder / "file"


class Hurt(NamedTuple):
    """A cluster that goes on without node 3, and the folder that node left, sound."""

    cluster: Restored
    sound: Path


@pytest.fixture(scope="module")
def hurt(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hurt]:
    folder = tmp_path_factory.mktemp("cluster")
    with Restored(folder, saved) as cluster:
        with kvstore.connect(cluster.servers, timeout=PATIENCE) as store:
            for _ in range(17 * 25):  # `restore` begins with a segment of the usual 16 MiB
                store.put("much", b"m" * 40_000)
        fill(cluster.servers, "after")
        ctl(cluster.nodes[1].server, "put", "--wait=all", "last", "all have it")
        cluster.nodes[3].kill()
        sound = folder / "sound"
        shutil.copytree(folder / "node-3", sound)
        yield Hurt(cluster, sound)


def flip(place: float) -> Callable[[bytes], bytes]:
    def flipped(data: bytes) -> bytes:
        at = min(int(len(data) * place), len(data) - 1)
        return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]

    return flipped


def zero(place: float) -> Callable[[bytes], bytes]:
    def zeroed(data: bytes) -> bytes:
        at = int(len(data) * place) // 512 * 512
        return data[:at] + bytes(min(1024, len(data) - at)) + data[at + 1024 :]

    return zeroed


def cut(place: float) -> Callable[[bytes], bytes]:
    return lambda data: data[: int(len(data) * place)]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the header": flip(0.00005),
    "a bit near the start": flip(0.01),
    "a bit in the middle": flip(0.5),
    "a bit of the last bytes": flip(0.99999),
    "zeros at the start": zero(0),
    "zeros in the middle": zero(0.5),
    "cut in the middle": cut(0.5),
    "cut to nothing": cut(0),
}

OF_SEGMENTS = {name: damage for name, damage in DAMAGES.items() if "last bytes" not in name}
"""A segment that is full may have some bytes behind its last batch that mean nothing."""


def ended(node: Kvd) -> tuple[str, str]:
    """What a node that does not start has printed, and complained about."""
    try:
        return node.process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        node.kill()
        raise


def snapshot_of(folder: Path) -> Path:
    (found,) = (folder / "snapshots").glob("*.snapshot")
    return found


def middle_segment_of(folder: Path) -> Path:
    segments = sorted((folder / "wal").glob("*.wal"))
    assert len(segments) > 3
    return segments[len(segments) // 2]


@pytest.mark.parametrize(
    ("of", "damage"),
    [(snapshot_of, damage) for damage in DAMAGES]
    + [(middle_segment_of, damage) for damage in OF_SEGMENTS],
)
def test_damage_is_named_and_the_node_does_not_start(
    hurt: Hurt, of: Callable[[Path], Path], damage: str
) -> None:
    node = hurt.cluster.nodes[3]
    shutil.rmtree(node.folder)
    shutil.copytree(hurt.sound, node.folder)
    path = of(node.folder)
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert hurt.sound.joinpath(path.relative_to(node.folder)).read_bytes() != path.read_bytes()
    node.launch()
    said, complaint = ended(node)
    assert node.process.returncode == 1
    assert " ready at " not in said
    # A file that is too short is told of before it is known whether anything in it is missed.
    *warnings, line = complaint.splitlines()
    assert all("WARNING" in each and str(path) in each for each in warnings), complaint
    assert str(path) in line
    assert "at offset " in line
    assert "under a new id" in line
    ctl(hurt.cluster.nodes[1].server, "put", "meanwhile", damage)


def test_the_node_is_replaced_step_by_step(hurt: Hurt, tmp_path: Path) -> None:
    """The last test of the cluster: node 3 leaves it."""
    cluster = hurt.cluster
    one, two, three = cluster.nodes.values()
    assert within(
        PATIENCE, lambda: kvctl("member", "remove", "3", server=one.server).returncode == 0
    )
    (port,) = free_ports(1)
    added = ctl(one.server, "member", "add", f"localhost:{port}").stdout.decode()
    assert "member 4 added" in added
    peers = f"--peers=1@{one.server},2@{two.server}"
    assert f"kvd --id=4 --port={port} {peers}\n" in added
    with Kvd(tmp_path / "empty", "--id=4", peers, f"--segment-size={SEGMENT}", port=port) as four:
        assert within(
            PATIENCE, lambda: kvctl("member", "promote", "4", server=one.server).returncode == 0
        )
        assert within(PATIENCE, lambda: kvctl("hash", server=one.server).returncode == 0)
        ctl(one.server, "put", "--wait=all", "replaced", "yes")
        with kvstore.connect(four.server) as store:
            for name in ("before", "after"):
                found = store.range(prefix=f"{name}/")
                assert [item.value for item in found] == [VALUE] * KEYS
        # Its place is taken: as it was, sound, it does not come back.
        shutil.rmtree(three.folder)
        shutil.copytree(hurt.sound, three.folder)
        three.launch()
        try:
            assert not within(3, lambda: kvctl("get", "last", server=three.server).returncode == 0)
        finally:
            three.kill()
        ctl(one.server, "member", "remove", "4")


def test_a_majority_that_is_damaged_is_replaced_by_a_saved_state(
    saved: Path, tmp_path: Path
) -> None:
    with Restored(tmp_path / "old", saved) as cluster:
        fill(cluster.servers, "after")
        newer = tmp_path / "newer"
        ctl(cluster.nodes[2].server, "snapshot", "save", str(newer))
        for node in cluster.nodes.values():
            node.kill()
        for number in (1, 2):
            path = snapshot_of(cluster.nodes[number].folder)
            path.write_bytes(flip(0.5)(path.read_bytes()))
            cluster.nodes[number].launch()
            ended(cluster.nodes[number])
            assert cluster.nodes[number].process.returncode == 1
    with Restored(tmp_path / "new", newer) as cluster:
        ctl(cluster.nodes[1].server, "put", "--wait=all", "goes", "on")
        ctl(cluster.nodes[1].server, "hash")
        with kvstore.connect(cluster.servers) as store:
            assert len(list(store.range(prefix="after/"))) == KEYS
