"""What a server's start and end do to rpcbind's table (WIRE rule 28), the real one's and ours."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rpcgen_py.runtime._generated.rpcbind import mapping
from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.errors import Unreachable
from rpcgen_py.runtime.generated import Context
from rpcgen_py.runtime.portmapper.embedded import Portmapper
from rpcgen_py.runtime.portmapper.registry import Registry
from rpcgen_py.runtime.portmapper.service import PortmapperVersion2
from rpcgen_py.runtime.program import Version
from rpcgen_py.runtime.rpcbind import locate, registration
from rpcgen_py.runtime.rpcbind.client import Rpcbind, Service
from rpcgen_py.runtime.rpcbind.locate import ProgramNotRegistered, find
from rpcgen_py.runtime.rpcbind.registration import (
    AlreadyRegistered,
    Registration,
    RegistrationRefused,
    services_of,
)
from rpcgen_py.runtime.rpcbind.universal_address import format_address
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.rpcgen_py.runtime.binders import VIA, Host, user
from tests.rpcgen_py.runtime.rpcbind.conftest import Ask, Serve

ALICE, BOB = 1000, 1001


def version(program: int, number: int = 1) -> Version:
    return Version(f"V{number}", program, number, ())


def registered(ask: Ask, program: int) -> dict[tuple[int, str], str]:
    """The addresses of a program by version and netid."""
    return {
        (each.version, each.netid): each.address for each in ask().dump() if each.program == program
    }


@pytest.fixture
def everywhere(tmp_path: Path) -> list[str]:
    return ["tcp://localhost:0", "udp://localhost:0", f"unix://{tmp_path}/served"]


@pytest.mark.parametrize("uid", [0, ALICE])
def test_a_server_is_found_from_its_start_to_its_end(
    ask: Ask, serve: Serve, program: int, everywhere: list[str], uid: int
) -> None:
    server = serve(*everywhere, program=program, versions=(1, 2))
    versions = [version(program, number) for number in (1, 2)]
    with user(uid):
        entries = Registration(services_of(versions, server.addresses))
    owners = {each.owner for each in ask().dump() if each.program == program}
    assert owners == {str(uid) if uid else "superuser"}
    found = {(each.number, via): find("localhost", each, via) for each in versions for via in VIA}
    places = {str(address) for address in server.addresses}
    assert {address for (_, _), address in found.items()} == places
    assert len(registered(ask, program)) == len(found) == 2 * len(VIA)
    with user(uid):
        entries.close()
        entries.close()
    assert registered(ask, program) == {}
    for each in versions:
        for via in VIA:
            with pytest.raises(ProgramNotRegistered, match=r"is the server running\?"):
                find("localhost", each, via)


def unused_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def address_of(listener: socket.socket) -> str:
    return format_address("127.0.0.1", listener.getsockname()[1])


@pytest.mark.parametrize("netid", ["tcp", "udp", "local"])
def test_an_entry_that_nobody_serves_is_replaced(
    ask: Ask, serve: Serve, program: int, everywhere: list[str], netid: str, tmp_path: Path
) -> None:
    kind = socket.SOCK_DGRAM if netid == "udp" else socket.SOCK_STREAM
    gone = format_address("127.0.0.1", unused_port(kind))
    if netid == "local":
        gone = f"{tmp_path}/gone"
    assert ask().set(Service(program, 1, netid, gone))
    server = serve(*everywhere, program=program)
    with Registration(services_of([version(program)], server.addresses)):
        assert registered(ask, program)[1, netid] != gone


@pytest.mark.parametrize("netid", VIA)
def test_a_live_servers_entry_is_left_alone(
    ask: Ask, serve: Serve, program: int, everywhere: list[str], netid: str, tmp_path: Path
) -> None:
    first = serve(*everywhere, program=program)
    theirs = next(
        each for each in services_of([version(program)], first.addresses) if each.netid == netid
    )
    with Registration([theirs]):
        second = serve(*everywhere[:2], f"unix://{tmp_path}/second", program=program)
        with pytest.raises(AlreadyRegistered, match="a server answers there") as caught:
            Registration(services_of([version(program)], second.addresses))
        places = {str(each).partition("://")[2] for each in first.addresses}
        said = str(caught.value).partition(f"({netid}) is registered at ")[2]
        assert said.partition(": a server")[0] in places
        assert caught.value.service.address == theirs.address
        # All or none: what was registered before it came to that is taken back.
        assert registered(ask, program) == {(1, netid): theirs.address}


@contextmanager
def answering(listener: socket.socket, answer: bytes) -> Iterator[None]:
    """Answer each connection with these bytes, and close it."""

    def work() -> None:
        while True:
            try:
                peer = listener.accept()[0]
            except OSError:
                return
            with peer:
                peer.recv(4096)
                peer.sendall(answer)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture
def occupied(at_home: Host) -> Iterator[socket.socket]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_an_entry_whose_port_another_program_has_is_replaced(
    ask: Ask, serve: Serve, program: int
) -> None:
    other = serve("tcp://127.0.0.1:0", program=program + 1000)
    newer = serve("tcp://127.0.0.1:0", program=program, versions=(7,))
    for number, there in ((1, other), (2, newer)):
        (stale,) = services_of([version(program, number)], there.addresses)
        assert ask().set(stale)
    ours = serve("tcp://127.0.0.1:0", program=program, versions=(1, 2))
    wanted = services_of([version(program, 1), version(program, 2)], ours.addresses)
    with Registration(wanted):
        assert set(registered(ask, program).values()) == {wanted[0].address}


def test_an_entry_whose_port_no_rpc_server_has_is_replaced(
    ask: Ask, serve: Serve, program: int, occupied: socket.socket
) -> None:
    assert ask().set(Service(program, 1, "tcp", address_of(occupied)))
    ours = serve("tcp://127.0.0.1:0", program=program)
    with (
        answering(occupied, b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        Registration(services_of([version(program)], ours.addresses)),
    ):
        assert registered(ask, program)[1, "tcp"] != address_of(occupied)


def test_who_does_not_answer_may_be_a_busy_server(
    ask: Ask,
    serve: Serve,
    program: int,
    occupied: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registration, "PROBE_TIMEOUT", 0.1)
    theirs = address_of(occupied)
    assert ask().set(Service(program, 1, "tcp", theirs))
    ours = serve("tcp://127.0.0.1:0", program=program)
    wanted = services_of([version(program)], ours.addresses)
    with pytest.raises(AlreadyRegistered, match=f"does not answer.*`rpcinfo -d {program} 1`"):
        Registration(wanted)
    with answering(occupied, b""), pytest.raises(AlreadyRegistered, match="does not answer"):
        Registration(wanted)
    assert registered(ask, program) == {(1, "tcp"): theirs}


@pytest.mark.parametrize("holder", [ALICE, 0])
def test_a_stale_entry_of_somebody_else_is_for_them_to_remove(
    ask: Ask, serve: Serve, program: int, holder: int
) -> None:
    stale = Service(program, 1, "tcp", format_address("127.0.0.1", unused_port(socket.SOCK_STREAM)))
    assert ask("local", 4, holder).set(stale)
    ours = serve("tcp://127.0.0.1:0", program=program)
    wanted = services_of([version(program)], ours.addresses)
    name = str(holder) if holder else "superuser"
    with user(BOB), pytest.raises(AlreadyRegistered, match=f"nobody is there.*for {name} to say"):
        Registration(wanted)
    assert registered(ask, program) == {(1, "tcp"): stale.address}
    with Registration(wanted):  # root may do anything
        assert registered(ask, program) == {(1, "tcp"): wanted[0].address}


def test_what_a_successor_registered_is_not_taken_away(
    ask: Ask, serve: Serve, program: int
) -> None:
    ours = serve("tcp://127.0.0.1:0", "udp://127.0.0.1:0", program=program)
    with Registration(services_of([version(program)], ours.addresses)):
        assert ask().unset(program, 1, "tcp")
        assert ask().set(Service(program, 1, "tcp", "127.0.0.1.4.1"))
    assert registered(ask, program) == {(1, "tcp"): "127.0.0.1.4.1"}


def test_an_entry_that_is_not_ones_own_any_more_stays_and_is_named(
    ask: Ask, serve: Serve, program: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that was root when it registered, and gave that up."""
    ours = serve("tcp://127.0.0.1:0", program=program)
    entries = Registration(services_of([version(program)], ours.addresses))
    with user(ALICE):
        entries.close()
    assert len(registered(ask, program)) == 1
    assert f"{program:#x} version 1 (tcp) stays registered: it belongs to superuser" in caplog.text


