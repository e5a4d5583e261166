"""Our calculator for the benchmark: `our_server threaded|asyncio PATH` prints ports, then ready."""

from __future__ import annotations

import asyncio
import sys
import threading

from calc._generated.calc import CALC_V1AsyncServer, CALC_V1Server, operands
from rpcgen_py.runtime.generated import Context


class Threaded(CALC_V1Server):
    """Adds in threads."""

    def ADD(self, arg: operands, context: Context) -> int:
        return arg.a + arg.b


class Asyncio(CALC_V1AsyncServer):
    """Adds on the event loop."""

    async def ADD(self, arg: operands, context: Context) -> int:
        return arg.a + arg.b


def _announce(addresses: list[str]) -> None:
    for address in addresses:
        transport, _, rest = address.partition("://")
        print(transport, rest.rpartition(":")[2])
    print("ready", flush=True)


def _threaded(path: str) -> None:
    from rpcgen_py.runtime.transport.threaded_server import Server

    with Server() as server:
        server.add(Threaded())
        listen = ("tcp://127.0.0.1:0", "udp://127.0.0.1:0", f"unix://{path}")
        _announce([str(server.listen(address)) for address in listen])
        server.start()
        threading.Event().wait()


async def _asyncio(path: str) -> None:
    from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

    async with AsyncServer(max_connections=2000) as server:
        server.add(Asyncio())
        listen = ("tcp://127.0.0.1:0", "udp://127.0.0.1:0", f"unix://{path}")
        _announce([str(await server.listen(address)) for address in listen])
        await asyncio.Event().wait()


def main() -> None:
    """Serve until killed."""
    shell, path = sys.argv[1:]
    if shell == "threaded":
        _threaded(path)
    else:
        import uvloop

        uvloop.run(_asyncio(path))


if __name__ == "__main__":
    main()
