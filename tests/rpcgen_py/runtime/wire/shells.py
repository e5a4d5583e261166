"""Every kind of server, started with the service that the conformance tests call."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.rpcgen_py.runtime.transport.asyncio_lab import LOOPS
from tests.rpcgen_py.runtime.wire.server_cases import MAX_RECORD
from tests.rpcgen_py.runtime.wire.service import Async1, Async2, Sync1, Sync2, policy

OPTIONS: dict[str, Any] = {"policy": policy, "max_connections": 2000, "max_record": MAX_RECORD}

Addresses = dict[str, Address]
"""By transport: tcp, tcp6, udp, udp6, unix."""


def _places(folder: Path) -> dict[str, str]:
    return {
        "tcp": "tcp://127.0.0.1:0",
        "tcp6": "tcp://[::1]:0",
        "udp": "udp://127.0.0.1:0",
        "udp6": "udp://[::1]:0",
        "unix": f"unix://{folder}/socket",
    }


@contextmanager
def threaded(folder: Path, *, strict: bool) -> Iterator[Addresses]:
    """The server for threads."""
    with Server(strict=strict, **OPTIONS) as server:
        server.add(Sync1())
        server.add(Sync2())
        found = {name: server.listen(place) for name, place in _places(folder).items()}
        server.start()
        yield found


@contextmanager
def on_loop(
    new_loop: Callable[[], asyncio.AbstractEventLoop], folder: Path, *, strict: bool
) -> Iterator[Addresses]:
    """The server for asyncio, on a loop in a thread of its own."""
    loop = new_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> tuple[AsyncServer, Addresses]:
        server = AsyncServer(strict=strict, **OPTIONS)
        server.add(Async1())
        server.add(Async2())
        places = _places(folder).items()
        return server, {name: await server.listen(place) for name, place in places}

    try:
        server, found = asyncio.run_coroutine_threadsafe(start(), loop).result()
        yield found
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


SHELLS: dict[str, Callable[..., AbstractContextManager[Addresses]]] = {
    "threads": threaded,
    **{name: partial(on_loop, new_loop) for name, new_loop in LOOPS.items()},
}
