"""`calc-client`: has a server calculate, and prints the result."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from time import monotonic
from typing import NamedTuple

from calc._generated.calc import operands
from calc.arguments import operand, port, rpc_version, seconds, unix_path, user_id
from calc.calculation import OPERATIONS, Result, Target, calculate
from calc.outcome import CommandFailed, Exit
from rpcgen_py import AuthSys
from rpcgen_py.command_line import OneLineParser, ShowVersion
from rpcgen_py.runtime.address import Address

__all__ = ["main"]

DEFAULT_TIMEOUT = 5.0
NEWEST_FIRST = (2, 1)


def _parser() -> OneLineParser:
    parser = OneLineParser(
        allow_abbrev=True,
        prog="calc-client",
        description="Have a calc-server calculate.",
        epilog="Exit codes: 0 done; 1 overflow or division by zero; 2 wrong usage; "
        "3 server not reached, or no answer in time; 4 the server refuses the caller.",
    )
    parser.add_argument("--version", action=ShowVersion)
    parser.add_argument("--auth", choices=("none", "sys"), default="none", help="who to be")
    parser.add_argument("--uid", type=user_id, help="user id of --auth=sys (default: yours)")
    parser.add_argument("--gid", type=user_id, help="group id of --auth=sys (default: yours)")
    parser.add_argument(
        "--timeout",
        type=seconds,
        default=DEFAULT_TIMEOUT,
        metavar="S",
        help="seconds to wait for the server (default: %(default)g)",
    )
    parser.add_argument("--transport", choices=("tcp", "udp", "unix"), default="tcp")
    parser.add_argument(
        "--port", type=port, help="the server's port, instead of asking rpcbind for it"
    )
    parser.add_argument(
        "--rpc-version", type=rpc_version, metavar="N", help="speak only this version"
    )
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text")
    parser.add_argument(
        "host", metavar="HOST", help="the server's host; with --transport=unix, a socket's path"
    )
    parser.add_argument("operation", choices=OPERATIONS)
    parser.add_argument("a", type=operand, metavar="A")
    parser.add_argument("b", type=operand, metavar="B")
    return parser


def _target(parser: OneLineParser, options: argparse.Namespace, user: User | None) -> Target:
    address = None
    if options.transport == "unix" and "/" in options.host:
        if options.port is not None:
            parser.error("a Unix socket has no --port")
        address = Address("unix", path=_path(parser, options.host))
    elif options.host.count(":") == 1 and options.transport != "unix":
        host, _, number = options.host.partition(":")
        parser.error(f"argument HOST: it has no port; write {host} --port={number}")
    elif options.port is not None:
        if options.transport == "unix":
            parser.error("a Unix socket has a path, not a --port")
        address = Address(options.transport, options.host.strip("[]"), options.port)
    return Target(
        host=options.host,
        address=None if address is None else str(address),
        transport=options.transport,
        versions=NEWEST_FIRST if options.rpc_version is None else (options.rpc_version,),
        timeout=options.timeout,
        deadline=monotonic() + options.timeout,
        auth=None if user is None else AuthSys(*user),
    )


def _path(parser: OneLineParser, text: str) -> str:
    try:
        return unix_path(text)
    except argparse.ArgumentTypeError as error:
        parser.error(f"argument HOST: {error}")


class User(NamedTuple):
    """Whom the calls of --auth=sys name."""

    uid: int
    gid: int


def _user(parser: OneLineParser, options: argparse.Namespace) -> User | None:
    if options.auth == "none":
        if options.uid is not None or options.gid is not None:
            parser.error("--uid and --gid need --auth=sys")
        return None
    uid = os.getuid() if options.uid is None else options.uid
    gid = os.getgid() if options.gid is None else options.gid
    return User(uid, gid)


def _print(result: Result, user: User | None, output: str) -> None:
    if output == "json":
        who = None if user is None else {"flavor": "sys"} | user._asdict()
        print(json.dumps({"result": result.value, "version": result.version, "auth": who}))
        return
    if user is not None:
        print(f"Using AUTH_SYS (uid={user.uid}, gid={user.gid})")
    print(f"Result: {result.value}")


def main() -> int:
    """Run the command; returns its exit code (see `calc.outcome`)."""
    parser = _parser()
    options = parser.parse_args()
    user = _user(parser, options)
    target = _target(parser, options, user)
    try:
        result = calculate(target, options.operation, operands(options.a, options.b))
    except CommandFailed as failure:
        print(failure, file=sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        return 128 + signal.SIGINT  # as a shell reports who died of it
    _print(result, user, options.output)
    return Exit.DONE


if __name__ == "__main__":
    sys.exit(main())
