"""Watching: long polls that end with the first event, when the wait is over, or with the node.

    look at the past behind the position, a bounded part at a time
        │ events                       │ none, and nothing is left to look at
        ▼                              ▼
      answer ◄── wait is over ── wait for the next revision ◄─┐
        ▲                              │                      │ none for this watch
        └───────────── events ──── look at it ────────────────┘

Every revision would wake every watch, so one that has looked in vain rests before it looks again,
the longer the more of them there are: together they never use more than a share of the time.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds
from kvstore.mvcc.outcomes import Refusal
from kvstore.node.refusals import busy

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.service.node_port import ServedNode
    from kvstore.service.request import Request

MAX_WATCHES: Final = 4096
"""Watches that a node holds together."""

RETRY_AFTER_MS: Final = 500
"""Advice to those who find no room."""

DEFAULT_WAIT: Final = 10.0
"""Seconds of a watch that names no wait: well below the 25 of rpcgen's client stubs."""

MARGIN: Final = 0.05
"""Seconds before the deadline at which an empty answer leaves, so that it arrives in time."""

REST: Final = 20e-6
"""Seconds of rest after a vain look, for each watch that there is: about what a look takes."""

LONGEST_REST: Final = 0.1

FLAGS: Final = kv.KV_PREVIOUS | kv.KV_WATCH_NO_WAIT | kv.KV_WATCH_NO_PUTS | kv.KV_WATCH_NO_DELETES


class Watches:
    """All watches of a node."""

    def __init__(self, node: ServedNode, max_watches: int = MAX_WATCHES) -> None:
        """Hold up to `max_watches` together."""
        self._node = node
        self._max = max_watches
        self._ends: set[asyncio.Future[None]] = set()
        self._stopping = False

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._ends)

    def stop(self) -> None:
        """Answer all of them now, where to go on included: on another node."""
        self._stopping = True
        for end in self._ends:
            _finish(end)

    async def watch(self, arg: kv.kv_watch_args, request: Request) -> kv.kv_watch_ok:
        """Return events, or none when the wait is over.

        Raises `Refusal`: KV_INVALID, KV_COMPACTED, KV_BUSY, and what `ServedNode.read` does.
        """
        check_watch(arg)
        if len(self._ends) >= self._max:
            raise busy("watches", RETRY_AFTER_MS)
        end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ends.add(end)
        request.on_gone(lambda: _finish(end))
        if self._stopping:
            _finish(end)
        try:
            return await self._watch(arg, request, end)
        finally:
            self._ends.discard(end)

    async def _watch(
        self, arg: kv.kv_watch_args, request: Request, end: asyncio.Future[None]
    ) -> kv.kv_watch_ok:
        node, position = self._node, arg.position
        until = self._until(arg, request)
        if not position.revision:
            # "Now" is not before any change that was answered before the call was made.
            await request.read(node)
            position = kv.kv_watch_position(revision=node.machine.revision + 1, offset=0)
        flags = arg.flags & ~kv.KV_WATCH_NO_WAIT
        name_space = arg.header.name_space
        while True:
            found = node.machine.events(name_space, arg.ranges, position, arg.limit, flags)
            position = found.next
            if found.events or end.done():
                return found
            if position.revision <= node.machine.revision:  # there is more of the past to look at
                await asyncio.sleep(0)
            elif arg.flags & kv.KV_WATCH_NO_WAIT or request.now() >= until:
                return found
            else:
                await self._next(position.revision, until, end)

    def _until(self, arg: kv.kv_watch_args, request: Request) -> float:
        wait = arg.wait_ms / 1000 if arg.wait_ms else DEFAULT_WAIT
        longest = self._node.config.max_deadline
        if arg.header.deadline_ms:
            longest = min(longest, arg.header.deadline_ms / 1000)
        return request.begun + min(wait, max(longest - MARGIN, 0.0))

    async def _next(self, revision: int, until: float, end: asyncio.Future[None]) -> None:
        """Wait for a revision, after a rest, as the last look was in vain."""
        await asyncio.wait((end,), timeout=min(REST * len(self._ends), LONGEST_REST))
        if end.done() or self._node.machine.revision >= revision:
            return
        waiting = asyncio.ensure_future(self._node.wait_events(revision, until, _never))
        try:
            await asyncio.wait((waiting, end), return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                waiting.result()  # a refusal is the watch's own
        finally:
            waiting.cancel()


def _never(give_up: Callable[[], object]) -> None:
    """Let go of what a caller's leaving would call: `end` tells of that."""


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def check_watch(arg: kv.kv_watch_args) -> None:
    """Raise `Refusal` (KV_INVALID) if a watch makes no sense."""
    if arg.flags & ~FLAGS:
        raise Refusal(kv.KV_INVALID, f"a watch knows no flags {arg.flags & ~FLAGS:#x}")
    if arg.position.offset and not arg.position.revision:
        raise Refusal(kv.KV_INVALID, "a position with an offset has a revision")
    for keys in arg.ranges:
        bounds(keys)
