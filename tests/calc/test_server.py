"""calc-server: where it serves, whom, and what it leaves in rpcbind."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from calc._generated import calc
from calc.policy import known_users
from rpcgen_py.runtime.auth.none import AuthNone
from rpcgen_py.runtime.auth.sys import AuthSys, SysServer
from rpcgen_py.runtime.errors import AuthError, AuthStat
from rpcgen_py.runtime.identity import Identity, Peer, ProcessCredentials
from rpcgen_py.runtime.transport.sync_client import connect
from tests.calc.servers import StartServer
from tests.lab import Lab, command, first_line, stop

REGISTERED = "Registered with portmapper: program 0x31230000, version 1"
SHELLS = pytest.mark.parametrize("shell", [[], ["--asyncio"]], ids=["threads", "asyncio"])


@pytest.fixture(params=[True, False], ids=["rpcbind", "no rpcbind"])
def host(request: pytest.FixtureRequest) -> Iterator[Lab]:
    with Lab(rpcbind=request.param) as lab:
        yield lab


def started(lab: Lab, *options: str) -> subprocess.Popen[str]:
    """A registered server on a private host."""
    server = lab.start(command("calc-server"), *options)
    line = first_line(server.stdout)
    assert line == REGISTERED, server.communicate()
    return server


@SHELLS
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_server_is_unregistered(host: Lab, shell: list[str], number: int) -> None:
    server = started(host, *shell)
    server.send_signal(number)
    assert server.communicate(timeout=10) == ("", "")
    assert server.returncode == 0
    done = host.run(command("calc-client"), "localhost", "add", "1", "1")
    assert done.returncode == 3


def test_a_live_servers_registration_is_not_taken_away(host: Lab) -> None:
    started(host)
    second = host.run(command("calc-server"), "--asyncio")
    assert (second.returncode, second.stdout) == (1, "")
    assert "is registered at" in second.stderr
    assert second.stderr.count("\n") == 1
    done = host.run(command("calc-client"), "localhost", "add", "5", "3")
    assert done.stdout == "Result: 8\n"


def test_a_dead_servers_registration_is_replaced(host: Lab) -> None:
    first = started(host)
    first.kill()
    first.communicate()
    second = started(host)
    done = host.run(command("calc-client"), "localhost", "add", "5", "3")
    assert (done.stdout, done.stderr) == ("Result: 8\n", "")
    stop(second)


def test_an_old_servers_entry_outlives_a_dead_new_one() -> None:
    """What a dead server left for version 2 must not keep clients from a living version 1."""
    with Lab(rpcbind=True) as lab:
        new = started(lab)
        new.kill()
        new.communicate()
        started(lab, "--rpc-version=1")
        done = lab.run(command("calc-client"), "localhost", "add", "5", "3")
        assert (done.stdout, done.stderr) == ("Result: 8\n", "")


def test_several_addresses(tmp_path: Path) -> None:
    with Lab(rpcbind=True) as lab:
        path = tmp_path / "socket"
        options = ("--listen=127.0.0.1", "--listen=127.0.0.2", "--port=4100", f"--unix={path}")
        started(lab, *options)
        for where in (
            ["--port=4100", "127.0.0.2"],
            ["--transport=unix", "localhost"],
            ["localhost"],
        ):
            done = lab.run(command("calc-client"), *where, "add", "1", "1")
            assert (done.stdout, done.stderr) == ("Result: 2\n", "")
        done = lab.run(command("calc-client"), "--port=4100", "127.0.0.3", "add", "1", "1")
        assert done.returncode == 3


def test_a_taken_port_is_named(start_server: StartServer) -> None:
    port = start_server().port("tcp")
    done = subprocess.run(
        [command("calc-server"), "--no-register", port], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert port.removeprefix("--port=") in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--allow-uid=1"], "--allow-uid needs --auth=sys"),
        (["--rpc-version=3"], "'3' is not a version from 1 to 2"),
        (["--auth=gss"], "invalid choice: 'gss'"),
        (["--unix=/" + "x" * 108], "longer than 107 bytes"),
    ],
)
def test_wrong_usage(options: list[str], complaint: str) -> None:
    done = subprocess.run(
        [command("calc-server"), *options], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr


@SHELLS
def test_refusals_carry_their_reason(start_server: StartServer, shell: list[str]) -> None:
    server = start_server("--auth=sys", "--allow-uid=1000", *shell)
    both = calc.operands(1, 1)
    for address in server.addresses:
        for who, reason in (
            (AuthNone(), AuthStat.AUTH_TOOWEAK),
            (AuthSys(999, 1000, (1000,)), AuthStat.AUTH_REJECTEDCRED),
        ):
            with connect(address, auth=who) as connection, pytest.raises(AuthError) as caught:
                calc.CALC_V1Client(connection).ADD(both)
            assert caught.value.stat is reason
        with connect(address, auth=AuthSys(1000, 0)) as connection:
            assert calc.CALC_V1Client(connection).ADD(both) == 2


def test_over_a_unix_socket_the_kernel_knows_the_caller() -> None:
    """Root may claim to be anybody, another user only to be itself."""
    policy = known_users({1000})
    procedure = calc.CALC_V1.procedures[0]

    def judged(uid: int, process: ProcessCredentials | None) -> int | None:
        transport: Literal["tcp", "unix"] = "tcp" if process is None else "unix"
        return policy(Identity(SysServer.flavor, Peer(transport, process=process), uid), procedure)

    assert judged(1000, ProcessCredentials(1, 0, 0)) is None
    assert judged(1000, ProcessCredentials(1, 1000, 1000)) is None
    assert judged(1000, ProcessCredentials(1, 999, 1000)) == AuthStat.AUTH_REJECTEDCRED
    assert judged(0, ProcessCredentials(1, 0, 0)) == AuthStat.AUTH_REJECTEDCRED
    assert judged(1000, None) is None
