"""A host without rpcbind: one user's servers and clients meet at a portmapper of the user's own.

Servers and clients are those of the calculator, as a user starts them.
"""

from __future__ import annotations

import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.lab import Lab, command, first_line, stop
from tests.rpcgen_py.runtime.binders import portmappers

ALICE, BOB = 1000, 1001
WITHIN = 20.0
"""Seconds that things may take which happen by themselves."""

REGISTERED = "Registered with portmapper: program 0x31230000, version "


class User:
    """Somebody on a private host, with a runtime folder and a folder for other files."""

    def __init__(self, lab: Lab, uid: int, folder: Path) -> None:
        self.lab = lab
        self.uid = uid
        self.runtime = folder / f"runtime-{uid}"
        self.temporary = folder / f"temporary-{uid}"
        for made in (self.runtime, self.temporary):
            self.root(made).mkdir(mode=0o700)
            self.own(made)

    def root(self, path: Path) -> Path:
        """A path of the private host as the test sees it."""
        return self.lab.root / path.relative_to("/")

    def own(self, path: Path) -> None:
        self.lab.run("chown", "-h", f"{self.uid}:{self.uid}", path)

    @property
    def socket(self) -> Path:
        return self.runtime / "sunrpc" / "rpcbind.sock"

    def command(self, name: str, *arguments: str, runtime: Path | None = None) -> list[str]:
        """A command line that this user types."""
        # An ordinary user, but for this: the interpreter may stand where only root may read.
        reads = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
        become = ("setpriv", f"--reuid={self.uid}", f"--regid={self.uid}", "--clear-groups", *reads)
        sees = (f"XDG_RUNTIME_DIR={runtime or self.runtime}", f"TMPDIR={self.temporary}")
        return [*(become if self.uid else ()), "env", *sees, command(name), *arguments]

    def serve(self, version: int, *options: str) -> subprocess.Popen[str]:
        server = self.lab.start(*self.command("calc-server", f"--rpc-version={version}", *options))
        line = first_line(server.stdout)
        assert line == f"{REGISTERED}{version}", server.communicate()
        return server

    def ask(self, version: int = 1, *options: str) -> tuple[int, str, str]:
        asked = (f"--rpc-version={version}", *options, "localhost", "add", "5", "3")
        done = self.lab.run(*self.command("calc-client", *asked))
        return done.returncode, done.stdout, done.stderr


def wait_until_ended(user: User) -> None:
    """Until neither process nor socket of the portmapper is left."""
    end = time.monotonic() + WITHIN
    while portmappers(user.lab):
        assert time.monotonic() < end, "the portmapper stays"
        time.sleep(0.05)
    assert not user.root(user.socket).exists()


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(rpcbind=False) as found:
        yield found


@pytest.fixture(params=[0, ALICE], ids=["root", "user"])
def user(lab: Lab, request: pytest.FixtureRequest) -> User:
    return User(lab, request.param, Path("/run"))


@pytest.fixture
def alice(lab: Lab) -> User:
    return User(lab, ALICE, Path("/run"))


FOUND = (0, "Result: 8\n", "")


def test_a_server_starts_it_and_a_client_finds_the_server(user: User) -> None:
    server = user.serve(1)
    assert user.ask() == FOUND
    (portmapper,) = portmappers(user.lab)
    status = Path(f"/proc/{portmapper}/status").read_text()
    assert f"Uid:\t{user.uid}\t" in status
    assert f"PPid:\t{server.pid}\n" not in status  # it may outlive who started it
    folder = user.root(user.socket).parent.lstat()
    assert (folder.st_uid, stat.S_IMODE(folder.st_mode)) == (user.uid, 0o700)
    # It ends after the last of its servers, which says goodbye.
    stop(server)
    assert server.returncode == 0
    assert user.ask()[0] == 3
    wait_until_ended(user)
    assert list(user.root(user.socket).parent.iterdir()) == []


def test_it_ends_after_servers_that_were_killed(alice: User) -> None:
    first, second = alice.serve(1), alice.serve(2)
    first.kill()
    first.communicate()
    assert alice.ask(2) == FOUND
    # What the dead one left is nobody's answer any more, also to a client that would try it.
    code, _, said = alice.ask(1)
    assert code == 3
    assert said.startswith("version not served: "), said
    second.kill()
    second.communicate()
    wait_until_ended(alice)


def test_users_do_not_meet(lab: Lab, alice: User) -> None:
    bob, root = User(lab, BOB, Path("/run")), User(lab, 0, Path("/run"))
    alice.serve(1)
    for other in (bob, root):
        assert other.ask()[0] == 3
    bob.serve(1)  # the same program, at a portmapper of his own
    assert bob.ask() == alice.ask() == FOUND
    assert len(portmappers(lab)) == 2


def test_servers_that_start_together_start_one(alice: User) -> None:
    both = [
        alice.lab.start(*alice.command("calc-server", f"--rpc-version={version}"))
        for version in (1, 2)
    ]
    for version, server in enumerate(both, 1):
        assert first_line(server.stdout) == f"{REGISTERED}{version}", server.communicate()
    assert len(portmappers(alice.lab)) == 1
    assert alice.ask(1) == alice.ask(2) == FOUND


