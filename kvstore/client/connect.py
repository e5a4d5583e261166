"""The way into the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.client.calls import Options
from kvstore.client.sync_store import Store
from kvstore.errors import InvalidRequest
from rpcgen_py.runtime.address import parse_address

if TYPE_CHECKING:
    from kvstore.client.async_store import AsyncStore

__all__ = ["DEFAULT_TIMEOUT", "connect", "connect_async"]

DEFAULT_TIMEOUT = 5.0


def connect(
    servers: str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    cluster_id: int = 0,
    name_space: str | bytes = b"",
) -> Store:
    """Return a store that is reached at `servers`: one address or several, with commas between.

    Addresses are `HOST:PORT`, `[IPv6]:PORT` or `unix:///PATH`. Nothing is connected to before
    the first call. `timeout` (seconds) bounds each call; `cluster_id` makes nodes of any other
    cluster refuse; keys of one `name_space` are not seen from another.

    Raises `InvalidRequest` for what is no address.
    """
    return Store(_addresses(servers), timeout=timeout, options=_options(cluster_id, name_space))


def connect_async(
    servers: str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    cluster_id: int = 0,
    name_space: str | bytes = b"",
) -> AsyncStore:
    """Return a store for asyncio; the arguments are those of `connect`."""
    from kvstore.client.async_store import AsyncStore  # noqa: PLC0415 (it brings asyncio along)

    options = _options(cluster_id, name_space)
    return AsyncStore(_addresses(servers), timeout=timeout, options=options)


def _addresses(servers: str) -> list[str]:
    found = [text.strip() for text in servers.split(",") if text.strip()]
    if not found:
        raise InvalidRequest("no server is named; one looks like localhost:9001")
    try:
        return [str(parse_address(text)) for text in found]
    except ValueError as error:
        raise InvalidRequest(str(error)) from None


def _options(cluster_id: int, name_space: str | bytes) -> Options:
    encoded = name_space.encode() if isinstance(name_space, str) else name_space
    return Options(cluster_id, encoded)
