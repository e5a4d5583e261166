"""`rpcgen-py portmapper`: an rpcbind for hosts where none runs."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.portmapper.embedded import Portmapper

__all__ = ["configure", "run"]

log = logging.getLogger(__name__)

DEFAULT_ADDRESSES: Final = ("tcp://localhost:111", "udp://localhost:111")
RPCBIND_SOCKET: Final = "unix:///run/rpcbind.sock"
"""Where commands of this host ask first; without it, only those find us that try port 111."""

PATIENCE: Final = 1.0
"""Seconds that a user's portmapper stays in the background when it has no servers."""

CANNOT_LISTEN: Final = 1

DESCRIPTION: Final = """
Tell clients where the servers of this host are, as rpcbind does, on a host that runs no rpcbind.
Speaks versions 2, 3 and 4 (RFC 1833), in the foreground, until SIGTERM or Ctrl-C. Listens at port
111 of loopback over TCP and UDP, IPv4 and IPv6, and at /run/rpcbind.sock if it may, unless told
otherwise. Anybody who can reach it may look servers up; only programs of this host may register.
"""

EPILOG: Final = """
examples:
  rpcgen-py portmapper
      needs the right to ports below 1024, as root has it
  rpcgen-py portmapper --listen tcp://:111 --listen udp://:111 --listen unix:///run/rpcbind.sock
      for other hosts, too
  rpcgen-py portmapper --per-user
      needs no rights; our servers start it by themselves, in the background, where none runs

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
        help="serve this user's own servers on a Unix socket in the user's runtime folder",
    )
    parser.add_argument(
        "--background",
        action="store_true",
        help="return as soon as it listens, and go on serving; with --per-user, until there has "
        f"been no server for {PATIENCE:g} s",
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

    logging.basicConfig(format="rpcgen-py portmapper: %(levelname)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    with Portmapper(private=options.per_user) as portmapper:
        try:
            _listen(portmapper, options)
        except _RunsAlready:
            return 0
        except (OSError, Unreachable) as error:
            print(f"rpcgen-py portmapper: {_explained(error)}", file=sys.stderr)
            return CANNOT_LISTEN
        if not options.background:
            for address in portmapper.addresses:
                print(f"portmapper listens at {address}", flush=True)
        elif _fork_away():
            # The child serves; this process must not take the socket's file with it.
            os._exit(0)
        portmapper.start()
        if options.per_user and options.background:
            portmapper.serve_while_used(PATIENCE, stop)
        else:
            stop.wait()
    return 0


class _RunsAlready(Exception):
    """This user has a portmapper."""


def _listen(portmapper: Portmapper, options: argparse.Namespace) -> None:
    """Raises OSError, `Unreachable` and `_RunsAlready`."""
    from rpcgen_py.runtime.rpcbind import per_user  # noqa: PLC0415 (other commands start quicker)

    if options.per_user:
        per_user.make_folder()
        own = per_user.address()
        try:
            portmapper.listen(own)
        except OSError as error:
            # It is not asked who is there, since it may have just begun to listen. A socket that
            # nobody listens at would have been replaced.
            if error.errno == errno.EADDRINUSE and Path(own.path).is_socket():
                raise _RunsAlready from error
            raise
        return
    for address in options.listen or map(_address, DEFAULT_ADDRESSES):
        portmapper.listen(address)
    if not options.listen:
        try:
            portmapper.listen(_address(RPCBIND_SOCKET))
        except OSError as error:
            log.warning("%s", _explained(error))


def _explained(error: Exception) -> str:
    """What is wrong, and what to do about it."""
    if not isinstance(error, OSError):
        return str(error)
    advice = {
        errno.EACCES: "; try --per-user, or --listen with a port from 1024 up",
        errno.EADDRINUSE: "; does rpcbind run? Then no other is needed",
    }
    return f"{error.strerror}{advice.get(error.errno or 0, '')}"


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
