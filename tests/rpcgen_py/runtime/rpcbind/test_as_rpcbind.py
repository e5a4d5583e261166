"""One table of questions for the real rpcbind and for ours: both give the same answers.

WIRE rules 27 to 32. The questions are asked by `Rpcbind`, in each version and over each transport.
"""

from __future__ import annotations

import pytest

from rpcgen_py.runtime.rpcbind.client import Rpcbind, Service
from tests.rpcgen_py.runtime.binders import VIA, VIA_IP, Via
from tests.rpcgen_py.runtime.rpcbind.conftest import Ask

VERSIONS = (4, 3, 2)
ALICE, BOB = 1000, 1001

every_way = pytest.mark.parametrize("version", VERSIONS)
every_transport = pytest.mark.parametrize("via", VIA)


def loopback(via: str, port: int) -> str:
    """The universal address of a port of loopback, in the family of a transport."""
    host = "::1" if via.endswith("6") else "127.0.0.1"
    return f"{host}.{port >> 8}.{port & 255}"


def wildcard(via: str, port: int) -> str:
    host = "::" if via.endswith("6") else "0.0.0.0"
    return f"{host}.{port >> 8}.{port & 255}"


def entries(rpcbind: Rpcbind, program: int) -> set[tuple[int, str, str, str]]:
    """What is registered of a program: version, netid, address, owner."""
    found = [each for each in rpcbind.dump() if each.program == program]
    listed = {(each.version, each.netid, each.address, each.owner) for each in found}
    assert len(listed) == len(found)
    return listed


@every_way
@every_transport
def test_a_name_belongs_to_the_first_address(
    ask: Ask, program: int, via: Via, version: int
) -> None:
    rpcbind = ask(via, version)
    ours = Service(program, 1, "tcp", loopback("tcp", 1025))
    other = Service(program, 1, "tcp", loopback("tcp", 1026))
    assert [rpcbind.set(each) for each in (ours, ours, other, ours)] == [True, True, False, True]
    assert rpcbind.set(Service(program, 2, "tcp", loopback("tcp", 1026))) is True
    assert rpcbind.set(Service(program, 1, "udp", loopback("udp", 1026))) is True


@every_way
@every_transport
def test_the_list_says_what_was_set_and_by_whom(
    ask: Ask, program: int, via: Via, version: int
) -> None:
    rpcbind = ask(via, version)
    assert rpcbind.set(Service(program, 7, "tcp", wildcard("tcp", 1025), owner="somebody")) is True
    assert rpcbind.set(Service(program, 8, "udp", wildcard("udp", 65535))) is True
    owner = "superuser" if via == "local" else "unknown"
    expected = {
        (7, "tcp", "0.0.0.0.4.1", owner),
        (8, "udp", "0.0.0.0.255.255", owner),
    }
    assert entries(ask("local", 4), program) == expected
    assert entries(ask(via, 3), program) == expected
    without_owners = {(*each[:3], "") for each in expected}
    assert entries(ask(via, 2), program) == without_owners


@every_transport
def test_every_netid_is_registered_and_listed(ask: Ask, program: int, via: Via) -> None:
    rpcbind = ask(via, 4)
    places = {netid: loopback(netid, 2049) for netid in VIA_IP} | {"local": "/run/program.sock"}
    for netid, address in places.items():
        assert rpcbind.set(Service(program, 1, netid, address)) is True
    owner = "superuser" if via == "local" else "unknown"
    assert entries(rpcbind, program) == {
        (1, netid, address, owner) for netid, address in places.items()
    }


@every_way
@every_transport
def test_what_is_unset_is_gone(ask: Ask, program: int, via: Via, version: int) -> None:
    rpcbind = ask(via, version)
    assert rpcbind.unset(program, 1, "tcp") is True  # nothing was there
    for netid in ("tcp", "udp"):
        rpcbind.set(Service(program, 1, netid, loopback("tcp", 1025)))
        rpcbind.set(Service(program, 2, netid, loopback("tcp", 1025)))
    assert rpcbind.unset(program, 1, "tcp") is True
    left = {(version, netid) for version, netid, *_ in entries(rpcbind, program)}
    # Version 2 has no word for one transport.
    assert left == {(2, "tcp"), (2, "udp")} | ({(1, "udp")} if version > 2 else set())
    assert rpcbind.unset(program, 2) is True
    assert {version for version, *_ in entries(rpcbind, program)} == ({1} if version > 2 else set())


@pytest.mark.parametrize("version", [4, 3])
@every_transport
def test_an_unset_without_netid_clears_every_transport(
    ask: Ask, program: int, via: Via, version: int
) -> None:
    rpcbind = ask(via, version)
    for netid in VIA_IP:
        rpcbind.set(Service(program, 1, netid, loopback(netid, 1025)))
    rpcbind.set(Service(program, 1, "local", "/run/program.sock"))
    assert rpcbind.unset(program, 1) is True
    assert entries(rpcbind, program) == set()


