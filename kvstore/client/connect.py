"""The way into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from kvstore.client.engine import Settings
from kvstore.client.values import as_bytes
from kvstore.errors import InvalidRequest
from rpcgen_py.runtime.address import parse_address

if TYPE_CHECKING:
    from kvstore.client.async_cached import AsyncCachedStore
    from kvstore.client.async_store import AsyncStore
    from kvstore.client.sync_cached import CachedStore
    from kvstore.client.sync_store import Store
    from rpcgen_py.runtime.auth.flavor import ClientAuth

__all__ = ["DEFAULT_TIMEOUT", "connect", "connect_async"]

DEFAULT_TIMEOUT = 5.0


@overload
def connect(
    servers: str,
    *,
    timeout: float = ...,
    cluster_id: int = ...,
    name_space: str | bytes = ...,
    exactly_once: bool = ...,
    auth: ClientAuth | None = ...,
    local_cache: Literal[True],
) -> CachedStore: ...


@overload
def connect(
    servers: str,
    *,
    timeout: float = ...,
    cluster_id: int = ...,
    name_space: str | bytes = ...,
    exactly_once: bool = ...,
    auth: ClientAuth | None = ...,
    local_cache: bool = ...,
) -> Store: ...


def connect(
    servers: str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    cluster_id: int = 0,
    name_space: str | bytes = b"",
    exactly_once: bool = True,
    auth: ClientAuth | None = None,
    local_cache: bool = False,
) -> Store:
    """Return a store that is reached at `servers`: one address or several, with commas between.

    Addresses are `HOST:PORT`, `[IPv6]:PORT` or `unix:///PATH`. Nothing is connected to before
    the first call. `timeout` (seconds) bounds each call; `cluster_id` makes nodes of any other
    cluster refuse; keys of one `name_space` are not seen from another; `auth` says who calls.

    The first change opens a session, under which changes whose answers get lost are sent again
    and done once. With `exactly_once=False` there is none, which saves a program of one change
    the two that open and close it; a change whose answer gets lost then fails, and may have
    happened.

    With `local_cache=True`, `get` looks into the shared memory in which a node on this host keeps
    its hot keys, if one of the addresses is a loopback or Unix socket and this user may read it;
    what is not found there is asked of a node as ever. A "linearizable" get then means
    linearizable under bounded clock drift and no hypervisor pause: what "lease" means.

    Raises `InvalidRequest` for what is no address.
    """
    settings = Settings(cluster_id, as_bytes(name_space), exactly_once, auth)
    if local_cache:
        from kvstore.client.sync_cached import CachedStore  # noqa: PLC0415 (few programs need it)

        return CachedStore(_addresses(servers), timeout=timeout, settings=settings)
    from kvstore.client.sync_store import Store  # noqa: PLC0415 (asyncio's users need none)

    return Store(_addresses(servers), timeout=timeout, settings=settings)


@overload
def connect_async(
    servers: str,
    *,
    timeout: float = ...,
    cluster_id: int = ...,
    name_space: str | bytes = ...,
    exactly_once: bool = ...,
    auth: ClientAuth | None = ...,
    local_cache: Literal[True],
) -> AsyncCachedStore: ...


@overload
def connect_async(
    servers: str,
    *,
    timeout: float = ...,
    cluster_id: int = ...,
    name_space: str | bytes = ...,
    exactly_once: bool = ...,
    auth: ClientAuth | None = ...,
    local_cache: bool = ...,
) -> AsyncStore: ...


def connect_async(
    servers: str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    cluster_id: int = 0,
    name_space: str | bytes = b"",
    exactly_once: bool = True,
    auth: ClientAuth | None = None,
    local_cache: bool = False,
) -> AsyncStore:
    """Return a store for asyncio; the arguments are those of `connect`."""
    settings = Settings(cluster_id, as_bytes(name_space), exactly_once, auth)
    if local_cache:
        from kvstore.client.async_cached import AsyncCachedStore  # noqa: PLC0415 (few need it)

        return AsyncCachedStore(_addresses(servers), timeout=timeout, settings=settings)
    from kvstore.client.async_store import AsyncStore  # noqa: PLC0415 (it brings asyncio along)

    return AsyncStore(_addresses(servers), timeout=timeout, settings=settings)


def _addresses(servers: str) -> list[str]:
    found = [text.strip() for text in servers.split(",") if text.strip()]
    if not found:
        raise InvalidRequest("no server is named; one looks like localhost:9001")
    try:
        return [str(parse_address(text)) for text in found]
    except ValueError as error:
        raise InvalidRequest(str(error)) from None
