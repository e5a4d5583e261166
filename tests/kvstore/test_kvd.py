"""kvd as a user starts and stops it."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

import kvstore
from kvstore import errors
from tests.kvstore.product import ENVIRONMENT, READY_WITHIN, Kvd, kvctl
from tests.lab import command


def kvd_that_ends(*options: str, **variables: str) -> tuple[int, str, str]:
    """Run a kvd that is expected to end by itself."""
    done = subprocess.run(
        [command("kvd"), "--no-rpcbind", *options],
        capture_output=True,
        text=True,
        timeout=READY_WITHIN,
        env=ENVIRONMENT | variables,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_what_it_does_and_ends_when_told(tmp_path: Path, number: signal.Signals) -> None:
    with Kvd(tmp_path, "--id=7") as node:
        assert node.output[0] == f"kvd: node 7, data in {tmp_path}"
        assert "new" in node.output[1]
        kvctl("put", "k", "v", server=node.server)
        node.process.send_signal(number)
        out, err = node.process.communicate(timeout=READY_WITHIN)
        assert (out, err, node.process.returncode) == ("kvd: stopping\n", "", 0)
    with Kvd(tmp_path, "--id=7") as node:
        assert "revision 1, 1 keys" in node.output[1]
        assert kvctl("get", "k", server=node.server).stdout == b"v\n"


def test_two_signals_that_come_together_are_one(tmp_path: Path) -> None:
    """A supervisor passes one on that the terminal has sent to the whole group already."""
    with Kvd(tmp_path) as node:
        for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGCONT):
            node.process.send_signal(number)
        out, err = node.process.communicate(timeout=READY_WITHIN)
        assert (out, err, node.process.returncode) == ("kvd: stopping\n", "", 0)


def test_its_folder_is_its_own(tmp_path: Path) -> None:
    with Kvd(tmp_path) as node:
        code, _, error = kvd_that_ends("--port=0", f"--data-dir={tmp_path}")
        assert code == 1
        assert f"in use by process {node.process.pid}" in error
        assert error.count("\n") == 1
    code, _, error = kvd_that_ends("--id=2", "--port=0", f"--data-dir={tmp_path}")
    assert code == 1
    assert "written by node 1" in error


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        made, given = tmp_path / "made", tmp_path / "given"
        given.mkdir()
        code, _, error = kvd_that_ends(f"--port={port}", f"--data-dir={made}")
        assert code == 1
        assert not made.exists()
        assert f"localhost:{port}" in error
        assert error.endswith("in use; --port or --listen names another place\n")
        assert "cannot use" not in error
        assert error.count("\n") == 1
        assert kvd_that_ends(f"--port={port}", f"--data-dir={given}")[0] == 1
        assert given.exists()


def test_each_line_is_an_object_where_the_log_is_of_them(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [command("kvd"), "--port=0", f"--data-dir={tmp_path}", "--log-format=json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=ENVIRONMENT,
    )
    with process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.terminate()
        lines = [json.loads(line) for line in (first, *process.stdout)]
    assert all((line["level"], line["node_id"]) == ("INFO", 1) for line in lines), lines
    assert lines[0]["message"] == f"node 1, data in {tmp_path}"
    code, _, error = kvd_that_ends(
        "--listen=256.1.1.1:0", f"--data-dir={tmp_path}", "--log-format=json"
    )
    assert (code, json.loads(error)["level"]) == (1, "ERROR")


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    options = f"--data-dir={tmp_path / 'data'}", f"--cluster-key-file={tmp_path / 'key'}"
    code, _, error = kvd_that_ends("--port=0", *options)
    assert code == 1
    assert error == (
        f"kvd: cannot read the cluster's key {tmp_path / 'key'}: No such file or directory; "
        "--cluster-key-file names a copy of it\n"
    )


def test_without_a_folder_it_takes_one_by_its_id(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [command("kvd"), "--id=3", "--port=0", "--no-rpcbind"],
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT | {"XDG_STATE_HOME": str(tmp_path)},
    )
    with process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.terminate()
    folder = tmp_path / "sunrpc-kv" / "node-3"
    assert first == f"kvd: node 3, data in {folder}\n"


def test_it_listens_on_loopback_only_unless_told(tmp_path: Path) -> None:
    with Kvd(tmp_path) as node:
        ready = node.output[-1].partition(" ready at ")[2].split(", ")
        hosts = {address.rpartition(":")[0] for address in ready}
        assert hosts <= {"127.0.0.1", "[::1]"}
        for host in hosts:
            assert kvctl("status", server=f"{host}:{node.port}").returncode == 0


def test_it_listens_where_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kv.sock"
    options = ("--listen=127.0.0.2", f"--listen=unix://{path}", "--advertise=example:9001")
    process = subprocess.Popen(
        [command("kvd"), "--port=0", "--no-rpcbind", f"--data-dir={tmp_path}", *options],
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    with process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        tcp = lines[-1].partition(" ready at ")[2].split(", ")[0]
        assert tcp.startswith("127.0.0.2:")
        assert kvctl("put", "k", "v", server=tcp).returncode == 0
        assert kvctl("get", "k", server=f"unix://{path}").stdout == b"v\n"
        assert b"leader_address: example:9001" in kvctl("status", server=tcp).stdout
        process.terminate()
        process.wait(READY_WITHIN)
    assert not path.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--id=0"], "number from 1"),
        (["--data-dir="], "--data-dir: the name is empty"),
        (["--port=65536"], "port from 0 to 65535"),
        (["--segment-size=100"], "4096 to 67108864"),
        (["--listen=udp://localhost:1"], "tcp and unix only"),
        (["--listen=unix://relative"], "absolute path"),
        (["--peers="], "--peers: no peer is named"),
        (["--peers=0@localhost:1"], "a node has a number from 1"),
        (["--peers=localhost"], "--peers: "),
        (["--metrics-port=x"], "--metrics-port: 'x' is not a port"),
        (["--metrics-port=unix:///x:1"], "neither PORT nor HOST:PORT"),
        (["--policy="], "--policy: the name is empty"),
        (["--log-format=xml"], "--log-format"),
        (["--advertise=nowhere"], "port is missing"),
        (["--advertise=host:0"], "--advertise: 'host:0' is not HOST:PORT"),
        ([f"--advertise={'n' * 300}:1"], "at most 255 bytes"),
    ],
)
def test_wrong_usage(tmp_path: Path, options: list[str], message: str) -> None:
    code, out, error = kvd_that_ends(f"--data-dir={tmp_path}", *options)
    assert (code, out) == (2, "")
    assert message in error
    assert error.startswith("kvd: ")
    assert error.endswith("; see kvd --help\n")
    assert error.count("\n") == 1


def test_a_damaged_log_is_refused_and_named(tmp_path: Path) -> None:
    with Kvd(tmp_path) as node:
        for number in range(20):
            kvctl("put", f"k{number}", "v" * 1000, server=node.server)
    (segment,) = sorted((tmp_path / "wal").glob("*.wal"))
    with segment.open("r+b") as file:
        file.seek(3000)
        byte = file.read(1)[0]
        file.seek(3000)
        file.write(bytes([byte ^ 1]))
    code, _, error = kvd_that_ends("--port=0", f"--data-dir={tmp_path}")
    assert code == 1
    assert str(segment) in error
    assert "offset" in error


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, error = kvd_that_ends("--port=0", f"--data-dir={tmp_path / 'file' / 'node'}")
    assert code == 1
    assert str(tmp_path / "file") in error
    assert error.count("\n") == 1


def puts_until_failure(server: str) -> tuple[int, bool]:
    """Return how many puts were acknowledged before one failed, and if that may have happened."""
    with kvstore.connect(server) as store:
        for number in range(1000):
            try:
                store.put(f"{number}", "v")
            except errors.NodeFailed as failure:
                return number, failure.may_have_executed
    raise AssertionError("the disk never failed")


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_node_whose_disk_fails_says_so_and_ends(tmp_path: Path) -> None:
    inject = "inject=fdatasync:error=EIO:when=20+"
    strace = [
        "strace",
        "-f",
        "-qq",
        "-o",
        tmp_path / "trace",
        "-e",
        "trace=fdatasync",
        "-e",
        inject,
    ]
    options = ["--port=0", "--no-rpcbind", "--segment-size=65536"]
    process = subprocess.Popen(
        [*strace, command("kvd"), f"--data-dir={tmp_path / 'node'}", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    with process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        port = lines[-1].strip().rpartition(":")[2]
        acknowledged, may_have_executed = puts_until_failure(f"localhost:{port}")
        assert may_have_executed
        _, complaints = process.communicate(timeout=READY_WITHIN)
        assert process.returncode == 1
        assert complaints.startswith("kvd: cannot go on: ")
        assert "Input/output error" in complaints
    with Kvd(tmp_path / "node") as node, kvstore.connect(node.server) as store:
        assert acknowledged <= store.count(prefix="") <= acknowledged + 1


def held_read(server: str) -> threading.Thread:
    """Begin a read that keeps a node from ending in good order."""

    def read() -> None:
        with kvstore.connect(server) as store, contextlib.suppress(errors.KvError):
            store.get("k", min_revision=1 << 40, timeout=3.0)

    thread = threading.Thread(target=read)
    thread.start()
    return thread


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once_and_quietly(
    tmp_path: Path, number: signal.Signals
) -> None:
    with Kvd(tmp_path) as node, kvstore.connect(node.server) as store:
        store.put("k", "v")
        reader = held_read(node.server)
        time.sleep(0.2)
        node.process.send_signal(number)
        assert node.process.stdout is not None
        assert node.process.stdout.readline() == "kvd: stopping\n"
        node.process.send_signal(number)
        _, err = node.process.communicate(timeout=READY_WITHIN)
        assert (err, node.process.returncode) == ("", -number)
        reader.join()
    with Kvd(tmp_path) as node, kvstore.connect(node.server) as store:
        assert store.get("k") is not None


@pytest.mark.parametrize("limits", ["-Sn 64", "-n 512"], ids=["soft", "hard"])
def test_no_number_of_connections_takes_the_files_that_the_log_needs(
    tmp_path: Path, limits: str
) -> None:
    node = Kvd(tmp_path, "--id=1", "--segment-size=65536")
    node.program = ["sh", "-c", f'ulimit {limits}; exec "$@"', "sh", command("kvd")]
    with node:
        with contextlib.ExitStack() as stack, kvstore.connect(node.server) as store:
            store.put("before", "")
            for _ in range(3):
                for _ in range(200):
                    stranger = stack.enter_context(socket.socket())
                    stranger.setblocking(False)
                    stranger.connect_ex(("127.0.0.1", node.port))
                for number in range(30):
                    store.put(f"key-{number}", bytes(10_000))
            assert len(list((tmp_path / "wal").glob("*.wal"))) > 1
        complaints = node.stop().splitlines()
        assert [each for each in complaints if "one connection too many" not in each] == []
        assert node.process.returncode == 0
