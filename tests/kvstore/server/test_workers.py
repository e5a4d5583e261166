"""`kvd --workers`: real processes in front of real nodes, and what becomes of them.

Past 400 lines, as a list of stories of the same few processes.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from kvstore._generated import admin, kv
from kvstore.server.front_ends import listen_together
from rpcgen_py.runtime.address import Address, parse_address
from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.errors import ProgramUnavailable, Refused, RpcError
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer
from rpcgen_py.runtime.transport.sync_client import Connection, connect
from tests.kvstore.cluster import Cluster, free_ports, within
from tests.kvstore.product import Kvd, kvctl
from tests.kvstore.service.calls import arguments, header
from tests.kvstore.test_kvd import kvd_that_ends

WORKERS = "--workers=2"
SHARED = Path("/dev/shm")  # noqa: S108 (looked at, not written to)
LEASE = header(consistency=kv.KV_LEASE)


def children(pid: int) -> list[int]:
    """The processes that a process has started, in the order in which it did."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def counters(node: Kvd) -> dict[str, int]:
    with connect(f"tcp://{node.server}", timeout=5.0) as connection:
        reply = kv.KV_V1Client(connection).KV_STATUS(arguments("KV_STATUS"))
    assert isinstance(reply.result, kv.kv_status_result_KV_OK)
    return {each.name: each.value for each in reply.result.ok.counters}


def segments(node: Kvd) -> set[str]:
    """What the node's cluster has in shared memory."""
    cluster = node.output[1].split()[2].rstrip(",")
    return {each.name for each in SHARED.iterdir() if cluster in each.name}


@contextmanager
def connected(node: Kvd, count: int = 1, auth: AuthSys | None = None) -> Iterator[list[Connection]]:
    with ExitStack() as stack:
        yield [
            stack.enter_context(connect(f"tcp://{node.server}", timeout=5.0, auth=auth))
            for _ in range(count)
        ]


def get(connection: Connection, key: bytes = b"k", head: Any = LEASE) -> kv.kv_get_reply:
    return kv.KV_V1Client(connection).KV_GET(arguments("KV_GET", head=head, key=key))


def value(reply: kv.kv_get_reply) -> bytes | None:
    result = reply.result
    if isinstance(result, kv.kv_get_result_KV_OK):
        return result.item.value
    assert result.code == kv.KV_NOT_FOUND, result
    return None


def put(connection: Connection, key: bytes, stored: bytes) -> int:
    args = arguments("KV_PUT", put=kv.kv_put_op(key=key, value=stored, lease=0, flags=0))
    result = kv.KV_V1Client(connection).KV_PUT(args).result
    assert isinstance(result, kv.kv_put_result_KV_OK), result
    return int(result.ok.commit.revision)


def warm(node: Kvd, key: bytes = b"k") -> None:
    """Ask until workers answer themselves."""
    with connected(node, 4) as connections:
        before = counters(node)["worker_hits"]

        def is_hot() -> bool:
            for each in connections:
                get(each, key)
            return counters(node)["worker_hits"] > before

        assert within(10, is_hot)


def test_hot_keys_are_answered_by_workers_and_all_else_by_the_node(tmp_path: Path) -> None:
    with Kvd(tmp_path, WORKERS) as node, connected(node, 6) as connections:
        assert counters(node)["workers"] == 2
        for round_ in range(40):
            stored = b"%d" % round_
            revision = put(connections[round_ % 6], b"k", stored)
            for each in connections:
                reply = get(each)
                assert value(reply) == stored
                assert reply.header.revision >= revision
                assert value(get(each, b"absent")) is None
                linearizable = get(each, head=header())
                assert value(linearizable) == stored
                serializable = get(each, head=header(consistency=kv.KV_SERIALIZABLE))
                assert value(serializable) == stored
        warm(node)
        # Whoever answers, the reply is the same.
        same = [get(each) for each in connections]
        assert len(set(same)) == 1
        assert same[0].header == get(connections[0], head=header()).header
        after = counters(node)
        assert after["worker_hits"] > 0
        assert after["worker_passes"] > 0
        assert kvctl("get", "k", server=node.server).stdout == b"39\n"
        assert kvctl("get", "k", "--consistency=lease", server=node.server).stdout == b"39\n"
        done = kvctl("txn", server=node.server, stdin=b"\n\nput t 1\n\n")
        assert done.returncode in {0, 1}, done


