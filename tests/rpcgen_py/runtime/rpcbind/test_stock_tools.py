"""What administrators and C programs know rpcbind by works with ours as well.

`rpcinfo`, a server made by stock rpcgen that registers itself, and clients that look it up by
libtirpc's clnt_create.
"""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest

from rpcgen_py.runtime.rpcbind.client import Service
from tests.interop.partners import Endpoint, Workshop
from tests.lab import Lab, command, first_line
from tests.rpcgen_py.runtime.binders import VIA, Host
from tests.rpcgen_py.runtime.rpcbind.conftest import Ask

CALC = 0x31230000
OWNER = 1000


def rpcinfo(lab: Lab, *arguments: str) -> list[list[str]]:
    """The words of each line that rpcinfo prints, without the heading."""
    done = lab.run("rpcinfo", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split() for line in done.stdout.splitlines()[1:]]


@pytest.fixture
def registered(ask: Ask, program: int) -> int:
    """A program that a user has registered in two versions."""
    rpcbind = ask("local", 4, OWNER)
    for version in (1, 2):
        assert rpcbind.set(Service(program, version, "tcp", "0.0.0.0.4.1"))
        assert rpcbind.set(Service(program, version, "udp6", "::.4.1"))
    return program


@pytest.mark.parametrize("asked_at", [[], ["127.0.0.1"], ["::1"]], ids=["local", "IPv4", "IPv6"])
def test_rpcinfo_lists(host: Host, registered: int, asked_at: list[str]) -> None:
    name = str(registered)
    ports = rpcinfo(host.lab, "-p", *asked_at)
    assert [line for line in ports if line[0] == name] == [
        [name, "1", "tcp", "1025"],
        [name, "2", "tcp", "1025"],
    ]
    assert Counter(map(tuple, ports)) >= Counter(
        ("100000", version, protocol, "111", "portmapper")
        for version in "234"
        for protocol in ("tcp", "udp")
    )
    everything = rpcinfo(host.lab, *asked_at)
    assert [line for line in everything if line[0] == name] == [
        [name, version, netid, address, "-", str(OWNER)]
        for version in "12"
        for netid, address in (("tcp", "0.0.0.0.4.1"), ("udp6", "::.4.1"))
    ]
    own = {(line[1], line[2]) for line in everything if line[0] == "100000"}
    # Version 2 knows IPv4 alone.
    assert own == {(v, netid) for v in "34" for netid in VIA} | {("2", "tcp"), ("2", "udp")}
    short = rpcinfo(host.lab, "-s", *asked_at)
    mine = next(line for line in short if line[0] == name)
    assert [sorted(words.split(",")) for words in mine[1:3]] == [["1", "2"], ["tcp", "udp6"]]
    assert mine[3:] == ["-", str(OWNER)]
    itself = next(line for line in short if line[0] == "100000")
    assert [sorted(words.split(",")) for words in itself[1:3]] == [["2", "3", "4"], sorted(VIA)]


def test_rpcinfo_lists_the_transports_of_a_service(host: Host, registered: int) -> None:
    name = str(registered)
    assert rpcinfo(host.lab, "-l", "127.0.0.1", name, "1") == [
        [name, "1", "inet/tcp/cots_ord", "127.0.0.1.4.1", "-"]
    ]
    assert rpcinfo(host.lab, "-l", "::1", name, "2") == [
        [name, "2", "inet6/udp/clts", "::1.4.1", "-"]
    ]
    none = host.lab.run("rpcinfo", "-l", "127.0.0.1", name, "3")
    assert none.stdout == "No remote programs registered.\n"


@pytest.mark.parametrize("transport", [["-t"], ["-u"], ["-T", "tcp6"], ["-T", "udp6"]])
def test_rpcinfo_finds_every_version_of_rpcbind(host: Host, transport: list[str]) -> None:
    there = "::1" if transport[-1].endswith("6") else "127.0.0.1"
    done = host.lab.run("rpcinfo", *transport, there, "100000")
    assert done.stdout == "".join(
        f"program 100000 version {version} ready and waiting\n" for version in (2, 3, 4)
    )


def test_rpcinfo_deletes_what_is_ones_own(host: Host, registered: int) -> None:
    delete = ("rpcinfo", "-d", str(registered), "1")

    def delete_as(uid: int) -> tuple[int, str]:
        done = host.lab.run("setpriv", f"--reuid={uid}", "--clear-groups", *delete)
        return done.returncode, done.stderr

    refusal = f"rpcinfo: Could not delete registration for prog {registered} version 1\n"
    assert delete_as(OWNER + 1) == (1, refusal)
    assert len([line for line in rpcinfo(host.lab) if line[0] == str(registered)]) == 4
    assert delete_as(OWNER) == (0, "")
    assert delete_as(0) == (0, "")  # there is nothing left to delete
    assert {line[1] for line in rpcinfo(host.lab) if line[0] == str(registered)} == {"2"}
    host.lab.run("rpcinfo", "-d", str(registered), "2")
    assert [line for line in rpcinfo(host.lab) if line[0] == str(registered)] == []


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("c"), "plain")


WAYS = [("tcp", "127.0.0.1"), ("udp", "127.0.0.1"), ("tcp", "::1"), ("udp", "::1")]


def ask_in_c(
    lab: Lab, workshop: Workshop, transport: str, there: str
) -> subprocess.CompletedProcess[str]:
    where = Endpoint(transport, there, "-")
    client = lab.inside(workshop.client("calc"), *where.arguments())
    return subprocess.run(
        client, input="1 add 5 3\n", capture_output=True, text=True, timeout=30, check=False
    )


def test_c_clients_find_our_server(host: Host, workshop: Workshop) -> None:
    server = host.lab.start(command("calc-server"))
    assert first_line(server.stdout).startswith("Registered")
    for way in WAYS:
        assert ask_in_c(host.lab, workshop, *way).stdout == "value 8\n"
    server.terminate()
    server.communicate(timeout=10)
    for way in WAYS:
        assert "RPC: Program not registered" in ask_in_c(host.lab, workshop, *way).stderr


def test_a_c_server_registers_itself_and_is_found(host: Host, workshop: Workshop) -> None:
    server = host.lab.start(workshop.stock_server("calc"))
    host.lab.wait_for_service(CALC, 1)
    try:
        # WIRE rule 32: it registers no IPv6.
        netids = {line[2] for line in rpcinfo(host.lab) if line[0] == str(CALC)}
        assert netids == {"tcp", "udp"}
        for transport in ("tcp", "udp"):
            assert ask_in_c(host.lab, workshop, transport, "127.0.0.1").stdout == "value 8\n"
            ours = ("--transport", transport, "localhost", "add", "5", "3")
            assert host.lab.run(command("calc-client"), *ours).stdout == "Result: 8\n"
    finally:
        server.kill()
        server.communicate()
    # What it left behind is an administrator's to remove.
    for version in ("1", "2"):
        assert host.lab.run("rpcinfo", "-d", str(CALC), version).returncode == 0
    assert "RPC: Program not registered" in ask_in_c(host.lab, workshop, "tcp", "127.0.0.1").stderr
