"""Workers that do not stay."""

from __future__ import annotations

import asyncio
import sys

import pytest

from kvstore.workers import crew as crews
from kvstore.workers.crew import Crew
from kvstore.workers.messages import Told
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer


def test_no_worker_is_started_once_all_are_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does who ends them wait for the pause before the next one."""
    monkeypatch.setattr(crews, "START", 0.01)
    monkeypatch.setattr(crews, "FIRST_PAUSE", 30.0)
    told: list[Told] = []

    def tell() -> Told:
        told.append(Told(1, 1, (), "", None, 1, 1))
        return told[-1]

    async def scenario() -> None:
        async with AsyncServer() as server, AsyncServer() as relays:
            crew = Crew(1, (sys.executable, "-c", "raise SystemExit"), tell, server, relays)
            await crew.start()
            async with asyncio.timeout(20):
                while not crew.numbers().restarts:  # noqa: ASYNC110 (no one event)
                    await asyncio.sleep(0.01)
                await crew.stop(60.0)

    asyncio.run(scenario())
    assert len(told) == 1
