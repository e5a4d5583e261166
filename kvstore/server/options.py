"""The command line of `kvd`."""

from __future__ import annotations

import argparse
import grp
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.config import (
    DEFAULT_CACHE_SIZE,
    DEFAULT_CACHE_SLOT_BYTES,
    DEFAULT_PORT,
    DEFAULT_SEGMENT_SIZE,
    default_data_folder,
)
from kvstore.node.member_address import member_address
from kvstore.node.peers.gathering import parse_peers
from kvstore.node.upkeep.compactor import Kept
from rpcgen_py.command_line import OneLineParser, ShowVersion
from rpcgen_py.runtime.address import Address, parse_address

if TYPE_CHECKING:
    from collections.abc import Sequence


MAX_WORKERS: Final = 64


class Options(NamedTuple):
    """What a node is started with. Sizes are in bytes. `peers` are as `parse_peers` has them."""

    node_id: int
    listen: tuple[Address, ...]
    advertise: str | None
    peers: dict[str, int]
    cluster_key_file: Path | None
    policy: Path | None
    metrics: Address | None
    data_folder: Path
    segment_size: int
    cache_size: int
    cache_slot_bytes: int
    cache_group: int | None
    kept: Kept
    audit_interval: float
    workers: int
    rpcbind: bool
    log_level: str
    log_format: str


def parse(arguments: Sequence[str] | None) -> Options:
    """Read the command line; wrong usage ends the process with code 2."""
    parser = _parser()
    found = parser.parse_args(arguments)
    try:
        if not 4096 <= found.segment_size <= 64 << 20:
            raise ValueError("--segment-size: 4096 to 67108864 bytes")  # noqa: TRY301 (all in one)
        if not 128 <= found.cache_slot_bytes <= 1 << 20:
            raise ValueError("--cache-slot-bytes: 128 to 1048576")  # noqa: TRY301 (the same)
        if found.cache_size and not 1 << 16 <= found.cache_size <= 1 << 36:
            raise ValueError("--cache-size: 0, or 65536 to 68719476736 bytes")  # noqa: TRY301
        return Options(
            node_id=found.id,
            listen=_listen(found.listen, found.port),
            advertise=None if found.advertise is None else _advertised(found.advertise),
            peers=_peers(found.peers or []),
            cluster_key_file=found.cluster_key_file,
            policy=found.policy,
            metrics=found.metrics_port,
            data_folder=(found.data_dir or default_data_folder(found.id)).absolute(),
            segment_size=found.segment_size,
            cache_size=found.cache_size,
            cache_slot_bytes=found.cache_slot_bytes,
            cache_group=found.cache_group,
            kept=found.auto_compaction,
            audit_interval=found.audit_interval,
            workers=_workers(found.workers, found.listen),
            rpcbind=not found.no_rpcbind,
            log_level=found.log_level,
            log_format=found.log_format,
        )
    except ValueError as error:
        parser.error(str(error))


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="kvd",
        description="Run one node of a key-value store.",
        epilog="Exit codes: 0 stopped as told; 1 could not start, or not go on; 2 wrong usage.",
    )
    parser.add_argument("--version", action=ShowVersion)
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
        help="the address that clients and peers are told (default: the first TCP one that is "
        "listened at)",
    )
    parser.add_argument(
        "--peers",
        action="append",
        metavar="[ID@]HOST:PORT,...",
        help="the other nodes of the cluster; a first start waits until all of them are there. "
        "Without: a cluster of this node alone. Once there is a cluster, its log says who belongs "
        "to it",
    )
    parser.add_argument(
        "--cluster-key-file",
        type=_path,
        metavar="FILE",
        help="key that the nodes of a cluster share, mode 0600 (default: one for all nodes of this "
        "user on this host, made when it is missing)",
    )
    parser.add_argument(
        "--policy",
        type=_path,
        metavar="FILE",
        help="who may do what with which keys, see docs/auth-kv.md (default: everybody who can "
        "connect may do everything); read again at SIGHUP",
    )
    parser.add_argument(
        "--metrics-port",
        type=_metrics,
        metavar="[HOST:]PORT",
        help="serve /metrics, /livez and /readyz by HTTP (default HOST: localhost)",
    )
    parser.add_argument(
        "--data-dir",
        type=_path,
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
        "--cache-size",
        type=_count,
        default=DEFAULT_CACHE_SIZE,
        metavar="BYTES",
        help="shared memory for hot keys, which processes of this host read without asking the "
        "node (default: %(default)s; 0: none)",
    )
    parser.add_argument(
        "--cache-slot-bytes",
        type=_positive,
        default=DEFAULT_CACHE_SLOT_BYTES,
        metavar="BYTES",
        help="of it for each key, 64 of them for the node's own use; what does not fit is not "
        "shared (default: %(default)s)",
    )
    parser.add_argument(
        "--cache-group",
        type=_group,
        metavar="GROUP",
        help="group whose members may read all hot keys, whatever --policy says (default: only the "
        "node's own user)",
    )
    parser.add_argument(
        "--auto-compaction",
        type=_kept,
        default=Kept(),
        metavar="KEEP",
        help="which past revisions stay readable: a number of them, an age (90s, 5m, 1h), or off: "
        "all, until somebody compacts (default: 100000 revisions, and not more than 256 MiB); the "
        "leader's counts",
    )
    parser.add_argument(
        "--audit-interval",
        type=_seconds,
        default=60.0,
        metavar="SECONDS",
        help="how often the leader compares the contents of all members, 0: never (default: 60)",
    )
    parser.add_argument(
        "--workers",
        type=_count,
        default=0,
        metavar="N",
        help="processes on the same TCP port that answer reads of hot keys from shared memory, and "
        "pass all else on to the node (default: 0)",
    )
    parser.add_argument(
        "--no-rpcbind", action="store_true", help="do not register with this host's rpcbind"
    )
    parser.add_argument(
        "--log-level",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
        default="WARNING",
        help="what is logged on standard error (default: WARNING); INFO has a line for each call",
    )
    parser.add_argument(
        "--log-format",
        choices=("text", "json"),
        default="text",
        help="text for people, or one JSON object a line (default: text)",
    )
    return parser


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 1 << 63):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 upwards")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 1 << 63):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 upwards")
    return int(text)


