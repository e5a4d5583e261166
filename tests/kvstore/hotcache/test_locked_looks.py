"""A slot that changes in each of three looks is read under its stripe's lock, or not at all."""

from __future__ import annotations

import zlib
from functools import partial
from itertools import count

import pytest

from kvstore.hotcache import slot_reader
from kvstore.hotcache.layout import Geometry, owner_word
from kvstore.hotcache.records import Hit
from tests.kvstore.hotcache.plain import FAR, SMALL, Plain, holds, item
from tests.kvstore.hotcache.steps import with_breaks

KEY = b"key"
STRANGER = 77


class Restless:
    """A writer that changes the key while it is copied, as often as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cache = Plain()
        self.revision = 0
        self.changes = 0
        self.change()
        self.cache.writer.publish_lease(FAR)
        self.reader = self.cache.reader(memo_keys=0)
        self.side = memoryview(self.cache.memory.side).cast("Q")
        bucket = SMALL.bucket_of(self.cache.writer.fingerprint(KEY))
        self.stripe = SMALL.stripe_of(bucket)
        monkeypatch.setattr(slot_reader, "crc32", self.crc32)

    def change(self) -> None:
        self.revision += 1
        self.cache.writer.put(KEY, item(KEY, b"%d" % self.revision, self.revision))

    def crc32(self, record: bytes) -> int:
        """Stands where a look is between its two looks at the version."""
        if self.changes:
            self.changes -= 1
            self.change()
        return zlib.crc32(record)


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> Restless:
    return Restless(monkeypatch)


@pytest.mark.parametrize("changes", range(4))
def test_it_is_found_when_it_comes_to_rest(restless: Restless, changes: int) -> None:
    restless.changes = changes
    assert restless.reader.lease(KEY) == Hit(item(KEY, b"%d" % (changes + 1), changes + 1))
    assert not restless.cache.locks.taken
    assert not restless.side[owner_word(restless.stripe)]


def test_under_the_lock_the_writer_only_hides_it(restless: Restless) -> None:
    restless.changes = 4
    assert restless.reader.lease(KEY) is None
    assert restless.cache.writer.counters["contended"] == 1
    assert not holds(restless.cache.writer, KEY)
    assert not restless.cache.locks.taken
    restless.change()
    assert restless.reader.lease(KEY) is not None


def test_while_another_has_the_lock_tries_are_few_and_short(restless: Restless) -> None:
    restless.changes = 3
    turns = count()
    real = restless.cache.locks.try_take
    # The writer has it for each of its changes, then somebody else.
    restless.cache.locks.try_take = lambda stripe: (  # type: ignore[method-assign]
        next(turns) < 3 and real(stripe)
    )
    assert restless.reader.lease(KEY) is None
    assert len(restless.cache.paused) == 3
    assert sum(restless.cache.paused) < 0.001


def test_a_dead_holder_is_left_to_the_writer(restless: Restless) -> None:
    restless.changes = 3
    turns = count()
    real = restless.cache.locks.try_take

    def take(stripe: int) -> bool:
        """Come behind somebody who died with the lock, once the writer has changed the slot."""
        if next(turns) == 3:
            restless.side[owner_word(stripe)] = STRANGER
        return real(stripe)

    restless.cache.locks.try_take = take  # type: ignore[method-assign]
    assert restless.reader.lease(KEY) is None
    assert restless.side[owner_word(restless.stripe)] == STRANGER
    assert not restless.cache.locks.taken
    restless.cache.writer.repair(0)
    assert restless.cache.writer.counters["repairs"] == 1
    assert not restless.side[owner_word(restless.stripe)]
    assert not holds(restless.cache.writer, KEY)
    restless.change()
    assert restless.reader.lease(KEY) is not None


def test_keys_that_are_put_together_take_each_stripe_once() -> None:
    cache = Plain()
    writer, reader = cache.writer, cache.reader()
    writer.publish_lease(FAR)
    keys = [b"%d" % number for number in range(10)]
    taken: list[int] = []
    real = cache.locks.try_take

    def take(stripe: int) -> bool:
        taken.append(stripe)
        return real(stripe)

    cache.locks.try_take = take  # type: ignore[method-assign]
    writer.put_all((writer.fingerprint(key), key, item(key, b"1")) for key in keys)
    assert sorted(taken) == [*range(SMALL.stripes)]
    assert not cache.locks.taken
    for key in keys:
        assert reader.lease(key) == Hit(item(key, b"1"))


def test_a_wipe_hides_a_stripe_and_nothing_else_in_as_many_steps_whatever_its_size() -> None:
    steps = set()
    for buckets in (200, 800):
        cache = Plain(geometry=Geometry(buckets=buckets, ways=32, slot_bytes=192, stripes=4))
        writer, reader = cache.writer, cache.reader()
        writer.publish_lease(FAR)
        keys = [b"%d" % number for number in range(6 * buckets)]
        by_stripe: dict[int, list[bytes]] = {}
        for key in keys:
            bucket = cache.header.geometry.bucket_of(writer.fingerprint(key))
            by_stripe.setdefault(cache.header.geometry.stripe_of(bucket), []).append(key)
            writer.put(key, item(key, b"old"))
        for key in keys:  # a memo knows them, too
            reader.lease(key)
        dead = min(by_stripe)
        memoryview(cache.memory.side).cast("Q")[owner_word(dead)] = STRANGER
        again = by_stripe[dead][0]
        put = partial(writer.put, again, item(again, b"new"))
        is_put, taken = with_breaks(put, {})
        assert is_put
        steps.add(taken)
        for stripe, held in by_stripe.items():
            for key in held:
                hit = Hit(item(key, b"new" if key == again else b"old"))
                gone = stripe == dead and key != again
                assert reader.lease(key) == (None if gone else hit)
        writer.repair(cache.header.geometry.slots)
        assert writer.counters["repairs"] == 1
        for key in keys:
            assert writer.put(key, item(key, b"newest"))
            assert reader.lease(key) == Hit(item(key, b"newest"))
    assert len(steps) == 1


def test_who_writes_names_of_holders_without_end_takes_little_of_each_put() -> None:
    """A wipe hides what was put since the last one, and all else is hidden already."""
    cache = Plain(geometry=Geometry(buckets=800, ways=32, slot_bytes=192, stripes=4))
    writer, reader = cache.writer, cache.reader()
    writer.publish_lease(FAR)
    keys = [b"%d" % number for number in range(4800)]
    for key in keys:
        writer.put(key, item(key, b"old"))
    side = memoryview(cache.memory.side).cast("Q")
    stripe_of = cache.header.geometry.stripe_of
    bucket_of = cache.header.geometry.bucket_of
    held = [key for key in keys if stripe_of(bucket_of(writer.fingerprint(key))) == 0]
    hidden = []
    for key in held[:8] * 3:
        side[owner_word(0)] = STRANGER
        before = writer.counters["hidden"]
        assert writer.put(key, item(key, b"new"))
        assert reader.lease(key) == Hit(item(key, b"new"))
        hidden.append(writer.counters["hidden"] - before)
    assert max(hidden[1:]) == 1
    assert [reader.lease(key) for key in held[8:]] == [None] * len(held[8:])
