"""`connect`: which transport, and what its options mean for every one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen_py.runtime._generated.rpcbind import RPCBVERSClient, RPCBVERSServer, rpcb
from rpcgen_py.runtime.address import Address, parse_address
from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.context import Context
from rpcgen_py.runtime.errors import NotSent, TimedOut, XdrError
from rpcgen_py.runtime.transport.sync_client import connect
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.rpcgen_py.runtime.transport.threads_lab import (
    ECHO,
    HOLD,
    TRANSPORTS,
    in_thread,
    invoke,
    place,
    serving,
    until,
)

over_each = pytest.mark.parametrize("transport", TRANSPORTS)


@over_each
def test_a_connection_says_who_calls(transport: str, tmp_path: Path) -> None:
    with serving(place(transport, tmp_path)) as (_, service, address):
        with connect(address) as client:
            invoke(client, ECHO)
        with connect(address, auth=AuthSys(7, 8, (9, 10), machine_name="here")) as client:
            invoke(client, ECHO)
    nobody, user = (context.identity for context in service.contexts)
    assert (nobody.flavor, nobody.uid) == (0, None)
    claim = (user.flavor, user.uid, user.gid, user.gids, user.machine_name)
    assert claim == (1, 7, 8, (9, 10), "here")
    assert user.peer.transport == transport.removesuffix("6")


@over_each
def test_its_time_is_for_calls_that_have_none(transport: str, tmp_path: Path) -> None:
    where = place(transport, tmp_path)
    with serving(where) as (_, service, address), connect(address, timeout=0.1) as client:
        with pytest.raises(TimedOut, match="HOLD"):
            invoke(client, HOLD)
        service.release.set()
        assert client.timeout == 0.1


@over_each
def test_leaving_the_block_closes_it(transport: str, tmp_path: Path) -> None:
    with serving(place(transport, tmp_path)) as (_, _, address):
        with connect(parse_address(address)) as client:
            assert invoke(client, ECHO, b"x") == b"x"
        with pytest.raises(NotSent, match="closed"):
            invoke(client, ECHO)


class Rpcbind(RPCBVERSServer):
    """Answers any question with the netid that it is asked about."""

    def RPCBPROC_GETADDR(self, arg: rpcb, context: Context) -> str:
        return arg.r_netid


@over_each
def test_lengths_are_bounded_both_ways(transport: str, tmp_path: Path) -> None:
    """What the server may send more of than the client takes, and the client than the server."""
    with Server(max_length=200) as server:
        server.add(Rpcbind())
        address = server.listen(place(transport, tmp_path))
        server.start()
        procedure = RPCBVERSClient.version.procedures[2]

        def ask(length: int, most: int) -> str:
            question = rpcb(1, 2, "x" * length, "", "")
            with connect(address, max_length=most) as caller:
                submitted = caller.submit(procedure, question).result()
                assert RPCBVERSClient(caller).RPCBPROC_GETADDR(question) == submitted
                return str(submitted)

        assert ask(100, 100) == "x" * 100
        with pytest.raises(XdrError, match="r_netid"):
            ask(101, 100)
        with pytest.raises(Exception, match="cannot decode the arguments"):
            ask(201, 300)


def test_an_address_object_is_taken_as_well_as_text() -> None:
    with serving() as (_, _, address):
        port = int(address.rpartition(":")[2])
        with connect(Address("tcp", "127.0.0.1", port)) as client:
            assert invoke(client, ECHO, b"x") == b"x"


@over_each
def test_answers_do_not_cross_between_connections(transport: str, tmp_path: Path) -> None:
    where = place(transport, tmp_path)
    with serving(where) as (_, service, address):
        service.futures = []
        with connect(address) as one, connect(address) as two:
            first = in_thread(lambda: invoke(one, HOLD, b"one"))
            until(lambda: len(service.futures or ()) == 1)
            second = in_thread(lambda: invoke(two, HOLD, b"two"))
            until(lambda: len(service.futures or ()) == 2)
            service.futures[1].set_result(b"for two")
            assert second.result(20) == b"for two"
            service.futures[0].set_result(b"for one")
            assert first.result(20) == b"for one"
