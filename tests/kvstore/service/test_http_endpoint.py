"""/metrics, /livez and /readyz over real sockets, and peers that are up to no good."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvloop
from prometheus_client.parser import text_string_to_metric_families

from kvstore._generated import kv
from kvstore.service import http_endpoint
from kvstore.service.health import Health
from kvstore.service.http_endpoint import HttpEndpoint
from kvstore.service.kv_service import KvService
from kvstore.service.prometheus import NodeMetrics
from rpcgen_py import connect_async
from rpcgen_py.runtime.address import parse_address
from tests.kvstore.service.calls import arguments, header
from tests.kvstore.service.fake_node import FakeMachine, FakeNode, run, serving


@asynccontextmanager
async def endpoint(health: Health, text: bytes = b"") -> AsyncIterator[int]:
    http = HttpEndpoint(health, lambda: ("text/plain", text))
    try:
        address = await http.listen(parse_address("tcp://localhost:0"))
        yield address.port
    finally:
        await http.stop()


async def exchange(port: int, request: bytes) -> bytes:
    """Send bytes; return all that comes until the end of the connection."""
    reader, writer = await asyncio.open_connection("localhost", port)
    try:
        writer.write(request)
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""
    finally:
        writer.close()


async def get(port: int, path: str) -> tuple[int, str]:
    answer = await exchange(port, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Length: %d\r\n" % len(body) in head
    return int(head.split()[1]), body.decode()


def test_alive_and_ready_are_two_things() -> None:
    async def test() -> None:
        health = Health()
        node = FakeNode()
        async with endpoint(health) as port:
            health.doing = "waiting for node 2"
            assert await get(port, "/livez") == (200, "ok\n")
            assert await get(port, "/readyz") == (503, "waiting for node 2\n")
            health.node = node
            assert await get(port, "/readyz?verbose") == (200, "ok\n")
            node.leads, node.silent = None, {2, 3}
            assert await get(port, "/livez") == (200, "ok\n")
            assert await get(port, "/readyz") == (503, "no leader; cannot reach node 2, 3\n")
            node.leads = 1
            health.stopping = True
            assert await get(port, "/livez") == (200, "ok\n")
            assert await get(port, "/readyz") == (503, "stopping\n")
            health.failure = "the disk is gone"
            assert await get(port, "/livez") == (503, "failed: the disk is gone\n")
            assert await get(port, "/readyz") == (503, "failed: the disk is gone\n")

    run(test())


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /livez HTTP/1.1\r\n\r\n", b"405"),
        (b"GET /secret HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /livez\r\n\r\n", b"400"),
        (b"\x80\0\0\x04abcd\r\n\r\n", b"400"),
        (b"GET /livez HTTP/1.1\r\nX: " + b"x" * 9000 + b"\r\n\r\n", b"431"),
        (b"GET /livez HTTP/1.0\r\n\r\n", b"200"),
    ],
)
def test_requests_that_are_none(request_: bytes, status: bytes) -> None:
    async def test() -> None:
        async with endpoint(Health()) as port:
            assert (await exchange(port, request_)).startswith(b"HTTP/1.1 " + status)
            head = await exchange(port, b"HEAD /livez HTTP/1.1\r\n\r\n")
            assert head.endswith(b"\r\n\r\n")

    run(test())


def test_idle_connections_are_bounded_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_endpoint, "MAX_CONNECTIONS", 3)
    monkeypatch.setattr(http_endpoint, "SECONDS", 0.3)

    async def test() -> None:
        async with endpoint(Health()) as port:
            idle = [asyncio.ensure_future(exchange(port, b"GET /")) for _ in range(3)]
            await asyncio.sleep(0.05)
            assert await exchange(port, b"GET /livez HTTP/1.1\r\n\r\n") == b""
            assert await asyncio.gather(*idle) == [b"", b"", b""]
            assert await get(port, "/livez") == (200, "ok\n")

    run(test())


def test_a_call_is_timed_by_the_clock_and_not_by_the_loops_rounds() -> None:
    """uvloop's time stands still within a round, and comes in whole milliseconds."""

    class Slow(FakeMachine):
        def get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
            time.sleep(0.0035)
            return super().get(name_space, key, revision)

    async def test() -> None:
        node = FakeNode()
        node.machine = Slow()
        service = KvService(node)
        async with serving(service) as (at,), await connect_async(at) as connection:
            await kv.KV_V1AsyncClient(connection).KV_GET(arguments("KV_GET"))
        taken = service.journal.latencies["KV_GET"].seconds
        assert taken >= 0.0035

    run(test(), uvloop.new_event_loop)


def test_the_numbers_are_prometheus_text() -> None:
    async def test() -> None:
        node = FakeNode(node_id=2, leader=1)
        node.silent = {3}
        service = KvService(node)
        async with serving(service) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            await client.KV_GET(arguments("KV_GET"))
            await client.KV_GET(arguments("KV_GET", head=header(cluster_id=1)))
        async with endpoint(Health(), NodeMetrics(node, service).text()) as port:
            status, text = await get(port, "/metrics")
        assert status == 200
        found = {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }
        get_ = ("procedure", "KV_GET")
        assert found["kvd_requests_total", ("code", "ok"), get_] == 1
        assert found["kvd_requests_total", ("code", "wrong_cluster"), get_] == 1
        assert found["kvd_request_seconds_count", get_] == 2
        assert found["kvd_request_seconds_bucket", ("le", "+Inf"), get_] == 2
        assert 0 < found["kvd_request_seconds_sum", get_] < 5
        assert found["kvd_is_leader",] == 0
        assert found["kvd_has_leader",] == 1
        assert found["kvd_revision",] == 9
        assert found["kvd_member_reachable", ("node", "3")] == 0
        assert found["kvd_alarm", ("kind", "1"), ("node", "2")] == 1
        assert found["process_open_fds",] > 0

    run(test())
