"""`kvd`: one node of the store, as a process. The only place that wires the real parts together.

Start: lock and read the data folder, begin a term, listen, register with rpcbind, say so. End,
by SIGTERM or Ctrl-C: unregister, let the calls in progress end, finish the changes on their way,
let go of the folder. A second signal ends the process at once, and so does one before there is
anything to end in good order; neither loses anything.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.config import DEFAULT_PORT, DEFAULT_SEGMENT_SIZE, NodeConfig, default_data_folder
from kvstore.node.errors import NotServable
from kvstore.node.node import Node
from kvstore.service.kv_service import KvService
from kvstore.storage.errors import StorageError
from rpcgen_py.runtime.address import Address, parse_address
from rpcgen_py.runtime.errors import RpcError, Unreachable
from rpcgen_py.runtime.rpcbind.registration import Registration, services_of
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

log = logging.getLogger(__name__)

FAILED: Final = 1
"""Exit code of a node that could not start, or could not go on."""

MAX_CONNECTIONS: Final = 4096
GRACE: Final = 5.0
"""Seconds that calls in progress have when the node is told to stop."""


class _CannotListen(Exception):
    """An address is taken, or is not this host's: no fault of the folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a node until it is told to stop; return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        addresses = _addresses(options)
        if options.advertise is not None:
            options.advertise = _plain(_advertised(options.advertise))
    except ValueError as error:
        parser.error(str(error))
    logging.basicConfig(format="kvd: %(levelname)s: %(message)s", level=options.log_level)
    folder = options.data_dir or default_data_folder(options.id)
    config = NodeConfig(
        node_id=options.id, data_folder=folder.absolute(), segment_size=options.segment_size
    )
    try:
        return _run(config, addresses, options)
    except (StorageError, NotServable, RpcError, _CannotListen) as error:
        sys.stderr.write(f"kvd: {error}\n")
    except OSError as error:
        where = error.filename or config.data_folder
        sys.stderr.write(
            f"kvd: cannot use {where}: {error.strerror or error}; --data-dir names another folder\n"
        )
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kvd",
        description="Run one node of a key-value store.",
        epilog="Exit codes: 0 stopped as told; 1 could not start, or not go on; 2 wrong usage.",
        allow_abbrev=False,
    )
    parser.add_argument("--id", type=_positive, default=1, help="the node's number (default: 1)")
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        help=f"TCP port (default: {DEFAULT_PORT}; 0: any that is free)",
    )
    parser.add_argument(
        "--listen",
        action="append",
        metavar="ADDR",
        help="where to listen, instead of the loopback addresses: HOST, HOST:PORT, [IPv6]:PORT or "
        "unix:///PATH; may be given several times",
    )
    parser.add_argument(
        "--advertise",
        metavar="HOST:PORT",
        help="the address that clients are told (default: the first that is listened at)",
    )
    parser.add_argument(
        "--data-dir",
        type=_folder,
        metavar="DIR",
        help=f"folder of the node's data (default: {default_data_folder(1).parent}/node-ID)",
    )
    parser.add_argument(
        "--segment-size",
        type=_positive,
        default=DEFAULT_SEGMENT_SIZE,
        metavar="BYTES",
        help="size of the log's files, 4096 to 67108864 (default: %(default)s); a change has to "
        "fit one",
    )
    parser.add_argument(
        "--no-rpcbind", action="store_true", help="do not register with this host's rpcbind"
    )
    parser.add_argument(
        "--log-level",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
        default="WARNING",
        help="what is logged on standard error (default: WARNING)",
    )
    return parser


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 1 << 63):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 upwards")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def _folder(text: str) -> Path:
    if not text:  # as `--data-dir=$UNSET` gives; `Path` would take the current folder
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def _addresses(options: argparse.Namespace) -> list[Address]:
    """Return where to listen. Raises `ValueError`."""
    if not 4096 <= options.segment_size <= 64 << 20:
        raise ValueError("--segment-size: 4096 to 67108864 bytes")
    if not options.listen:
        return [Address("tcp", "localhost", options.port)]
    return [_listen_address(text, options.port) for text in options.listen]


