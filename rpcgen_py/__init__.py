"""ONC (Sun) RPC for Python: a `.x` compiler and the runtime its output runs on.

    from greet import GREET_V1Client          # made by `rpcgen-py compile greet.x`
    from rpcgen_py import connect

    with GREET_V1Client(connect("tcp://localhost:4000")) as client:
        client.GREET("world")

Nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rpcgen_py.runtime.auth.none import AuthNone
    from rpcgen_py.runtime.auth.sys import AuthSys
    from rpcgen_py.runtime.context import Context
    from rpcgen_py.runtime.errors import RpcError, XdrError
    from rpcgen_py.runtime.identity import Identity
    from rpcgen_py.runtime.rpcbind.locate import find
    from rpcgen_py.runtime.rpcbind.registration import Registration, services_of
    from rpcgen_py.runtime.transport.asyncio_client import connect as connect_async
    from rpcgen_py.runtime.transport.asyncio_server import AsyncServer
    from rpcgen_py.runtime.transport.sync_client import connect
    from rpcgen_py.runtime.transport.threaded_server import Server

__all__ = [
    "AsyncServer",
    "AuthNone",
    "AuthSys",
    "Context",
    "Identity",
    "Registration",
    "RpcError",
    "Server",
    "XdrError",
    "connect",
    "connect_async",
    "find",
    "services_of",
]

_RUNTIME = "rpcgen_py.runtime"
_HOMES = {
    "AsyncServer": (f"{_RUNTIME}.transport.asyncio_server", "AsyncServer"),
    "AuthNone": (f"{_RUNTIME}.auth.none", "AuthNone"),
    "AuthSys": (f"{_RUNTIME}.auth.sys", "AuthSys"),
    "Context": (f"{_RUNTIME}.context", "Context"),
    "Identity": (f"{_RUNTIME}.identity", "Identity"),
    "Registration": (f"{_RUNTIME}.rpcbind.registration", "Registration"),
    "RpcError": (f"{_RUNTIME}.errors", "RpcError"),
    "Server": (f"{_RUNTIME}.transport.threaded_server", "Server"),
    "XdrError": (f"{_RUNTIME}.errors", "XdrError"),
    "connect": (f"{_RUNTIME}.transport.sync_client", "connect"),
    "connect_async": (f"{_RUNTIME}.transport.asyncio_client", "connect"),
    "find": (f"{_RUNTIME}.rpcbind.locate", "find"),
    "services_of": (f"{_RUNTIME}.rpcbind.registration", "services_of"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (as late as the rest)

    module, inside = _HOMES[name]
    return getattr(import_module(module), inside)
