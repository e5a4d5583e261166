"""compose.yaml brought up for real, and used from the host; `make soak` runs it.

It builds an image and takes half a minute, so that `make test` leaves it out. The images stay
behind, so that the next run is quick; containers, networks and volumes do not.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kvstore.cluster import free_ports, within
from tests.kvstore.product import kvctl

PROJECT = Path(__file__).resolve().parents[2]
BASE = "python:3.12-slim"

pytestmark = pytest.mark.skipif(
    not os.environ.get("SUNRPC_KV_SOAK"), reason="brings containers up; make soak runs it"
)


def docker(*arguments: str, timeout: float = 60.0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker", *arguments], capture_output=True, text=True, timeout=timeout, check=False
    )


def compose_command() -> list[str]:
    """Return how compose is called here: as docker's plugin, or as the command it was before."""
    if shutil.which("docker") is None or docker("info").returncode:
        pytest.skip("needs docker, and its daemon running")
    if docker("compose", "version").returncode == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose") is None:
        pytest.skip("needs docker compose")
    return ["docker-compose"]


class Containers:
    """The project of compose.yaml, at ports that are free; `servers` are the host's addresses."""

    def __init__(self, folder: Path) -> None:
        self._command = compose_command()
        text = (PROJECT / "compose.yaml").read_text()
        ports = free_ports(3)
        for documented, free in zip((9001, 9002, 9003), ports, strict=True):
            text = text.replace(f"127.0.0.1:{documented}:", f"127.0.0.1:{free}:")
        self._file = folder / "compose.yaml"
        self._file.write_text(text)
        self._name = f"sunrpc-kv-test-{secrets.token_hex(4)}"
        self.servers = [f"localhost:{port}" for port in ports]

    def compose(self, *arguments: str) -> str:
        done = subprocess.run(
            [
                *self._command,
                f"--file={self._file}",
                f"--project-directory={PROJECT}",
                f"--project-name={self._name}",
                *arguments,
            ],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def inside(self, service: str, *command: str) -> str:
        return self.compose("exec", "-T", service, *command)

    def health(self, service: str) -> str:
        container = self.compose("ps", "--quiet", service).strip()
        shown = docker("inspect", "--format={{json .State}}", container).stdout
        state = json.loads(shown)
        return str(state["Health"]["Status"] if state["Running"] else state["Status"])

    def left(self) -> list[str]:
        """What docker still knows of the project."""
        label = f"label=com.docker.compose.project={self._name}"
        found: list[str] = []
        for kind in ("container", "network", "volume"):
            every = ["--all"] if kind == "container" else []
            found += docker(kind, "ls", "--quiet", f"--filter={label}", *every).stdout.split()
        return found


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Containers]:
    """Three containers that come up, and go down whatever happened."""
    found = Containers(tmp_path_factory.mktemp("compose"))
    if docker("image", "inspect", BASE).returncode and docker("pull", BASE, timeout=300).returncode:
        pytest.skip(f"needs the image {BASE}, or a way to it")
    # With the host's network, as the bridge leads nowhere on hosts that do not forward.
    built = docker("build", "--network=host", "--tag=sunrpc-kv", str(PROJECT), timeout=600)
    assert built.returncode == 0, built.stderr
    try:
        found.compose("up", "--detach")
        yield found
    finally:
        found.compose("down", "--volumes", "--timeout=5")
        assert found.left() == []


def all_healthy(containers: Containers) -> bool:
    return {containers.health(f"kvd{node}") for node in (1, 2, 3)} == {"healthy"}


def test_the_containers_serve_the_host(containers: Containers) -> None:
    put = kvctl("--timeout=20", "put", "mykey", "Hello World", server=",".join(containers.servers))
    assert put.stdout == b"OK (replicated to 3 nodes)\n", put.stderr
    for server in containers.servers:
        # A client that knows one node only, and one that is told a name it cannot look up.
        for whom in (server, f"{server},{','.join(containers.servers)}"):
            put = kvctl("put", server, "v", server=whom)
            assert put.stdout == b"OK (replicated to 3 nodes)\n", put.stderr
            assert kvctl("get", "mykey", server=whom).stdout == b"Hello World\n"
    assert within(60, lambda: all_healthy(containers))


def test_a_container_has_an_rpcbind_shared_memory_and_the_key(containers: Containers) -> None:
    for node in (1, 2, 3):
        service = f"kvd{node}"
        listed = containers.inside(service, "rpcinfo", "-p")
        assert str(0x31230010) in listed
        assert containers.inside(service, "kvctl", "--server=localhost", "get", "mykey")
        size = containers.inside(service, "df", "--block-size=1M", "--output=target,size")
        assert ["/dev/shm", "256"] in map(str.split, size.splitlines())  # noqa: S108 (not ours)
        listed = containers.inside(service, "kvctl", "member", "list", "-o", "json")
        assert len(json.loads(listed)["members"]) == 3


def test_what_is_killed_is_missed_by_nobody_and_comes_back(containers: Containers) -> None:
    servers = ",".join(containers.servers)
    for node in (1, 2, 3):
        service = f"kvd{node}"
        containers.compose("kill", service)
        put = kvctl("--timeout=20", "put", "mykey", f"without {node}", server=servers)
        assert put.returncode == 0, put.stderr
        assert kvctl("get", "mykey", server=servers).stdout == b"without %d\n" % node
        assert containers.health(service) == "exited"
        containers.compose("start", service)
        end = time.monotonic() + 60
        while not all_healthy(containers):
            assert time.monotonic() < end, containers.compose("logs", "--tail=20")
            time.sleep(0.5)
        put = kvctl("put", "mykey", "with all", server=servers)
        assert put.stdout == b"OK (replicated to 3 nodes)\n", put.stderr