def _listen_address(text: str, port: int) -> Address:
    if "://" not in text and (":" not in text or text.endswith("]") or text.count(":") > 1):
        bare = text.startswith("[") == text.endswith("]")
        if bare:  # a host alone, IPv6 with or without brackets
            return Address("tcp", text.strip("[]"), port)
    address = parse_address(text)
    if address.transport == "udp":
        # A datagram may be delivered twice, and only a session makes a change safe from that.
        raise ValueError(f"{text!r}: a node listens on tcp and unix only")
    return address


def _advertised(text: str) -> Address:
    """Return an address that clients can be told. Raises `ValueError`."""
    address = parse_address(text)
    if (
        address.transport != "tcp"
        or not (address.host and address.port)
        or len(text) > kv.KV_NAME_MAX
    ):
        raise ValueError(f"--advertise: {text[:80]!r} is not HOST:PORT, at most 255 bytes")
    return address


def _run(config: NodeConfig, addresses: list[Address], options: argparse.Namespace) -> int:
    _say(f"node {config.node_id}, data in {config.data_folder}")
    begun = time.monotonic()
    node = Node(config)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(_serve(node, addresses, options, begun))


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    """Return uvloop's event loop where that is installed, None for asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 (it may be missing)
    except ImportError:
        return None
    return uvloop.Loop


async def _serve(
    node: Node, addresses: list[Address], options: argparse.Namespace, begun: float
) -> int:
    server = AsyncServer(max_record=kv.KV_REQUEST_MAX, max_connections=MAX_CONNECTIONS)
    try:
        await node.start()
        machine = node.machine
        found = "new" if node.is_new else f"revision {machine.revision}, {machine.keys} keys"
        _say(f"cluster {node.cluster_id:016x}, {found} ({time.monotonic() - begun:.1f} s)")
        told = _until_told()
        service = KvService(node)
        server.add(service)
        listening = [await _listen(server, address) for address in addresses]
        service.address = options.advertise or _plain(listening[0])
        registration = None if options.no_rpcbind else await _register(server)
        _say("ready at " + ", ".join(map(_plain, server.addresses)))
        try:
            return await _until_told_or_failed(told, node)
        finally:
            if registration is not None:
                await asyncio.to_thread(_unregister, registration)
    finally:
        await server.stop(GRACE)
        await node.stop()


async def _listen(server: AsyncServer, address: Address) -> Address:
    try:
        return await server.listen(address)
    except OSError as error:
        raise _CannotListen(
            f"{error.strerror or error}; --port or --listen names another place"
        ) from error


def _until_told() -> asyncio.Future[None]:
    """Return what completes when the process is told to stop."""
    loop = asyncio.get_running_loop()
    told: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)
            signal.signal(each, signal.SIG_DFL)  # the next one ends the process
        told.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    return told


async def _until_told_or_failed(told: asyncio.Future[None], node: Node) -> int:
    failed = asyncio.ensure_future(node.failed())
    await asyncio.wait((told, failed), return_when=asyncio.FIRST_COMPLETED)
    if failed.done():
        sys.stderr.write(f"kvd: cannot go on: {failed.result()}\n")
        return FAILED
    failed.cancel()
    _say("stopping")
    return 0


async def _register(server: AsyncServer) -> Registration | None:
    services = services_of([kv.KV_V1], server.addresses)
    try:
        registration = await asyncio.to_thread(Registration, services, start=False)
    except Unreachable as error:  # most hosts run none, and kvctl has no need of it
        log.info("not registered with rpcbind: %s", error)
        return None
    except RpcError as error:
        sys.stderr.write(
            f"kvd: warning: not registered with rpcbind: {error}; clients need the port\n"
        )
        return None
    _say(f"registered with rpcbind: program {kv.KV_V1.program:#x}, version {kv.KV_V1.number}")
    return registration


def _unregister(registration: Registration) -> None:
    try:
        registration.close()
    except RpcError as error:
        sys.stderr.write(f"kvd: warning: still registered with rpcbind: {error}\n")


def _plain(address: Address) -> str:
    return str(address).removeprefix("tcp://")


def _say(text: str) -> None:
    sys.stdout.write(f"kvd: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