def test_a_killed_one_is_replaced(alice: User) -> None:
    first = alice.serve(1)
    (killed,) = portmappers(alice.lab)
    subprocess.run(["kill", "-9", str(killed)], check=True)
    assert alice.root(alice.socket).is_socket()  # nobody removed it
    assert alice.ask()[0] == 3
    second = alice.serve(2)
    assert alice.ask(2) == FOUND
    for server in (first, second):
        stop(server)
        assert server.returncode == 0
    wait_until_ended(alice)


def test_one_that_hangs_is_named(alice: User) -> None:
    alice.serve(1)
    (hung,) = portmappers(alice.lab)
    subprocess.run(["kill", "-STOP", str(hung)], check=True)
    code, out, said = alice.ask(1, "--timeout=0.5")
    assert (code, out) == (3, "")
    assert str(alice.socket) in said
    subprocess.run(["kill", "-CONT", str(hung)], check=True)
    assert alice.ask() == FOUND


@pytest.mark.parametrize("mode", [0o777, 0o750])
def test_a_folder_that_others_may_use_is_refused(alice: User, mode: int) -> None:
    folder = alice.root(alice.socket).parent
    folder.mkdir()
    alice.own(alice.socket.parent)
    folder.chmod(mode)
    refused(alice)


def test_somebody_elses_folder_is_refused(alice: User) -> None:
    alice.root(alice.socket).parent.mkdir(mode=0o700)
    refused(alice)


def test_a_folder_elsewhere_is_refused(alice: User) -> None:
    alice.root(alice.socket).parent.symlink_to(alice.temporary)
    alice.own(alice.socket.parent)
    refused(alice)


def refused(user: User) -> None:
    """Neither server nor client trusts who listens there, and both say so."""
    advice = f"{user.socket.parent} must be a folder of yours with mode 0700; remove it"
    server = user.lab.run(*user.command("calc-server"))
    assert (server.returncode, server.stdout) == (3, "")
    assert advice in server.stderr
    assert server.stderr.count("\n") == 1
    code, out, said = user.ask()
    assert (code, out) == (3, "")
    assert advice in said
    portmapper = user.lab.run(*user.command("rpcgen-py", "portmapper", "--per-user"))
    assert (portmapper.returncode, portmapper.stdout) == (1, "")
    assert advice in portmapper.stderr
    assert portmappers(user.lab) == []


def test_the_runtime_folder_of_somebody_else_is_not_used(lab: Lab, alice: User) -> None:
    """As `su` leaves it in the environment."""
    root = User(lab, 0, Path("/run"))
    with ExitStack() as stack:
        server = lab.start(*alice.command("calc-server", runtime=root.runtime))
        stack.callback(stop, server)
        assert first_line(server.stdout).startswith(REGISTERED), server.communicate()
        assert alice.root(alice.temporary / f"sunrpc-{ALICE}" / "rpcbind.sock").is_socket()
        asked = alice.command("calc-client", "localhost", "add", "5", "3", runtime=root.runtime)
        assert lab.run(*asked).stdout == "Result: 8\n"
    assert list(root.root(root.runtime).iterdir()) == []


@pytest.mark.parametrize(
    ("runtime", "complaint"),
    [
        (Path("/run") / ("x" * 100), "is too long for a Unix socket"),
        (Path("/proc/nowhere"), "cannot make /proc/nowhere/sunrpc"),
    ],
    ids=["too long", "not to be made"],
)
def test_a_runtime_folder_that_cannot_be(alice: User, runtime: Path, complaint: str) -> None:
    done = alice.lab.run(*alice.command("calc-server", runtime=runtime))
    assert (done.returncode, done.stdout) == (3, "")
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_lies_in_the_current_folder_is_not_run(alice: User) -> None:
    trap = alice.temporary / "rpcgen_py" / "cli"
    alice.root(trap).mkdir(parents=True)
    for package in (trap.parent, trap):
        (alice.root(package) / "__init__.py").touch()
    (alice.root(trap) / "main.py").write_text(f"open('{alice.temporary}/sprung', 'w')")
    line = alice.command("calc-server")
    there = alice.lab.start("sh", "-c", 'cd "$0" && exec "$@"', alice.temporary, *line)
    assert first_line(there.stdout).startswith(REGISTERED), there.communicate()
    assert not (alice.root(alice.temporary) / "sprung").exists()


def test_by_hand(alice: User) -> None:
    """In the foreground it stays until it is told to end, with servers or without."""
    line = alice.command("rpcgen-py", "portmapper", "--per-user")
    first = alice.lab.start(*line)
    assert first_line(first.stdout) == f"portmapper listens at unix://{alice.socket}"
    again = alice.lab.run(*line)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    alice.serve(1)
    assert len(portmappers(alice.lab)) == 1
    assert alice.ask() == FOUND
    first.send_signal(signal.SIGINT)
    assert first.communicate(timeout=WITHIN) == ("", "")
    assert first.returncode == 0
    assert not alice.root(alice.socket).exists()
