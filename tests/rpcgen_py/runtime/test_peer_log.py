"""No peer can fill the log: of lines alike few are written, and the rest are counted."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime.peer_log import BURST, PAUSE, PeerFilter
from tests.rpcgen_py.runtime.transport import asyncio_lab, threads_lab
from tests.rpcgen_py.runtime.transport.asyncio_lab import BIG, ECHO, FAIL, request

FLOOD = 20 * BURST
KINDS = ("%s does that", "%s does this")


def line(level: int, text: str) -> logging.LogRecord:
    return logging.LogRecord("of peers", level, __file__, 1, text, ("100% somebody",), None)


@given(st.lists(st.tuples(st.floats(0, 3 * PAUSE), st.sampled_from(KINDS)), max_size=100))
def test_every_line_is_written_or_counted_and_few_are_written(
    steps: list[tuple[float, str]],
) -> None:
    now = 1000.0
    bound = PeerFilter(lambda: now)
    for kind in KINDS:
        written, counted, since = 0, 0, 0.0
        for pause, other in steps:
            now += pause
            since += pause
            record = line(logging.WARNING, kind)
            if bound.filter(record):
                written += 1
                said = re.search(r"\((\d+) more like this", record.getMessage())
                counted += int(said[1]) if said else 0
            bound.filter(line(logging.WARNING, f"another: {other}"))
        assert written <= BURST + since / PAUSE + 1e-6
        now += PAUSE
        last = line(logging.ERROR, kind)
        assert bound.filter(last)
        assert last.getMessage().startswith("100% somebody does")
        said = re.search(r"\((\d+) more like this", last.getMessage())
        assert written + counted + (int(said[1]) if said else 0) == len(steps)
        assert bound.filter(line(logging.INFO, kind))


def udp_peer(address: str) -> socket.socket:
    host, _, port = address.removeprefix("udp://").rpartition(":")
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.settimeout(10)
    peer.connect((host, int(port)))
    return peer


def flood(address: str) -> None:
    """Calls whose answers are too large for UDP, and calls whose handler fails."""
    with udp_peer(address) as peer:
        for xid in range(FLOOD):
            for call in (request(BIG, b"60000", xid=2 * xid), request(FAIL, xid=2 * xid + 1)):
                peer.send(call[4:])
                assert peer.recv(1 << 16)[-4:] == b"\0\0\0\5"  # SYSTEM_ERR


def lines(caplog: pytest.LogCaptureFixture, text: str) -> int:
    return sum(text in each for each in caplog.messages)


def few_lines(caplog: pytest.LogCaptureFixture) -> None:
    assert 1 <= lines(caplog, "too large for UDP") <= 2 * BURST
    assert 1 <= lines(caplog, "FAIL of") <= 2 * BURST


def test_calls_do_not_fill_the_log_of_a_threaded_server(caplog: pytest.LogCaptureFixture) -> None:
    with threads_lab.serving("udp://127.0.0.1:0") as (_, _, address):
        flood(address)
    few_lines(caplog)


@pytest.mark.parametrize("loop", asyncio_lab.LOOPS)
def test_calls_do_not_fill_the_log_of_an_asyncio_server(
    loop: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with asyncio_lab.serving("udp://127.0.0.1:0") as (_, _, address):
            await asyncio.to_thread(flood, address)

    asyncio_lab.run(loop, main())
    few_lines(caplog)


def test_connections_do_not_fill_the_log_of_a_threaded_server(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    where = f"unix://{tmp_path}/socket"
    with threads_lab.serving(where, max_connections=1, max_record=1000) as (shell, _, address):
        for _ in range(FLOOD):
            with threads_lab.raw(address) as peer:
                peer.sendall(b"\xff\xff\xff\xff")
                assert peer.recv(1) == b""
            threads_lab.until(lambda: not shell._sessions)
        with threads_lab.raw(address):
            threads_lab.until(lambda: shell._sessions)
            for _ in range(FLOOD):
                with threads_lab.raw(address) as refused:
                    assert refused.recv(1) == b""
    assert 1 <= lines(caplog, "at most 1000") <= 2 * BURST
    assert 1 <= lines(caplog, "refused") <= 2 * BURST


@pytest.mark.parametrize("loop", asyncio_lab.LOOPS)
def test_connections_do_not_fill_the_log_of_an_asyncio_server(
    loop: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with asyncio_lab.serving(max_connections=1, max_record=1000) as (_, _, address):
            for _ in range(FLOOD):
                async with asyncio_lab.raw(address) as peer:
                    peer.writer.write(b"\xff\xff\xff\xff")
                    assert await peer.closed()
                await asyncio.sleep(0.001)
            async with asyncio_lab.raw(address) as first:
                first.writer.write(request(ECHO))
                assert await first.xids(1) == [1]
                for _ in range(FLOOD):
                    async with asyncio_lab.raw(address) as refused:
                        assert await refused.closed()

    asyncio_lab.run(loop, main())
    assert 1 <= lines(caplog, "at most 1000") <= 2 * BURST
    assert 1 <= lines(caplog, "one connection too many") <= 2 * BURST
