"""What operators see of a kvd: policy, health, numbers, logs."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path

import pytest

from kvstore._generated import kv
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.cluster import Cluster, free_ports, within
from tests.kvstore.endpoint import fetch
from tests.kvstore.product import READY_WITHIN, Kvd, kvctl
from tests.kvstore.service.calls import PROCEDURES, arguments, header


def test_a_node_that_waits_for_its_peers_is_alive_and_says_for_whom(tmp_path: Path) -> None:
    (metrics,) = free_ports(1)
    cluster = Cluster(tmp_path, count=2)
    one, two = cluster.nodes.values()
    one.options = (*one.options, f"--metrics-port={metrics}")
    one.launch()
    try:
        assert one.process.stdout is not None
        lines = iter(one.process.stdout.readline, "")
        assert any(f"waiting for localhost:{two.port}" in line for line in lines)
        assert fetch(metrics, "/livez") == (200, "ok\n")
        status, why = fetch(metrics, "/readyz")
        assert status == 503
        assert f"localhost:{two.port}" in why
        assert fetch(metrics, "/metrics") == (200, "")
        with connect(f"tcp://localhost:{one.port}") as connection:
            client = kv.KV_V1Client(connection)
            for procedure in PROCEDURES:
                # Each of them needs a node, and there is none yet.
                reply = getattr(client, procedure)(arguments(procedure))
                assert reply.result.code == kv.KV_UNAVAILABLE, procedure
                assert reply.result.error.retry_after_ms > 0
                assert f"localhost:{two.port}" in reply.result.error.message
        two.launch()
        two.wait_until_ready()
        assert within(10, lambda: fetch(metrics, "/readyz") == (200, "ok\n"))
        assert "kvd_members" not in fetch(metrics, "/metrics")[1]
        assert 'kvd_member_reachable{node="2"} 1.0' in fetch(metrics, "/metrics")[1]
    finally:
        cluster.__exit__()


def test_the_policy_is_read_again_at_a_hangup(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text('[[allow]]\noperations = ["read", "status"]\n')
    unix = tmp_path / "sock"
    node = Kvd(
        tmp_path / "node",
        f"--policy={path}",
        "--listen=localhost",
        f"--listen=unix://{unix}",
        "--log-level=INFO",
    )
    node.launch()
    try:
        assert node.process.stdout is not None
        ready = next(line for line in iter(node.process.stdout.readline, "") if "ready" in line)
        found = re.search(r"127\.0\.0\.1:(\d+)", ready)
        assert found is not None
        tcp = f"localhost:{found[1]}"

        def may_put(server: str) -> bool:
            with connect(server if "://" in server else f"tcp://{server}") as connection:
                reply = kv.KV_V1Client(connection).KV_PUT(arguments("KV_PUT"))
            assert reply.result.code in {kv.KV_OK, kv.KV_DENIED}
            return bool(reply.result.code == kv.KV_OK)

        assert not may_put(tcp)
        assert not may_put(f"unix://{unix}")
        path.write_text(f'[[allow]]\noperations = ["read", "write"]\nusers = [{os.getuid()}]\n')
        node.process.send_signal(signal.SIGHUP)
        assert within(5, lambda: may_put(f"unix://{unix}"))
        assert not may_put(tcp)
        path.write_text("nonsense")
        node.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        assert may_put(f"unix://{unix}")
        assert kvctl("put", "k", "v", server=tcp).returncode == 4
    finally:
        complaints = node.stop()
    assert "the policy stays as it was" in complaints
    assert str(path) in complaints


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    key = tmp_path / "key"
    for options, message in (
        (f"--policy={tmp_path}/none", f"cannot read the policy {tmp_path}/none"),
        (f"--cluster-key-file={key}", str(key)),
        ("--metrics-port=192.0.2.1:9", "--metrics-port names another place"),
    ):
        node = Kvd(tmp_path / "node", options)
        node.launch()
        _, error = node.process.communicate(timeout=READY_WITHIN)
        assert (node.process.returncode, error.count("\n")) == (1, 1), error
        assert message in error


def test_a_passed_on_call_has_one_id_on_both_nodes(tmp_path: Path) -> None:
    with Cluster(tmp_path, "--log-level=INFO", "--log-format=json") as cluster:
        leader = cluster.leader()
        follower = leader % 3 + 1
        with connect(f"tcp://{cluster.nodes[follower].server}") as connection:
            kv.KV_V1Client(connection).KV_PUT(
                arguments("KV_PUT", head=header(trace_id=b"0123456789abcdef"))
            )
        logs = {node: cluster.nodes[node].stop() for node in (follower, leader)}
    puts = {}
    for node, text in logs.items():
        lines = [json.loads(line) for line in text.splitlines()]
        assert {line["node_id"] for line in lines} == {node}
        (puts[node],) = (line for line in lines if line.get("procedure") == "KV_PUT")
    for node, done in ((follower, "on the leader"), (leader, "here")):
        assert puts[node]["request_id"] == b"0123456789abcdef".hex()
        assert (puts[node]["outcome"], puts[node]["done"]) == ("ok", done)
        assert puts[node]["latency_ms"] > 0


@pytest.mark.parametrize("address", ["0.0.0.0", "[::]"])
def test_a_node_open_to_the_world_without_a_policy_says_so(tmp_path: Path, address: str) -> None:
    with Kvd(tmp_path / "node", f"--listen={address}") as node:
        complaints = node.stop()
    assert "--policy says who may" in complaints
