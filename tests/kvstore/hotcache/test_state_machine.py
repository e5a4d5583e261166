"""Writer and readers against a dict, in any order of calls, with a clock that obeys."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
)

from kvstore._generated.kv import kv_item
from kvstore.hotcache.records import Hit
from tests.kvstore.hotcache.plain import Plain, drop, hide, holds, item

# More keys than three buckets of eight hold.
KEYS = [b"key/%d" % number for number in range(40)] + [b"\0", b"\0\0", b"long" * 20]
keys = st.sampled_from(KEYS)
values = st.binary(max_size=90)


class Machine(RuleBasedStateMachine):
    """`expected` is what readers may find; they may always miss, but what is `sure`."""

    def __init__(self) -> None:
        super().__init__()
        self.start_anew(0)

    def start_anew(self, seed: int) -> None:
        self.plain = Plain(seed)
        self.writer = self.plain.writer
        self.readers = [self.plain.reader(memo_keys=count) for count in (0, 3, 100)]
        self.expected: dict[bytes, kv_item | None] = {}
        self.gate_open = True
        self.lease_until = self.alive_until = self.known_at = 0
        self.revision = 0

    @rule(seed=st.integers(1, 1000))
    def node_starts_anew(self, seed: int) -> None:
        old = self.readers
        self.writer.retire()
        self.start_anew(seed)
        for reader in old:
            for key in KEYS:
                assert reader.lease(key) is None
                assert reader.serializable(key) is None
            assert not reader.is_alive()
            assert reader.applied_revision() == 0

    @rule(key=keys, value=st.none() | values)
    def put(self, key: bytes, value: bytes | None) -> None:
        self.revision += 1
        stored = None if value is None else item(key, value, self.revision)
        evictions = self.writer.counters["evictions"]
        is_there = self.writer.put(key, stored)
        fits = len(key) + len(value or b"") <= 128
        assert is_there == holds(self.writer, key)
        if not self.plain.locks.taken:
            assert is_there == fits
        self.expected.pop(key, None)
        if is_there:
            self.expected[key] = stored
        if self.writer.counters["evictions"] > evictions:
            gone = [other for other in self.expected if not holds(self.writer, other)]
            assert len(gone) <= 1  # none if it was hidden
            for other in gone:
                del self.expected[other]

    @rule(some=st.dictionaries(keys, st.none() | values, max_size=12))
    def put_all(self, some: dict[bytes, bytes | None]) -> None:
        self.revision += 1
        stored = {
            key: None if value is None else item(key, value, self.revision)
            for key, value in some.items()
        }
        evictions = self.writer.counters["evictions"]
        self.writer.put_all((self.writer.fingerprint(key), key, stored[key]) for key in some)
        for key in some:
            self.expected.pop(key, None)
        missing = 0
        for key, value in some.items():
            if holds(self.writer, key):
                assert len(key) + len(value or b"") <= 128
                self.expected[key] = stored[key]
            else:
                missing += len(key) + len(value or b"") <= 128
        gone = [other for other in self.expected if not holds(self.writer, other)]
        for other in gone:
            del self.expected[other]
        if not self.plain.locks.taken:
            assert missing + len(gone) <= self.writer.counters["evictions"] - evictions

    @rule(some=st.lists(keys, max_size=4))
    def hide(self, some: list[bytes]) -> None:
        hidden = hide(self.writer, some)
        assert {key for key in some if key in self.expected} <= set(hidden) <= set(some)
        for key in some:
            self.expected.pop(key, None)

    @rule(key=keys)
    def forget(self, key: bytes) -> None:
        drop(self.writer, key)
        self.expected.pop(key, None)

    @rule()
    def clear(self) -> None:
        self.writer.clear()
        self.expected.clear()
        assert self.writer.keys == 0

    @rule(is_open=st.booleans())
    def gate(self, *, is_open: bool) -> None:
        self.gate_open = is_open
        if is_open:
            self.writer.open_gate()
        else:
            self.writer.close_gate()

    @rule(taken=st.sets(st.integers(0, 1)))
    def somebody_holds_stripes(self, taken: set[int]) -> None:
        self.plain.locks.taken = taken

    @rule(step=st.integers(0, 50))
    def time_passes(self, step: int) -> None:
        self.plain.now += step

    @rule(length=st.integers(0, 100))
    def lease(self, length: int) -> None:
        self.lease_until = self.plain.now + length
        self.writer.publish_lease(self.lease_until)

    @rule()
    def withdraw(self) -> None:
        self.lease_until = 0
        self.writer.withdraw_lease()

    @rule(length=st.integers(0, 100))
    def alive(self, length: int) -> None:
        self.alive_until = self.plain.now + length
        self.writer.publish_alive(self.alive_until)

    @rule()
    def known(self) -> None:
        self.known_at = self.plain.now
        self.writer.publish_known(self.known_at)

    @rule(slots=st.integers(0, 30))
    def repair(self, slots: int) -> None:
        before = self.writer.counters["repairs"]
        self.writer.repair(slots)
        assert self.writer.counters["repairs"] == before

    @rule()
    def publish_revision(self) -> None:
        self.writer.publish_revision(self.revision)
        for reader in self.readers:
            assert reader.applied_revision() == self.revision

    def answer(self, key: bytes, *, allowed: bool) -> Hit | None:
        if allowed and self.gate_open and key in self.expected:
            return Hit(self.expected[key])
        return None

    @rule(key=keys)
    def read_by_lease(self, key: bytes) -> None:
        allowed = self.plain.now < self.lease_until
        for reader in self.readers:
            before = (reader.hits, reader.misses)
            hit = reader.lease(key)
            assert hit == self.answer(key, allowed=allowed)
            assert (reader.hits, reader.misses) == (
                before[0] + (hit is not None),
                before[1] + (hit is None),
            )

    @rule(key=keys, max_age=st.none() | st.integers(0, 100))
    def read_serializable(self, key: bytes, max_age: int | None) -> None:
        now = self.plain.now
        allowed = now < self.alive_until and (max_age is None or now - self.known_at <= max_age)
        for reader in self.readers:
            assert reader.serializable(key, max_age) == self.answer(key, allowed=allowed)
            assert reader.is_alive() == (now < self.alive_until)

    @invariant()
    def writer_knows(self) -> None:
        assert {key for key in KEYS if holds(self.writer, key)} == set(self.expected)
        assert self.writer.keys >= len(self.expected)


TestMachine = Machine.TestCase
