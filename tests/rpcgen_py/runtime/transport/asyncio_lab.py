"""Loops to run tests on, and a service whose handlers do what a test wants of them.

ECHO    answers its argument at once
HOLD    answers its argument once the test lets it, or at once if it has; of a `LateService` not
        as a coroutine, but by a late answer
BIG     answers as many bytes as its argument says (in decimal)
FAIL    raises
SILENT  answers nothing (batching)
"""

from __future__ import annotations

import asyncio
import gc
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest

from rpcgen_py.runtime.errors import XdrError
from rpcgen_py.runtime.generated import NO_REPLY, AsyncServer, Context, Procedure, Version
from rpcgen_py.runtime.transport.asyncio_connection import AsyncConnection
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer as Shell
from rpcgen_py.runtime.transport.late_answer import LateAnswer
from tests.rpcgen_py.runtime.wire.messages import call, opaque, record

T = TypeVar("T")

LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {"asyncio": asyncio.new_event_loop}
try:
    import uvloop
except ImportError:
    pass
else:
    LOOPS["uvloop"] = uvloop.new_event_loop

PROGRAM, VERSION = 0x20000042, 1

WITHIN = 20.0
"""Seconds that a test may take; more means that something hangs."""


def run(loop: str, main: Coroutine[Any, Any, T]) -> T:
    """Run a test's coroutine; nothing may be left behind, and no loop may have complained."""
    complaints: list[dict[str, Any]] = []

    async def supervised() -> T:
        async with asyncio.timeout(WITHIN):
            result = await main
        for _ in range(3):  # callbacks of what was closed last
            await asyncio.sleep(0)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, "tasks are left behind"
        return result

    with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
        runner.get_loop().set_exception_handler(lambda _loop, what: complaints.append(what))
        result = runner.run(supervised())
    gc.collect()  # whatever was not closed warns now, and warnings are errors
    assert complaints == []
    return result


def _pack(data: bytes = b"", limit: int = 1 << 24) -> bytes:
    return opaque(data)


def _unpack(data: bytes, offset: int, end: int, limit: int) -> tuple[bytes, int]:
    if end - offset < 4:
        raise XdrError("cut short")
    (length,) = struct.unpack_from(">I", data, offset)
    behind = offset + 4 + length + -length % 4
    if behind > end:
        raise XdrError("cut short")
    return data[offset + 4 : offset + 4 + length], behind


def _unpack_args(data: bytes, offset: int, end: int, limit: int) -> tuple[tuple[bytes], int]:
    value, behind = _unpack(data, offset, end, limit)
    return (value,), behind


def _procedure(number: int, name: str) -> Procedure[[bytes], bytes]:
    return Procedure(PROGRAM, VERSION, number, name, _pack, _unpack_args, _pack, _unpack)


ECHO, HOLD, BIG, FAIL, SILENT = (
    _procedure(number, name)
    for number, name in enumerate(("ECHO", "HOLD", "BIG", "FAIL", "SILENT"), 1)
)
TEST_V1 = Version("TEST_V1", PROGRAM, VERSION, (ECHO, HOLD, BIG, FAIL, SILENT))


class Service(AsyncServer):
    """See the module."""

    version: ClassVar[Version] = TEST_V1
    procedure_methods = tuple((each, each.name) for each in TEST_V1.procedures)

    def __init__(self) -> None:
        self.contexts: list[Context] = []
        self.seen: list[bytes] = []
        self.release = asyncio.Event()
        self.held = 0
        self.most_held = 0
        self.cancelled = 0

    async def ECHO(self, arg: bytes, context: Context) -> bytes:
        self._note(arg, context)
        return arg

    async def HOLD(self, arg: bytes, context: Context) -> bytes:
        self._note(arg, context)
        self.held += 1
        self.most_held = max(self.held, self.most_held)
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.held -= 1
        return arg

    async def BIG(self, arg: bytes, context: Context) -> bytes:
        self._note(arg, context)
        return bytes(int(arg))

    async def FAIL(self, arg: bytes, context: Context) -> bytes:
        self._note(arg, context)
        raise LookupError(arg.decode())

    async def SILENT(self, arg: bytes, context: Context) -> Any:
        self._note(arg, context)
        return NO_REPLY

    def _note(self, arg: bytes, context: Context) -> None:
        self.seen.append(arg)
        self.contexts.append(context)