def test_a_watch_goes_through_a_worker_and_ends_with_its_caller(tmp_path: Path) -> None:
    with Kvd(tmp_path, WORKERS) as node:
        with connected(node) as (connection,):
            head = header(deadline_ms=20_000)
            asked = arguments("KV_WATCH", head=head, flags=0, wait_ms=20_000)
            waiting = connection.submit(_procedure("KV_WATCH"), asked)
            assert within(5, lambda: counters(node)["watches"] == 1)
            with connected(node) as (other,):
                put(other, b"k", b"v")
            events = waiting.result(5)
            assert isinstance(events.result, kv.kv_watch_result_KV_OK)
            connection.submit(_procedure("KV_WATCH"), arguments(
                "KV_WATCH", head=head, flags=0, wait_ms=20_000,
                position=events.result.ok.next,
            ))  # fmt: skip
            assert within(5, lambda: counters(node)["watches"] == 1)
        assert within(5, lambda: counters(node)["watches"] == 0)


def _procedure(name: str) -> Any:
    return next(each for each in kv.KV_V1.procedures if each.name == name)


def admin_call() -> Any:
    return admin.admin_call(header())


def test_another_program_is_served_by_the_node_as_without_workers(tmp_path: Path) -> None:
    with Kvd(tmp_path, WORKERS) as node:
        for _ in range(4):  # whoever takes the connection
            with connected(node) as (connection,):
                operator = admin.ADMIN_V1Client(connection)
                with pytest.raises(Refused):
                    operator.ADMIN_MEMBER_LIST(admin_call())
                assert operator.ADMIN_CHALLENGE().node_id == 1
                # The same connection serves keys as before.
                put(connection, b"k", b"v")
                with pytest.raises(Refused):
                    operator.ADMIN_MEMBER_LIST(admin_call())
        for _ in range(4):
            with connected(node) as (connection,):
                put(connection, b"k", b"v")
                assert value(get(connection)) == b"v"
                with pytest.raises(Refused):
                    admin.ADMIN_V1Client(connection).ADMIN_MEMBER_LIST(admin_call())
                assert value(get(connection)) == b"v"
        for _ in range(4):
            assert kvctl("hash", server=node.server).returncode == 0
        assert within(5, lambda: counters(node)["worker_handovers"] > 0)


def test_calls_of_two_programs_in_one_stream_are_all_answered(tmp_path: Path) -> None:
    with Kvd(tmp_path, WORKERS) as node:
        for _ in range(6):
            with connected(node) as (connection,):
                watched = arguments("KV_WATCH", flags=0, wait_ms=300)
                slow = connection.submit(_procedure("KV_WATCH"), watched)
                challenge = next(
                    each for each in admin.ADMIN_V1.procedures if each.name == "ADMIN_CHALLENGE"
                )
                pending = [
                    connection.submit(_procedure("KV_GET"), arguments("KV_GET", head=LEASE)),
                    connection.submit(challenge),
                    connection.submit(_procedure("KV_GET"), arguments("KV_GET", head=LEASE)),
                ]
                for each in (slow, *pending):
                    each.result(5)


def test_a_program_that_nobody_serves_is_refused_as_without(tmp_path: Path) -> None:
    from rpcgen_py.runtime.program import null_procedure

    with Kvd(tmp_path, WORKERS) as node, connected(node) as (connection,):
        with pytest.raises(ProgramUnavailable):
            connection.call(null_procedure(0x20000099, 1), b"", 5.0)
        with pytest.raises(RpcError, match="version"):
            connection.call(null_procedure(kv.KV_V1.program, 9), b"", 5.0)


