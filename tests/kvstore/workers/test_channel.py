"""Messages and descriptors between node and worker."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.json import Decoder

from kvstore.workers.channel import Channel, close_all, pair
from kvstore.workers.messages import Beat, Given, Handed, Ruled, ToNode, ToWorker


class End:
    """One end, and what it heard."""

    def __init__(self, sock: socket.socket, kind: Any) -> None:
        self.heard: list[Any] = []
        self.descriptors: list[int] = []
        self.ended = 0
        loop = asyncio.get_running_loop()
        self.channel: Channel[Any] = Channel(sock, Decoder(kind), self._heard, self._ended, loop)

    def _heard(self, message: object, descriptors: Sequence[int]) -> None:
        self.heard.append(message)
        self.descriptors += descriptors

    def _ended(self) -> None:
        self.ended += 1


async def until(true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 (anything)
            await asyncio.sleep(0.002)


def test_messages_come_with_their_descriptors() -> None:
    async def main() -> None:
        node, worker = (End(*each) for each in zip(pair(), (ToNode, ToWorker), strict=True))
        near, far = socket.socketpair()
        file = os.memfd_create("unserved")
        os.write(file, b"bytes")
        assert worker.channel.send(Handed(), far.detach(), file)
        assert node.channel.send(Ruled("x" * (1 << 20)))
        await until(lambda: node.heard and worker.heard)
        assert (node.heard, worker.heard) == ([Handed()], [Ruled("x" * (1 << 20))])
        connection, copy = node.descriptors
        with near, socket.socket(fileno=connection) as got:
            near.sendall(b"through")
            assert got.recv(10) == b"through"
        assert os.pread(copy, 10, 0) == b"bytes"
        os.close(copy)
        node.channel.close()
        await until(lambda: worker.ended)
        assert not worker.channel.send(Beat(0, 0, 0, 0))
        assert (node.ended, worker.ended) == (0, 1)

    asyncio.run(main())


def test_an_end_that_does_not_listen_holds_nobody_up_and_is_bounded() -> None:
    async def main() -> None:
        near, far = pair()
        end = End(near, ToWorker)
        sent = 0
        while end.channel.send(Ruled("x" * 60_000)):
            sent += 1
            assert sent < 5000
        assert end.channel.congested
        read, write = os.pipe()
        assert not end.channel.send(Given(), write)
        assert os.read(read, 1) == b""  # it was closed here
        os.close(read)
        slow = End(far, ToWorker)
        await until(lambda: len(slow.heard) == sent)
        assert not end.channel.congested
        end.channel.close()
        slow.channel.close()

    asyncio.run(main())


@pytest.mark.parametrize("nonsense", [b"{}", b"\xff", b'{"type":"given","x":1}', b"x" * 5000])
def test_nonsense_ends_it(nonsense: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        near, far = pair()
        read, write = os.pipe()
        end = End(near, ToNode)
        with far:
            socket.send_fds(far, [nonsense], [write])
            os.close(write)
            await until(lambda: end.ended)
        assert os.read(read, 1) == b""  # what came along is closed
        os.close(read)

    asyncio.run(main())
    assert "nonsense" in caplog.text


def test_descriptors_are_closed_twice_without_a_word() -> None:
    read, write = os.pipe()
    close_all((read, write))
    close_all((read, write))
