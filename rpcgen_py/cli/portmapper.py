"""`rpcgen-py portmapper`: an rpcbind for hosts where none runs."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

__all__ = ["configure", "run"]

DESCRIPTION: Final = """
Serve versions 2, 3 and 4 of rpcbind's protocol (RFC 1833), in the foreground until SIGTERM or
Ctrl-C. Listens on port 111 of loopback over TCP and UDP, IPv4 and IPv6, unless --listen or
--per-user say otherwise; a port below 1024 needs the right to bind it.
"""

DEFAULT_ADDRESSES: Final = (
    "tcp://127.0.0.1:111",
    "udp://127.0.0.1:111",
    "tcp://[::1]:111",
    "udp://[::1]:111",
)
PATIENCE: Final = 10.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.description = DESCRIPTION
    parser.add_argument(
        "--listen",
        action="append",
        metavar="ADDRESS",
        help="tcp://HOST:PORT, udp://HOST:PORT or unix:///PATH; may be given several times",
    )
    parser.add_argument(
        "--per-user",
        action="store_true",
        help="serve this user's own servers on a Unix socket in the user's runtime folder, "
        f"and end {PATIENCE:g} s after the last of them has gone",
    )
    parser.add_argument(
        "--background", action="store_true", help="return as soon as it listens, and go on serving"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop; 0 also where this user's portmapper runs already."""
    from rpcgen_py.runtime.address import parse_address  # noqa: PLC0415 (other commands start quicker)
    from rpcgen_py.runtime.portmapper.embedded import Portmapper  # noqa: PLC0415 (the same)
    from rpcgen_py.runtime.rpcbind import per_user  # noqa: PLC0415 (the same)

    wanted = options.listen or ([] if options.per_user else DEFAULT_ADDRESSES)
    addresses = [parse_address(text) for text in wanted]
    if options.per_user:
        addresses.append(parse_address(f"unix://{per_user.socket_path()}"))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    try:
        portmapper = Portmapper(addresses, sweep=options.per_user)
    except OSError as error:
        if options.per_user and error.errno == errno.EADDRINUSE:
            return 0
        hint = " (try --per-user, or --listen with a port from 1024 up)"
        denied = error.errno in {errno.EACCES, errno.EPERM}
        print(f"rpcgen-py portmapper: {error}{hint if denied else ''}", file=sys.stderr)
        return 3
    with portmapper:
        if not options.background:
            for address in portmapper.addresses:
                print(f"portmapper listens at {address}", flush=True)
        elif _fork_away():
            # The child serves; this process must not take the socket's file with it.
            os._exit(0)
        portmapper.start()
        if options.per_user:
            portmapper.wait_until_unused(PATIENCE, stop)
        else:
            stop.wait()
    return 0


def _fork_away() -> bool:
    """Go on in a child that belongs to no terminal; True in the parent."""
    if os.fork():
        return True
    os.setsid()
    os.chdir("/")
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(quiet, descriptor)
    os.close(quiet)
    return False
