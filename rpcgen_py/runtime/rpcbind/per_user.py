"""Where servers and clients of one user meet on a host that runs no rpcbind.

An embedded portmapper on a Unix socket that only the user can reach. A server that finds no
rpcbind starts it (`ensure_running`); it ends by itself soon after the last registered server
has gone, so nothing is left behind but an empty folder.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rpcgen_py.runtime.address import MAX_UNIX_PATH, Address
from rpcgen_py.runtime.errors import RpcError, Unreachable
from rpcgen_py.runtime.rpcbind.client import Rpcbind

__all__ = ["address", "ensure_running", "make_folder"]

START_TIMEOUT = 10.0
"""Seconds to wait for a portmapper that was just started."""

PAUSE = 0.05
"""Seconds between two looks whether it is there."""


def _folder() -> Path:
    """In the user's runtime folder; below /tmp where `su` left that of somebody else."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and _is_ours(runtime):
        return runtime / "sunrpc"
    return Path(tempfile.gettempdir()) / f"sunrpc-{os.geteuid()}"


def _is_ours(folder: Path) -> bool:
    try:
        return folder.stat().st_uid == os.geteuid()
    except FileNotFoundError:
        return True  # once it is made
    except OSError:
        return False


def address() -> Address:
    """Where this user's portmapper is, if there is one.

    Raises Unreachable where somebody else owns the folder: then whoever listens there could send
    callers anywhere.
    """
    path = _folder() / "rpcbind.sock"
    if len(os.fsencode(path)) > MAX_UNIX_PATH:
        raise Unreachable(f"{path} is too long for a Unix socket; set XDG_RUNTIME_DIR to a shorter")
    try:
        found = path.parent.lstat()
    except OSError as error:
        raise Unreachable(f"{path}: {error.strerror}") from error
    private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    if not private or found.st_uid != os.geteuid():
        msg = f"{path.parent} must be a folder of yours with mode 0700; remove it and try again"
        raise Unreachable(msg)
    return Address("unix", path=str(path))


def make_folder() -> None:
    """Make the folder of the socket, for this user alone. Raises Unreachable."""
    folder = _folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot make {folder} ({error.strerror}); set XDG_RUNTIME_DIR to a folder of yours"
        raise Unreachable(msg) from error


def ensure_running(timeout: float) -> Rpcbind:
    """This user's portmapper, started unless it runs; `timeout` as in `Rpcbind`.

    Raises Unreachable where it does not come up within `START_TIMEOUT`.
    """
    make_folder()
    where = address()
    found = _answering(where, timeout)
    if found is not None:
        return found
    deadline = time.monotonic() + START_TIMEOUT
    _start(where)
    # Another server may have started one at the same moment, which does not serve yet.
    while (found := _answering(where, timeout)) is None:
        if time.monotonic() > deadline:
            raise Unreachable(f"the portmapper at {where} does not answer; end it and try again")
        time.sleep(PAUSE)
    return found


def _start(where: Address) -> None:
    """Start one in the background. Raises Unreachable with what it says if it does not go there."""
    command = [sys.executable, "-m", "rpcgen_py.cli.main", "portmapper", "--per-user"]
    try:
        # It goes to the background once it listens, and the process that is waited for ends then.
        started = subprocess.run(  # noqa: S603 (this very package)
            [*command, "--background"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_TIMEOUT,
            check=False,
            # `-m` looks here first, and so does not run what lies in the folder that we are in.
            cwd=Path(__file__).parents[3],
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreachable(f"cannot start a portmapper at {where}: {error}") from error
    if started.returncode:
        problem = started.stderr.decode(errors="replace").strip()
        raise Unreachable(f"cannot start a portmapper at {where}: {problem}")


def _answering(where: Address, timeout: float) -> Rpcbind | None:
    try:
        rpcbind = Rpcbind(where, timeout=timeout)
    except Unreachable:
        return None
    try:
        rpcbind.look_up(100000, 4, "local")
    except RpcError:
        rpcbind.close()
        return None
    return rpcbind
