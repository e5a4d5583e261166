"""memcached and redis with one item, as Debian has them, and how to ask them for it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.store.etcd_peer import free_port

START_WITHIN = 10.0


@dataclass(frozen=True)
class OtherStore:
    """A server in memory: its command without the port, and its words for put and get."""

    name: str
    package: str
    command: tuple[str, ...]
    port_option: str
    put: bytes
    get: bytes
    answer: bytes

    @property
    def why_not(self) -> str | None:
        """Why it cannot be run here."""
        return None if shutil.which(self.command[0]) else f"needs {self.package}"

    @contextmanager
    def serving(self, folder: Path) -> Iterator[int]:
        """Run it with the item in it; the port."""
        port = free_port()
        (folder / f"{self.name}-get").write_bytes(self.get)
        (folder / f"{self.name}-answer").write_bytes(self.answer)
        process = subprocess.Popen(
            [*self.command, self.port_option, str(port)], stdout=subprocess.DEVNULL, cwd=folder
        )
        try:
            with _connected(port) as peer:
                peer.sendall(self.put)
                peer.recv(64)
            yield port
        finally:
            process.terminate()
            process.wait()


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + START_WITHIN
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def memcached(key: bytes, value: bytes) -> OtherStore:
    """With two threads, as many as there are workers."""
    put = b"set %b 0 0 %d\r\n%b\r\n" % (key, len(value), value)
    answer = b"VALUE %b 0 %d\r\n%b\r\nEND\r\n" % (key, len(value), value)
    # It does not like to be root's.
    command = ("memcached", "-t", "2", "-l", "127.0.0.1,::1", "-u", "nobody")
    return OtherStore("memcached", "memcached", command, "-p", put, b"get %b\r\n" % key, answer)


def redis(key: bytes, value: bytes) -> OtherStore:
    """One thread, and nothing on the disk."""
    put = b"*3\r\n$3\r\nSET\r\n$%d\r\n%b\r\n$%d\r\n%b\r\n" % (len(key), key, len(value), value)
    get = b"*2\r\n$3\r\nGET\r\n$%d\r\n%b\r\n" % (len(key), key)
    answer = b"$%d\r\n%b\r\n" % (len(value), value)
    command = ("redis-server", "--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "::1")
    return OtherStore("redis", "redis-server", command, "--port", put, get, answer)
