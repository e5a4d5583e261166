"""Who may calculate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rpcgen_py.runtime.auth.sys import SysServer
from rpcgen_py.runtime.errors import AuthStat

if TYPE_CHECKING:
    from collections.abc import Collection

    from rpcgen_py import Identity
    from rpcgen_py.runtime.auth.flavor import Policy
    from rpcgen_py.runtime.program import Procedure

__all__ = ["known_users"]

ROOT = 0


def known_users(allowed: Collection[int]) -> Policy:
    """Let callers in who say by AUTH_SYS that they are one of `allowed`, or anybody if it is empty.

    Over a Unix socket the kernel knows the caller, and only root may claim to be somebody else.
    """

    def judge(caller: Identity, _procedure: Procedure[..., Any]) -> int | None:
        if caller.flavor != SysServer.flavor:
            return AuthStat.AUTH_TOOWEAK
        process = caller.peer.process
        if process is not None and process.uid not in (ROOT, caller.uid):
            return AuthStat.AUTH_REJECTEDCRED
        if allowed and caller.uid not in allowed:
            return AuthStat.AUTH_REJECTEDCRED
        return None

    return judge
