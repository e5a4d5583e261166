"""A watch as a place in the history: where it goes on after each answer, on whichever node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kvstore._generated import kv
from kvstore.client.call import PROCEDURES, READ, Call
from kvstore.client.results import Event
from kvstore.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kvstore.client.call import Freshness
    from kvstore.client.engine import Engine
    from kvstore.client.steps import Flow

__all__ = ["POLL", "WatchCursor"]

POLL: Final = 10.0
"""Seconds that a node may wait for an event before it answers that there was none."""


class WatchCursor:
    """The position of a watch. Only an answer moves it: after any error it can go on from there."""

    def __init__(
        self,
        ranges: Sequence[kv.kv_key_range],
        *,
        revision: int,
        previous: bool,
        puts: bool,
        deletes: bool,
        freshness: Freshness,
    ) -> None:
        """Begin with `revision`, or, at 0, with the first change after `anchor`."""
        self._ranges = tuple(ranges)
        self._flags = (
            kv.KV_PREVIOUS * previous
            | kv.KV_WATCH_NO_PUTS * (not puts)
            | kv.KV_WATCH_NO_DELETES * (not deletes)
        )
        self._freshness = freshness
        self._position = kv.kv_watch_position(revision=revision, offset=0)

    @property
    def revision(self) -> int:
        """The first revision that was not told yet; 0 before `anchor`."""
        return self._position.revision

    def anchor(self, engine: Engine, timeout: float) -> Flow[None]:
        """Fix where a watch of what is to come begins: with the next change from now on."""
        if self._position.revision == 0:
            yield from self.poll(engine, 0.0, timeout)

    def poll(self, engine: Engine, wait: float, timeout: float) -> Flow[tuple[Event, ...]]:
        """Return the next events, none if there are none for `wait` seconds.

        `timeout` is how long to look for a node that can answer, on top of the waiting.
        """
        answer = yield from engine.run(self._call(wait), wait + timeout)
        events = tuple(_event(event) for event in answer.events)
        self._position = answer.next
        return events

    def _call(self, wait: float) -> Call[kv.kv_watch_ok]:
        position = self._position
        flags = self._flags | (0 if wait > 0 else kv.KV_WATCH_NO_WAIT)

        def arguments(header: kv.kv_request_header) -> kv.kv_watch_args:
            # With the deadline near, the answer that there was nothing still has to arrive.
            wait_ms = min(int(wait * 1000), header.deadline_ms * 3 // 4)
            return kv.kv_watch_args(
                header=header,
                ranges=self._ranges,
                position=position,
                limit=0,
                wait_ms=max(1, wait_ms) if wait > 0 else 0,
                flags=flags,
            )

        return Call(PROCEDURES["KV_WATCH"], arguments, _told, READ, self._freshness, wait)


def _told(reply: Any) -> kv.kv_watch_ok:
    ok: kv.kv_watch_ok = reply.result.ok
    return ok


def _event(event: kv.kv_event) -> Event:
    if event.kind == kv.KV_EVENT_PUT:
        return Event("put", event.item, event.previous)
    if event.kind == kv.KV_EVENT_DELETE:
        return Event("delete", event.item, event.previous)
    raise ProtocolError(f"the node tells an event of unknown kind {event.kind}")
