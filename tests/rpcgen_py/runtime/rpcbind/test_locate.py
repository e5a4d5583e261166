"""Finding servers where rpcbind is absent, silent or lies, and what the errors say."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rpcgen_py.runtime._generated.rpcbind import RPCBVERS4Server, rp__list, rpcb
from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.errors import BadReply, Unreachable
from rpcgen_py.runtime.generated import Context
from rpcgen_py.runtime.program import Version
from rpcgen_py.runtime.rpcbind import locate
from rpcgen_py.runtime.rpcbind.locate import ProgramNotRegistered, connectable, find
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.lab import Lab
from tests.rpcgen_py.runtime.binders import VIA, VIA_IP, network_of

WANTED = Version("WANTED", 300, 1, ())


@pytest.fixture
def bare_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """This process on a host of its own, where nobody runs; the path of rpcbind's socket."""
    there = Address("unix", path=f"{tmp_path}/rpcbind.sock")
    monkeypatch.setattr(locate, "SYSTEM_RPCBINDS", (there,))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    with Lab(rpcbind=False) as lab, network_of(lab):
        yield Path(there.path)


@pytest.mark.parametrize("netid", VIA)
def test_nobody_answers(bare_host: Path, netid: str) -> None:
    with pytest.raises(Unreachable, match=r"^no rpcbind answers on localhost \(.*; start one"):
        find("localhost", WANTED, netid)
    assert not (bare_host.parent / "runtime").exists()  # who only looks leaves nothing behind


@pytest.mark.parametrize("netid", VIA_IP)
def test_one_that_is_silent_takes_no_more_than_the_time_there_is(
    bare_host: Path, netid: str
) -> None:
    with (
        socket.create_server(("127.0.0.1", 111)),
        socket.create_server(("::1", 111), family=socket.AF_INET6),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as four,
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as six,
    ):
        four.bind(("127.0.0.1", 111))
        six.bind(("::1", 111))
        began = time.monotonic()
        with pytest.raises(Unreachable, match="no rpcbind answers on localhost"):
            find("localhost", WANTED, netid, timeout=0.3)
        assert time.monotonic() - began < 5  # not the seconds that a question has by default


def test_the_unix_sockets_of_other_hosts_are_not_asked_for(bare_host: Path) -> None:
    with pytest.raises(Unreachable, match=r"192\.0\.2\.1 is another host"):
        find("192.0.2.1", WANTED, "local")


def test_a_name_that_means_nothing() -> None:
    with pytest.raises(Unreachable, match=r"host 'host\.invalid' could not be resolved"):
        find("host.invalid", WANTED)


class Liar(RPCBVERS4Server):
    """An rpcbind that answers whatever it is told to."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def RPCBPROC_GETVERSADDR(self, arg: rpcb, context: Context) -> str:
        return self.answer

    def RPCBPROC_DUMP(self, context: Context) -> rp__list | None:
        return rp__list(rpcb(300, 1, "local", self.answer, ""), None)


@pytest.mark.parametrize(
    ("netid", "answer", "found"),
    [
        ("tcp", "0.0.0.0.4.1", "tcp://127.0.0.1:1025"),
        ("udp6", "::.4.1", "udp://[::1]:1025"),
        ("tcp6", "2001:db8::1.4.1", "tcp://[2001:db8::1]:1025"),
        ("udp", "192.0.2.1.255.255", "udp://192.0.2.1:65535"),
        ("local", "/run/x.sock", "unix:///run/x.sock"),
        ("tcp", "", None),
        ("tcp", "127.0.0.1.0.0", None),
        ("tcp", "nonsense", BadReply),
        ("udp", "1.2.3.4", BadReply),
        ("local", "nonsense", BadReply),
        ("local", "", BadReply),
    ],
)
def test_what_an_answer_means(
    bare_host: Path, netid: str, answer: str, found: str | type[BadReply] | None
) -> None:
    with Server() as server:
        server.add(Liar(answer))
        for address in ("tcp://localhost:111", "udp://localhost:111", f"unix://{bare_host}"):
            server.listen(address)
        server.start()
        if found is None:
            with pytest.raises(ProgramNotRegistered, match=f"0x12c version 1 .*for {netid}"):
                find("localhost", WANTED, netid)
        elif isinstance(found, str):
            assert find("localhost", WANTED, netid) == found
        else:
            with pytest.raises(BadReply):
                find("localhost", WANTED, netid)


def test_a_wildcard_is_the_host_that_was_asked() -> None:
    assert connectable("0.0.0.0.0.111", "tcp", "example.org") == "tcp://example.org:111"
    assert connectable("::.0.111", "udp6", "fe80::1") == "udp://[fe80::1]:111"
