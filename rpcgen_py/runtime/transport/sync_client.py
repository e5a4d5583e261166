"""Blocking clients: `connect` to a server, then hand the connection to a generated client."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.auth.none import AuthNone
from rpcgen_py.runtime.client_core import ClientCore
from rpcgen_py.runtime.record_marking import DEFAULT_MAX_RECORD
from rpcgen_py.runtime.transport.connection import DEFAULT_TIMEOUT, Connection
from rpcgen_py.runtime.transport.datagram_calls import RETRANSMIT_AFTER
from rpcgen_py.runtime.transport.sync_datagram import DatagramConnection
from rpcgen_py.runtime.transport.sync_stream import StreamConnection
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.auth.flavor import ClientAuth

__all__ = ["connect"]


def connect(
    address: Address | str,
    *,
    timeout: float = DEFAULT_TIMEOUT,
    auth: ClientAuth | None = None,
    max_length: int = DEFAULT_LIMIT,
    max_record: int = DEFAULT_MAX_RECORD,
    strict: bool = False,
    retransmit_after: float = RETRANSMIT_AFTER,
) -> Connection:
    """Connect to `tcp://host:port`, `udp://host:port` or `unix:///path`.

    `timeout` (seconds) bounds connecting, and each call that gives none; `auth` says who calls
    (AUTH_NONE unless given); `max_length` bounds `<>` lengths, `max_record` the bytes of a reply;
    `strict` takes results in canonical form only; over UDP a call is sent again after
    `retransmit_after` seconds, then at intervals that double.

    Raises ValueError for what is no address, and `Unreachable`. Over UDP a server that is not
    there is found out by the first call.
    """
    where = parse_address(address) if isinstance(address, str) else address
    core = ClientCore(
        AuthNone() if auth is None else auth,
        first_xid=secrets.randbits(32),
        limit=max_length,
        strict=strict,
    )
    if where.transport == "udp":
        return DatagramConnection(where, core, timeout=timeout, retransmit_after=retransmit_after)
    return StreamConnection(where, core, timeout=timeout, max_record=max_record)
