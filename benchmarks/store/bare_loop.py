"""A server on uvloop that reads a record and writes an answer, and nothing else.

    python -m benchmarks.store.bare_loop ANSWER

What a call costs here, no server of this project can go below: the kernel's part, the loop's, and
one Python function each for the buffer, the bytes and the answer. Prints its port on loopback; the
answer is the file's bytes with the caller's xid put in, as `null_server` in C has it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path
from typing import cast

import uvloop


class Echo(asyncio.BufferedProtocol):
    """Takes any bytes for one whole record, which those of the load generator are."""

    def __init__(self, buffer: memoryview, answer: bytes) -> None:
        self._buffer = buffer
        self._mark, self._rest = answer[:4], answer[8:]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self._buffer[:nbytes])
        self._transport.write(self._mark + data[4:8] + self._rest)


async def main(answer: bytes) -> None:
    buffer = memoryview(bytearray(65536))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Echo(buffer, answer), sock=listener, backlog=256)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(Path(sys.argv[1]).read_bytes()))
