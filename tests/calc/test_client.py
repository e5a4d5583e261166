"""calc-client: each way to fail has a message of its own, one line on stderr, and an exit code."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calc.servers import RunningServer, StartServer, calc_client
from tests.lab import Lab, command, first_line, stop

OVERFLOW = "overflow: 2147483647 + 1 does not fit in 32 bits (-2147483648 to 2147483647)\n"


@pytest.fixture(scope="module")
def silent_port() -> Iterator[str]:
    """A port where somebody takes connections and datagrams, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as stream:
        port = stream.getsockname()[1]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            datagrams.bind(("127.0.0.1", port))
            yield f"--port={port}"


@pytest.mark.parametrize("shell", [[], ["--asyncio"]], ids=["threads", "asyncio"])
def test_every_operation_over_every_transport(
    start_server: StartServer, tmp_path: Path, shell: list[str]
) -> None:
    path = tmp_path / "calc"
    server = start_server(f"--unix={path}", *shell)
    tcp, udp = server.port("tcp"), server.port("udp")
    assert calc_client(tcp, "localhost", "add", "5", "3") == (0, "Result: 8\n", "")
    assert calc_client(tcp, "127.0.0.1", "subtract", "5", "-3") == (0, "Result: 8\n", "")
    ipv6 = next(each for each in server.addresses if each.startswith("udp://[::1]:"))
    over_udp = ("--transport=udp", f"--port={ipv6.rpartition(':')[2]}", "::1")
    assert calc_client(*over_udp, "multiply", "-7", "6") == (0, "Result: -42\n", "")
    assert calc_client("--transport=udp", udp, "localhost", "divide", "-7", "2") == (
        0,
        "Result: -3\n",
        "",
    )
    assert calc_client("--transport=unix", path, "add", "1", "1") == (0, "Result: 2\n", "")


@pytest.fixture(scope="module")
def nothing() -> Iterator[Lab]:
    """A host where neither rpcbind nor any server runs."""
    with Lab(rpcbind=False) as lab:
        yield lab


@pytest.fixture(scope="module")
def only_rpcbind() -> Iterator[Lab]:
    with Lab(rpcbind=True) as lab:
        yield lab


def test_json_says_who_asked_and_which_version_answered(start_server: StartServer) -> None:
    server = start_server()
    code, out, _ = calc_client(
        server.port("tcp"),
        "--auth=sys",
        "--uid=5",
        "--gid=6",
        "-o",
        "json",
        "localhost",
        "add",
        "1",
        "2",
    )
    assert code == 0
    assert json.loads(out) == {
        "result": 3,
        "version": 2,
        "auth": {"flavor": "sys", "uid": 5, "gid": 6},
    }


def test_auth_sys_without_ids_is_who_one_is(start_server: StartServer) -> None:
    server = start_server()
    code, out, _ = calc_client(server.port("tcp"), "--auth=sys", "localhost", "add", "1", "2")
    assert (code, out) == (0, f"Using AUTH_SYS (uid={os.getuid()}, gid={os.getgid()})\nResult: 3\n")


@pytest.mark.parametrize("version", [[], ["--rpc-version=1"]], ids=["newest", "version 1"])
def test_overflow(start_server: StartServer, version: list[str]) -> None:
    server = start_server()
    asked = (server.port("tcp"), *version, "localhost", "add", "2147483647", "1")
    assert calc_client(*asked) == (1, "", OVERFLOW)


def test_division_by_zero(start_server: StartServer) -> None:
    server = start_server()
    assert calc_client(server.port("tcp"), "localhost", "divide", "7", "0") == (
        1,
        "",
        "division by zero: 7 / 0 has no result\n",
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["localhost", "add", "five", "3"], "'five' is not an integer"),
        (["localhost", "add", "1.5", "3"], "'1.5' is not an integer"),
        (["localhost", "add", "1", "2147483648"], "2147483648 does not fit in 32 bits"),
        (["localhost", "add", "-2147483649", "1"], "-2147483649 does not fit in 32 bits"),
        (["localhost", "add", "1"], "required: B"),
        (["localhost", "power", "1", "2"], "invalid choice: 'power'"),
        (["--port=0", "localhost", "add", "1", "2"], "'0' is not a port from 1 to 65535"),
        (["--timeout=nan", "localhost", "add", "1", "2"], "'nan' is not a number of seconds"),
        (["--uid=1", "localhost", "add", "1", "2"], "--uid and --gid need --auth=sys"),
        (["--auth=sys", "--uid=-1", "localhost", "add", "1", "2"], "'-1' is not a number"),
        (["--rpc-version=1", "localhost", "divide", "1", "2"], "version 1 has no divide"),
        (["--transport=unix", "/" + "x" * 108, "add", "1", "2"], "longer than 107 bytes"),
        (["--transport=unix", "--port=1", "/x", "add", "1", "2"], "a Unix socket has no --port"),
        (["localhost:9", "add", "1", "2"], "it has no port; write localhost --port=9"),
    ],
)
def test_wrong_usage(arguments: list[str], complaint: str) -> None:
    code, out, err = calc_client(*arguments)
    assert (code, out) == (2, "")
    assert complaint in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("port", [[], ["--port=9"]])
def test_a_host_without_an_address(port: list[str]) -> None:
    host = "x" * 70  # longer than a name of DNS may be: nobody is asked
    code, out, err = calc_client(*port, host, "add", "1", "2")
    assert (code, out) == (3, "")
    assert err.startswith(f"host '{host}' could not be resolved (")
    assert err.endswith("): check its spelling, or give its address\n")