def test_a_second_start_at_the_same_place_is_no_conflict(
    ask: Ask, serve: Serve, program: int
) -> None:
    ours = serve("tcp://127.0.0.1:0", program=program)
    wanted = services_of([version(program)], ours.addresses)
    Registration(wanted)
    with Registration(wanted):
        assert registered(ask, program) == {(1, "tcp"): wanted[0].address}
    assert registered(ask, program) == {}


def test_without_rpcbind(
    serve: Serve, program: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ours = serve("tcp://127.0.0.1:0", program=program)
    wanted = services_of([version(program)], ours.addresses)
    nowhere = Address("unix", path=f"{tmp_path}/nowhere")
    entries = Registration(wanted)
    monkeypatch.setattr(entries, "_rpcbind_at", nowhere)
    entries.close()  # where rpcbind is gone, so is what it knew
    monkeypatch.setattr(locate, "SYSTEM_RPCBINDS", (nowhere,))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(Unreachable):
        Registration(wanted, start=False)


def test_what_rpcbind_does_not_take_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ours is such a one: it bounds what it keeps."""
    with Portmapper() as portmapper:
        there = Address("unix", path=f"{tmp_path}/rpcbind")
        portmapper.listen(there)
        portmapper.start()
        monkeypatch.setattr(locate, "SYSTEM_RPCBINDS", (there,))
        with pytest.raises(RegistrationRefused, match="program 0x12c version 1"):
            Registration([Service(300, 1, "local", "/" + "x" * 300)])


class OldPortmapper(PortmapperVersion2):
    """Such as was there before rpcbind: what is not registered cannot be unset."""

    def PMAPPROC_UNSET(self, arg: mapping, context: Context) -> bool:
        known = (arg.prog, arg.vers) in {(each.program, each.version) for each in self._registry}
        return known and super().PMAPPROC_UNSET(arg, context)


@pytest.fixture
def old_portmapper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Address]:
    there = Address("unix", path=f"{tmp_path}/portmapper")
    with Server() as server:
        server.add(OldPortmapper(Registry()))
        server.listen(there)
        server.start()
        monkeypatch.setattr(locate, "SYSTEM_RPCBINDS", (there,))
        yield there


def test_a_portmapper_of_version_2_is_told_what_it_can_be_told(
    old_portmapper: Address, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = [Service(300, 1, netid, f"127.0.0.1.4.{number}") for number, netid in enumerate(VIA)]
    with Registration(wanted), Rpcbind(old_portmapper) as rpcbind:
        assert {(each.netid, each.address) for each in rpcbind.dump()} == {
            (each.netid, each.address.replace("127.0.0.1", "0.0.0.0"))
            for each in wanted
            if each.netid in ("tcp", "udp")
        }
    with Rpcbind(old_portmapper) as rpcbind:
        assert rpcbind.dump() == ()
    (line,) = caplog.messages
    assert "version 2 alone: not registered for local, tcp6, udp6" in line


def test_a_portmapper_of_version_2_to_which_nothing_can_be_said(old_portmapper: Address) -> None:
    with pytest.raises(RegistrationRefused, match="nothing of local: listen at tcp or udp"):
        Registration([Service(300, 1, "local", "/run/x")])


def test_a_portmapper_that_is_just_ending_is_left_for_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A user's portmapper whose last server has gone when the next one comes."""
    entry = Service(300, 1, "local", "/run/x")
    there = [Address("unix", path=f"{tmp_path}/{name}") for name in ("ending", "next")]
    with Portmapper() as ending, Portmapper() as following:
        for portmapper, address in zip((ending, following), there, strict=True):
            portmapper.listen(address)
            portmapper.start()
        ending.serve_while_used(0, threading.Event())
        # Each time that an rpcbind is looked for, the next is found.
        found = iter(there)
        monkeypatch.setattr(
            registration, "local_rpcbind", lambda *, start: Rpcbind(next(found), timeout=5)
        )
        with Registration([entry]), Rpcbind(there[1]) as rpcbind:
            assert (300, 1) in {(each.program, each.version) for each in rpcbind.dump()}
        with Rpcbind(there[1]) as rpcbind:
            assert {each.program for each in rpcbind.dump()} == {100000}
