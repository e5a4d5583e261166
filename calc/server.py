"""`calc-server`: serves the calculator until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING

from calc._generated.calc import CALC_PROG
from calc.arguments import port, rpc_version, unix_path, user_id
from calc.outcome import Exit
from calc.policy import known_users
from calc.serving import Setup, serve_in_loop, serve_in_threads
from rpcgen_py import RpcError
from rpcgen_py.command_line import OneLineParser, ShowVersion
from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.rpcbind.registration import AlreadyRegistered

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = ["main"]

log = logging.getLogger(__name__)

LOOPBACK = "localhost"


def _parser() -> OneLineParser:
    parser = OneLineParser(
        allow_abbrev=True,
        prog="calc-server",
        description="Serve the calculator over TCP and UDP, and tell rpcbind where. "
        "Stops at SIGTERM or Ctrl-C.",
        epilog="Exit codes: 0 stopped; 1 another server is registered, or an address is taken; "
        "2 wrong usage; 3 no rpcbind.",
    )
    parser.add_argument("--version", action=ShowVersion)
    parser.add_argument(
        "--listen",
        action="append",
        metavar="HOST",
        help="name or address to listen at; may be given several times "
        "(default: loopback, IPv4 and IPv6)",
    )
    parser.add_argument("--port", type=port, default=0, help="port to listen at (default: any)")
    parser.add_argument("--unix", type=unix_path, metavar="PATH", help="also listen at this path")
    parser.add_argument(
        "--auth", choices=("none", "sys"), default="none", help="who callers have to say they are"
    )
    parser.add_argument(
        "--allow-uid",
        type=user_id,
        action="append",
        metavar="UID",
        help="with --auth=sys: serve only this user; may be given several times (default: all)",
    )
    parser.add_argument(
        "--rpc-version",
        type=rpc_version,
        action="append",
        metavar="N",
        help="serve only this version of the program; may be given several times (default: all)",
    )
    parser.add_argument("--no-register", action="store_true", help="do not tell rpcbind")
    parser.add_argument(
        "--asyncio", action="store_true", help="serve by an event loop, not threads"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="say on stderr what is done")
    return parser


def _addresses(options: argparse.Namespace) -> list[Address]:
    addresses = []
    for host in options.listen or [LOOPBACK]:
        addresses.append(Address("tcp", host.strip("[]"), options.port))
        addresses.append(Address("udp", host.strip("[]"), options.port))
    if options.unix is not None:
        addresses.append(Address("unix", path=options.unix))
    return addresses


def _announcement(options: argparse.Namespace, versions: Sequence[int]) -> str:
    """What says that everybody can call. It names the version that old clients speak."""
    if options.auth == "sys":
        return "Registered with rpcbind (AUTH_SYS)"
    return f"Registered with portmapper: program {CALC_PROG.number:#x}, version {versions[0]}"


def _setup(options: argparse.Namespace) -> Setup:
    versions = sorted(set(options.rpc_version or (1, 2)))

    def announce(addresses: Sequence[Address]) -> None:
        places = "\n".join(f"Serving at {address}" for address in addresses)
        if options.no_register:
            print(places, flush=True)
            return
        log.info("%s", places)
        print(_announcement(options, versions), flush=True)

    return Setup(
        versions=versions,
        addresses=_addresses(options),
        policy=known_users(options.allow_uid or ()) if options.auth == "sys" else None,
        register=not options.no_register,
        announce=announce,
    )


def _fail(code: Exit, line: object) -> Exit:
    print(f"calc-server: {line}", file=sys.stderr)
    return code


def main() -> int:
    """Run the command; returns its exit code (see `calc.outcome`)."""
    parser = _parser()
    options = parser.parse_args()
    if options.allow_uid and options.auth != "sys":
        parser.error("--allow-uid needs --auth=sys")
    level = logging.INFO if options.verbose else logging.WARNING
    logging.basicConfig(level=level, format="calc-server: %(levelname)s: %(message)s")
    setup = _setup(options)
    try:
        if options.asyncio:
            asyncio.run(serve_in_loop(setup))
        else:
            serve_in_threads(setup)
    except AlreadyRegistered as error:
        return _fail(Exit.NO, error)
    except RpcError as error:
        # Where --listen names a host, that may be what means nothing.
        hint = "" if options.listen else "; --no-register does without rpcbind"
        return _fail(Exit.UNREACHABLE, f"{error}{hint}")
    except OSError as error:
        return _fail(Exit.NO, f"{error.strerror or error}; choose another --port or --listen")
    return Exit.DONE


if __name__ == "__main__":
    sys.exit(main())