def test_server_unreachable(tmp_path: Path) -> None:
    with socket.socket() as unused:  # bound and not listening: nobody else gets this port
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        for transport in ("tcp", "udp"):
            refused = ("--transport", transport, f"--port={port}", "127.0.0.1", "add", "1", "1")
            code, out, err = calc_client(*refused)
            assert (code, out) == (3, "")
            assert err.startswith("server unreachable: ")
            assert f"{transport}://127.0.0.1:{port}" in err
    code, out, err = calc_client("--transport=unix", tmp_path / "none", "add", "1", "1")
    assert (code, out) == (3, "")
    assert err.startswith("server unreachable: unix://")


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_timeout(silent_port: str, transport: str) -> None:
    asked = (f"--transport={transport}", silent_port, "--timeout=0.2", "127.0.0.1", "add", "1", "1")
    code, out, err = calc_client(*asked)
    assert (code, out) == (3, "")
    assert err.startswith("timeout: no answer from ")
    assert err.endswith(" within 0.2 s; try --timeout\n")


def test_no_rpcbind(nothing: Lab) -> None:
    done = nothing.run(command("calc-client"), "localhost", "add", "1", "1")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("no rpcbind answers on localhost")


SILENT_RPCBIND = """
import socket
listener = socket.create_server(("127.0.0.1", 111))
print("ready", flush=True)
input()
"""


def test_rpcbind_that_never_answers() -> None:
    with Lab(rpcbind=False) as lab:
        silent = lab.start(sys.executable, "-c", SILENT_RPCBIND)
        assert first_line(silent.stdout) == "ready"
        done = lab.run(command("calc-client"), "--timeout=0.3", "localhost", "add", "1", "1")
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("no rpcbind answers on localhost")
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("transport", ["tcp", "udp", "unix"])
def test_program_not_registered(only_rpcbind: Lab, transport: str) -> None:
    asked = (f"--transport={transport}", "localhost", "add", "1", "1")
    done = only_rpcbind.run(command("calc-client"), *asked)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "program not registered: localhost knows no calculator (0x31230000) "
        f"over {transport}; is calc-server running there?\n"
    )


def test_a_server_that_is_something_else(only_rpcbind: Lab) -> None:
    done = only_rpcbind.run(command("calc-client"), "--port=111", "127.0.0.1", "add", "1", "1")
    assert (done.returncode, done.stdout) == (3, "")
    assert "is no calculator: it does not have program 0x31230000" in done.stderr


def test_refused(start_server: StartServer) -> None:
    server = start_server("--auth=sys", "--allow-uid=7", "--allow-uid=8")
    port = server.port("tcp")

    def asked_by(*who: str) -> tuple[int, str, str]:
        return calc_client(port, *who, "127.0.0.1", "add", "1", "1")

    refusal = "AUTH failed: RPC: Authentication error"
    assert asked_by("--auth=sys", "--uid=9", "--gid=7") == (4, "", f"{refusal}\n")
    code, out, err = asked_by()
    assert (code, out) == (4, "")
    assert err.startswith(refusal)
    assert err.endswith("try --auth=sys)\n")
    for uid in (7, 8):
        assert asked_by("--auth=sys", f"--uid={uid}", "--gid=1") == (
            0,
            f"Using AUTH_SYS (uid={uid}, gid=1)\nResult: 2\n",
            "",
        )


@pytest.fixture
def old_server(start_server: StartServer) -> RunningServer:
    """A server from before version 2."""
    return start_server("--rpc-version=1")


def test_new_client_works_with_an_old_server(old_server: RunningServer) -> None:
    port = old_server.port("tcp")
    assert calc_client(port, "localhost", "multiply", "7", "6") == (0, "Result: 42\n", "")
    assert calc_client(port, "localhost", "add", "2147483647", "1") == (1, "", OVERFLOW)


def test_what_an_old_server_lacks_is_named(old_server: RunningServer) -> None:
    code, out, err = calc_client(old_server.port("tcp"), "127.0.0.1", "divide", "7", "6")
    assert (code, out) == (3, "")
    assert err.startswith(
        "version not served: divide needs version 2 of the calculator, and tcp://"
    )
    assert err.endswith(" has 1; ask a newer server\n")


def test_old_client_works_with_a_new_server(start_server: StartServer) -> None:
    server = start_server()
    asked = (server.port("tcp"), "--rpc-version=1", "-o", "json", "localhost", "subtract", "5", "3")
    code, out, _ = calc_client(*asked)
    assert (code, json.loads(out)) == (0, {"result": 2, "version": 1, "auth": None})


@pytest.mark.parametrize("rpcbind", [True, False], ids=["rpcbind", "no rpcbind"])
def test_old_and_new_find_each_other_through_rpcbind(rpcbind: bool) -> None:
    with Lab(rpcbind=rpcbind) as lab:
        server = lab.start(command("calc-server"), "--rpc-version=1")
        assert first_line(server.stdout).endswith("version 1")
        done = lab.run(command("calc-client"), "localhost", "add", "1", "1")
        assert (done.returncode, done.stdout) == (0, "Result: 2\n")
        done = lab.run(command("calc-client"), "localhost", "divide", "1", "1")
        assert done.returncode == 3
        assert done.stderr.startswith("version not served: ")
        stop(server)
        server = lab.start(command("calc-server"), "--rpc-version=2")
        assert first_line(server.stdout).endswith("version 2")
        done = lab.run(command("calc-client"), "--rpc-version=1", "localhost", "add", "1", "1")
        assert done.returncode == 3
        assert done.stderr.startswith("version not served: ")
