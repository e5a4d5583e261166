"""HTTP for those who watch a node: /metrics, /livez, /readyz, and nothing else (RFC 9112).

One request a connection, of a bounded size and time: monitoring asks every few seconds.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from rpcgen_py.runtime.transport.listeners import bind

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.service.health import Health, Verdict
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.transport.listeners import Listener

MAX_HEAD: Final = 8192
"""Bytes of a request's head; no body is read."""

MAX_CONNECTIONS: Final = 64

SECONDS: Final = 5.0
"""Within which a request must be here, and its answer taken."""

_PLAIN: Final = "text/plain; charset=utf-8"


class HttpEndpoint:
    """Answers from `health`, and with what `metrics` returns: a content type, and a text."""

    def __init__(self, health: Health, metrics: Callable[[], tuple[str, bytes]]) -> None:
        self._health = health
        self._metrics = metrics
        self._listeners: list[Listener] = []
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()

    async def listen(self, address: Address) -> Address:
        """Answer at all addresses of a host; return the one with the real port.

        Raises `OSError`, `Unreachable` for an unknown host.
        """
        found = await asyncio.to_thread(bind, address)
        self._listeners += found
        for listener in found:
            server = await asyncio.start_server(self._begin, sock=listener.socket, limit=MAX_HEAD)
            self._servers.append(server)
        return address.at(address.host, found[0].address.port)

    async def stop(self) -> None:
        """Take no more requests, and end those that are under way."""
        for server in self._servers:
            server.close()
        for listener in self._listeners:
            listener.close()
        for task in tuple(self._open):
            task.cancel()
        if self._open:
            await asyncio.wait(self._open)

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._open) >= MAX_CONNECTIONS:
            writer.transport.abort()
            return
        self._open.add(task)
        try:
            async with asyncio.timeout(SECONDS):
                writer.write(await self._answer(reader))
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        except (OSError, TimeoutError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._open.discard(task)

    async def _answer(self, reader: asyncio.StreamReader) -> bytes:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            return _response(431, _PLAIN, b"the request is too long\n")
        except asyncio.IncompleteReadError:
            return b""
        method, _, rest = head.partition(b"\r\n")[0].partition(b" ")
        target, _, protocol = rest.partition(b" ")
        if not protocol.startswith(b"HTTP/1."):
            return _response(400, _PLAIN, b"this is no HTTP/1.1\n")
        if method not in {b"GET", b"HEAD"}:
            return _response(405, _PLAIN, b"only GET and HEAD\n")
        answer = self._found(target.partition(b"?")[0])
        if method == b"HEAD":
            return answer[: answer.index(b"\r\n\r\n") + 4]
        return answer

    def _found(self, path: bytes) -> bytes:
        if path == b"/livez":
            return _verdict(self._health.live())
        if path == b"/readyz":
            return _verdict(self._health.ready())
        if path == b"/metrics":
            content_type, text = self._metrics()
            return _response(200, content_type, text)
        return _response(404, _PLAIN, b"there are /metrics, /livez and /readyz\n")


_REASONS: Final = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


def _verdict(verdict: Verdict) -> bytes:
    return _response(200 if verdict.good else 503, _PLAIN, f"{verdict.why}\n".encode())


def _response(status: int, content_type: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
