"""A service for threads whose handlers do what a test wants of them, and peers made of sockets.

The procedures are those of `asyncio_lab`. HOLD blocks until `release` is set or nobody waits any
more; if `futures` is a list, it leaves one there instead and returns it.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest

from rpcgen_py.runtime.generated import NO_REPLY, Context, Procedure, Server, Version
from rpcgen_py.runtime.transport.connection import Connection
from rpcgen_py.runtime.transport.threaded_server import Server as Shell
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    FAIL,
    HOLD,
    SILENT,
    TEST_V1,
    request,
)

__all__ = [
    "BIG",
    "ECHO",
    "FAIL",
    "HOLD",
    "SILENT",
    "Service",
    "ended",
    "invoke",
    "over_each",
    "request",
    "serving",
    "until",
    "xids",
]

WITHIN = 20.0
"""Seconds that anything may take; more means that something hangs."""

TRANSPORTS = ["tcp", "tcp6", "unix", "udp", "udp6"]
STREAMS = ["tcp", "tcp6", "unix"]

over_each = pytest.mark.parametrize("transport", STREAMS)
"""Over each transport that is a stream."""


class Service(Server):
    """See the module."""

    version: ClassVar[Version] = TEST_V1
    procedure_methods = tuple((each, each.name) for each in TEST_V1.procedures)

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seen: list[bytes] = []
        self.contexts: list[Context] = []
        self.release = threading.Event()
        self.futures: list[Future[bytes]] | None = None
        self.held = 0
        self.most_held = 0
        self.cancelled = 0

    def ECHO(self, arg: bytes, context: Context) -> bytes:
        self._note(arg, context)
        return arg

    def HOLD(self, arg: bytes, context: Context) -> bytes | Future[bytes]:
        if self.futures is not None:
            future: Future[bytes] = Future()
            with self.lock:  # so that both have the same order
                self._note(arg, context)
                self.futures.append(future)
            return future
        self._note(arg, context)
        self._hold(1)
        while not self.release.wait(0.01):
            if context.cancelled():
                self.cancelled += 1
                break
        self._hold(-1)
        return arg

    def BIG(self, arg: bytes, context: Context) -> bytes:
        self._note(arg, context)
        return bytes(int(arg))

    def FAIL(self, arg: bytes, context: Context) -> bytes:
        self._note(arg, context)
        raise {b"exit": SystemExit, b"interrupt": KeyboardInterrupt}.get(arg, LookupError)

    def SILENT(self, arg: bytes, context: Context) -> Any:
        self._note(arg, context)
        return NO_REPLY

    def _note(self, arg: bytes, context: Context) -> None:
        self.seen.append(arg)
        self.contexts.append(context)

    def _hold(self, more: int) -> None:
        with self.lock:
            self.held += more
            self.most_held = max(self.held, self.most_held)


def place(transport: str, folder: Path) -> str:
    """Where to listen."""
    if transport == "unix":
        return f"unix://{folder}/socket"
    host = "[::1]" if transport.endswith("6") else "127.0.0.1"
    return f"{transport.removesuffix('6')}://{host}:0"


@contextmanager
def serving(
    address: str = "tcp://127.0.0.1:0", **options: Any
) -> Iterator[tuple[Shell, Service, str]]:
    """A server at one address: the shell, its handlers, and where it really is."""
    service = Service()
    with Shell(**options) as shell:
        shell.add(service)
        where = str(shell.listen(address))
        shell.start()
        yield shell, service, where
        service.release.set()


def invoke(
    client: Connection,
    procedure: Procedure[[bytes], bytes],
    arg: bytes = b"",
    timeout: float | None = None,
) -> bytes:
    """Call as a generated stub does."""
    return client.call(procedure, procedure.pack_args(arg), timeout)


def until(condition: Callable[[], object]) -> None:
    """Wait for what must come to pass."""
    deadline = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < deadline, "it does not come to pass"
        time.sleep(0.002)


def in_thread(action: Callable[[], Any]) -> Future[Any]:
    """Run something beside the test."""
    outcome: Future[Any] = Future()

    def run() -> None:
        try:
            outcome.set_result(action())
        except BaseException as error:  # noqa: BLE001 (whoever asks for the result gets it)
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome


@contextmanager
def raw(address: str) -> Iterator[socket.socket]:
    """A socket that is connected to a server, to say what no client of ours would."""
    scheme, _, rest = address.partition("://")
    if scheme == "unix":
        family, where = socket.AF_UNIX, rest
    else:
        host, _, port = rest.rpartition(":")
        family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
        where = (host.strip("[]"), int(port))
    kind = socket.SOCK_DGRAM if scheme == "udp" else socket.SOCK_STREAM
    with socket.socket(family, kind) as sock:
        sock.settimeout(WITHIN)
        sock.connect(where)
        yield sock


@contextmanager
def peer(serve: Callable[[socket.socket], object]) -> Iterator[str]:
    """A server that treats each connection as it is told, in a thread of its own."""
    ended = threading.Event()
    threads: list[threading.Thread] = []

    def run(sock: socket.socket) -> None:
        with sock:
            sock.settimeout(WITHIN)
            try:
                serve(sock)
                ended.wait(WITHIN)  # it does not hang up by itself
            except OSError:
                pass

    def accept(listener: socket.socket) -> None:
        try:
            while True:
                thread = threading.Thread(target=run, args=(listener.accept()[0],))
                thread.start()
                threads.append(thread)
        except OSError:
            pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads.append(threading.Thread(target=accept, args=(listener,)))
        threads[0].start()
        yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def take_call(sock: socket.socket) -> bytes:
    """The next call of a peer, without mark."""
    size = int.from_bytes(take(sock, 4)) & 0x7FFFFFFF
    return take(sock, size)


def take(sock: socket.socket, size: int) -> bytes:
    """So many bytes; ConnectionError if there are fewer."""
    data = b""
    while len(data) < size:
        more = sock.recv(size - len(data))
        if not more:
            raise ConnectionError("the end")
        data += more
    return data


def xids(sock: socket.socket, count: int) -> list[int]:
    """Whom the next replies answer."""
    return [int.from_bytes(take_call(sock)[:4]) for _ in range(count)]


def ended(sock: socket.socket) -> bool:
    """Whether the server has closed the connection, perhaps with bytes of ours unread."""
    with contextlib.suppress(ConnectionResetError):
        while sock.recv(65536):
            pass
    return True
