"""Clients of ours for torture.x: many calls over one connection, in order."""

from __future__ import annotations

import asyncio
from typing import Any

from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.transport import asyncio_client, sync_client
from tests.interop.torture import Calls, Torture


def ask_blocking(torture: Torture, address: str, calls: Calls, auth: AuthSys | None) -> list[Any]:
    """The results of all calls, by the generated blocking clients."""
    with sync_client.connect(address, auth=auth) as connection:

        def ask(name: str, arguments: tuple[Any, ...]) -> Any:
            client = getattr(torture.module, f"{torture.version_of(name)}Client")(connection)
            return getattr(client, name)(*arguments)

        return [ask(*each) for each in calls]


def ask_on_a_loop(torture: Torture, address: str, calls: Calls, auth: AuthSys | None) -> list[Any]:
    """The results of all calls, by the generated asyncio clients."""

    async def ask_all() -> list[Any]:
        async with await asyncio_client.connect(address, auth=auth) as connection:

            async def ask(name: str, arguments: tuple[Any, ...]) -> Any:
                made = getattr(torture.module, f"{torture.version_of(name)}AsyncClient")
                return await getattr(made(connection), name)(*arguments)

            return [await ask(*each) for each in calls]

    return asyncio.run(ask_all())


CLIENTS = {"blocking": ask_blocking, "asyncio": ask_on_a_loop}
