"""The procedures of kv.x that a single node does not serve.

They are answered KV_UNSUPPORTED and not PROC_UNAVAIL: the program has them, and a client may
tell by the code that another node, or a later release, will do it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal
from kvstore.service.replies import error, reply_header

if TYPE_CHECKING:
    from kvstore.node.node import Node
    from rpcgen_py.runtime.context import Context


class NotServed(kv.KV_V1AsyncServer):
    """Refuses each of them; a service overrides what it serves."""

    def __init__(self, node: Node) -> None:
        """Answer for `node`."""
        self._node = node

    async def KV_WATCH(self, arg: kv.kv_watch_args, context: Context) -> kv.kv_watch_reply:
        result = kv.kv_watch_result_default(code=kv.KV_UNSUPPORTED, error=_not_served("KV_WATCH"))
        return kv.kv_watch_reply(header=reply_header(self._node), result=result)

    async def KV_COMPACT(self, arg: kv.kv_compact_args, context: Context) -> kv.kv_compact_reply:
        result = kv.kv_compact_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_COMPACT")
        )
        return kv.kv_compact_reply(header=reply_header(self._node), result=result)

    async def KV_LEASE_GRANT(
        self, arg: kv.kv_lease_grant_args, context: Context
    ) -> kv.kv_lease_grant_reply:
        result = kv.kv_lease_grant_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_LEASE_GRANT")
        )
        return kv.kv_lease_grant_reply(header=reply_header(self._node), result=result)

    async def KV_LEASE_REVOKE(
        self, arg: kv.kv_lease_revoke_args, context: Context
    ) -> kv.kv_lease_revoke_reply:
        result = kv.kv_lease_revoke_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_LEASE_REVOKE")
        )
        return kv.kv_lease_revoke_reply(header=reply_header(self._node), result=result)

    async def KV_LEASE_KEEPALIVE(
        self, arg: kv.kv_lease_keepalive_args, context: Context
    ) -> kv.kv_lease_keepalive_reply:
        result = kv.kv_lease_keepalive_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_LEASE_KEEPALIVE")
        )
        return kv.kv_lease_keepalive_reply(header=reply_header(self._node), result=result)

    async def KV_LEASE_TTL(
        self, arg: kv.kv_lease_ttl_args, context: Context
    ) -> kv.kv_lease_ttl_reply:
        result = kv.kv_lease_ttl_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_LEASE_TTL")
        )
        return kv.kv_lease_ttl_reply(header=reply_header(self._node), result=result)

    async def KV_LEASE_LIST(
        self, arg: kv.kv_lease_list_args, context: Context
    ) -> kv.kv_lease_list_reply:
        result = kv.kv_lease_list_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_LEASE_LIST")
        )
        return kv.kv_lease_list_reply(header=reply_header(self._node), result=result)

    async def KV_SESSION_OPEN(
        self, arg: kv.kv_session_open_args, context: Context
    ) -> kv.kv_session_open_reply:
        result = kv.kv_session_open_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_SESSION_OPEN")
        )
        return kv.kv_session_open_reply(header=reply_header(self._node), result=result)

    async def KV_SESSION_KEEPALIVE(
        self, arg: kv.kv_session_keepalive_args, context: Context
    ) -> kv.kv_session_keepalive_reply:
        result = kv.kv_session_keepalive_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_SESSION_KEEPALIVE")
        )
        return kv.kv_session_keepalive_reply(header=reply_header(self._node), result=result)

    async def KV_SESSION_CLOSE(
        self, arg: kv.kv_session_close_args, context: Context
    ) -> kv.kv_session_close_reply:
        result = kv.kv_session_close_result_default(
            code=kv.KV_UNSUPPORTED, error=_not_served("KV_SESSION_CLOSE")
        )
        return kv.kv_session_close_reply(header=reply_header(self._node), result=result)


def _not_served(procedure: str) -> kv.kv_error:
    message = f"this node does not serve {procedure} yet; nothing was changed"
    return error(Refusal(kv.KV_UNSUPPORTED, message))
