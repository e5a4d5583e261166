"""Where servers and clients of one user meet on a host that runs no rpcbind.

An embedded portmapper on a Unix socket that only the user can reach. A server that finds no
rpcbind starts it (`ensure_running`); it ends by itself soon after the last registered server
has gone, so nothing is left behind.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from rpcgen_py.runtime.errors import RpcError, Unreachable
from rpcgen_py.runtime.rpcbind.client import Rpcbind

__all__ = ["ensure_running", "socket_path"]

START_TIMEOUT = 10.0
"""Seconds to wait for a portmapper that was just started."""


def _folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime:
        return Path(runtime) / "sunrpc"
    return Path(tempfile.gettempdir()) / f"sunrpc-{os.getuid()}"


def socket_path() -> Path:
    """The socket of this user's portmapper, whether or not one is there.

    Its folder is made, for the user alone. Raises Unreachable where somebody else owns it: then
    whoever listens there could send callers anywhere.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    if not private or found.st_uid != os.getuid():
        msg = f"{folder} must be a folder of yours with mode 0700; remove it and try again"
        raise Unreachable(msg)
    return folder / "rpcbind.sock"


def ensure_running() -> Path:
    """Start this user's portmapper unless it runs; the path of its socket.

    Raises Unreachable where it does not come up within `START_TIMEOUT`.
    """
    path = socket_path()
    if _answers(path):
        return path
    # It goes to the background by itself once it listens, and its parent ends then.
    command = [
        sys.executable,
        "-m",
        "rpcgen_py.cli.main",
        "portmapper",
        "--per-user",
        "--background",
    ]
    try:
        started = subprocess.run(  # noqa: S603 (this very package)
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_TIMEOUT,
            check=False,
        )
        problem = started.stderr.decode(errors="replace").strip()
    except subprocess.TimeoutExpired:
        problem = f"not up after {START_TIMEOUT:g} s"
    if not _answers(path):
        msg = f"no portmapper came up at {path}: {problem}"
        raise Unreachable(msg)
    return path


def _answers(path: Path) -> bool:
    try:
        with Rpcbind(f"unix://{path}", timeout=1.0) as rpcbind:
            rpcbind.look_up(100000, 4, "local")
    except RpcError:
        return False
    return True