@every_way
def test_an_entry_is_for_its_owner_and_root_to_unset(ask: Ask, program: int, version: int) -> None:
    alice = ask("local", version, ALICE)
    for netid in ("tcp", "udp"):
        assert alice.set(Service(program, 1, netid, wildcard("tcp", 1025))) is True
    both = {(1, netid, wildcard("tcp", 1025), str(ALICE)) for netid in ("tcp", "udp")}
    for stranger in (ask("local", version, BOB), *(ask(via, version) for via in VIA_IP)):
        assert stranger.unset(program, 1, "tcp") is False
        assert stranger.unset(program, 1) is False
        # The same again is no harm, and changes nobody's ownership.
        assert stranger.set(Service(program, 1, "tcp", wildcard("tcp", 1025))) is True
        assert stranger.set(Service(program, 1, "tcp", wildcard("tcp", 1026))) is False
    assert entries(ask(), program) == both
    assert alice.unset(program, 1) is True
    assert entries(ask(), program) == set()
    alice.set(Service(program, 1, "tcp", wildcard("tcp", 1025)))
    assert ask("local", version, 0).unset(program, 1) is True
    assert entries(ask(), program) == set()


@every_way
@pytest.mark.parametrize("via", VIA_IP)
def test_over_loopback_nobody_is_known_and_all_are_one(
    ask: Ask, program: int, via: Via, version: int
) -> None:
    for netid in ("tcp", "udp"):
        service = Service(program, 1, netid, wildcard("tcp", 1025))
        assert ask(via, version, ALICE).set(service) is True
    assert ask("local", version, ALICE).unset(program, 1) is False
    assert ask("udp", version, BOB).unset(program, 1) is True


def test_an_unset_without_netid_leaves_what_is_not_ones_own(ask: Ask, program: int) -> None:
    ask("local", 4, ALICE).set(Service(program, 1, "tcp", wildcard("tcp", 1025)))
    bob = ask("local", 4, BOB)
    bob.set(Service(program, 1, "udp", wildcard("tcp", 1025)))
    assert bob.unset(program, 1) is False
    assert {(netid, owner) for _, netid, _, owner in entries(bob, program)} == {
        ("tcp", str(ALICE)),
        ("udp", str(BOB)),
    }


@pytest.mark.parametrize("version", [4, 3])
@pytest.mark.parametrize("via", VIA_IP)
def test_a_look_up_answers_for_the_transport_it_comes_by(
    ask: Ask, program: int, via: Via, version: int
) -> None:
    for port, netid in enumerate(VIA_IP, 1025):
        ask().set(Service(program, 1, netid, loopback(netid, port)))
    ask().set(Service(program, 1, "local", "/run/program.sock"))
    mine = loopback(via, 1025 + VIA_IP.index(via))
    for said in (*VIA, "", "ticlts"):
        assert ask(via, version).look_up(program, 1, said) == mine
    assert ask("local", version).look_up(program, 1, "local") == "/run/program.sock"


@every_transport
def test_version_2_looks_up_what_it_is_asked_for(ask: Ask, program: int, via: Via) -> None:
    for port, netid in enumerate(("tcp", "udp"), 1025):
        ask().set(Service(program, 1, netid, wildcard(netid, port)))
    rpcbind = ask(via, 2)
    assert rpcbind.look_up(program, 1, "tcp") == "0.0.0.0.4.1"
    assert rpcbind.look_up(program, 1, "udp") == "0.0.0.0.4.2"
    assert rpcbind.look_up(program, 1, "tcp6") is None


@every_way
@every_transport
def test_what_is_not_registered_is_not_found(
    ask: Ask, program: int, via: Via, version: int
) -> None:
    assert ask(via, version).look_up(program, 1, via) is None


@pytest.mark.parametrize("via", VIA_IP)
def test_a_wildcard_becomes_where_the_caller_reached_us(ask: Ask, program: int, via: Via) -> None:
    for netid in VIA_IP:
        ask().set(Service(program, 1, netid, wildcard(netid, 2049)))
    for version in (4, 3):
        assert ask(via, version).look_up(program, 1, via) == loopback(via, 2049)
    # In the list it stays what was registered.
    assert wildcard(via, 2049) in {address for _, _, address, _ in entries(ask(), program)}


@pytest.mark.parametrize("via", ["tcp", "udp"])
def test_only_getversaddr_insists_on_the_version(ask: Ask, program: int, via: Via) -> None:
    for number in (1, 3, 2):
        ask().set(Service(program, number, via, loopback(via, 1024 + number)))
    for number in (1, 2, 3):
        for version in VERSIONS:
            found = ask(via, version).look_up(program, number, via)
            assert found is not None
            assert found.endswith(f".4.{number}")
    assert ask(via, 4).look_up(program, 9, via) is None
    # The others answer with what was registered last, whose server then says PROG_MISMATCH.
    assert ask(via, 3).look_up(program, 9, via) == loopback(via, 1026)
    assert ask(via, 2).look_up(program, 9, via) == "0.0.0.0.4.2"


def test_port_0_means_not_registered(ask: Ask, program: int) -> None:
    rpcbind = ask("tcp", 4)
    rpcbind.set(Service(program, 1, "tcp", "0.0.0.0.0.0"))
    for version in VERSIONS:
        assert ask("tcp", version).look_up(program, 1, "tcp") is None


@every_transport
def test_it_finds_itself(ask: Ask, via: Via) -> None:
    expected = "/run/rpcbind.sock" if via == "local" else loopback(via, 111)
    for version in (4, 3):
        assert ask(via, 4).look_up(100000, version, via) == expected
    found = {(each.version, each.netid) for each in ask().dump() if each.program == 100000}
    assert found >= {(number, netid) for number in (3, 4) for netid in VIA}
    assert found >= {(2, "tcp"), (2, "udp")}
