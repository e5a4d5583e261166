"""Three nodes of etcd on loopback, as Debian packages it, syncing to the same disk as ours."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Self

LEADER_WITHIN = 20.0


def free_port() -> int:
    """Return a TCP port of loopback that nobody uses at the moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Etcd:
    """`with Etcd(folder) as etcd:` runs three nodes; `etcd.port` is the leader's for clients.

    `under` is a command to run them by.
    """

    def __init__(self, folder: Path, *, pin: str = "", under: Sequence[str] = ()) -> None:
        self._folder = folder
        self._under = [*(["taskset", "-c", pin] if pin else []), *under]
        self._stack = ExitStack()
        self.port = 0

    def __enter__(self) -> Self:
        names = [f"n{number}" for number in (1, 2, 3)]
        clients = {name: free_port() for name in names}
        peers = {name: f"http://127.0.0.1:{free_port()}" for name in names}
        cluster = ",".join(f"{name}={url}" for name, url in peers.items())
        for name in names:
            client = f"http://127.0.0.1:{clients[name]}"
            node = subprocess.Popen(
                [
                    *self._under,
                    "etcd",
                    f"--name={name}",
                    f"--data-dir={self._folder / name}",
                    f"--listen-client-urls={client}",
                    f"--advertise-client-urls={client}",
                    f"--listen-peer-urls={peers[name]}",
                    f"--initial-advertise-peer-urls={peers[name]}",
                    f"--initial-cluster={cluster}",
                    "--log-level=error",
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._stack.callback(_end, node)
        try:
            self.port = self._leader(clients)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _leader(self, clients: dict[str, int]) -> int:
        endpoints = ",".join(f"127.0.0.1:{port}" for port in clients.values())
        until = time.monotonic() + LEADER_WITHIN
        while time.monotonic() < until:
            done = subprocess.run(
                ["etcdctl", f"--endpoints={endpoints}", "endpoint", "status", "-w", "json"],
                env={"ETCDCTL_API": "3", "PATH": "/usr/bin:/bin"},
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            for found in json.loads(done.stdout or b"[]"):
                status = found["Status"]
                if status["leader"] == status["header"]["member_id"]:
                    return int(found["Endpoint"].rpartition(":")[2])
            time.sleep(0.2)
        raise RuntimeError("etcd elected no leader")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def put_body(key: bytes, value: bytes) -> bytes:
    """Return etcd's PutRequest as a gRPC message: fields 1 and 2."""
    return _framed(_field(1, key) + _field(2, value))


def get_body(key: bytes) -> bytes:
    """Return etcd's RangeRequest of one key, linearizable, as a gRPC message."""
    return _framed(_field(1, key))


def _field(number: int, data: bytes) -> bytes:
    length = bytearray()
    left = len(data)
    while left > 0x7F:
        length.append(left & 0x7F | 0x80)
        left >>= 7
    length.append(left)
    return bytes([number << 3 | 2]) + bytes(length) + data


def _framed(message: bytes) -> bytes:
    return b"\0" + len(message).to_bytes(4, "big") + message