class _Release(asyncio.Event):
    """Tells those who wait at once, and not in the loop's next round."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], None]] = []

    def set(self) -> None:
        super().set()
        waiting, self.waiting = self.waiting, []
        for tell in waiting:
            tell()


class LateService(Service):
    """Holds calls without a task for each."""

    release: _Release

    def __init__(self) -> None:
        super().__init__()
        self.release = _Release()

    def HOLD(self, arg: bytes, context: Context) -> Any:  # type: ignore[override]  # see the class
        self._note(arg, context)
        self.held += 1
        self.most_held = max(self.held, self.most_held)
        context.on_cancel(self._cancel)
        answer = LateAnswer()

        def let() -> None:
            self.held -= 1
            answer.give(arg)
            answer.give(b"too late")
            answer.fail(LookupError("too late"))

        if self.release.is_set():
            let()
        else:
            self.release.waiting.append(let)
        return answer

    def _cancel(self) -> None:
        self.cancelled += 1


@asynccontextmanager
async def serving(
    address: str = "tcp://127.0.0.1:0",
    kind: Callable[[], Service] = Service,
    **options: Any,
) -> AsyncIterator[tuple[Shell, Service, str]]:
    """A server at one address: the shell, its handlers, and where it really is."""
    service = kind()
    async with Shell(**options) as shell:
        shell.add(service)
        yield shell, service, str(await shell.listen(address))
        service.release.set()


async def invoke(
    connection: AsyncConnection,
    procedure: Procedure[[bytes], bytes],
    arg: bytes = b"",
    timeout: float | None = None,  # noqa: ASYNC109 (the call's)
) -> bytes:
    """Call as a generated stub does."""
    return await connection.call(procedure, procedure.pack_args(arg), timeout)


def request(procedure: Procedure[[bytes], bytes], arg: bytes = b"", *, xid: int = 1) -> bytes:
    """A call's record, put together by hand."""
    message = call(PROGRAM, VERSION, procedure.number, opaque(arg), xid=xid)
    return record(message)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what must come to pass; the test's own time limit ends the wait."""
    while not condition():  # noqa: ASYNC110 (the condition may be anything)
        await asyncio.sleep(0.002)


class Raw:
    """A peer that speaks bytes, with as small a receive buffer as it wants."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def reply(self) -> bytes:
        """The next record, without its mark."""
        (mark,) = struct.unpack(">I", await self.reader.readexactly(4))
        return await self.reader.readexactly(mark & 0x7FFFFFFF)

    async def xids(self, count: int) -> list[int]:
        """The xids of the next replies."""
        return [int.from_bytes((await self.reply())[:4]) for _ in range(count)]

    async def closed(self) -> bool:
        """Whether the other end closes without a word more."""
        try:
            return await self.reader.read() == b""
        except ConnectionResetError:
            return True


@asynccontextmanager
async def raw(address: str, **options: Any) -> AsyncIterator[Raw]:
    """A raw connection to a TCP or Unix address."""
    transport, _, rest = address.partition("://")
    if transport == "unix":
        reader, writer = await asyncio.open_unix_connection(rest, **options)
    else:
        host, _, port = rest.rpartition(":")
        reader, writer = await asyncio.open_connection(host.strip("[]"), int(port), **options)
    try:
        yield Raw(reader, writer)
    finally:
        writer.transport.abort()
        await asyncio.sleep(0)


HOLDS = pytest.mark.parametrize("kind", [Service, LateService])


"""How a call waits makes no difference."""


TRANSPORTS = ["tcp", "unix", "udp"]


def address_for(transport: str, folder: Path) -> str:
    return f"unix://{folder}/s.sock" if transport == "unix" else f"{transport}://127.0.0.1:0"


@asynccontextmanager
async def peer(serve: Callable[[Raw], Awaitable[None]]) -> AsyncIterator[str]:
    """A TCP server that does with each connection what `serve` does; its address."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(Raw(reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await asyncio.sleep(0.01)


def xid_of(message: bytes) -> int:
    return int.from_bytes(message[:4])


class Datagrams:
    """A UDP peer that can say the same thing twice."""

    def __init__(self, address: str) -> None:
        host, _, port = address.removeprefix("udp://").rpartition(":")
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setblocking(False)
        self.sock.connect((host, int(port)))

    def say(self, *arguments: Any, **options: Any) -> None:
        self.sock.send(request(*arguments, **options)[4:])

    async def hear(self) -> bytes:
        return await asyncio.get_running_loop().sock_recv(self.sock, 65536)
