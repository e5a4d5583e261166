"""Serving the calculator on threads or on an event loop, from the first socket to the last answer.

Both go the same way: listen, register, announce, wait for a signal, unregister, let the calls in
progress end. Whatever fails on the way, what was done before it is undone.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from calc import service
from rpcgen_py import Registration, Server, services_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rpcgen_py.runtime.address import Address
    from rpcgen_py.runtime.auth.flavor import Policy
    from rpcgen_py.runtime.rpcbind.client import Service

__all__ = ["Setup", "serve_in_loop", "serve_in_threads"]

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
IN_THREADS = {1: service.Calculator1, 2: service.Calculator2}
IN_LOOP = {1: service.AsyncCalculator1, 2: service.AsyncCalculator2}


@dataclass(frozen=True, slots=True)
class Setup:
    """What to serve, where, and to whom.

    `register` says whether rpcbind is told. `announce` is called with the addresses once
    everybody can call.
    """

    versions: Sequence[int]
    addresses: Sequence[Address]
    policy: Policy | None
    register: bool
    announce: Callable[[Sequence[Address]], None]

    def services(self, bound: Sequence[Address]) -> list[Service]:
        """The entries for rpcbind."""
        return services_of([IN_THREADS[number].version for number in self.versions], bound)


class _Stopped(BaseException):
    """A signal asked the server to end, wherever it was."""


def _stop(_number: int, _frame: object) -> NoReturn:
    for stopping in STOP_SIGNALS:  # what follows is cleaning up, which a second must not cut
        signal.signal(stopping, signal.SIG_IGN)
    raise _Stopped


def serve_in_threads(setup: Setup) -> None:
    """Serve until SIGTERM or SIGINT, in the main thread's stead.

    Raises OSError where an address cannot be had, and what `Registration` raises.
    """
    for stopping in STOP_SIGNALS:
        signal.signal(stopping, _stop)
    try:
        with ExitStack() as stack:
            server = stack.enter_context(Server(policy=setup.policy))
            for number in setup.versions:
                server.add(IN_THREADS[number]())
            for address in setup.addresses:
                server.listen(address)
            server.start()
            if setup.register:
                stack.enter_context(Registration(setup.services(server.addresses)))
            setup.announce(server.addresses)
            while True:
                signal.pause()
    except _Stopped:
        pass


async def serve_in_loop(setup: Setup) -> None:
    """Serve until SIGTERM or SIGINT, on the running event loop.

    Raises OSError where an address cannot be had, and what `Registration` raises.
    """
    # The event loop's server brings asyncio, for which the other has no use.
    from rpcgen_py import AsyncServer  # noqa: PLC0415

    stop = asyncio.Event()
    for stopping in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(stopping, stop.set)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(AsyncServer(policy=setup.policy))
        for number in setup.versions:
            server.add(IN_LOOP[number]())
        for address in setup.addresses:
            await server.listen(address)
        if setup.register:
            entries = await asyncio.to_thread(Registration, setup.services(server.addresses))
            stack.push_async_callback(asyncio.to_thread, entries.close)
        setup.announce(server.addresses)
        await stop.wait()
