"""Three real nodes: any of them takes any call, and they come and go under load."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kvstore
from kvstore import errors
from kvstore._generated import kv
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.cluster import Cluster, within
from tests.kvstore.product import kvctl
from tests.kvstore.service.calls import arguments, header


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def put_args(key: bytes, value: bytes, wait: int = 0, **head: object) -> kv.kv_put_args:
    found: kv.kv_put_args = arguments(
        "KV_PUT",
        head=header(**head),
        wait=wait,
        put=kv.kv_put_op(key=key, value=value, lease=0, flags=0),
    )
    return found


def test_any_node_takes_any_call_of_a_client_that_knows_only_it(cluster: Cluster) -> None:
    for node in (1, 2, 3):
        key = b"any/%d" % node
        with connect(f"tcp://{cluster.nodes[node].server}") as connection:
            client = kv.KV_V1Client(connection)
            lease = client.KV_LEASE_GRANT(arguments("KV_LEASE_GRANT", ttl_ms=60_000)).result.ok
            session = client.KV_SESSION_OPEN(arguments("KV_SESSION_OPEN")).result.ok.session
            head = {"session": session, "sequence": 1}
            args = put_args(key, b"v", kv.KV_WAIT_ALL, **head)
            first = client.KV_PUT(args)
            assert first.result.ok.commit.durable_nodes == 3
            assert first.header.node_id == cluster.leader()
            again = client.KV_PUT(args)
            assert again.result.ok.commit.revision == first.result.ok.commit.revision
            found = client.KV_GET(arguments("KV_GET", key=key))
            assert (found.header.node_id, found.header.age_ms) == (node, 0)
            assert found.result.item.key_version == 1
            kept = client.KV_LEASE_KEEPALIVE(arguments("KV_LEASE_KEEPALIVE", lease=lease.lease))
            assert kept.result.ok.ttl_ms > 30_000
            told = client.KV_LEASE_TTL(arguments("KV_LEASE_TTL", lease=lease.lease)).result.ok
            assert told.granted_ttl_ms == 60_000
            listed = client.KV_LEASE_LIST(arguments("KV_LEASE_LIST")).result.ok.leases
            assert lease.lease in [each.lease for each in listed]
            revoked = client.KV_LEASE_REVOKE(arguments("KV_LEASE_REVOKE", lease=lease.lease))
            assert revoked.result.ok.count == 0
            alive = arguments("KV_SESSION_KEEPALIVE", head=header(session=session))
            assert client.KV_SESSION_KEEPALIVE(alive).result.ok.ttl_ms > 0
            close = arguments("KV_SESSION_CLOSE", head=header(session=session))
            assert client.KV_SESSION_CLOSE(close).result.code == kv.KV_OK
            lost = client.KV_PUT(args).result
            assert (lost.code, lost.error.executed) == (
                kv.KV_SESSION_UNKNOWN,
                kv.KV_EXECUTED_UNKNOWN,
            )
            assert client.KV_GET(arguments("KV_GET", key=key)).result.item.key_version == 1


@pytest.mark.parametrize("first", ["KV_PUT", "KV_DELETE", "KV_LEASE_GRANT"])
@pytest.mark.parametrize("node", [1, 2, 3])
def test_a_sequence_number_is_of_one_kind_of_change(
    cluster: Cluster, node: int, first: str
) -> None:
    with connect(f"tcp://{cluster.nodes[node].server}") as connection:
        client = kv.KV_V1Client(connection)
        session = client.KV_SESSION_OPEN(arguments("KV_SESSION_OPEN")).result.ok.session
        head = header(session=session, sequence=4)
        done = getattr(client, first)(arguments(first, head=head))
        assert done.result.code == kv.KV_OK
        for other in {"KV_PUT", "KV_DELETE", "KV_LEASE_GRANT"} - {first}:
            refused = getattr(client, other)(arguments(other, head=head)).result
            assert (refused.code, refused.error.executed) == (kv.KV_INVALID, kv.KV_EXECUTED_NO)
            assert refused.error.message == "sequence 4 was another kind of change"
        again = getattr(client, first)(arguments(first, head=head))
        assert again.result.code == kv.KV_OK


def test_each_node_sees_at_once_what_another_has_answered(cluster: Cluster) -> None:
    connections = {node: connect(f"tcp://{kvd.server}") for node, kvd in cluster.nodes.items()}
    try:
        clients = {node: kv.KV_V1Client(each) for node, each in connections.items()}
        for number in range(30):
            value = b"%d" % number
            assert clients[number % 3 + 1].KV_PUT(put_args(b"seen", value)).result.code == kv.KV_OK
            for consistency in (kv.KV_LINEARIZABLE, kv.KV_LEASE):
                args = arguments("KV_GET", head=header(consistency=consistency), key=b"seen")
                assert clients[(number + 1) % 3 + 1].KV_GET(args).result.item.value == value
    finally:
        for each in connections.values():
            each.close()


def test_a_watch_at_one_node_tells_of_changes_at_another(cluster: Cluster) -> None:
    with (
        kvstore.connect(cluster.nodes[1].server) as writer,
        connect(f"tcp://{cluster.nodes[3].server}") as connection,
    ):
        client = kv.KV_V1Client(connection)
        position = kv.kv_watch_position(revision=writer.put("watched", "0").revision, offset=0)
        written = threading.Thread(
            target=lambda: [writer.put("watched", str(number)) for number in range(1, 20)]
        )
        written.start()
        values: list[bytes] = []
        ranges = (kv.kv_key_range(kind=kv.KV_SINGLE, key=b"watched", end=b""),)
        while len(values) < 20:
            ok = client.KV_WATCH(
                arguments("KV_WATCH", ranges=ranges, position=position, wait_ms=5000, flags=0)
            ).result.ok
            assert ok.events, "nothing came in time"
            values += [event.item.value for event in ok.events]
            position = ok.next
        written.join()
        assert values == [b"%d" % number for number in range(20)]


def test_a_call_without_a_hop_is_told_whom_to_ask(cluster: Cluster) -> None:
    leader = cluster.leader()
    follower = leader % 3 + 1
    with connect(f"tcp://{cluster.nodes[follower].server}") as connection:
        client = kv.KV_V1Client(connection)
        refused = client.KV_PUT(put_args(b"k", b"v", hops=1)).result
    assert refused.code == kv.KV_NOT_LEADER
    assert refused.error.executed == kv.KV_EXECUTED_NO
    assert refused.error.leader_address.endswith(f":{cluster.nodes[leader].port}")


def test_status_knows_all_members(cluster: Cluster) -> None:
    leader = cluster.leader()
    for node in (1, 2, 3):
        status = cluster.status(node)
        assert status.role == (kv.KV_LEADER if node == leader else kv.KV_FOLLOWER)
        assert [(each.node.id, each.voter, each.reachable) for each in status.members] == [
            (number, True, True) for number in (1, 2, 3)
        ]
        assert [each.node.address.rpartition(":")[2] for each in status.members] == [
            str(kvd.port) for kvd in cluster.nodes.values()
        ]


class Writer(threading.Thread):
    """Puts and gets until it is told to stop; keeps what failed."""

    def __init__(self, servers: str, key: str) -> None:
        super().__init__()
        self.servers, self.key = servers, key
        self.failures: list[Exception] = []
        self.done = 0
        self.over = threading.Event()

    def run(self) -> None:
        with kvstore.connect(self.servers, timeout=10.0) as store:
            while not self.over.is_set():
                try:
                    store.put(self.key, str(self.done + 1))
                    item = store.get(self.key)
                except errors.KvError as error:
                    self.failures.append(error)
                    return
                self.done += 1
                if item is None or item.value != str(self.done).encode():
                    self.failures.append(AssertionError(f"{self.done}: {item}"))
                    return


def test_a_rolling_restart_under_load_fails_no_call(tmp_path: Path) -> None:
    with Cluster(tmp_path) as cluster:
        cluster.leader()
        writers = [Writer(cluster.servers, f"key-{number}") for number in range(3)]
        for each in writers:
            each.start()
        try:
            for node in cluster.nodes.values():
                complaints = node.stop()
                assert (node.process.returncode, complaints) == (0, "")
                node.start()
                before = [each.done for each in writers]
                assert within(
                    10,
                    lambda was=before: all(
                        each.done > done for each, done in zip(writers, was, strict=True)
                    ),
                ), [each.failures for each in writers]
        finally:
            for each in writers:
                each.over.set()
            for each in writers:
                each.join()
        assert [each.failures for each in writers] == [[], [], []]


def test_without_a_quorum_a_put_fails_in_time_and_names_who_is_missing(tmp_path: Path) -> None:
    with Cluster(tmp_path) as cluster:
        leader = cluster.leader()
        kvctl("put", "k", "v", server=cluster.nodes[1].server)
        gone = [node for node in cluster.nodes if node != leader][:2]
        for node in gone:
            cluster.nodes[node].kill()
        with connect(f"tcp://{cluster.nodes[leader].server}", timeout=10.0) as connection:
            client = kv.KV_V1Client(connection)
            begun = time.monotonic()
            for _ in range(3):
                result = client.KV_PUT(put_args(b"k", b"w", deadline_ms=1500)).result
                assert result.code in {kv.KV_NO_QUORUM, kv.KV_DEADLINE}
            assert time.monotonic() - begun < 6.0
            assert sorted(each.id for each in result.error.unreachable) == gone
            for node in gone:
                assert str(cluster.nodes[node].port) in result.error.message
            read = client.KV_GET(
                arguments("KV_GET", head=header(consistency=kv.KV_SERIALIZABLE), key=b"k")
            )
            assert read.result.code == kv.KV_OK
            assert read.header.age_ms > 0


def test_a_put_typed_while_the_nodes_start_waits_for_them(tmp_path: Path) -> None:
    """Without a word about time, though the last node comes late: hosts may be busy."""
    cluster = Cluster(tmp_path)
    with cluster.unstarted():
        *early, late = cluster.nodes.values()
        for node in early:
            node.launch()
        started = threading.Timer(3.5, late.launch)
        started.start()
        done = kvctl("put", "k", "v", server=early[0].server)
        started.join()
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(b"OK (replicated to ")


@pytest.mark.parametrize("hops", [0, 1])
def test_who_asks_a_node_that_is_alone_is_told_long_before_his_deadline(
    tmp_path: Path, hops: int
) -> None:
    with Cluster(tmp_path) as cluster:
        leader = cluster.leader()
        alone = leader % 3 + 1
        for node in cluster.nodes:
            if node != alone:
                cluster.nodes[node].kill()
        with connect(f"tcp://{cluster.nodes[alone].server}", timeout=40.0) as connection:
            client = kv.KV_V1Client(connection)
            begun = time.monotonic()
            while time.monotonic() - begun < 15.0:
                # For a moment it still knows the leader that was.
                result = client.KV_PUT(put_args(b"k", b"w", deadline_ms=30_000, hops=hops)).result
                if result.code == kv.KV_NO_QUORUM and len(result.error.unreachable) == 2:
                    break
                time.sleep(0.1)
            assert result.code == kv.KV_NO_QUORUM
            assert len(result.error.unreachable) == 2
            assert result.error.executed == kv.KV_EXECUTED_NO
            read = client.KV_GET(arguments("KV_GET", head=header(deadline_ms=30_000), key=b"k"))
            assert read.result.code == kv.KV_NO_QUORUM
            assert time.monotonic() - begun < 20.0


def test_a_client_that_knows_one_follower_goes_on_when_the_leader_is_killed(
    tmp_path: Path,
) -> None:
    with Cluster(tmp_path) as cluster:
        leader = cluster.leader()
        follower = leader % 3 + 1
        with connect(f"tcp://{cluster.nodes[follower].server}", timeout=20.0) as connection:
            client = kv.KV_V1Client(connection)
            session = client.KV_SESSION_OPEN(arguments("KV_SESSION_OPEN")).result.ok.session
            killed = threading.Timer(0.3, cluster.nodes[leader].kill)
            killed.start()
            end = time.monotonic() + 3.0
            sequence = 0
            while time.monotonic() < end or not sequence:
                sequence += 1
                head = {"session": session, "sequence": sequence, "deadline_ms": 10_000}
                head["lowest_unanswered"] = sequence
                while True:
                    # The same number again: what was done is not done twice.
                    result = client.KV_PUT(put_args(b"n", b"%d" % sequence, **head)).result
                    if result.code == kv.KV_OK:
                        break
                    assert result.code in {kv.KV_NO_QUORUM, kv.KV_NOT_LEADER, kv.KV_DEADLINE}
            killed.join()
            item = client.KV_GET(arguments("KV_GET", key=b"n")).result.item
            assert (item.value, item.key_version) == (b"%d" % sequence, sequence)
