"""The examples of the README and of docs/, run as they stand (but for the port)."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
README = (PROJECT / "README.md").read_text()
AUTH = (PROJECT / "docs" / "auth.md").read_text()
SERVICES = (PROJECT / "docs" / "services.md").read_text()


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, timeout=30, check=True
    )
    return done.stdout


def _wait_for(port: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", int(port)), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def test_the_compiler_tour_of_the_readme(tmp_path: Path) -> None:
    port = _free_port()
    (interface,) = _blocks(README, "c")
    blocks = (block.replace("4000", port) for block in _blocks(README, "python"))
    server, client, async_client = blocks
    (tmp_path / "greet.x").write_text(interface)
    (tmp_path / "server.py").write_text(server)
    (tmp_path / "client.py").write_text(client)
    (tmp_path / "async_client.py").write_text(async_client)
    _run(tmp_path, "-m", "rpcgen_py.cli.main", "compile", "greet.x")
    with subprocess.Popen(
        [sys.executable, "server.py"], cwd=tmp_path, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port)
            assert _run(tmp_path, "client.py") == "Hello, world\n"
            assert _run(tmp_path, "async_client.py") == "Hello, world\n"
            call = ("call", f"localhost:{port}", "greet.x", "GREET", '"world"')
            shown = next(b for b in _blocks(README, "console") if "rpcgen-py call" in b)
            assert _run(tmp_path, "-m", "rpcgen_py.cli.main", *call) == shown.partition("\n")[2]
        finally:
            process.terminate()


def test_the_policy_of_the_auth_page_refuses_for_the_reasons_it_names(tmp_path: Path) -> None:
    policy, _client = _blocks(AUTH, "python")
    program = policy + (
        "from rpcgen_py import AuthNone, AuthSys, connect\n"
        "from rpcgen_py.runtime.errors import AuthError\n"
        "from calc._generated.calc import CALC_V1Client, CALC_V1Server, operands\n"
        "class Adder(CALC_V1Server):\n"
        "    def ADD(self, arg, context): return arg.a + arg.b\n"
        "with server:\n"
        "    server.add(Adder())\n"
        "    address = server.listen('tcp://127.0.0.1:0')\n"
        "    server.start()\n"
        "    for auth in (AuthNone(), AuthSys(1, 99), AuthSys(1, 100)):\n"
        "        with CALC_V1Client(connect(address, auth=auth)) as client:\n"
        "            try: print(client.ADD(operands(5, 3)))\n"
        "            except AuthError as error: print(error.stat.name)\n"
    )
    assert _run(tmp_path, "-c", program).split() == ["AUTH_TOOWEAK", "AUTH_REJECTEDCRED", "8"]


def test_the_program_of_the_services_page_prints_what_it_says(tmp_path: Path) -> None:
    (program,) = _blocks(SERVICES, "python")
    interface = str(PROJECT / "interfaces" / "calc.x")
    _run(tmp_path, "-m", "rpcgen_py.cli.main", "compile", interface, "-o", "calc_example.py")
    printed = ["8", "by zero", "[0, 1, 4, 9]", "ProcedureUnavailable no"]
    assert _run(tmp_path, "-c", program).splitlines() == printed
    said = " ".join(SERVICES.split())
    assert "prints `{}`, `{}`, `{}` and `{}`".format(*printed) in said


@pytest.mark.parametrize("page", sorted((PROJECT / "docs").glob("*.md")), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / target).exists(), target
