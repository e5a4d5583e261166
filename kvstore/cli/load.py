"""A short load of puts and gets at a steady rate, and what came of it."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import TYPE_CHECKING, NamedTuple

from kvstore.errors import KvError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.client.async_store import AsyncStore

__all__ = ["Load", "Measured", "run"]


class Load(NamedTuple):
    """So many `clients` together put `rate` values a second, each of `value_size` bytes."""

    rate: int
    clients: int
    seconds: float
    value_size: int


class Measured(NamedTuple):
    """Latencies in seconds, of the calls that succeeded; the first errors of the others."""

    puts: list[float]
    gets: list[float]
    seconds: float
    failed: int
    errors: list[str]


SHOWN_ERRORS = 3


async def run(store: AsyncStore, load: Load, progress: Callable[[float], None]) -> Measured:
    """Carry out a load and remove its keys; `progress` is told the part that is done."""
    prefix = f"kvctl-check/{secrets.token_hex(8)}/"
    value = secrets.token_bytes(load.value_size)
    measured = Measured([], [], 0.0, 0, [])
    begun = time.monotonic()
    turns = iter(range(int(load.rate * load.seconds)))
    failed = 0

    async def client(number: int) -> None:
        nonlocal failed
        for turn in turns:
            due = begun + turn / load.rate
            progress((due - begun) / load.seconds)
            await asyncio.sleep(due - time.monotonic())
            key = f"{prefix}{number}"
            try:
                at = time.monotonic()
                await store.put(key, value)
                measured.puts.append(time.monotonic() - at)
                at = time.monotonic()
                await store.get(key)
                measured.gets.append(time.monotonic() - at)
            except KvError as error:
                failed += 1
                if len(measured.errors) < SHOWN_ERRORS:
                    measured.errors.append(str(error))
            if time.monotonic() > begun + load.seconds * 2:
                return  # the rate is not reached by far

    try:
        await asyncio.gather(*map(client, range(load.clients)))
        took = time.monotonic() - begun
    finally:
        await store.delete(prefix=prefix)
    return measured._replace(seconds=took, failed=failed)
