"""A slot that changes in each of three looks is read under its stripe's lock, or not at all."""

from __future__ import annotations

import zlib
from itertools import count

import pytest

from kvstore.hotcache import slot_reader
from kvstore.hotcache.layout import owner_word
from kvstore.hotcache.records import Hit
from tests.kvstore.hotcache.plain import FAR, SMALL, Plain, item

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
    assert not restless.cache.writer.holds(KEY)
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
    assert not restless.cache.writer.holds(KEY)
    restless.change()
    assert restless.reader.lease(KEY) is not None
