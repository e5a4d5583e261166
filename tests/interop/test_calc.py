"""The calculator between C and us, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from calc._generated import calc
from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.transport.sync_client import connect
from tests.calc.servers import RunningServer, running
from tests.interop.partners import (
    RPC_AUTHERROR,
    RPC_PROGVERSMISMATCH,
    RPC_SYSTEMERROR,
    TRANSPORTS,
    DirectServer,
    Endpoint,
    Workshop,
    call,
    our_address,
)
from tests.lab import Lab, command, first_line, stop

INT_MIN, INT_MAX = -(2**31), 2**31 - 1

OVERFLOW = f"status {calc.CALC_OVERFLOW}"
BY_ZERO = f"status {calc.CALC_DIVISION_BY_ZERO}"

CALLS = {
    "1 add 5 3": "value 8",
    "1 subtract 5 -3": "value 8",
    "1 multiply 7 -6": "value -42",
    f"1 add {INT_MIN} {INT_MAX}": "value -1",
    f"1 subtract -1 {INT_MAX}": f"value {INT_MIN}",
    "2 add 5 3": "value 8",
    "2 subtract 5 -3": "value 8",
    "2 multiply 7 6": "value 42",
    "2 divide -7 2": "value -3",
    "2 divide 7 0": BY_ZERO,
    f"2 divide {INT_MIN} -1": OVERFLOW,
    f"2 add {INT_MAX} 1": OVERFLOW,
    f"2 subtract {INT_MIN} 1": OVERFLOW,
    "2 multiply 65536 65536": OVERFLOW,
}


@pytest.fixture(scope="module", params=["threads", "asyncio"])
def our_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[RunningServer, Path]]:
    """calc-server, and the path of its Unix socket."""
    path = tmp_path_factory.mktemp("calc") / "socket"
    shell = ["--asyncio"] if request.param == "asyncio" else []
    with running(f"--unix={path}", *shell) as server:
        yield server, path


def endpoint_at(server: RunningServer, path: Path, transport: str, auth: str) -> Endpoint:
    if transport == "local":
        return Endpoint(transport, str(path), 0, auth)
    if transport.endswith("6"):
        return Endpoint(transport, "::1", server.at(transport[:-1], "[::1]"), auth)
    return Endpoint(transport, "127.0.0.1", server.at(transport, "127."), auth)


@pytest.mark.parametrize("auth", ["none", "sys:1000:1000:host:1,2,3"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_c_client_and_our_server(
    workshop: Workshop, our_server: tuple[RunningServer, Path], transport: str, auth: str
) -> None:
    endpoint = endpoint_at(*our_server, transport, auth)
    client = workshop.client("calc")
    assert call(client, endpoint, list(CALLS)) == list(CALLS.values())
    overflow = f"1 add {INT_MAX} 1"
    assert call(client, endpoint, [overflow]) == [RPC_SYSTEMERROR]


def test_c_client_is_refused_by_policy(workshop: Workshop) -> None:
    client = workshop.client("calc")
    with running("--auth=sys", "--allow-uid=1000") as server:
        for transport in ("tcp", "udp"):

            def asked_by(auth: str, via: str = transport) -> list[str]:
                endpoint = endpoint_at(server, Path(), via, auth)
                return call(client, endpoint, ["1 add 7 9", "2 add 7 9"])

            assert asked_by("sys:1000:1000:host") == ["value 16", "value 16"]
            assert asked_by("sys:9999:1000:host:1000") == [RPC_AUTHERROR] * 2
            assert asked_by("none") == [RPC_AUTHERROR] * 2


def test_c_client_of_version_2_and_our_old_server(workshop: Workshop) -> None:
    with running("--rpc-version=1") as server:
        endpoint = endpoint_at(server, Path(), "tcp", "none")
        answers = call(workshop.client("calc"), endpoint, ["2 divide 4 2", "1 add 4 2"])
    assert answers == [RPC_PROGVERSMISMATCH, "value 6"]


@pytest.fixture(scope="module")
def c_server(
    workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DirectServer]:
    """The C calculator, without rpcbind."""
    path = tmp_path_factory.mktemp("calc") / "socket"
    with DirectServer(workshop.direct_server("calc"), path) as server:
        yield server


@pytest.mark.parametrize("auth", [None, AuthSys(1000, 1000, range(16))], ids=["none", "sys"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_our_client_and_c_server(
    c_server: DirectServer, transport: str, auth: AuthSys | None
) -> None:
    with connect(our_address(c_server.endpoint(transport)), auth=auth) as connection:
        clients = {"1": calc.CALC_V1Client(connection), "2": calc.CALC_V2Client(connection)}
        for asked, expected in CALLS.items():
            version, procedure, a, b = asked.split()
            answer = getattr(clients[version], procedure.upper())(calc.operands(int(a), int(b)))
            assert as_c_prints(answer) == expected, asked


def as_c_prints(answer: int | calc.answer) -> str:
    match answer:
        case int() | calc.answer_CALC_OK():
            return f"value {answer if isinstance(answer, int) else answer.value}"
    return f"status {answer.status}"


# ------------------------------------------------------------------------ through rpcbind


@pytest.fixture(scope="module")
def host() -> Iterator[Lab]:
    with Lab(rpcbind=True) as lab:
        yield lab


@pytest.mark.parametrize("options", [[], ["--asyncio"], ["--auth=sys", "--allow-uid=1000"]])
def test_c_client_finds_our_server_through_rpcbind(
    workshop: Workshop, host: Lab, options: list[str]
) -> None:
    server = host.start(command("calc-server"), *options)
    assert first_line(server.stdout).startswith("Registered with ")
    try:
        for transport in ("tcp", "udp"):
            endpoint = Endpoint(transport, "localhost", "-", "sys:1000:1000:host")
            answers = call(workshop.client("calc"), endpoint, list(CALLS), inside=host.inside())
            assert answers == list(CALLS.values())
    finally:
        stop(server)


def test_our_client_finds_a_stock_server_through_rpcbind(workshop: Workshop, host: Lab) -> None:
    server = host.start(workshop.stock_server("calc"))
    host.wait_for_service(calc.CALC_PROG.number, 2)
    try:
        for options in ([], ["--transport=udp"], ["--rpc-version=1"]):
            done = host.run(command("calc-client"), *options, "localhost", "multiply", "7", "6")
            assert (done.stdout, done.stderr) == ("Result: 42\n", "")
        done = host.run(command("calc-client"), "localhost", "divide", "7", "0")
        assert (done.returncode, done.stderr.partition(":")[0]) == (1, "division by zero")
    finally:
        stop(server)
        host.run("rpcinfo", "-d", str(calc.CALC_PROG.number), "1")
        host.run("rpcinfo", "-d", str(calc.CALC_PROG.number), "2")


def test_what_a_stock_server_left_behind_is_replaced(workshop: Workshop, host: Lab) -> None:
    """rpcgen's servers never unregister; ours takes over once they are dead, and not before."""
    stock = host.start(workshop.stock_server("calc"))
    host.wait_for_service(calc.CALC_PROG.number, 2)
    second = host.run(command("calc-server"))
    assert (second.returncode, second.stdout) == (1, "")
    stop(stock)
    ours = host.start(command("calc-server"))
    assert first_line(ours.stdout).startswith("Registered with ")
    done = host.run(command("calc-client"), "localhost", "add", "5", "3")
    assert (done.stdout, done.stderr) == ("Result: 8\n", "")
    stop(ours)
