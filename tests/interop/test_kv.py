"""A C client made from kv.x, with all-zero headers, and kvd."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kvstore._generated import kv
from tests.interop.partners import Endpoint, Workshop, call
from tests.kvstore.product import ENVIRONMENT
from tests.lab import Lab, command, first_line, stop

LARGE = random.Random(31).randbytes(kv.KV_VALUE_MAX)  # noqa: S311 (noise, not a secret)
"""The longest value: in C's own buffers a record of many fragments."""

VALUES = [b"Hello World", b"", b"\0", b"\0\xff\n binary \0", bytes(range(256)), LARGE]
READY = re.compile(r"kvd: ready at .*127\.0\.0\.1:(\d+)")


@contextmanager
def kvd(data: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A node on a free port, and that port."""
    options = ("--id=1", "--listen=127.0.0.1:0", f"--data-dir={data}", "--no-rpcbind", *more)
    process = subprocess.Popen(
        [command("kvd"), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    try:
        while not (ready := READY.match(line := first_line(process.stdout))):
            assert line, process.communicate()
        yield process, ready[1]
    finally:
        stop(process)


@pytest.fixture(scope="module", params=[0, 2])
def port(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """Of a node alone, and of one behind so many workers."""
    with kvd(tmp_path_factory.mktemp("kvd"), f"--workers={request.param}") as (_, port):
        yield port


def at(port: str, *, buffer: int = 0) -> Endpoint:
    return Endpoint("tcp", "127.0.0.1", port, buffer=buffer)


def written(value: bytes) -> str:
    return value.hex() or "."


def kvctl(port: str, *arguments: str, stdin: bytes = b"") -> bytes:
    server = f"--server=127.0.0.1:{port}"
    done = subprocess.run(
        [command("kvctl"), server, *arguments], input=stdin, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.mark.parametrize("buffer", [0, 4_000])
def test_what_c_puts_c_and_kvctl_get(workshop: Workshop, port: str, buffer: int) -> None:
    client = workshop.client("kv")
    keys = [f"{workshop.style}/{buffer}/{number}" for number in range(len(VALUES))]
    lines = [
        line
        for key, value in zip(keys, VALUES, strict=True)
        for line in (
            f"put {written(key.encode())} {written(value)}",
            f"get {written(key.encode())}",
        )
    ]
    answers = call(client, at(port, buffer=buffer), lines)
    for place, (key, value) in enumerate(zip(keys, VALUES, strict=True)):
        stored, revision = answers[2 * place].split()
        assert stored == "put"
        assert answers[2 * place + 1] == f"got {written(value)} {revision} 1"
        assert kvctl(port, "get", key) == value + b"\n"


def test_what_kvctl_puts_c_gets(workshop: Workshop, port: str) -> None:
    key = f"by kvctl {workshop.style}"
    assert kvctl(port, "put", key, "Hello World") == b"OK (replicated to 1 node)\n"
    (answer,) = call(workshop.client("kv"), at(port), [f"get {key.encode().hex()}"])
    assert answer.split()[:2] == ["got", b"Hello World".hex()]


def test_versions_deletes_and_refusals(workshop: Workshop, port: str) -> None:
    key = f"counted {workshop.style}".encode().hex()
    calls = [f"put {key} 01", f"put {key} 02", f"get {key}", f"delete {key}", f"get {key}"]
    first, second, found, deleted, gone = call(workshop.client("kv"), at(port), calls)
    assert int(second.split()[1]) == int(first.split()[1]) + 1
    assert found == f"got 02 {second.split()[1]} 2"
    assert deleted == "deleted 1"
    assert gone == f"code {kv.KV_NOT_FOUND}"
    (refused,) = call(workshop.client("kv"), at(port), ["get ."])
    assert refused.startswith(f"code {kv.KV_INVALID} ")


def test_what_c_put_outlives_a_kill(workshop: Workshop, tmp_path: Path) -> None:
    client = workshop.client("kv")
    with kvd(tmp_path) as (process, port):
        answers = call(client, at(port), [f"put {number:04x} {number:08x}" for number in range(50)])
        process.kill()
        process.wait()
    with kvd(tmp_path) as (_, port):
        found = call(client, at(port), [f"get {number:04x}" for number in range(50)])
    revisions = [answer.split()[1] for answer in answers]
    assert found == [f"got {number:08x} {revisions[number]} 1" for number in range(50)]


def test_c_finds_kvd_through_rpcbind(workshop: Workshop, tmp_path: Path) -> None:
    with Lab(rpcbind=True) as host:
        node = host.start(command("kvd"), "--id=1", "--port=9001", f"--data-dir={tmp_path}")
        while "ready" not in (line := first_line(node.stdout)):
            assert line, node.communicate()
        endpoint = Endpoint("tcp", "localhost", "-")
        calls = ["put 6b 76", "get 6b"]
        stored, found = call(workshop.client("kv"), endpoint, calls, inside=host.inside())
        assert found == f"got 76 {stored.split()[1]} 1"