def _group(text: str) -> int:
    if text.isascii() and text.isdecimal():
        return _count(text)
    try:
        return grp.getgrnam(text).gr_gid
    except KeyError:
        raise argparse.ArgumentTypeError(f"this host has no group {text!r}") from None


def _workers(count: int, listen: list[str] | None) -> int:
    if count > MAX_WORKERS:
        raise ValueError(f"--workers: {MAX_WORKERS} at most")
    if count and listen and all(each.startswith("unix://") for each in listen):
        raise ValueError("--workers: they serve TCP ports, and --listen names none")
    return count


def _kept(text: str) -> Kept:
    if text == "off":
        return Kept(None, None, None)
    unit = {"s": 1, "m": 60, "h": 3600}.get(text[-1:])
    if unit is None:
        return Kept(_positive(text), None, None)
    return Kept(None, None, _positive(text[:-1]) * unit)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= 86400.0:  # also what is not a number at all
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0 to 86400")
    return seconds


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def _metrics(text: str) -> Address:
    host, colon, port = text.rpartition(":")
    if not colon:
        return Address("tcp", "localhost", _port(port))
    try:
        address = parse_address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if address.transport != "tcp" or not host:
        raise argparse.ArgumentTypeError(f"{text!r} is neither PORT nor HOST:PORT")
    return address


def _path(text: str) -> Path:
    if not text:  # as `--data-dir=$UNSET` gives; `Path` would take the current folder
        raise argparse.ArgumentTypeError("the name is empty")
    return Path(text)


def _listen(texts: list[str] | None, port: int) -> tuple[Address, ...]:
    if not texts:
        return (Address("tcp", "localhost", port),)
    return tuple(_listen_address(text, port) for text in texts)


def _listen_address(text: str, port: int) -> Address:
    if "://" not in text and (":" not in text or text.endswith("]") or text.count(":") > 1):
        bare = text.startswith("[") == text.endswith("]")
        if bare:  # a host alone, IPv6 with or without brackets
            return Address("tcp", text.strip("[]"), port)
    address = parse_address(text)
    if address.transport == "udp":
        # An answer would have to fit a datagram, and most items do not.
        raise ValueError(f"{text!r}: a node listens on tcp and unix only")
    return address


def _advertised(text: str) -> str:
    """Return an address that others can be told. Raises `ValueError`."""
    try:
        return member_address(text)
    except ValueError as error:
        raise ValueError(f"--advertise: {error}") from None


def plain(address: Address) -> str:
    """Return `HOST:PORT`, and a Unix socket's address as it is."""
    return str(address).removeprefix("tcp://")


def _peers(texts: list[str]) -> dict[str, int]:
    """Return the peers' addresses and numbers. Raises `ValueError`."""
    try:
        found = parse_peers(",".join(texts))
    except ValueError as error:
        raise ValueError(f"--peers: {error}") from None
    if texts and not found:
        raise ValueError("--peers: no peer is named")
    return found
