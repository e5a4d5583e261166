"""All that a generated module may import from the runtime: no transport, no socket, no asyncio.

A generated module states the version of this interface that it was written for; `require`
refuses a runtime that does not have it, so that a stale module fails at import, not in a call.
"""

from __future__ import annotations

from types import SimpleNamespace as Arguments
from typing import Final

from rpcgen_py.runtime import shapes
from rpcgen_py.runtime.context import Context
from rpcgen_py.runtime.errors import ProcedureUnavailable, XdrError
from rpcgen_py.runtime.explain import explain_pack, explain_unpack, unpack_arm, unpack_whole
from rpcgen_py.runtime.freeing import LONG, free_in_a_loop
from rpcgen_py.runtime.linked import Link, read_flag, read_links, write_links
from rpcgen_py.runtime.list_node import ListNode
from rpcgen_py.runtime.program import Procedure, Program, Version
from rpcgen_py.runtime.shapes import Shape
from rpcgen_py.runtime.stub import (
    NO_REPLY,
    AsyncCaller,
    AsyncClient,
    AsyncServer,
    Caller,
    Client,
    Server,
)
from rpcgen_py.runtime.xdr import (
    BOOLS,
    DEFAULT_LIMIT,
    END,
    FAULTS,
    MAX_DEPTH,
    MAX_EMPTY,
    MORE,
    Packers,
    Unpackers,
    linked_words,
    pack_void,
    short_packers,
    single,
    unpack_no_arguments,
    unpack_void,
)

__all__ = [
    "API_VERSION",
    "BOOLS",
    "DEFAULT_LIMIT",
    "END",
    "FAULTS",
    "LONG",
    "MAX_DEPTH",
    "MAX_EMPTY",
    "MORE",
    "NO_REPLY",
    "Arguments",
    "AsyncCaller",
    "AsyncClient",
    "AsyncServer",
    "Caller",
    "Client",
    "Context",
    "Link",
    "ListNode",
    "Packers",
    "Procedure",
    "ProcedureUnavailable",
    "Program",
    "Server",
    "Shape",
    "Unpackers",
    "Version",
    "XdrError",
    "explain_pack",
    "explain_unpack",
    "free_in_a_loop",
    "linked_words",
    "pack_void",
    "read_flag",
    "read_links",
    "require",
    "shapes",
    "short_packers",
    "single",
    "unpack_arm",
    "unpack_no_arguments",
    "unpack_void",
    "unpack_whole",
    "write_links",
]

API_VERSION: Final = 1
"""Counts incompatible changes of the names above and of what generated code expects of them."""


def require(version: int) -> None:
    """Raise ImportError unless this runtime serves modules generated for API `version`."""
    if version != API_VERSION:
        raise ImportError(
            f"this module was generated for runtime API {version}, but this rpcgen_py has "
            f"{API_VERSION}: compile its .x file again"
        )
