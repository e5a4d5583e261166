"""What watchers are told: the changes of a name space from a position on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds, covers
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from kvstore.mvcc.key_ranges import Bounds
    from kvstore.mvcc.keyspace import Keyspace

WATCH_FLAGS: Final = (
    kv.KV_PREVIOUS | kv.KV_WATCH_NO_WAIT | kv.KV_WATCH_NO_PUTS | kv.KV_WATCH_NO_DELETES
)

LOOKS: Final = 20_000
"""Changes times ranges that are compared for one answer."""


class _Answer:
    """The events of one answer, as far as there is room."""

    def __init__(self, space: Keyspace, spans: list[Bounds], limit: int, flags: int) -> None:
        self.events: list[kv.kv_event] = []
        self._space = space
        self._spans = spans
        self._limit = limit
        self._flags = flags
        self._bytes = 0
        self._looks = LOOKS // max(len(spans), 1)

    def take(self, item: kv.kv_item) -> bool:
        """Add a change if it is wanted; return False, without it, where the answer is full."""
        if not self._looks:
            return False
        self._looks -= 1
        if not self._wants(item):
            return True
        previous = None
        if self._flags & kv.KV_PREVIOUS:
            previous = self._space.at(item.key, item.mod_revision - 1)
        size = len(item.key) + len(item.value)
        if previous is not None:
            size += len(previous.key) + len(previous.value)
        full = len(self.events) == self._limit or self._bytes + size > kv.KV_ANSWER_MAX
        if full and self.events:
            return False
        self._bytes += size
        kind = kv.KV_EVENT_PUT if item.key_version else kv.KV_EVENT_DELETE
        self.events.append(kv.kv_event(kind=kind, item=item, previous=previous))
        return True

    def _wants(self, item: kv.kv_item) -> bool:
        unwanted = kv.KV_WATCH_NO_PUTS if item.key_version else kv.KV_WATCH_NO_DELETES
        if self._flags & unwanted:
            return False
        spans = self._spans
        return not spans or any(covers(span, item.key) for span in spans)


def check_watch(ranges: tuple[kv.kv_key_range, ...], flags: int) -> list[Bounds]:
    """Return the bounds of the ranges to watch. Raises `Refusal` (KV_INVALID)."""
    if flags & ~WATCH_FLAGS:
        raise Refusal(kv.KV_INVALID, f"a watch knows no flags {flags & ~WATCH_FLAGS:#x}")
    return [bounds(keys) for keys in ranges]


def events(
    space: Keyspace,
    revision: int,
    floor: int,
    ranges: tuple[kv.kv_key_range, ...],
    position: kv.kv_watch_position,
    limit: int,
    flags: int,
) -> kv.kv_watch_ok:
    """Return the events from `position` to `revision`, the newest, in bounded work.

    There may be more as long as `next.revision` of the answer is not above `revision`, also
    where it holds no events. Raises `Refusal`: KV_INVALID, KV_COMPACTED.
    """
    spans = check_watch(ranges, flags)
    first = position.revision or revision + 1
    if first < floor:
        raise Refusal(
            kv.KV_COMPACTED,
            f"the changes of revision {first} were compacted away; the oldest kept is {floor}",
        )
    answer = _Answer(space, spans, min(limit or kv.KV_EVENTS_MAX, kv.KV_EVENTS_MAX), flags)
    for made_at, items in space.history.between(first, revision):
        passed = position.offset if made_at == first else 0
        for place in range(passed, len(items)):
            if not answer.take(items[place]):
                following = kv.kv_watch_position(revision=made_at, offset=place)
                return kv.kv_watch_ok(events=tuple(answer.events), next=following)
    following = kv.kv_watch_position(revision=max(first, revision + 1), offset=0)
    if first > revision:
        following = kv.kv_watch_position(revision=first, offset=position.offset)
    return kv.kv_watch_ok(events=tuple(answer.events), next=following)
