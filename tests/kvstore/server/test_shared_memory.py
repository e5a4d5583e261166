"""A node's hot keys on its host, as whoever runs it sees them."""

from __future__ import annotations

import json
import os
import resource
import stat
import urllib.request
from pathlib import Path

import pytest
import sysv_ipc

import kvstore
from kvstore._generated import kv
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.names import SegmentName
from kvstore.hotcache.segments import open_reader
from kvstore.service.kv_service import _is_near
from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.cluster import free_ports, within
from tests.kvstore.product import Kvd, kvctl
from tests.kvstore.service.calls import arguments, header

SHARED = Path("/dev/shm")  # noqa: S108 (where Linux keeps shared memory; it is only looked at)


def status(server: str) -> kv.kv_status_ok:
    with connect(server, timeout=5.0) as connection:
        reply = kv.KV_V1Client(connection).KV_STATUS(arguments("KV_STATUS"))
    assert isinstance(reply.result, kv.kv_status_result_KV_OK), reply
    return reply.result.ok


def counters(server: str) -> dict[str, int]:
    return {each.name: each.value for each in status(server).counters}


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
        reader = open_reader(name)
        with kvstore.connect(node.server) as store:
            store.put("k", "v")
            for _ in range(3):
                store.get("k")
            assert counters(socket)["cache_keys"] == 0, "nobody has read here yet"
            for _ in range(2):
                assert reader.serializable(prefix_of(b"") + b"k") is None
                store.get("k")
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
        with kvstore.connect(node.server, local_cache=True) as store:
            store.put("k", "v")
            for _ in range(2):
                store.get("k")
        with urllib.request.urlopen(f"http://localhost:{port}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
    numbers = dict(line.split() for line in lines if line.startswith("kvd_cache_"))
    assert numbers["kvd_cache_fills_total"] == numbers["kvd_cache_keys"] == "1.0"
    assert 32000 < float(numbers["kvd_cache_slots"]) < 33000
    assert set(numbers) >= {f"kvd_cache_{name}_total" for name in ("hits", "misses", "evictions")}


@pytest.mark.parametrize("options", [(), ("--workers=1",)])
def test_gets_that_the_node_had_to_be_asked_for_are_told_everywhere(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    (port,) = free_ports(1)
    with Kvd(tmp_path / "node", f"--metrics-port={port}", *options) as node:
        server = f"tcp://{node.server}"
        with kvstore.connect(node.server, local_cache=True) as store:
            past = store.put("k", "v").revision
            store.get("k")  # finds the segment, and nothing in it
            for _ in range(10):
                store.get("k", revision=past)
            least = store.cache.fallbacks
            assert least == 11
            assert within(10, lambda: counters(server)["cache_fallbacks"] >= least)
        with urllib.request.urlopen(f"http://localhost:{port}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        numbers = dict(line.split() for line in lines if line.startswith("kvd_cache_"))
        assert float(numbers["kvd_cache_fallbacks_total"]) >= least
        (shown,) = json.loads(kvctl("cache", "stats", "-o", "json", server=node.server).stdout)
        assert shown["fallbacks"] >= least


def left(cluster: str) -> tuple[set[str], set[int]]:
    """Files of a cluster's segments, and keys of all semaphores of this host."""
    files = {each.name for each in SHARED.iterdir() if cluster in each.name}
    rows = Path("/proc/sysvipc/sem").read_text().splitlines()[1:]
    return files, {int(row.split()[0]) for row in rows}


def keys_of(segment: str) -> set[int]:
    parsed = SegmentName.parse(segment)
    assert parsed is not None
    return set(range(parsed.semaphores, parsed.semaphores + 64))


def remove(segment: str, what: str) -> None:
    """Do what somebody does who tidies up by hand."""
    if what == "semaphores":
        for key in keys_of(segment) & left("")[1]:  # a small segment has fewer than it may
            sysv_ipc.Semaphore(key).remove()
    for end in ("", "-side"):
        if what in {"both", end}:
            (SHARED / f"{segment[1:]}{end}").unlink()


@pytest.mark.parametrize("what", ["", "-side", "both", "semaphores"])
def test_what_is_removed_by_hand_is_made_anew(tmp_path: Path, what: str) -> None:
    node = Kvd(tmp_path / "node", "--workers=1")
    node.start()
    server = f"tcp://{node.server}"
    try:
        with kvstore.connect(node.server, local_cache=True) as store:

            def is_hot() -> bool:
                before = store.cache.hits
                found = store.get("k", consistency="lease")
                assert found is not None
                assert found.value == b"v"
                return store.cache.hits > before

            store.put("k", "v")
            assert within(10, is_hot)
            before = told(server)["cache_segment"]
            numbers = counters(server)
            remove(before, what)
            assert within(10, lambda: told(server)["cache_segment"] != before)
            after = told(server)["cache_segment"]
            assert within(10, is_hot)
            assert counters(server)["cache_repairs"] == numbers["cache_repairs"] + 1
            assert counters(server)["cache_hits"] >= numbers["cache_hits"]
            hits = counters(server)["worker_hits"]

            def worker_is_hot() -> bool:
                with connect(server, timeout=5.0) as connection:
                    head = header(consistency=kv.KV_LEASE)
                    kv.KV_V1Client(connection).KV_GET(arguments("KV_GET", head=head, key=b"k"))
                return counters(server)["worker_hits"] > hits

            assert within(10, worker_is_hot)
    finally:
        complaints = node.stop()
    assert complaints.count("\n") == 1, complaints
    assert "is gone: hot keys are shared at" in complaints
    cluster = after.split("-")[2]
    files, keys = left(cluster)
    assert not files
    assert not keys & (keys_of(before) | keys_of(after))


def test_what_cannot_be_made_anew_is_tried_again(tmp_path: Path) -> None:
    """One line says that it cannot be had, and one that it can again; the node serves."""
    node = Kvd(tmp_path / "node", "--workers=1")
    node.start()
    server = f"tcp://{node.server}"
    try:
        before = told(server)["cache_segment"]
        assert kvctl("put", "k", "v", server=node.server).returncode == 0
        # No file may be larger than what the log has already, from now on.
        limit = resource.prlimit(node.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(node.process.pid, resource.RLIMIT_FSIZE, (24 << 20, limit[1]))
        remove(before, "both")
        assert within(10, lambda: "cache_segment" not in told(server))
        for _ in range(3):
            assert kvctl("get", "k", "--consistency=lease", server=node.server).stdout == b"v\n"
        assert "cache_repairs" in counters(server)
        resource.prlimit(node.process.pid, resource.RLIMIT_FSIZE, limit)
        assert within(20, lambda: "cache_segment" in told(server))
        assert counters(server)["cache_repairs"] == 1
    finally:
        complaints = node.stop()
    first, second = complaints.splitlines()
    assert "is gone: hot keys are not shared now" in first
    assert "is gone: hot keys are shared at" in second
    assert not left(before.split("-")[2])[0]


@pytest.mark.parametrize("what", ["", "-side", "semaphores"])
def test_what_is_left_after_a_removal_by_hand_goes_with_the_next_start(
    tmp_path: Path, what: str
) -> None:
    node = Kvd(tmp_path / "node")
    node.start()
    before = told(f"tcp://{node.server}")["cache_segment"]
    node.kill()
    remove(before, what)
    with Kvd(tmp_path / "node", port=node.port):
        files, keys = left(before.split("-")[2])
        assert not {each for each in files if before[1:] in each}
        assert not keys & keys_of(before)
