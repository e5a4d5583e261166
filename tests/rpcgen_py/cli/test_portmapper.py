"""`rpcgen-py portmapper` as a user types it: where it listens, how it ends, what it says."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rpcgen_py.runtime.rpcbind.client import Rpcbind
from tests.lab import Lab, command, first_line
from tests.rpcgen_py.runtime.binders import portmappers

PORTMAPPER = (command("rpcgen-py"), "portmapper")
LOOPBACK = {
    f"{transport}://{host}:111" for transport in ("tcp", "udp") for host in ("127.0.0.1", "[::1]")
}
SOCKET = "unix:///run/rpcbind.sock"
WITHIN = 20.0
NOBODY = 65534


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(rpcbind=False) as found:
        yield found


@pytest.fixture
def there(tmp_path: Path) -> str:
    return f"unix://{tmp_path}/rpcbind.sock"


def portmapper(*options: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [*PORTMAPPER, *options], capture_output=True, text=True, timeout=30, check=False
    )
    return done.returncode, done.stdout, done.stderr


def started(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PORTMAPPER, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def places(process: subprocess.Popen[str], count: int) -> set[str]:
    """Where it says that it listens."""
    lines = [first_line(process.stdout) for _ in range(count)]
    assert all(line.startswith("portmapper listens at ") for line in lines), lines
    return {line.removeprefix("portmapper listens at ") for line in lines}


def test_help_says_how_to_run_it_and_how_it_ends() -> None:
    code, out, err = portmapper("--help")
    assert (code, err) == (0, "")
    for words in ("--listen ADDRESS", "--per-user", "--background", "exit codes: 0", "RFC 1833"):
        assert words in out


def test_it_listens_where_rpcbind_does(lab: Lab) -> None:
    process = lab.start(*PORTMAPPER)
    assert places(process, 5) == LOOPBACK | {SOCKET}
    # Without a host, rpcinfo asks the Unix socket alone; every user may.
    assert stat.S_IMODE((lab.root / "run" / "rpcbind.sock").stat().st_mode) == 0o666
    for host in ([], ["127.0.0.1"], ["::1"]):
        assert "portmapper" in lab.run("rpcinfo", "-p", *host).stdout


def test_without_ipv6_it_listens_on_ipv4(lab: Lab) -> None:
    lab.run("ip", "-6", "address", "flush", "dev", "lo")
    process = lab.start(*PORTMAPPER)
    assert places(process, 3) == {"tcp://127.0.0.1:111", "udp://127.0.0.1:111", SOCKET}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_nothing_is_left(there: str, tmp_path: Path, number: int) -> None:
    process = started("--listen", there, "--listen", "tcp://localhost:0")
    assert there in places(process, 3)
    with Rpcbind(there) as rpcbind:  # an open connection does not hold it up
        assert rpcbind.dump()
        process.send_signal(number)
        assert process.communicate(timeout=WITHIN) == ("", "")
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_socket_that_a_killed_one_left_is_replaced(there: str) -> None:
    for _ in range(2):
        process = started("--listen", there)
        assert places(process, 1) == {there}
        with Rpcbind(there) as rpcbind:
            assert rpcbind.dump()
        process.kill()
        process.communicate()


def test_it_goes_to_the_background_when_it_listens(lab: Lab, there: str, tmp_path: Path) -> None:
    done = lab.run(*PORTMAPPER, "--background", "--listen", there)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with Rpcbind(there) as rpcbind:
        assert rpcbind.dump()
    (process,) = portmappers(lab)
    os.kill(process, signal.SIGTERM)
    end = time.monotonic() + WITHIN
    while list(tmp_path.iterdir()):
        assert time.monotonic() < end, "it stays"
        time.sleep(0.02)


def test_another_one_is_in_the_way(lab: Lab) -> None:
    first = lab.start(*PORTMAPPER)
    places(first, 5)
    second = lab.run(*PORTMAPPER)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        "rpcgen-py portmapper: cannot listen at tcp://localhost:111: Address already in use; "
        "does rpcbind run? Then no other is needed\n"
    )
    # Where only the Unix socket is taken, as by a neighbour that shares /run, it does without.
    first.terminate()
    first.communicate(timeout=WITHIN)
    neighbour = lab.start(*PORTMAPPER, "--listen", SOCKET)
    places(neighbour, 1)
    third = lab.start(*PORTMAPPER)
    assert places(third, 4) == LOOPBACK
    third.terminate()
    _, said = third.communicate(timeout=WITHIN)
    assert said.startswith(f"rpcgen-py portmapper: WARNING: cannot listen at {SOCKET}: Address")
    assert third.returncode == 0


def test_an_ordinary_user_may_not_have_port_111(lab: Lab) -> None:
    become = ("setpriv", f"--reuid={NOBODY}", "--clear-groups")
    reads = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    done = lab.run(*become, *reads, *PORTMAPPER)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "rpcgen-py portmapper: cannot listen at tcp://localhost:111: Permission denied; "
        "try --per-user, or --listen with a port from 1024 up\n"
    )


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--listen", "111"], "'111': a port is missing"),
        (["--listen", "tcp://:port"], "the port is a number from 0 to 65535, not 'port'"),
        (["--listen", "sctp://:111"], "the transport is tcp, udp or unix, not 'sctp'"),
        (["--listen", "unix://here"], "a Unix socket has an absolute path"),
        (["--per-user", "--listen", "tcp://:0"], "not allowed with argument --per-user"),
        (["now"], "unrecognized arguments: now"),
    ],
)
def test_wrong_usage(options: list[str], complaint: str) -> None:
    code, out, err = portmapper(*options)
    assert (code, out) == (2, "")
    assert complaint in err
    assert err.startswith("rpcgen-py portmapper: ")
    assert err.endswith("; see rpcgen-py portmapper --help\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("where", "complaint"),
    [
        ("tcp://host.invalid:0", "host 'host.invalid' could not be resolved"),
        ("tcp://192.0.2.1:0", "Cannot assign requested address"),
        ("unix:///nowhere/x.sock", "unix:///nowhere/x.sock: No such file or directory"),
        ("unix:///dev/null", "Address already in use"),
    ],
)
def test_where_it_cannot_listen(where: str, complaint: str) -> None:
    code, out, err = portmapper("--listen", where)
    assert (code, out) == (1, "")
    assert err.startswith("rpcgen-py portmapper: ")
    assert complaint in err
    assert err.count("\n") == 1


def test_a_file_in_the_way_of_a_users_own_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sunrpc"
    folder.mkdir(mode=0o700)
    (folder / "rpcbind.sock").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    code, out, err = portmapper("--per-user")
    assert (code, out) == (1, "")
    assert f"cannot listen at unix://{folder}/rpcbind.sock: Address already in use" in err
