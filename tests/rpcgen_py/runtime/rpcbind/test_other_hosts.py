"""Two hosts on one wire: the other one may look up, and nothing else (WIRE rules 27, 30)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from rpcgen_py.runtime.errors import AuthError, AuthStat
from rpcgen_py.runtime.program import Version
from rpcgen_py.runtime.rpcbind.client import Rpcbind, Service
from rpcgen_py.runtime.rpcbind.locate import ProgramNotRegistered, find
from tests.lab import Lab
from tests.rpcgen_py.runtime.binders import VIA_IP, Host, Via, network_of
from tests.rpcgen_py.runtime.rpcbind.conftest import Ask

HERE = {"4": "192.0.2.1", "6": "2001:db8::1"}
THERE = {"4": "192.0.2.2", "6": "2001:db8::2"}


def family(via: Via) -> str:
    return "6" if via.endswith("6") else "4"


def asked_at(via: Via) -> str:
    host = HERE[family(via)]
    return f"{via.removesuffix('6')}://" + (f"[{host}]:111" if ":" in host else f"{host}:111")


def wire(one: Lab, other: Lab) -> None:
    """A cable between two private hosts, and their addresses on it."""
    pid = other.root.parent.name
    names = ("ip", "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", pid)
    assert one.run(*names).returncode == 0
    for lab, addresses in ((one, HERE), (other, THERE)):
        for version, address in addresses.items():
            width = {"4": "24", "6": "64"}[version]
            # Without "nodad" an IPv6 address is not to be used for the first seconds.
            quick = ["nodad"] if version == "6" else []
            add = ("ip", "address", "add", f"{address}/{width}", "dev", "wire", *quick)
            assert lab.run(*add).returncode == 0
        assert lab.run("ip", "link", "set", "wire", "up").returncode == 0


@pytest.fixture(scope="module")
def there(host: Host) -> Iterator[Lab]:
    """Another host, with a wire to the one that rpcbind runs on."""
    with Lab(rpcbind=False) as lab:
        wire(host.lab, lab)
        yield lab


@pytest.mark.parametrize("version", [4, 3, 2])
@pytest.mark.parametrize("via", VIA_IP)
def test_other_hosts_may_not_register(
    ask: Ask, there: Lab, program: int, via: Via, version: int
) -> None:
    with network_of(there), Rpcbind(asked_at(via), versions=(version,)) as rpcbind:
        attempts: tuple[Callable[[], bool], ...] = (
            lambda: rpcbind.set(Service(program, 1, "tcp", "0.0.0.0.4.1")),
            lambda: rpcbind.unset(program, 1, "tcp"),
        )
        for refused in attempts:
            with pytest.raises(AuthError) as caught:
                refused()
            assert caught.value.stat == AuthStat.AUTH_TOOWEAK
        assert ask().set(Service(program, 1, "tcp", "0.0.0.0.4.1"))
        with pytest.raises(AuthError):
            rpcbind.unset(program, 1)
        assert program in {each.program for each in rpcbind.dump()}


@pytest.mark.parametrize("via", VIA_IP)
def test_nor_does_an_address_of_this_host_do(
    host: Host, there: Lab, program: int, via: Via
) -> None:
    """Only loopback says that the caller is here: what comes by the wire may lie."""
    with network_of(host.lab), Rpcbind(asked_at(via)) as rpcbind, pytest.raises(AuthError):
        rpcbind.set(Service(program, 1, "tcp", "0.0.0.0.4.1"))


@pytest.mark.parametrize("via", VIA_IP)
def test_a_wildcard_is_the_address_that_was_asked(
    host: Host, ask: Ask, there: Lab, program: int, via: Via
) -> None:
    wildcard = "::" if family(via) == "6" else "0.0.0.0"
    assert ask().set(Service(program, 1, via, f"{wildcard}.4.1"))
    version = Version("V1", program, 1, ())
    asked = HERE[family(via)]
    for lab in (there, host.lab):
        with network_of(lab):
            found = find(asked, version, via)
            with Rpcbind(asked_at(via)) as rpcbind:
                assert rpcbind.look_up(program, 1, via) == f"{asked}.4.1"
        place = f"[{asked}]" if ":" in asked else asked
        assert found == f"{via.removesuffix('6')}://{place}:1025"


@pytest.mark.parametrize("via", VIA_IP)
def test_what_listens_on_loopback_is_not_the_others_loopback(
    host: Host, ask: Ask, there: Lab, program: int, via: Via
) -> None:
    """rpcbind puts its own address there, where nobody listens; ours says that nobody does."""
    loopback = "::1" if family(via) == "6" else "127.0.0.1"
    assert ask().set(Service(program, 1, via, f"{loopback}.4.1"))
    version = Version("V1", program, 1, ())
    with network_of(there):
        if host.kind == "rpcbind":
            assert HERE[family(via)] in find(HERE[family(via)], version, via)
        else:
            with pytest.raises(ProgramNotRegistered):
                find(HERE[family(via)], version, via)
    with network_of(host.lab):
        assert find("localhost", version, via).endswith(":1025")
