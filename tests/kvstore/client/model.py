"""A small store that does what kv.x says: one copy of all keys for each revision."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from kvstore._generated import kv

Key = tuple[bytes, bytes]
State = dict[Key, kv.kv_item]


EVENTS = 4
"""Most events of one answer: few, so that revisions are split."""


class Refused(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def covers(keys: kv.kv_key_range, key: bytes) -> bool:
    if keys.kind == kv.KV_SINGLE:
        return key == keys.key
    if keys.kind == kv.KV_PREFIX:
        return key.startswith(keys.key)
    return keys.key <= key and (not keys.end or key < keys.end)


SORTS = {
    kv.KV_SORT_KEY: lambda item: item.key,
    kv.KV_SORT_KEY_VERSION: lambda item: item.key_version,
    kv.KV_SORT_CREATE_REVISION: lambda item: item.create_revision,
    kv.KV_SORT_MOD_REVISION: lambda item: item.mod_revision,
    kv.KV_SORT_VALUE: lambda item: item.value,
}
TARGETS = {
    kv.KV_TARGET_KEY_VERSION: "key_version",
    kv.KV_TARGET_CREATE_REVISION: "create_revision",
    kv.KV_TARGET_MOD_REVISION: "mod_revision",
    kv.KV_TARGET_LEASE: "lease",
}
RELATIONS = {
    kv.KV_EQUAL: lambda a, b: a == b,
    kv.KV_NOT_EQUAL: lambda a, b: a != b,
    kv.KV_LESS: lambda a, b: a < b,
    kv.KV_GREATER: lambda a, b: a > b,
}


class Model:
    """Keys, leases and sessions; `now` is in milliseconds and only goes on by `advance`."""

    def __init__(self) -> None:
        self.states: list[State] = [{}]
        self.events: list[list[tuple[Key, kv.kv_event]]] = [[]]
        self.floor = 0
        self.now = 0
        self.leases: dict[int, list[int]] = {}  # granted ttl, end
        self.sessions: dict[int, list[int]] = {}
        self.outcomes: dict[tuple[int, int], Any] = {}
        self.lowest: dict[int, int] = {}
        self._numbers = iter(range(1000, 1 << 30))

    @property
    def revision(self) -> int:
        return len(self.states) - 1

    # ------------------------------------------------------------------ time

    def advance(self, ms: int) -> None:
        self.now += ms
        for lease in [number for number, (_, end) in self.leases.items() if end <= self.now]:
            self.revoke(lease)
        for session in [number for number, (_, end) in self.sessions.items() if end <= self.now]:
            self.close(session)

    # ------------------------------------------------------------------ exactly once

    def once(self, header: kv.kv_request_header, execute: Any) -> Any:
        """What `execute` answers or raises, now or when this change was first done."""
        if not header.session:
            return execute()
        self.keep_session(header.session)
        lowest = max(self.lowest.get(header.session, 0), header.lowest_unanswered)
        self.lowest[header.session] = lowest
        for key in [k for k in self.outcomes if k[0] == header.session and k[1] < lowest]:
            del self.outcomes[key]
        if header.sequence < lowest:
            raise Refused(kv.KV_OUTCOME_FORGOTTEN, "forgotten")
        key = (header.session, header.sequence)
        if key not in self.outcomes:
            try:
                self.outcomes[key] = execute()
            except Refused as refused:
                self.outcomes[key] = refused
        outcome = self.outcomes[key]
        if isinstance(outcome, Refused):
            raise Refused(outcome.code, str(outcome))
        return outcome

    def open(self, ttl_ms: int) -> int:
        session = next(self._numbers)
        self.sessions[session] = [ttl_ms, self.now + ttl_ms]
        return session

    def keep_session(self, session: int) -> int:
        if session not in self.sessions:
            raise Refused(kv.KV_SESSION_UNKNOWN, f"session {session} is unknown or has expired")
        entry = self.sessions[session]
        entry[1] = self.now + entry[0]
        return entry[0]

    def close(self, session: int) -> None:
        self.sessions.pop(session, None)
        self.outcomes = {k: v for k, v in self.outcomes.items() if k[0] != session}

    # ------------------------------------------------------------------ keys

    def at(self, revision: int) -> State:
        if revision > self.revision:
            raise Refused(kv.KV_FUTURE_REVISION, "not there yet")
        if revision and revision < self.floor:
            raise Refused(kv.KV_COMPACTED, f"compacted below {self.floor}")
        return self.states[revision or self.revision]

    def range(self, space: bytes, op: kv.kv_range_op, state: State | None = None) -> kv.kv_range_ok:
        revision = op.page.revision or op.revision or self.revision
        found = self.at(revision) if state is None else state
        items = [
            item
            for (name_space, key), item in found.items()
            if name_space == space
            and covers(op.keys, key)
            and (not op.max_create_revision or item.create_revision <= op.max_create_revision)
        ]
        items.sort(key=SORTS[op.sort], reverse=op.descending)
        count = len(items) if op.want == kv.KV_WANT_COUNT else 0
        if op.page.after:
            items = [
                i
                for i in items
                if (i.key < op.page.after if op.descending else i.key > op.page.after)
            ]
        if op.want == kv.KV_WANT_COUNT:
            items = []
        given = items[: op.limit or 1000]
        if op.want == kv.KV_WANT_KEYS:
            given = [structs.replace(item, value=b"") for item in given]
        after = given[-1].key if given else op.page.after
        return kv.kv_range_ok(
            revision=revision,
            items=tuple(given),
            more=len(given) < len(items),
            next=kv.kv_page(revision=revision, after=after),
            count=count,
        )

    def change(self, space: bytes, operations: list[Any]) -> tuple[int, list[Any]]:
        """The revision (0: nothing changed) and what each operation did."""
        state, events, revision = dict(self.states[-1]), [], self.revision + 1
        results: list[Any] = []
        for op in operations:
            if isinstance(op, kv.kv_put_op):
                results.append(self._put(space, op, state, events, revision))
            elif isinstance(op, kv.kv_delete_op):
                results.append(self._delete(space, op, state, events, revision))
            else:
                results.append(self.range(space, op, state))
        if not events:
            return 0, results
        self.states.append(state)
        self.events.append(events)
        return revision, results

    def _put(self, space: bytes, op: kv.kv_put_op, state: State, events: Any, revision: int) -> Any:
        old = state.get((space, op.key))
        keep_value, keep_lease = op.flags & kv.KV_KEEP_VALUE, op.flags & kv.KV_KEEP_LEASE
        if old is None and (keep_value or keep_lease):
            raise Refused(kv.KV_NOT_FOUND, "the key is not there")
        if op.lease and op.lease not in self.leases:
            raise Refused(kv.KV_LEASE_UNKNOWN, f"there is no lease {op.lease}")
        item = kv.kv_item(
            key=op.key,
            value=old.value if old and keep_value else op.value,
            create_revision=old.create_revision if old else revision,
            mod_revision=revision,
            key_version=old.key_version + 1 if old else 1,
            lease=old.lease if old and keep_lease else op.lease,
        )
        state[space, op.key] = item
        events.append(((space, op.key), kv.kv_event(kind=kv.KV_EVENT_PUT, item=item, previous=old)))
        return old if op.flags & kv.KV_PREVIOUS else None

    def _delete(
        self, space: bytes, op: kv.kv_delete_op, state: State, events: Any, revision: int
    ) -> kv.kv_deleted:
        gone = sorted(k for k in state if k[0] == space and covers(op.keys, k[1]))
        old = [state.pop(key) for key in gone]
        for item in old:
            events.append(((space, item.key), self._gone(item, revision)))
        previous = tuple(old) if op.flags & kv.KV_PREVIOUS else ()
        return kv.kv_deleted(count=len(old), previous=previous)

    @staticmethod
    def _gone(item: kv.kv_item, revision: int) -> kv.kv_event:
        dead = kv.kv_item(
            key=item.key,
            value=b"",
            create_revision=0,
            mod_revision=revision,
            key_version=0,
            lease=0,
        )
        return kv.kv_event(kind=kv.KV_EVENT_DELETE, item=dead, previous=item)

    def holds(self, space: bytes, compare: kv.kv_compare) -> bool:
        state = self.states[-1]
        items: list[Any] = [
            i for (s, k), i in state.items() if s == space and covers(compare.keys, k)
        ]
        if compare.keys.kind == kv.KV_SINGLE and not items:
            items = [None]
        relation = RELATIONS[compare.relation]
        if compare.target == kv.KV_TARGET_VALUE:
            return all(i is not None and relation(i.value, compare.value) for i in items)
        target = TARGETS[compare.target]
        return all(relation(getattr(i, target) if i else 0, compare.number) for i in items)

    def compact(self, revision: int) -> None:
        if revision > self.revision:
            raise Refused(kv.KV_FUTURE_REVISION, "not there yet")
        self.floor = max(self.floor, revision)

    def watch(self, space: bytes, arg: kv.kv_watch_args) -> kv.kv_watch_ok:
        """Events from the position on; a revision is split where `limit` says so."""
        revision, offset = arg.position.revision or self.revision + 1, arg.position.offset
        if revision <= self.floor and arg.position.revision and revision < self.floor:
            raise Refused(kv.KV_COMPACTED, f"compacted below {self.floor}")
        events: list[kv.kv_event] = []
        while revision <= self.revision:
            for (name_space, key), event in self.events[revision][offset:]:
                if len(events) == (arg.limit or EVENTS):
                    return self._told(events, revision, offset)
                offset += 1
                dropped = kv.KV_WATCH_NO_PUTS if event.kind == kv.KV_EVENT_PUT else 0
                dropped |= kv.KV_WATCH_NO_DELETES if event.kind == kv.KV_EVENT_DELETE else 0
                wanted = not arg.ranges or any(covers(keys, key) for keys in arg.ranges)
                if name_space == space and wanted and not arg.flags & dropped:
                    bare = structs.replace(event, previous=None)
                    events.append(event if arg.flags & kv.KV_PREVIOUS else bare)
            revision, offset = revision + 1, 0
        return self._told(events, revision, 0)

    @staticmethod
    def _told(events: list[kv.kv_event], revision: int, offset: int) -> kv.kv_watch_ok:
        position = kv.kv_watch_position(revision=revision, offset=offset)
        return kv.kv_watch_ok(events=tuple(events), next=position)

    # ------------------------------------------------------------------ leases

    def grant(self, ttl_ms: int, wanted: int) -> int:
        if wanted in self.leases:
            raise Refused(kv.KV_LEASE_EXISTS, f"lease {wanted} exists")
        lease = wanted or next(self._numbers)
        self.leases[lease] = [ttl_ms, self.now + ttl_ms]
        return lease

    def lease(self, lease: int) -> list[int]:
        if lease not in self.leases:
            raise Refused(kv.KV_LEASE_UNKNOWN, f"there is no lease {lease}")
        return self.leases[lease]

    def keep(self, lease: int) -> int:
        entry = self.lease(lease)
        entry[1] = self.now + entry[0]
        return entry[0]

    def keys_of(self, lease: int, space: bytes | None = None) -> list[Key]:
        return sorted(
            key
            for key, item in self.states[-1].items()
            if item.lease == lease and space in {None, key[0]}
        )

    def revoke(self, lease: int) -> tuple[int, int]:
        self.lease(lease)
        del self.leases[lease]
        state, keys = dict(self.states[-1]), self.keys_of(lease)
        if not keys:
            return 0, 0
        revision = self.revision + 1
        events = [(key, self._gone(state.pop(key), revision)) for key in keys]
        self.states.append(state)
        self.events.append(events)
        return revision, len(keys)
