"""`rpcgen-py portmapper`: an rpcbind for hosts where none runs."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rpcgen_py.runtime.address import Address

__all__ = ["configure", "run"]

DEFAULT_ADDRESSES: Final = ("tcp://localhost:111", "udp://localhost:111")
PATIENCE: Final = 10.0
"""Seconds that a user's portmapper waits for servers when it has none."""

CANNOT_LISTEN: Final = 1

DESCRIPTION: Final = """
Tell clients where the servers of this host are, as rpcbind does, on a host that runs no rpcbind.
Speaks versions 2, 3 and 4 (RFC 1833), in the foreground, until SIGTERM or Ctrl-C. Listens at port
111 of loopback over TCP and UDP, IPv4 and IPv6, unless told otherwise. Anybody who can reach it
may look servers up; only programs of this host may register.
"""

EPILOG: Final = """
examples:
  rpcgen-py portmapper
      needs the right to ports below 1024, as root has it
  rpcgen-py portmapper --listen tcp://:111 --listen udp://:111 --listen unix:///run/rpcbind.sock
      for other hosts, too; over the Unix socket every user owns what it registers
  rpcgen-py portmapper --per-user
      needs no rights; our servers start it by themselves where there is no rpcbind

exit codes: 0 stopped, or this user's portmapper runs already; 1 cannot listen; 2 wrong usage
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.description = DESCRIPTION
    parser.epilog = EPILOG
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--listen",
        action="append",
        type=_address,
        metavar="ADDRESS",
        help="tcp://HOST:PORT, udp://HOST:PORT or unix:///PATH; may be given several times",
    )
    where.add_argument(
        "--per-user",
        action="store_true",
        help="serve this user's own servers on a Unix socket in the user's runtime folder, "
        f"and end when there has been none for {PATIENCE:g} s",
    )
    parser.add_argument(
        "--background", action="store_true", help="return as soon as it listens, and go on serving"
    )


def _address(text: str) -> Address:
    from rpcgen_py.runtime.address import parse_address  # noqa: PLC0415 (other commands start quicker)

    try:
        return parse_address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop; 0 also where this user's portmapper runs already."""
    from rpcgen_py.runtime.errors import Unreachable  # noqa: PLC0415 (other commands start quicker)
    from rpcgen_py.runtime.portmapper.embedded import Portmapper  # noqa: PLC0415 (the same)

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    addresses: Sequence[Address] = ()
    try:
        addresses = _addresses(options)
        portmapper = Portmapper(addresses, private=options.per_user)
    except Unreachable as error:
        return _cannot_listen(str(error))
    except OSError as error:
        if options.per_user and error.errno == errno.EADDRINUSE and _is_socket(addresses):
            return 0
        return _cannot_listen(f"{error.strerror}{_advice(error)}")
    with portmapper:
        if not options.background:
            for address in portmapper.addresses:
                print(f"portmapper listens at {address}", flush=True)
        elif _fork_away():
            # The child serves; this process must not take the socket's file with it.
            os._exit(0)
        portmapper.start()
        if options.per_user:
            portmapper.serve_while_used(PATIENCE, stop)
        else:
            stop.wait()
    return 0


def _addresses(options: argparse.Namespace) -> Sequence[Address]:
    from rpcgen_py.runtime.rpcbind import per_user  # noqa: PLC0415 (other commands start quicker)

    if options.per_user:
        per_user.make_folder()
        return [per_user.address()]
    return options.listen or [_address(text) for text in DEFAULT_ADDRESSES]


def _is_socket(addresses: Sequence[Address]) -> bool:
    """Whether it is another portmapper that is in the way: a dead one's socket would be replaced.

    It may have just begun to listen, so it is not asked.
    """
    return any(Path(address.path).is_socket() for address in addresses)


def _advice(error: OSError) -> str:
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "; try --per-user, or --listen with a port from 1024 up"
    if error.errno == errno.EADDRINUSE:
        return "; does rpcbind run? Then none is needed"
    return ""


def _cannot_listen(problem: str) -> int:
    print(f"rpcgen-py portmapper: {problem}", file=sys.stderr)
    return CANNOT_LISTEN


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
