"""Servers of ours within the test's process, on threads or on an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.interop.partners import Endpoint


class Places:
    """Where a server of ours serves."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        self.addresses = addresses

    def endpoint(self, transport: str, *, auth: str = "none", buffer: int = 0) -> Endpoint:
        """A transport of it, for a C client."""
        if transport == "local":
            path = next(each.path for each in self.addresses if each.transport == "unix")
            return Endpoint(transport, path, 0, auth, buffer)
        six = transport.endswith("6")
        for each in self.addresses:
            if each.transport == transport.removesuffix("6") and (":" in each.host) == six:
                return Endpoint(transport, each.host, each.port, auth, buffer)
        raise LookupError(transport)


def _wanted(path: Path) -> tuple[str, ...]:
    return ("tcp://localhost:0", "udp://localhost:0", f"unix://{path}")


@contextmanager
def on_threads(handlers: Sequence[Any], path: Path) -> Iterator[Places]:
    """Serve until the block ends."""
    with Server() as server:
        for handler in handlers:
            server.add(handler)
        for address in _wanted(path):
            server.listen(address)
        server.start()
        yield Places(server.addresses)


@contextmanager
def on_a_loop(handlers: Sequence[Any], path: Path) -> Iterator[Places]:
    """Serve on an event loop in a thread of its own until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="event loop")
    thread.start()

    async def start() -> AsyncServer:
        server = AsyncServer()
        for handler in handlers:
            server.add(handler)
        for address in _wanted(path):
            await server.listen(address)
        return server

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield Places(server.addresses)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
        asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


SHELLS = {"threads": on_threads, "asyncio": on_a_loop}
