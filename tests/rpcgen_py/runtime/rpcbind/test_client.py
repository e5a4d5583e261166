"""`Rpcbind` against servers that have not everything, or say what means nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rpcgen_py.runtime._generated.rpcbind import (
    PMAP_VERSServer,
    RPCBVERS4Server,
    mapping,
    rpcb,
)
from rpcgen_py.runtime.errors import (
    BadReply,
    ProgramMismatch,
    ProgramUnavailable,
    RpcError,
    TimedOut,
    Unreachable,
)
from rpcgen_py.runtime.generated import Context
from rpcgen_py.runtime.portmapper.registry import Registry
from rpcgen_py.runtime.portmapper.service import (
    PortmapperVersion2,
    PortmapperVersion3,
    PortmapperVersion4,
)
from rpcgen_py.runtime.rpcbind.client import Rpcbind, Service
from rpcgen_py.runtime.server_core import Handler
from rpcgen_py.runtime.transport.threaded_server import Server

BY_VERSION: dict[int, Callable[[Registry], Handler]] = {
    2: PortmapperVersion2,
    3: PortmapperVersion3,
    4: PortmapperVersion4,
}
ME = str(os.geteuid()) if os.geteuid() else "superuser"
OURS = Service(300, 1, "tcp", "127.0.0.1.4.1")


@contextmanager
def serving(folder: Path, *handlers: Handler) -> Iterator[str]:
    """Serve at an address that is given."""
    with Server() as server:
        for handler in handlers:
            server.add(handler)
        address = str(server.listen(f"unix://{folder}/rpcbind"))
        server.start()
        yield address


@pytest.mark.parametrize("versions", [{2}, {3}, {4}, {2, 3}, {2, 4}, {3, 4}, {2, 3, 4}], ids=str)
def test_the_newest_version_that_is_there_is_spoken(tmp_path: Path, versions: set[int]) -> None:
    registry = Registry()
    handlers = [BY_VERSION[version](registry) for version in versions]
    with serving(tmp_path, *handlers) as address, Rpcbind(address) as rpcbind:
        assert rpcbind.set(OURS) is True
        (listed,) = rpcbind.dump()
        # Version 2 lists neither hosts nor owners.
        assert (listed.address, listed.owner) == (
            ("0.0.0.0.4.1", "") if max(versions) == 2 else ("127.0.0.1.4.1", ME)
        )
        assert rpcbind.unset(300, 1, "tcp") is True
        assert rpcbind.dump() == ()


def test_versions_that_are_not_wanted_are_not_spoken(tmp_path: Path) -> None:
    with (
        serving(tmp_path, PortmapperVersion4(Registry())) as address,
        Rpcbind(address, versions=(3, 2)) as rpcbind,
        pytest.raises(ProgramMismatch),
    ):
        rpcbind.dump()


def test_a_version_4_without_its_newer_procedures_is_asked_in_version_3(tmp_path: Path) -> None:
    class Older(RPCBVERS4Server):
        pass

    version3 = PortmapperVersion3(Registry())
    with serving(tmp_path, Older(), version3) as address, Rpcbind(address) as rpcbind:
        assert rpcbind.set(Service(300, 1, "local", "/run/x")) is True
        assert rpcbind.look_up(300, 1, "local") == "/run/x"


def test_version_2_has_no_word_for_other_transports(tmp_path: Path) -> None:
    version2 = PortmapperVersion2(Registry())
    with serving(tmp_path, version2) as address, Rpcbind(address) as rpcbind:
        for netid in ("tcp6", "udp6", "local"):
            assert rpcbind.set(Service(300, 1, netid, "::1.4.1")) is False
        assert rpcbind.dump() == ()


@pytest.mark.parametrize("answer", ["nonsense", "1.2.3.4", "1.2.3.4.5.6.7", "\udcff"])
def test_an_address_that_is_none_is_a_bad_reply(tmp_path: Path, answer: str) -> None:
    class Liar(RPCBVERS4Server):
        def RPCBPROC_GETVERSADDR(self, arg: rpcb, context: Context) -> str:
            return answer

    with (
        serving(tmp_path, Liar()) as address,
        Rpcbind(address) as rpcbind,
        pytest.raises(BadReply, match="is not a universal address"),
    ):
        rpcbind.look_up(300, 1, "tcp")


def test_a_port_that_is_none_does_not_fail_the_client(tmp_path: Path) -> None:
    class Liar(PMAP_VERSServer):
        def PMAPPROC_GETPORT(self, arg: mapping, context: Context) -> int:
            return 0xFFFF0001

    with serving(tmp_path, Liar()) as address, Rpcbind(address) as rpcbind:
        assert rpcbind.look_up(300, 1, "tcp") == "0.0.0.0.0.1"


def test_who_is_no_rpcbind_is_an_error(tmp_path: Path) -> None:
    with serving(tmp_path) as address, Rpcbind(address) as rpcbind:
        questions = (
            lambda: rpcbind.set(OURS),
            lambda: rpcbind.unset(300, 1),
            lambda: rpcbind.look_up(300, 1, "tcp"),
            rpcbind.dump,
        )
        for question in questions:
            with pytest.raises(ProgramUnavailable):
                question()


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        Rpcbind(f"unix://{tmp_path}/nobody")
    with Rpcbind("udp://127.0.0.1:9", timeout=0.3) as rpcbind, pytest.raises(RpcError):
        rpcbind.dump()


def test_every_question_is_one_fragment() -> None:
    """WIRE rule 24: rpcbind takes the first fragment for the whole record."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        with Rpcbind(address, timeout=0.1) as rpcbind:
            long = Service(300, 1, "local", "/run/" + "x" * 20_000)
            with pytest.raises(TimedOut):
                rpcbind.set(long)
            with listener.accept()[0] as peer:
                mark = int.from_bytes(peer.recv(4, socket.MSG_WAITALL))
                assert mark & 0x80000000
                size = mark & 0x7FFFFFFF
                assert size > 20_000
                record = peer.recv(size, socket.MSG_WAITALL)
                assert record.count(b"x" * 20_000) == 1
                peer.setblocking(False)
                with pytest.raises(BlockingIOError):
                    peer.recv(1)
