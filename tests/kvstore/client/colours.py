"""Both colours of the library behind one face, so that each test is written once."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import kvstore

LONGEST = 30.0
"""Seconds that anything may take in a test."""


class Blocking:
    """An object of the asyncio library, used as one of the blocking library is."""

    def __init__(self, loop: asyncio.AbstractEventLoop, inner: Any) -> None:
        self._loop = loop
        self._inner = inner

    def _run(self, use: Callable[[], Any]) -> Any:
        async def run() -> Any:
            found = use()
            return await found if inspect.isawaitable(found) else found

        found = asyncio.run_coroutine_threadsafe(run(), self._loop).result(LONGEST)
        foreign = type(found).__module__.startswith("kvstore.client.async_")
        return Blocking(self._loop, found) if foreign or hasattr(found, "__anext__") else found

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if not callable(value):
            return value
        return lambda *arguments, **named: self._run(lambda: value(*arguments, **named))

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        try:
            return self._run(self._inner.__anext__)
        except StopAsyncIteration:
            raise StopIteration from None

    def __enter__(self) -> Any:
        entered = self._run(self._inner.__aenter__)
        return self if entered._inner is self._inner else entered

    def __exit__(self, *error: object) -> None:
        self._run(lambda: self._inner.__aexit__(*error))


@contextmanager
def asyncio_library() -> Iterator[Callable[..., Any]]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def connect(servers: str, **options: Any) -> Any:
        return Blocking(loop, kvstore.connect_async(servers, **options))

    try:
        yield connect
    finally:
        asyncio.run_coroutine_threadsafe(loop.shutdown_asyncgens(), loop).result(LONGEST)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(LONGEST)
        loop.close()


@contextmanager
def blocking_library() -> Iterator[Callable[..., Any]]:
    yield kvstore.connect


LIBRARIES = {"sync": blocking_library, "asyncio": asyncio_library}
