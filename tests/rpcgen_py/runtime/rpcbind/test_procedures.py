"""The rest of program 100000, asked by generated clients of the real rpcbind and of ours."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from rpcgen_py.runtime._generated import rpcbind as rpcb
from rpcgen_py.runtime.errors import (
    GarbageArguments,
    ProcedureUnavailable,
    ProgramMismatch,
    ProgramUnavailable,
    SystemError_,
    TimedOut,
)
from rpcgen_py.runtime.program import Procedure, null_procedure
from rpcgen_py.runtime.transport.connection import Submitted
from tests.rpcgen_py.runtime.binders import VIA, VIA_IP, Host, Via
from tests.rpcgen_py.runtime.rpcbind.conftest import ConnectTo

SILENCE = 0.2
"""Seconds without an answer after which there will be none."""

every_transport = pytest.mark.parametrize("via", VIA)
over_ip = pytest.mark.parametrize("via", VIA_IP)


def sockaddr(via: Via, port: int) -> bytes:
    """The bytes of a sockaddr_in or sockaddr_in6 of loopback."""
    where = port.to_bytes(2, "big")
    if via.endswith("6"):
        family = socket.AF_INET6.to_bytes(2, "little")
        return family + where + bytes(4) + socket.inet_pton(socket.AF_INET6, "::1") + bytes(4)
    return socket.AF_INET.to_bytes(2, "little") + where + socket.inet_aton("127.0.0.1") + bytes(8)


def loopback(via: Via, tail: str) -> str:
    return ("::1." if via.endswith("6") else "127.0.0.1.") + tail


def procedure(program: int, version: int, number: int) -> Procedure[[], None]:
    """A procedure without arguments or result that may not be there."""
    null = null_procedure(program, version)
    return Procedure(
        program,
        version,
        number,
        "SOMETHING",
        null.pack_args,
        null.unpack_args,
        null.pack_result,
        null.unpack_result,
    )


@every_transport
def test_every_version_answers_procedure_0(connect_to: ConnectTo, via: Via) -> None:
    connection = connect_to(via)
    for version in (2, 3, 4):
        connection.call(null_procedure(100000, version), b"")


@every_transport
@pytest.mark.parametrize("version", [1, 5, 2**32 - 1])
def test_other_versions_are_a_mismatch(connect_to: ConnectTo, via: Via, version: int) -> None:
    with pytest.raises(ProgramMismatch) as caught:
        connect_to(via).call(null_procedure(100000, version), b"")
    assert (caught.value.low, caught.value.high) == (2, 4)


@every_transport
def test_other_programs_and_procedures_are_not_there(connect_to: ConnectTo, via: Via) -> None:
    connection = connect_to(via)
    with pytest.raises(ProgramUnavailable):
        connection.call(null_procedure(100001, 2), b"")
    for version in (2, 3, 4):
        with pytest.raises(ProcedureUnavailable):
            connection.call(procedure(100000, version, 77), b"")


@pytest.mark.parametrize("via", ["local", "tcp", "tcp6"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_arguments_that_are_none_are_garbage(connect_to: ConnectTo, via: Via, number: int) -> None:
    """Not over UDP, where rpcbind reads on in what another datagram left in its buffer."""
    for version in (2, 3, 4):
        with pytest.raises(GarbageArguments):
            connect_to(via).call(procedure(100000, version, number), b"\0\0\0\1")


@every_transport
def test_gettime(connect_to: ConnectTo, via: Via) -> None:
    connection = connect_to(via)
    for client in (rpcb.RPCBVERSClient(connection), rpcb.RPCBVERS4Client(connection)):
        assert abs(client.RPCBPROC_GETTIME() - time.time()) < 60


@over_ip
def test_addresses_are_converted_both_ways(connect_to: ConnectTo, via: Via) -> None:
    connection = connect_to(via)
    raw = sockaddr(via, 1028)
    for client in (rpcb.RPCBVERSClient(connection), rpcb.RPCBVERS4Client(connection)):
        found = client.RPCBPROC_UADDR2TADDR(loopback(via, "4.4"))
        assert found == rpcb.rpcb_netbuf(len(raw), raw)
        assert client.RPCBPROC_TADDR2UADDR(found) == loopback(via, "4.4")
        for junk in ("junk", "", "1.2.3", "/run/x.sock"):
            assert client.RPCBPROC_UADDR2TADDR(junk) == rpcb.rpcb_netbuf(0, b"")
        for short in (b"", b"xx", raw[:7]):
            assert client.RPCBPROC_TADDR2UADDR(rpcb.rpcb_netbuf(len(short), short)) == ""


@over_ip
def test_getaddrlist_names_the_transports_of_ones_family(
    connect_to: ConnectTo, via: Via, program: int
) -> None:
    client = rpcb.RPCBVERS4Client(connect_to(via))
    for netid, address in (
        ("tcp", "0.0.0.0.4.1"),
        ("udp", "0.0.0.0.4.2"),
        ("tcp6", "::.4.1"),
        ("udp6", "::.4.2"),
        ("local", "/run/program.sock"),
    ):
        assert client.RPCBPROC_SET(rpcb.rpcb(program, 1, netid, address, ""))
    found = []
    listed = client.RPCBPROC_GETADDRLIST(rpcb.rpcb(program, 1, "", "", ""))
    while listed is not None:
        found.append(listed.rpcb_entry_map)
        listed = listed.rpcb_entry_next
    six = "6" if via.endswith("6") else ""
    family = f"inet{six}"
    assert found == [
        rpcb.rpcb_entry(loopback(via, "4.1"), f"tcp{six}", 3, family, "tcp"),
        rpcb.rpcb_entry(loopback(via, "4.2"), f"udp{six}", 1, family, "udp"),
    ]
    assert client.RPCBPROC_GETADDRLIST(rpcb.rpcb(program, 2, "", "", "")) is None


@every_transport
def test_calls_are_not_passed_on_and_get_silence(connect_to: ConnectTo, via: Via) -> None:
    """WIRE rule 31: nobody reaches by rpcbind what trusts this host alone."""
    connection = connect_to(via)
    passed_on = rpcb.rpcb_rmtcallargs(100000, 2, 0, b"")
    asked: list[Submitted[Any]] = [
        connection.submit(rpcb._PMAP_VERS_PMAPPROC_CALLIT, rpcb.call_args(100000, 2, 0, b"")),
        connection.submit(rpcb._RPCBVERS_RPCBPROC_CALLIT, passed_on),
        connection.submit(rpcb._RPCBVERS4_RPCBPROC_BCAST, passed_on),
    ]
    time.sleep(SILENCE)
    for each in asked:
        with pytest.raises(TimedOut):
            each.result(0.01)
    assert rpcb.RPCBVERS4Client(connection).RPCBPROC_GETTIME()  # it lives on


@pytest.mark.parametrize("via", ["udp", "udp6"])
def test_an_indirect_call_is_an_error(connect_to: ConnectTo, via: Via) -> None:
    client = rpcb.RPCBVERS4Client(connect_to(via))
    with pytest.raises(SystemError_):
        client.RPCBPROC_INDIRECT(rpcb.rpcb_rmtcallargs(100000, 4, 0, b""))


def test_one_connection_asks_many_questions(host: Host, connect_to: ConnectTo) -> None:
    connection = connect_to("tcp")
    client = rpcb.RPCBVERS4Client(connection)
    asked = [
        connection.submit(null_procedure(100000, version))
        for version in (2, 3, 4)
        for _ in range(9)
    ]
    for each in asked:
        each.result()
    assert client.RPCBPROC_GETTIME()
