"""The way into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.client.engine import Settings
from kvstore.client.values import as_bytes
from kvstore.errors import InvalidRequest
from rpcgen_py.runtime.address import parse_address

if TYPE_CHECKING:
    from kvstore.client.async_store import AsyncStore
    from kvstore.client.sync_store import Store
    from rpcgen_py.runtime.auth.flavor import ClientAuth

__all__ = ["DEFAULT_TIMEOUT", "connect", "connect_async"]

DEFAULT_TIMEOUT = 5.0


def connect(
    servers: str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    cluster_id: int = 0,
    name_space: str | bytes = b"",
    exactly_once: bool = True,
    auth: ClientAuth | None = None,
) -> Store:
    """Return a store that is reached at `servers`: one address or several, with commas between.

    Addresses are `HOST:PORT`, `[IPv6]:PORT` or `unix:///PATH`. Nothing is connected to before
    the first call. `timeout` (seconds) bounds each call; `cluster_id` makes nodes of any other
    cluster refuse; keys of one `name_space` are not seen from another; `auth` says who calls.

    The first change opens a session, under which changes whose answers get lost are sent again
    and done once. With `exactly_once=False` there is none, which saves a program of one change
    the two that open and close it; a change whose answer gets lost then fails, and may have
    happened.

    Raises `InvalidRequest` for what is no address.
    """
    from kvstore.client.sync_store import Store  # noqa: PLC0415 (asyncio's users need none)

    settings = Settings(cluster_id, as_bytes(name_space), exactly_once, auth)
    return Store(_addresses(servers), timeout=timeout, settings=settings)


def connect_async(
    servers: str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    cluster_id: int = 0,
    name_space: str | bytes = b"",
    exactly_once: bool = True,
    auth: ClientAuth | None = None,
) -> AsyncStore:
    """Return a store for asyncio; the arguments are those of `connect`."""
    from kvstore.client.async_store import AsyncStore  # noqa: PLC0415 (it brings asyncio along)

    settings = Settings(cluster_id, as_bytes(name_space), exactly_once, auth)
    return AsyncStore(_addresses(servers), timeout=timeout, settings=settings)


def _addresses(servers: str) -> list[str]:
    found = [text.strip() for text in servers.split(",") if text.strip()]
    if not found:
        raise InvalidRequest("no server is named; one looks like localhost:9001")
    try:
        return [str(parse_address(text)) for text in found]
    except ValueError as error:
        raise InvalidRequest(str(error)) from None
