"""The two sessions of the documentation, to the letter, with rpcbind and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab import Lab, command, first_line, stop

OPEN_TO_ALL = """\
$ calc-server &
Registered with portmapper: program 0x31230000, version 1
$ calc-client localhost add 5 3
Result: 8
$ calc-client localhost multiply 7 6
Result: 42
"""

KNOWN_USERS = """\
$ calc-server --auth=sys --allow-uid=1000 &
Registered with rpcbind (AUTH_SYS)
$ calc-client --auth=sys --uid=1000 --gid=1000 localhost add 7 9
Using AUTH_SYS (uid=1000, gid=1000)
Result: 16
$ calc-client --auth=sys --uid=9999 localhost add 7 9
AUTH failed: RPC: Authentication error
"""

PROGRAM = "824377344"  # 0x31230000 as rpcinfo writes it


@pytest.fixture(scope="module", params=[True, False], ids=["rpcbind", "no rpcbind"])
def host(request: pytest.FixtureRequest) -> Iterator[Lab]:
    with Lab(rpcbind=request.param) as lab:
        yield lab


def typed(lab: Lab, transcript: str) -> str:
    """Type the commands of a transcript; what the terminal then shows."""
    shown = ""
    for line in transcript.splitlines():
        if not line.startswith("$ "):
            continue
        shown += line + "\n"
        name, *arguments = line.removeprefix("$ ").split()
        if arguments[-1:] == ["&"]:
            server = lab.start(command(name), *arguments[:-1])
            shown += first_line(server.stdout) + "\n"
        else:
            done = lab.run(command(name), *arguments)
            shown += done.stdout + done.stderr
    stop(server)
    return shown


@pytest.mark.parametrize("transcript", [OPEN_TO_ALL, KNOWN_USERS], ids=["open", "known users"])
def test_a_session_looks_as_documented(host: Lab, transcript: str) -> None:
    assert typed(host, transcript) == transcript


def test_the_server_says_no_more_than_its_one_line(host: Lab) -> None:
    server = host.start(command("calc-server"))
    assert first_line(server.stdout) == OPEN_TO_ALL.splitlines()[1]
    server.terminate()
    assert server.communicate(timeout=10) == ("", "")
    assert server.returncode == 0


def test_rpcinfo_lists_the_program_while_it_runs() -> None:
    with Lab(rpcbind=True) as lab:
        server = lab.start(command("calc-server"))
        first_line(server.stdout)
        listed = [line.split() for line in lab.run("rpcinfo", "-p").stdout.splitlines()]
        ours = {
            (version, protocol) for number, version, protocol, *_ in listed if number == PROGRAM
        }
        assert ours == {("1", "tcp"), ("1", "udp"), ("2", "tcp"), ("2", "udp")}
        netids = {
            tuple(line.split()[1:3])
            for line in lab.run("rpcinfo").stdout.splitlines()
            if line.split()[0] == PROGRAM
        }
        assert netids == {
            (version, netid) for version in "12" for netid in ("tcp", "udp", "tcp6", "udp6")
        }
        stop(server)
        assert PROGRAM not in lab.run("rpcinfo", "-p").stdout