def test_the_policy_holds_for_each_caller(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    status = '[[allow]]\noperations = ["status"]\n'
    rule = '[[allow]]\noperations = ["read", "write"]\nusers = [%d]\nclaims = true\n'
    policy.write_text(status + rule % 4001)
    with Kvd(tmp_path / "node", WORKERS, f"--policy={policy}") as node:
        let = AuthSys(4001, 4001)
        refused = AuthSys(4002, 4002)

        def code(auth: AuthSys | None) -> int:
            with connected(node, auth=auth) as (connection,):
                return int(get(connection).result.code)

        with connected(node, 4, auth=let) as connections:
            put(connections[0], b"k", b"v")
            before = counters(node)["worker_hits"]

            def is_hot() -> bool:
                assert {value(get(each)) for each in connections} == {b"v"}
                return counters(node)["worker_hits"] > before

            assert within(10, is_hot)
            # The key is hot, and the answer there for whoever may have it.
            for _ in range(6):
                assert code(refused) == kv.KV_DENIED
                assert code(None) == kv.KV_DENIED
                assert code(let) == kv.KV_OK
            policy.write_text(status + rule % 4002)
            node.process.send_signal(signal.SIGHUP)
            assert within(5, lambda: code(refused) == kv.KV_OK)
            time.sleep(0.2)
            for each in connections:
                assert get(each).result.code == kv.KV_DENIED
            for _ in range(6):
                assert code(let) == kv.KV_DENIED


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    node = Kvd(tmp_path, WORKERS)
    node.start()
    try:
        with connected(node) as (connection,):
            put(connection, b"k", b"v")
        warm(node)
        passed = counters(node)["worker_passes"]
        killed = children(node.process.pid)
        assert len(killed) == 2
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        # The node itself serves meanwhile.
        for _ in range(20):
            with connected(node) as (connection,):
                with_retry = _answered(connection)
            assert with_retry in {True, False}
        assert within(10, lambda: counters(node)["workers"] == 2)
        assert not set(children(node.process.pid)) & set(killed)
        assert counters(node)["worker_passes"] >= passed
        assert counters(node)["worker_restarts"] >= 2
        warm(node)
    finally:
        complaints = node.stop()
    assert node.process.returncode == 0
    assert len(re.findall("a worker has ended; another one is started", complaints)) >= 2
    assert "Traceback" not in complaints


def _answered(connection: Connection) -> bool:
    """Whether a get was answered; its worker may just have died."""
    try:
        return value(get(connection)) == b"v"
    except RpcError:
        return False


def test_workers_go_with_a_node_that_is_killed(tmp_path: Path) -> None:
    node = Kvd(tmp_path, WORKERS)
    node.start()
    stopped, other = children(node.process.pid)
    os.kill(stopped, signal.SIGSTOP)  # it can notice nothing by itself
    node.kill()
    assert within(5, lambda: not is_running(stopped) and not is_running(other))
    with Kvd(tmp_path, WORKERS, port=node.port) as again:
        assert counters(again)["workers"] == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_behind(tmp_path: Path, number: signal.Signals) -> None:
    node = Kvd(tmp_path, WORKERS)
    node.start()
    pids = children(node.process.pid)
    assert len(segments(node)) == 2
    with connected(node, 4) as connections:
        for each in connections:
            put(each, b"k", b"v")
        for pid in pids:  # as a terminal does, where it is SIGINT
            if number == signal.SIGINT:
                os.kill(pid, number)
        node.process.send_signal(number)
        out, err = node.process.communicate(timeout=20)
    assert (out, err, node.process.returncode) == ("kvd: stopping\n", "", 0)
    assert not any(map(is_running, pids))
    assert not segments(node)


def test_calls_under_way_are_answered_before_a_worker_ends(tmp_path: Path) -> None:
    node = Kvd(tmp_path, WORKERS)
    node.start()
    with connected(node, 4) as connections:
        waiting = [
            each.submit(
                _procedure("KV_WATCH"),
                arguments("KV_WATCH", head=header(deadline_ms=20_000), flags=0, wait_ms=20_000),
            )
            for each in connections
        ]
        assert within(5, lambda: counters(node)["watches"] == 4)
        node.process.send_signal(signal.SIGTERM)
        for each in waiting:
            assert isinstance(each.result(5), kv.kv_watch_reply)
        _, complaints = node.process.communicate(timeout=20)
    assert (complaints, node.process.returncode) == ("", 0)


def test_a_worker_that_is_stuck_is_replaced(tmp_path: Path) -> None:
    node = Kvd(tmp_path, WORKERS)
    node.start()
    try:
        stuck = children(node.process.pid)[0]
        os.kill(stuck, signal.SIGSTOP)
        assert within(20, lambda: not is_running(stuck))
        assert within(10, lambda: len(children(node.process.pid)) == 2)
    finally:
        complaints = node.stop()
    assert f"a worker (pid {stuck}) is silent: killing it" in complaints


def test_a_node_that_stood_still_keeps_its_workers(tmp_path: Path) -> None:
    with Kvd(tmp_path, WORKERS) as node:
        before = children(node.process.pid)
        node.process.send_signal(signal.SIGSTOP)
        time.sleep(12)
        node.process.send_signal(signal.SIGCONT)
        time.sleep(2)
        assert children(node.process.pid) == before
        assert counters(node)["workers"] == 2


def test_three_nodes_with_workers_are_a_cluster(tmp_path: Path) -> None:
    with Cluster(tmp_path, WORKERS) as cluster:
        leader = cluster.leader()
        for node in cluster.nodes.values():
            assert kvctl("put", "k", str(node.port), server=node.server).returncode == 0
            done = kvctl("get", "k", "--consistency=linearizable", server=node.server)
            assert done.stdout == f"{node.port}\n".encode()
        assert kvctl("member", "list", server=cluster.servers).returncode == 0
        warm(cluster.nodes[leader])
        cluster.nodes[leader].kill()
        (others) = [each for number, each in cluster.nodes.items() if number != leader]
        servers = ",".join(each.server for each in others)
        assert kvctl("put", "k", "after", server=servers).returncode == 0
        after = cluster.leader()
        assert after != leader
        with connected(cluster.nodes[after]) as (connection,):
            assert value(get(connection)) == b"after"
        cluster.nodes[leader].start()
        with connected(cluster.nodes[leader]) as (connection,):
            assert value(get(connection, head=header())) == b"after"


def test_a_port_that_others_share_is_not_taken(tmp_path: Path) -> None:
    with Kvd(tmp_path / "one", WORKERS) as node:
        for options in ([WORKERS], []):
            code, _, error = kvd_that_ends(
                f"--port={node.port}", f"--data-dir={tmp_path / 'two'}", *options
            )
            assert code == 1
            assert "in use" in error


def test_of_nodes_that_start_at_once_one_gets_the_port() -> None:
    async def all_at_once(address: Address) -> int:
        servers = [AsyncServer() for _ in range(4)]
        try:
            found = await asyncio.gather(
                *(listen_together(each, address) for each in servers), return_exceptions=True
            )
            for each in found:
                if isinstance(each, BaseException):
                    assert isinstance(each, OSError), each
                    assert each.errno == errno.EADDRINUSE
            return sum(not isinstance(each, BaseException) for each in found)
        finally:
            for server in servers:
                await server.stop(0.0)

    (port,) = free_ports(1)
    address = parse_address(f"tcp://127.0.0.1:{port}")
    for _ in range(50):
        assert asyncio.run(all_at_once(address)) == 1


def record_of(name: str, args: Any, xid: int) -> bytes:
    procedure = _procedure(name)
    words = (xid, 0, 2, procedure.program, procedure.version, procedure.number, 0, 0, 0, 0)
    message = b"".join(word.to_bytes(4) for word in words) + procedure.pack_args(args)
    return (0x80000000 | len(message)).to_bytes(4) + message


def test_a_caller_that_sends_no_more_gets_all_its_answers(tmp_path: Path) -> None:
    """Also to calls that were held back, because so many others were under way."""
    count = 3000
    with Kvd(tmp_path, WORKERS) as node:
        with connected(node) as (connection,):
            put(connection, b"k", b"v")
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", node.port)) as peer:
                peer.settimeout(20)
                heads = (header(), LEASE, header(consistency=kv.KV_SERIALIZABLE))
                peer.sendall(
                    b"".join(
                        record_of("KV_GET", arguments("KV_GET", head=heads[xid % 3]), xid)
                        for xid in range(count)
                    )
                )
                peer.shutdown(socket.SHUT_WR)
                with peer.makefile("rb") as answers:
                    xids = set()
                    while mark := answers.read(4):
                        xids.add(int.from_bytes(answers.read(int.from_bytes(mark) - (1 << 31))[:4]))
            assert xids == set(range(count))


def test_all_peers_of_all_workers_are_bounded(tmp_path: Path) -> None:
    """A record that is too long ends its connection, as without workers."""
    node = Kvd(tmp_path, WORKERS)
    node.start()
    try:
        for _ in range(4):
            with socket.create_connection(("127.0.0.1", node.port)) as peer:
                peer.settimeout(5)
                peer.sendall((0x80000000 | 7 << 20).to_bytes(4) + bytes(64))
                with suppress(ConnectionResetError):
                    assert peer.recv(1) == b""
        with connected(node) as (connection,):
            put(connection, b"k", b"v")
    finally:
        complaints = node.stop()
    assert len(complaints.splitlines()) == 4, complaints
    assert complaints.count(": closing") == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--workers=65"], "--workers: 64 at most"),
        (["--workers=two"], "--workers"),
        (["--workers=1", "--listen=unix:///tmp/none"], "--listen names none"),
    ],
)
def test_wrong_usage(options: list[str], message: str) -> None:
    code, _, error = kvd_that_ends(*options)
    assert code == 2
    assert message in error
