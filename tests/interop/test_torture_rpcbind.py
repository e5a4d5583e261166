"""torture.x through a real rpcbind: stock programs as rpcgen wrote them, on a private host."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop import on_a_private_host
from tests.interop.echo_service import GREETING
from tests.interop.our_clients import CLIENTS
from tests.interop.our_servers import SHELLS
from tests.interop.partners import PROJECT, Endpoint, Workshop, call
from tests.interop.torture import C_GREETING, Torture
from tests.lab import Lab, first_line, stop

SCRIPT = Path(on_a_private_host.__file__)


@pytest.fixture(scope="module")
def host() -> Iterator[Lab]:
    with Lab(rpcbind=True) as lab:
        yield lab


def script(role: str, torture: Torture, *arguments: str | Path) -> list[str | Path]:
    return [
        "env",
        f"PYTHONPATH={PROJECT}",
        sys.executable,
        SCRIPT,
        role,
        torture.folder,
        *arguments,
    ]


@pytest.mark.parametrize("shell", SHELLS)
def test_c_client_finds_our_server(
    torture: Torture, workshop: Workshop, host: Lab, tmp_path: Path, shell: str
) -> None:
    server = host.start(*script("serve", torture, shell, tmp_path / "socket"))
    try:
        assert first_line(server.stdout) == "ready", server.communicate()
        calls = torture.calls(workshop.several_arguments)
        right = torture.right_answers(calls, GREETING)
        client = workshop.client("torture", "torture_describe.c")
        lines = [torture.line(*each) for each in calls]
        for transport in ("tcp", "udp"):
            endpoint = Endpoint(transport, "localhost", "-")
            assert call(client, endpoint, lines, inside=host.inside()) == right
    finally:
        stop(server)


def test_our_client_finds_a_stock_server(torture: Torture, workshop: Workshop, host: Lab) -> None:
    server = host.start(workshop.stock_server("torture"))
    try:
        host.wait_for_service(torture.module.TORTURE_OTHER_PROG.number, 7)
        calls = torture.calls(several_arguments=False)
        right = torture.right_answers(calls, C_GREETING)
        for client in CLIENTS:
            for netid in ("tcp", "udp"):
                done = host.run(*script("ask", torture, client, netid))
                assert (done.returncode, done.stderr) == (0, "")
                assert done.stdout.splitlines() == right
    finally:
        stop(server)
        for version in torture.versions():
            host.run("rpcinfo", "-d", str(version.program), str(version.number))
