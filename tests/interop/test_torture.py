"""Every construct of XDR, through every procedure of torture.x, between C and us."""

from __future__ import annotations

import socket
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from rpcgen_py.compiler import ir
from rpcgen_py.runtime.auth.sys import AuthSys
from tests.interop.describe import arm_of, unions_in
from tests.interop.echo_service import GREETING, handlers
from tests.interop.our_clients import CLIENTS, ask_blocking
from tests.interop.our_servers import SHELLS, Places
from tests.interop.partners import (
    RPC_CANTDECODEARGS,
    RPC_PROGUNAVAIL,
    RPC_PROGVERSMISMATCH,
    TRANSPORTS,
    DirectServer,
    Workshop,
    call,
    our_address,
)
from tests.interop.torture import C_GREETING, Calls, Torture
from tests.interop.values import MULTI_FRAGMENT

SMALL_BUFFER = 1_000
"""Of libtirpc: a record of 300,000 bytes then has hundreds of fragments."""

LAST_FRAGMENT = 1 << 31

STREAMS = ("tcp", "tcp6", "local")


# ------------------------------------------------------------------------ the values themselves


def test_every_procedure_is_called(torture: Torture) -> None:
    assert set(torture.values.by_procedure()) == torture.procedures()


def test_every_type_is_echoed(torture: Torture) -> None:
    echoed = {
        parameter.type.name
        for program in torture.programs()
        for version in program.versions
        for procedure in version.procedures
        for parameter in procedure.parameters
        if isinstance(parameter.type, ir.Ref)
    }
    kinds = (ir.Struct, ir.Union, ir.Enum, ir.Typedef)
    declared = {each.name for each in torture.definitions() if isinstance(each, kinds)}
    # Plain rpcgen cannot pass arrays by themselves (see torture.x): these two, and a list's node,
    # travel inside the other types; the caller's identity is only answered.
    assert declared - echoed == {"row", "digest", "counter", "node", "caller_identity"}


def test_every_arm_of_every_union_is_sent(torture: Torture) -> None:
    unions = [each for each in torture.definitions() if isinstance(each, ir.Union)]
    arms = {(union.name, *arm.cases) for union in unions for arm in union.arms}
    arms |= {(union.name,) for union in unions if union.default}
    sent = set()
    for name, arguments in torture.calls(several_arguments=True):
        for union, chosen in unions_in(torture.unit, torture.parameters(name), arguments):
            sent.add((union.name, *arm_of(union, chosen).cases))
    assert sent == arms


# ------------------------------------------------------------------------ C client, our server


@pytest.fixture(scope="module", params=SHELLS)
def ours(
    request: pytest.FixtureRequest, torture: Torture, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Places]:
    """Our server of torture.x."""
    path = tmp_path_factory.mktemp("ours") / "socket"
    with SHELLS[request.param](handlers(torture.module, request.param), path) as places:
        yield places


def torture_client(workshop: Workshop) -> Path:
    return workshop.client("torture", "torture_describe.c")


def differences(torture: Torture, calls: Calls, answers: list[str]) -> list[tuple[str, str, str]]:
    """Call, answer and right answer, where C saw something else than we meant."""
    right = torture.right_answers(calls, GREETING)
    named = zip((name for name, _ in calls), answers, right, strict=True)
    return [(name, got[:400], want[:400]) for name, got, want in named if got != want]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_c_client_and_our_server(
    torture: Torture, workshop: Workshop, ours: Places, transport: str
) -> None:
    calls = torture.calls(workshop.several_arguments)
    lines = [torture.line(*each) for each in calls]
    answers = call(torture_client(workshop), ours.endpoint(transport), lines)
    assert differences(torture, calls, answers) == []


@pytest.mark.parametrize("buffer", [0, SMALL_BUFFER])
@pytest.mark.parametrize("transport", STREAMS)
def test_c_client_sends_our_server_many_fragments(
    torture: Torture, workshop: Workshop, ours: Places, transport: str, buffer: int
) -> None:
    calls = torture.calls(workshop.several_arguments, large=True)
    lines = [torture.line(*each) for each in calls]
    answers = call(torture_client(workshop), ours.endpoint(transport, buffer=buffer), lines)
    assert differences(torture, calls, answers) == []


