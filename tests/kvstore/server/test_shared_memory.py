"""A node's hot keys on its host, as whoever runs it sees them."""

from __future__ import annotations

import os
import stat
import urllib.request
from pathlib import Path

import pytest

import kvstore
from kvstore._generated import kv
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.segments import open_reader
from kvstore.service.kv_service import _is_near
from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.cluster import free_ports
from tests.kvstore.product import Kvd, kvctl
from tests.kvstore.service.calls import arguments

SHARED = Path("/dev/shm")  # noqa: S108 (where Linux keeps shared memory; it is only looked at)


def status(server: str) -> kv.kv_status_ok:
    with connect(server, timeout=5.0) as connection:
        reply = kv.KV_V1Client(connection).KV_STATUS(arguments("KV_STATUS"))
    assert isinstance(reply.result, kv.kv_status_result_KV_OK), reply
    return reply.result.ok


def told(server: str) -> dict[str, str]:
    return {each.name: each.value for each in status(server).properties}


def test_it_is_told_by_socket_and_loopback_and_read_by_its_user(tmp_path: Path) -> None:
    socket = f"unix://{tmp_path}/socket"
    (port,) = free_ports(1)
    options = (f"--listen={socket}", f"--listen=localhost:{port}")
    with Kvd(tmp_path / "node", *options) as node:
        node.port = port
        name = told(socket)["cache_segment"]
        assert told(f"tcp://localhost:{port}")["cache_segment"] == name
        assert told(socket)["cache_owner"] == str(os.geteuid())
        main, side = SHARED / name[1:], SHARED / f"{name[1:]}-side"
        assert {stat.S_IMODE(file.stat().st_mode) for file in (main, side)} == {0o600}
        assert main.stat().st_size <= 32 << 20
        with kvstore.connect(node.server) as store:
            store.put("k", "v")
            for _ in range(2):
                store.get("k")
        reader = open_reader(name)
        found = reader.serializable(prefix_of(b"") + b"k")
        reader.close()
        assert found is not None
        assert found.item is not None
        assert found.item.value == b"v"
    assert not main.exists()
    assert not side.exists()


@pytest.mark.parametrize(
    ("peer", "is_near"),
    [
        (Peer("unix"), True),
        (Peer("tcp", "127.0.0.1", 5), True),
        (Peer("tcp", "::1", 5), True),
        (Peer("tcp", "192.0.2.7", 5), False),
        (Peer("tcp", "2001:db8::7", 5), False),
    ],
)
def test_who_is_elsewhere_is_not_told(peer: Peer, is_near: bool) -> None:
    assert _is_near(peer) is is_near


def test_a_group_may_read_if_it_is_to(tmp_path: Path) -> None:
    with Kvd(tmp_path / "node", f"--cache-group={os.getegid()}") as node:
        name = told(f"tcp://{node.server}")["cache_segment"][1:]
        modes = [stat.S_IMODE((SHARED / each).stat().st_mode) for each in (name, f"{name}-side")]
        assert modes == [0o640, 0o660]


def test_a_node_without_goes_on_without(tmp_path: Path) -> None:
    with Kvd(tmp_path / "node", "--cache-size=0") as node:
        found = status(f"tcp://{node.server}")
        assert not any("cache" in each.name for each in (*found.properties, *found.counters))
        with kvstore.connect(node.server) as store:
            store.put("k", "v")
            assert store.get("k") is not None


def test_what_it_cannot_have_is_one_line_and_no_more(tmp_path: Path) -> None:
    node = Kvd(tmp_path / "node")
    node.program = ["prlimit", f"--fsize={24 << 20}", *node.program]
    node.start()
    try:
        assert "cache_segment" not in told(f"tcp://{node.server}")
        assert kvctl("put", "k", "v", server=node.server).returncode == 0
    finally:
        complaints = node.stop()
    assert complaints.count("\n") == 1, complaints
    assert "hot keys are not shared" in complaints
    assert "--cache-size" in complaints


@pytest.mark.parametrize(
    "option",
    [
        "--cache-size=1000",
        "--cache-size=-1",
        "--cache-size=much",
        "--cache-slot-bytes=64",
        "--cache-slot-bytes=2000000",
        "--cache-group=nobody-has-such-a-group",
        "--cache-group=-1",
        "--workers=-1",
    ],
)
def test_wrong_options_are_refused_at_once(tmp_path: Path, option: str) -> None:
    node = Kvd(tmp_path / "node", option)
    node.launch()
    complaint = node.process.communicate(timeout=20)[1]
    assert node.process.returncode == 2
    assert option.split("=", maxsplit=1)[0] in complaint
    assert "from 1 upwards" not in complaint, "0 would be right, too"
    assert not (tmp_path / "node").exists()


def test_the_metrics_tell_what_the_cache_does(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with Kvd(tmp_path / "node", f"--metrics-port={port}", "--cache-slot-bytes=1024") as node:
        with kvstore.connect(node.server) as store:
            store.put("k", "v")
            for _ in range(2):
                store.get("k")
        with urllib.request.urlopen(f"http://localhost:{port}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
    numbers = dict(line.split() for line in lines if line.startswith("kvd_cache_"))
    assert numbers["kvd_cache_fills_total"] == numbers["kvd_cache_keys"] == "1.0"
    assert 32000 < float(numbers["kvd_cache_slots"]) < 33000
    assert set(numbers) >= {f"kvd_cache_{name}_total" for name in ("hits", "misses", "evictions")}
