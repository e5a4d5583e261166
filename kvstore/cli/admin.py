"""From the options to an operator's connection: whom to ask, and with which key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kvstore.cli.connecting import servers_of
from kvstore.client.admin import Admin
from kvstore.errors import Denied
from kvstore.node.cluster_key import ClusterKeyRefused, default_key_file, read_key

if TYPE_CHECKING:
    import argparse

__all__ = ["open_admin"]


def open_admin(options: argparse.Namespace, server: str | None = None) -> Admin:
    """Return an operator's connection to `server`, or to the first of those that are named.

    Raises `KvError`: `Denied` where the key is needed and cannot be read.
    """
    servers = [server] if server else servers_of(options)
    over_unix = all(each.startswith("unix://") for each in servers)
    key = None if over_unix and not options.cluster_key_file else _key(options)
    return Admin(",".join(servers), key=key, timeout=options.timeout)


def _key(options: argparse.Namespace) -> bytes:
    path = Path(options.cluster_key_file) if options.cluster_key_file else default_key_file()
    try:
        return read_key(path)
    except ClusterKeyRefused as error:
        raise Denied(str(error)) from None
    except OSError as error:
        raise Denied(
            f"cannot read the cluster's key {path}: {error.strerror}; --cluster-key-file names a "
            "copy of it"
        ) from None
