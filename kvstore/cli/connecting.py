"""From the options to the nodes: several addresses, or hosts whose rpcbind knows the port."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kvstore.errors import InvalidRequest, Unreachable

if TYPE_CHECKING:
    import argparse

    from kvstore.client.sync_cached import CachedStore
    from kvstore.client.sync_store import Store

__all__ = ["open_cached_store", "open_store", "servers_of"]


def open_store(options: argparse.Namespace, servers: str | None = None) -> Store:
    """Return a store at `servers`, or at those that the options name. Raises `KvError`."""
    from kvstore.client.connect import connect  # noqa: PLC0415 (--help and wrong usage need none)

    return connect(
        servers or ",".join(servers_of(options)),
        timeout=options.timeout,
        name_space=os.fsencode(options.namespace),
    )


def open_cached_store(options: argparse.Namespace) -> CachedStore:
    """Return a store that reads the shared memory of a node on this host. Raises `KvError`."""
    from kvstore.client.connect import connect  # noqa: PLC0415 (--help and wrong usage need none)

    return connect(
        ",".join(servers_of(options)),
        timeout=options.timeout,
        name_space=os.fsencode(options.namespace),
        local_cache=True,
    )


def servers_of(options: argparse.Namespace) -> list[str]:
    """Return the addresses of all servers that the options name, looked up where need be.

    A host whose rpcbind does not answer is passed over if there are others. Raises
    `InvalidRequest`, `Unreachable`.
    """
    named = [text.strip() for text in options.server.split(",") if text.strip()]
    if not named:
        raise InvalidRequest("no server is named; one looks like localhost:9001")
    found: list[str] = []
    problem: Unreachable | None = None
    for text in named:
        if not _is_host_alone(text):
            found.append(text)
            continue
        try:
            found.append(_looked_up(text, options.timeout))
        except Unreachable as error:
            problem = error
    if problem is not None and not found:
        raise problem
    return found


def _is_host_alone(text: str) -> bool:
    if "://" in text:
        return False
    return text.endswith("]") or ":" not in text


def _looked_up(host: str, timeout: float) -> str:
    from kvstore._generated import kv  # noqa: PLC0415 (with what it needs, only for a look-up)
    from rpcgen_py.runtime.errors import RpcError  # noqa: PLC0415 (the same)
    from rpcgen_py.runtime.rpcbind.locate import find  # noqa: PLC0415 (the same)

    try:
        return find(host.strip("[]"), kv.KV_V1, timeout=timeout)
    except RpcError as error:
        raise Unreachable(
            f"{error}; --server=HOST:PORT goes there without rpcbind", unreachable=(host,)
        ) from error
