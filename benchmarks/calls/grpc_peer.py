"""grpcio's calculator: `grpc_peer serve|serve-aio` and `grpc_peer call|call-aio PORT CALLS [N]`.

The messages are protobuf's, the handlers as short as ours; the loads print seconds.
"""

from __future__ import annotations

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import grpc.aio

from benchmarks.codec import protobuf_peer

METHOD = "/calc/ADD"
Pair: Any = protobuf_peer.message_class("2 ints")


def _handler(add: Any) -> Any:
    method = grpc.unary_unary_rpc_method_handler(
        add, request_deserializer=Pair.FromString, response_serializer=Pair.SerializeToString
    )
    return grpc.method_handlers_generic_handler("calc", {"ADD": method})


def _serve() -> None:
    def add(request: Any, context: Any) -> Any:
        return Pair(a=request.a + request.b)

    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((_handler(add),))
    print("tcp", server.add_insecure_port("127.0.0.1:0"))
    server.start()
    print("ready", flush=True)
    server.wait_for_termination()


async def _serve_aio() -> None:
    async def add(request: Any, context: Any) -> Any:
        return Pair(a=request.a + request.b)

    server = grpc.aio.server()
    server.add_generic_rpc_handlers((_handler(add),))
    print("tcp", server.add_insecure_port("127.0.0.1:0"))
    await server.start()
    print("ready", flush=True)
    await server.wait_for_termination()


def _stub(channel: Any) -> Any:
    return channel.unary_unary(
        METHOD, request_serializer=Pair.SerializeToString, response_deserializer=Pair.FromString
    )


def _call(port: str, calls: int) -> float:
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        add = _stub(channel)
        assert add(Pair(a=5, b=3)).a == 8
        started = time.perf_counter()
        for _ in range(calls):
            add(Pair(a=5, b=3))
        return time.perf_counter() - started


async def _call_aio(port: str, calls: int, together: int) -> float:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        add = _stub(channel)

        async def worker(count: int) -> None:
            for _ in range(count):
                await add(Pair(a=5, b=3))

        await worker(1)
        started = time.perf_counter()
        await asyncio.gather(*(worker(calls // together) for _ in range(together)))
        return time.perf_counter() - started


def main() -> None:
    """Serve until killed, or print how long the calls took."""
    match sys.argv[1:]:
        case ["serve", *_]:
            _serve()
        case ["serve-aio", *_]:
            asyncio.run(_serve_aio())
        case ["call", port, calls]:
            print(_call(port, int(calls)))
        case ["call-aio", port, calls, together]:
            print(asyncio.run(_call_aio(port, int(calls), int(together))))


if __name__ == "__main__":
    main()
