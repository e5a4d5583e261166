"""redis and memcached on Unix sockets, and their clients in Python, where they are installed."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

START_WITHIN = 10.0

Get = Callable[[bytes], Any]


def why_not(program: str, package: str, module: str = "") -> str:
    """Return why that server, or that client, cannot be run here; "" if it can."""
    if shutil.which(program) is None:
        return f"needs {package}"
    if module and importlib.util.find_spec(module) is None:
        return f"needs {module}, of the extra bench"
    return ""


def redis_server(stack: ExitStack, folder: Path, under: Sequence[str]) -> str:
    """Run redis for as long as the stack lasts, with nothing on the disk; return its socket."""
    path = str(folder / "redis")
    options = ("--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no")
    _serve(stack, path, [*under, "redis-server", *options], folder)
    return path


def memcached_server(stack: ExitStack, folder: Path, under: Sequence[str]) -> str:
    """Run memcached for as long as the stack lasts; return its socket."""
    path = str(folder / "memcached")
    # Somebody else could not make a socket in this user's folder.
    _serve(stack, path, [*under, "memcached", "-s", path, "-t", "1", "-u", "root"], folder)
    return path


def redis_py(stack: ExitStack, path: str) -> Get:
    """Return redis-py's GET: without hiredis, unless somebody has installed that."""
    import redis

    get: Get = stack.enter_context(closing(redis.Redis(unix_socket_path=path))).get
    return get


def pylibmc(stack: ExitStack, path: str, items: dict[bytes, bytes]) -> Get:
    """Return pylibmc's get, of items that it has put."""
    import pylibmc as library

    client = library.Client([path])
    stack.callback(client.disconnect_all)
    for key, value in items.items():
        client.set(key, value)
    get: Get = client.get
    return get


class BareResp:
    """SET and GET with no client around them: a send, a receive, and the value cut out.

    Reads as much of RESP as that takes, of answers that are what they should be.
    """

    def __init__(self, stack: ExitStack, path: str) -> None:
        connection = stack.enter_context(socket.socket(socket.AF_UNIX))
        connection.connect(path)
        self._send = connection.sendall
        self._receive = connection.recv

    def put_all(self, items: dict[bytes, bytes]) -> None:
        for key, value in items.items():
            self._send(b"*3\r\n$3\r\nSET\r\n$%d\r\n%b\r\n" % (len(key), key))
            self._send(b"$%d\r\n%b\r\n" % (len(value), value))
            if self._receive(64) != b"+OK\r\n":
                raise RuntimeError("redis does not take what is put")

    def get(self, key: bytes) -> bytes:
        self._send(b"*2\r\n$3\r\nGET\r\n$%d\r\n%b\r\n" % (len(key), key))
        answer = self._receive(4096)
        begin = answer.index(b"\r\n") + 2
        end = begin + int(answer[1 : begin - 2])
        while len(answer) < end + 2:
            answer += self._receive(4096)
        return answer[begin:end]


def _serve(stack: ExitStack, path: str, command: list[str], folder: Path) -> None:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    until = time.monotonic() + START_WITHIN
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(path)
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return
