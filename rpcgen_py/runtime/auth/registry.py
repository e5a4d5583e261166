"""The flavors that a server knows unless it is given others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcgen_py.runtime.auth.none import NoneServer
from rpcgen_py.runtime.auth.sys import SysServer

if TYPE_CHECKING:
    from rpcgen_py.runtime.auth.flavor import ServerAuth

__all__ = ["default_flavors"]


def default_flavors() -> tuple[ServerAuth, ...]:
    """One of each flavor that needs no set-up."""
    return NoneServer(), SysServer()
