"""`rpcgen-py call`: one call of any procedure of any server, arguments and result as JSON."""

from __future__ import annotations

import contextlib
import math
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from rpcgen_py.cli.interface import add_interface, load_interface, reported

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rpcgen_py.compiler import ir
    from rpcgen_py.dynamic.names import Found
    from rpcgen_py.runtime.auth.flavor import ClientAuth

__all__ = ["configure", "run"]

DESCRIPTION: Final = """
Call a procedure of any server and print its result as JSON. A HOST without a port is looked up
through its rpcbind; with --unix, HOST is the path of the socket. PROCEDURE is PROC, VERS.PROC or
PROG.VERS.PROC, by name or by number. JSON is the argument; several arguments are an array of
them, or an object by their names; - reads it from standard input.
"""

NETIDS: Final = {"tcp": ("tcp", "tcp6"), "udp": ("udp", "udp6")}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments and options of the command."""
    parser.description = DESCRIPTION
    parser.add_argument("host", metavar="HOST[:PORT]")
    add_interface(parser)
    parser.add_argument("procedure", metavar="PROCEDURE")
    parser.add_argument("json", metavar="JSON", nargs="?")
    transport = parser.add_mutually_exclusive_group()
    for name, words in (
        ("tcp", "call over TCP (the default)"),
        ("udp", "call over UDP"),
        ("unix", "call over a Unix socket"),
    ):
        transport.add_argument(
            f"--{name}",
            dest="transport",
            action="store_const",
            const=name,
            default="tcp",
            help=words,
        )
    for part in ("program", "version"):
        parser.add_argument(
            f"--{part}", metavar="NAME|NUMBER", help="needed where PROCEDURE is in several"
        )
    parser.add_argument(
        "--auth", choices=("none", "sys"), default="none", help="who to be (default: none)"
    )
    parser.add_argument("--uid", type=int, help="with --auth=sys; your own unless given")
    parser.add_argument("--gid", type=int, help="with --auth=sys; your own unless given")
    parser.add_argument(
        "--gids",
        type=_numbers,
        metavar="GID,...",
        help="with --auth=sys: further groups; your own unless given",
    )
    parser.add_argument(
        "--fill", action="store_true", help="members that JSON leaves out are zero or empty"
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=25.0,
        metavar="SECONDS",
        help="how long to wait for the server (default: 25)",
    )
    parser.add_argument(
        "-o", dest="output", choices=("text", "json"), default="text", help="json: in one line"
    )


def _numbers(text: str) -> list[int]:
    # Not an option of several words: it would take HOST for a group.
    return [int(each) for each in text.split(",") if each]


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < math.inf:
        raise ValueError
    return seconds


# What argparse calls them where they refuse a word.
_numbers.__name__ = "list of numbers"
_seconds.__name__ = "number of seconds"


def run(options: argparse.Namespace) -> int:
    """Call and print. The exit code is 1 where the server answers with an error."""
    return reported("call", lambda: _call(options))


def _call(options: argparse.Namespace) -> None:
    # Imported late, so that other commands need not wait for them.
    from rpcgen_py.dynamic.json_scalars import dumps  # noqa: PLC0415
    from rpcgen_py.dynamic.json_values import to_json  # noqa: PLC0415
    from rpcgen_py.dynamic.names import find_procedure  # noqa: PLC0415
    from rpcgen_py.dynamic.procedures import make_procedure  # noqa: PLC0415
    from rpcgen_py.runtime.errors import Unreachable  # noqa: PLC0415
    from rpcgen_py.runtime.transport.sockets import UnknownHost  # noqa: PLC0415
    from rpcgen_py.runtime.transport.sync_client import connect  # noqa: PLC0415

    unit = load_interface(options)
    found = find_procedure(unit, options.procedure, options.program, options.version)
    procedure = make_procedure(unit, found)
    arguments = procedure.pack_args(*_arguments(unit, found, options))
    auth = _auth(options)
    address = _address(found, options)
    try:
        connection = connect(address, timeout=options.timeout, auth=auth)
    except UnknownHost:
        raise
    except Unreachable as error:
        raise Unreachable(f"{error}; is the server running?") from None
    with connection:
        result = connection.call(procedure, arguments)
    form = to_json(unit, found.procedure.result, result)
    print(dumps(form, indent=2 if options.output == "text" else None))


def _arguments(unit: ir.Unit, found: Found, options: argparse.Namespace) -> Sequence[Any]:
    """The arguments as plain values."""
    from rpcgen_py.dynamic.json_scalars import dumps, loads  # noqa: PLC0415
    from rpcgen_py.dynamic.json_values import from_json, to_json  # noqa: PLC0415
    from rpcgen_py.dynamic.procedures import arguments_struct  # noqa: PLC0415
    from rpcgen_py.dynamic.zero import zero_value  # noqa: PLC0415

    struct = arguments_struct(found.procedure)
    names = [field.name for field in struct.fields]
    if options.json is None:
        if names and not options.fill:
            form = to_json(unit, struct, zero_value(unit, struct))
            example = dumps(form if len(names) > 1 else form[names[0]])
            raise ValueError(f"{found} needs arguments as JSON, such as '{example}'")
        given: Any = {}
    else:
        given = loads(sys.stdin.buffer.read() if options.json == "-" else options.json)
        if len(names) == 1:
            given = {names[0]: given}
        elif isinstance(given, list):
            if len(given) != len(names):
                raise ValueError(f"{found} takes {len(names)} arguments, not {len(given)}")
            given = dict(zip(names, given, strict=True))
    return tuple(from_json(unit, struct, given, fill=options.fill).values())


def _auth(options: argparse.Namespace) -> ClientAuth:
    from rpcgen_py.runtime.auth.none import AuthNone  # noqa: PLC0415
    from rpcgen_py.runtime.auth.sys import AuthSys  # noqa: PLC0415

    if options.auth == "none":
        if (options.uid, options.gid, options.gids) != (None, None, None):
            raise ValueError("--uid, --gid and --gids need --auth=sys")
        return AuthNone()
    own = options.uid is None and options.gid is None
    return AuthSys(
        os.geteuid() if options.uid is None else options.uid,
        os.getegid() if options.gid is None else options.gid,
        options.gids if options.gids is not None else os.getgroups() if own else (),
    )


def _address(found: Found, options: argparse.Namespace) -> str:
    """Where to connect to, looked up if no port is given."""
    from rpcgen_py.runtime.errors import NotSent, OutcomeUnknown  # noqa: PLC0415
    from rpcgen_py.runtime.program import Version  # noqa: PLC0415
    from rpcgen_py.runtime.rpcbind.locate import ProgramNotRegistered, find  # noqa: PLC0415

    host: str = options.host
    if "://" in host:
        return host
    if options.transport == "unix":
        return f"unix://{os.path.abspath(host)}"  # noqa: PTH100 (resolve would follow links)
    named, _, port = host.rpartition(":")
    bare = host.count(":") != 1 and not named.endswith("]")
    if port and not bare:
        return f"{options.transport}://{host}"
    name = host.strip("[]")
    version = Version(found.version.name, found.program.number, found.version.number, ())
    first, second = NETIDS[options.transport]
    try:
        return find(name, version, first, timeout=options.timeout)
    except ProgramNotRegistered:
        with contextlib.suppress(NotSent, OutcomeUnknown):
            return find(name, version, second, timeout=options.timeout)
        raise
