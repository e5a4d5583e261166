"""Telling this host's rpcbind where the node's programs are."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from kvstore._generated import kv
from rpcgen_py.runtime.errors import RpcError, Unreachable
from rpcgen_py.runtime.rpcbind.registration import Registration, services_of

if TYPE_CHECKING:
    from kvstore.server.voice import Voice
    from rpcgen_py.runtime.transport.asyncio_server import AsyncServer

log = logging.getLogger(__name__)


async def register(server: AsyncServer, voice: Voice) -> Registration | None:
    """Register the clients' program; None where there is no rpcbind, or it refuses."""
    services = services_of([kv.KV_V1], server.addresses)
    try:
        registration = await asyncio.to_thread(Registration, services, start=False)
    except Unreachable as error:  # most hosts run none, and kvctl has no need of it
        log.info("not registered with rpcbind: %s", error)
        return None
    except RpcError as error:
        voice.warn(f"not registered with rpcbind: {error}; clients need the port")
        return None
    voice.say(f"registered with rpcbind: program {kv.KV_V1.program:#x}, version {kv.KV_V1.number}")
    return registration


async def unregister(registration: Registration, voice: Voice) -> None:
    """Take the registration back."""
    try:
        await asyncio.to_thread(registration.close)
    except RpcError as error:
        voice.warn(f"still registered with rpcbind: {error}")
