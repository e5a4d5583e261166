"""What the connections and datagram sockets of a threaded server have in common."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.runtime.server_core import Call, ServerCore
    from rpcgen_py.runtime.transport.limits import Budget, Limits
    from rpcgen_py.runtime.transport.threaded_debts import Debts
    from rpcgen_py.runtime.transport.threaded_pool import Pool

__all__ = ["Common", "late_reply", "run_call"]


@dataclass(frozen=True, slots=True)
class Common:
    """The parts that all connections of a server share."""

    core: ServerCore
    pool: Pool
    limits: Limits
    budget: Budget
    debts: Debts


def run_call(call: Call, defer: Callable[[Call, Future[Any]], None]) -> bytes | None:
    """Run a call's handler: the marked reply, or None if there is none.

    If the handler returned a future there is none yet, and `defer` is told.
    """
    try:
        result = call.method(*call.args, call)
    except BaseException as error:  # noqa: BLE001 (an exit, too, must not end the server's thread)
        return call.fail(error)
    if isinstance(result, Future):
        defer(call, result)
        return None
    return call.reply(result)


def late_reply(call: Call, future: Future[Any]) -> bytes | None:
    """The marked reply of a call whose future has ended, or None if there is none."""
    try:
        result = future.result()
    except BaseException as error:  # noqa: BLE001 (a cancelled one, too)
        return call.fail(error)
    return call.reply(result)