def test_a_small_buffer_makes_many_fragments(
    torture: Torture, workshop: Workshop, theirs: DirectServer
) -> None:
    """What the tests of fragments stand on: libtirpc's records really are in pieces."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(10)
        lines = [torture.line("ECHO_BLOB", (MULTI_FRAGMENT,))]
        command = [str(torture_client(workshop)), "tcp", "127.0.0.1", str(port), "none", "1000"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as client:
            assert client.stdin is not None
            client.stdin.write("\n".join(lines).encode())
            client.stdin.close()
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as stream:
                call_sent = list(fragments(stream))
    assert len(call_sent) > 300
    where = theirs.endpoint("tcp")
    with socket.create_connection((where.host, int(where.port)), 10) as connection:
        record = b"".join(call_sent)
        connection.sendall(struct.pack(">I", LAST_FRAGMENT | len(record)) + record)
        with connection.makefile("rb") as stream:
            reply = list(fragments(stream))
    assert b"".join(reply).endswith(record[-len(MULTI_FRAGMENT) :])
    assert len(reply) > (300 if theirs.buffer else 1)


def fragments(stream: BinaryIO) -> Iterator[bytes]:
    """The fragments of one record (RFC 5531 §11)."""
    last = 0
    while not last:
        (mark,) = struct.unpack(">I", stream.read(4))
        last = mark & LAST_FRAGMENT
        yield stream.read(mark & ~LAST_FRAGMENT)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("gids", [(), (4,), tuple(range(100, 116))])
def test_our_server_knows_c_callers(
    torture: Torture, workshop: Workshop, ours: Places, transport: str, gids: tuple[int, ...]
) -> None:
    claim = f"sys:1234:{2**32 - 1}:some.host:{','.join(map(str, gids))}".rstrip(":")
    answers = call(
        torture_client(workshop), ours.endpoint(transport, auth=claim), ["WHO_AM_I .", "NOTHING ."]
    )
    who = torture.module.caller_identity(1, "some.host", 1234, 2**32 - 1, gids)
    assert answers == [torture.answer("WHO_AM_I", who), torture.answer("NOTHING", None)]


def test_our_server_refuses_what_c_lets_through(
    torture: Torture, workshop: Workshop, ours: Places
) -> None:
    """C sends an enum's value that has no name; it is garbage, and the connection lives on."""
    unnamed, named = (f"ECHO_COLOUR {number:08x}" for number in (4, 5))
    answers = call(torture_client(workshop), ours.endpoint("tcp"), [unnamed, named])
    assert answers == [RPC_CANTDECODEARGS, "ok 00000005 5"]


@pytest.mark.parametrize("shell", SHELLS)
def test_c_client_is_told_what_is_not_served(
    torture: Torture, workshop: Workshop, tmp_path: Path, shell: str
) -> None:
    served = [
        each
        for each in handlers(torture.module, shell)
        if each.version is torture.module.TORTURE_V1
    ]
    lines = ["NEGATE 00000001", "GREET .", "ECHO_INT 00000001"]
    with SHELLS[shell](served, tmp_path / "socket") as places:
        for transport in TRANSPORTS:
            answers = call(torture_client(workshop), places.endpoint(transport), lines)
            assert answers == [RPC_PROGVERSMISMATCH, RPC_PROGUNAVAIL, "ok 00000001 1"]


# ------------------------------------------------------------------------ our client, C server


@pytest.fixture(scope="module", params=[0, SMALL_BUFFER], ids=["own buffer", "small buffer"])
def theirs(
    request: pytest.FixtureRequest, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DirectServer]:
    """C's server of torture.x."""
    path = tmp_path_factory.mktemp("theirs") / "socket"
    program = workshop.direct_server("torture")
    with DirectServer(program, path, buffer=request.param) as server:
        yield server


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("client", CLIENTS)
def test_our_client_and_c_server(
    torture: Torture, workshop: Workshop, theirs: DirectServer, client: str, transport: str
) -> None:
    calls = torture.calls(workshop.several_arguments)
    if transport in STREAMS:
        calls += torture.calls(workshop.several_arguments, large=True)
    address = our_address(theirs.endpoint(transport))
    results = CLIENTS[client](torture, address, calls, None)
    assert torture.answers(calls, results) == torture.right_answers(calls, C_GREETING)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("gids", [(), tuple(range(100, 116))])
def test_c_server_knows_our_callers(
    torture: Torture, theirs: DirectServer, client: str, transport: str, gids: tuple[int, ...]
) -> None:
    auth = AuthSys(1234, 2**32 - 1, gids, machine_name="some.host")
    address = our_address(theirs.endpoint(transport))
    (who,) = CLIENTS[client](torture, address, [("WHO_AM_I", ())], auth)
    assert who == torture.module.caller_identity(1, "some.host", 1234, 2**32 - 1, gids)


def test_c_cuts_strings_at_a_nul(torture: Torture, theirs: DirectServer) -> None:
    """XDR lets a string hold one (RFC 4506 §4.11); C's strings end there."""
    address = our_address(theirs.endpoint("tcp"))
    results = ask_blocking(torture, address, [("ECHO_STRING", ("a\0b",))], None)
    assert results == ["a"]
