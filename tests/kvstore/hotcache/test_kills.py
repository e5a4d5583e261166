"""kill -9 at each line, and at any moment, of what writer and readers do."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from kvstore.hotcache.reader import Reader
from kvstore.hotcache.records import Hit
from kvstore.hotcache.segments import Segment, open_reader
from kvstore.hotcache.writer import HotCache
from tests.kvstore.hotcache.plain import FAR, drop, hide
from tests.kvstore.hotcache.shared import (
    GEOMETRY,
    Host,
    clean_host,
    fork,
    names_found,
    stored,
    writer_of,
    writing,
)
from tests.kvstore.hotcache.steps import with_a_break

ROUNDS = int(os.environ.get("SUNRPC_KV_SOAK") or 100)
KEYS = [b"key/%d" % number for number in range(40)]
KEY = KEYS[0]


@pytest.fixture
def host() -> Iterator[Host]:
    with clean_host() as host:
        yield host


def kill_me() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def was_killed(child: int) -> bool:
    """Wait for a child; say whether it was killed, as opposed to being done."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert status == 0
    return False


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def put_all(writer: HotCache, revision: int) -> None:
    hide(writer, KEYS)
    for key in KEYS:
        # A stripe whose holder died is wiped, not lost.
        assert writer.put(key, stored(key, revision))


def check_all(segment: Segment, revision: int) -> None:
    reader = open_reader(str(segment.name))
    for key in KEYS:
        assert reader.lease(key) == Hit(stored(key, revision))
    reader.close()


def killed_reader(segment: Segment, look: Callable[[str], object], line: int) -> bool:
    """Let a new process look, and kill it before a line; return whether it came so far."""

    def read() -> None:
        with_a_break(lambda: look(str(segment.name)), line, kill_me, kind="line")

    return was_killed(fork(read))


def look_alone(name: str) -> None:
    """Look under the stripe's lock, as after three torn copies."""
    reader = open_reader(name)
    assert reader._slots is not None
    found = reader._slots.find(KEY)
    assert found is not None
    assert reader._slots.look_alone(KEY) == found


def look_by_lease(name: str) -> None:
    reader = open_reader(name)
    for _ in range(3):
        assert reader.lease(KEY) is not None


@pytest.mark.parametrize(("look", "in_lock"), [(look_alone, 4), (look_by_lease, 0)])
def test_a_reader_killed_at_each_line(
    host: Host, look: Callable[[str], object], in_lock: int
) -> None:
    """The writer and all others go on; at most its stripe is wiped."""
    found = 0
    with writing(host) as (segment, writer):
        writer.publish_lease(FAR)
        put_all(writer, 1)
        other = open_reader(str(segment.name))
        for line in count():
            if not killed_reader(segment, look, line):
                break
            names = names_found(segment)
            found += names
            wipes = writer.counters["repairs"]
            assert other.lease(KEY) in [Hit(stored(KEY, line + 1)), None]
            put_all(writer, line + 2)
            assert writer.counters["repairs"] == wipes + names
            assert names_found(segment) == 0
            assert other.lease(KEY) == Hit(stored(KEY, line + 2))
            check_all(segment, line + 2)
        assert line > 50, "there are far more lines"
        assert found >= in_lock
        assert in_lock or not found


def change(writer: HotCache) -> None:
    """Everything that a writer does with a key, once."""
    hide(writer, [KEY])
    writer.close_gate()
    writer.withdraw_lease()
    writer.put(KEY, stored(KEY, 2))
    writer.open_gate()
    writer.publish_lease(FAR)
    writer.repair(8)
    drop(writer, KEYS[1])
    writer.put(KEYS[1], None)
    writer.put_all((writer.fingerprint(key), key, stored(key, 1)) for key in KEYS[2:9])


def test_a_writer_killed_at_each_line(host: Host) -> None:
    """Readers find what was, what is, or nothing; the next start removes all of it."""
    found = 0
    for line in count():
        with pipe() as (told, tell), pipe() as (wait, go):

            def write(line: int = line, tell: int = tell, wait: int = wait) -> None:
                segment = Segment.create(host.cluster, 1, GEOMETRY)
                writer = writer_of(segment)
                writer.publish_lease(FAR)
                put_all(writer, 1)
                os.write(tell, b"!")
                os.read(wait, 1)
                with_a_break(lambda: change(writer), line, kill_me, kind="line")
                os.write(tell, b"!")
                os.read(wait, 1)

            child = fork(write)
            os.read(told, 1)
            name = f"/{host.segments()[0]}"
            readers = [open_reader(name), open_reader(name)]
            expected = [Hit(stored(KEY, 1))]
            assert readers[0].lease(KEY) in expected
            os.write(go, b"!")
            ended = is_done(child, told)
            expected += [None, Hit(stored(KEY, 2))]
            for reader in readers:
                for _ in range(2):
                    assert reader.lease(KEY) in expected
                    assert reader.lease(KEYS[1]) in [Hit(stored(KEYS[1], 1)), None, Hit(None)]
                    assert reader.lease(KEYS[2]) in [Hit(stored(KEYS[2], 1)), None]
            found += names_found(name)
            if ended:
                kill(child)
            assert host.sweep() == 1
            for reader in readers:
                assert reader.lease(KEY) is None
            with writing(host) as (segment, writer):
                writer.publish_lease(FAR)
                put_all(writer, 3)
                check_all(segment, 3)
        if ended:
            break
    assert line > 100, "there are far more lines"
    assert found > 10


def is_done(child: int, told: int) -> bool:
    """Wait until a child is killed, or says that it was not."""
    while True:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        os.set_blocking(told, False)
        try:
            os.read(told, 1)
        except BlockingIOError:
            time.sleep(0.0005)
        else:
            return True


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    assert was_killed(child)


def moments() -> Iterator[float]:
    """Seconds after which to kill: spread evenly, in no order, in more rounds than are needed."""
    for number in range(5 * ROUNDS):
        yield 0.0002 + 0.004 * (number * 0.618 % 1)


def look_for_ever(name: str, tell: int) -> None:
    reader = open_reader(name)
    os.write(tell, b"!")
    for turn in count():
        key = KEYS[turn % len(KEYS)]
        reader.lease(key)
        assert reader._slots is not None
        for _ in range(20):
            reader._slots.look_alone(key)


def test_readers_killed_at_any_moment(host: Host) -> None:
    """The writer writes on meanwhile, and two others read."""
    kills = found = revision = 0
    with writing(host) as (segment, writer), pipe() as (told, tell):
        writer.publish_lease(FAR)
        others = [open_reader(str(segment.name)), open_reader(str(segment.name), memo_keys=0)]
        for seconds in moments():
            if found and kills >= ROUNDS // 2:
                break
            kills += 1
            child = fork(lambda: look_for_ever(str(segment.name), tell))
            os.read(told, 1)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                revision += 1
                hide(writer, [KEYS[revision % len(KEYS)]])
                writer.put(KEYS[revision % len(KEYS)], None)
            kill(child)
            found += names_found(segment)
            revision += 1
            put_all(writer, revision)
            for other in others:
                for key in KEYS:
                    assert other.lease(key) == Hit(stored(key, revision))
        assert names_found(segment) == 0
        assert writer.counters["repairs"] == found
    print(f"{found} of {kills} kills of readers found a stripe's owner word set")
    assert found > 0


def write_for_ever(host: Host, tell: int) -> None:
    segment = Segment.create(host.cluster, 1, GEOMETRY)
    writer = writer_of(segment)
    writer.publish_lease(FAR)
    put_all(writer, 1)
    os.write(tell, b"!")
    for revision in count(2):
        put_all(writer, revision)


def test_writers_killed_at_any_moment(host: Host) -> None:
    """Readers see no step back and nothing torn; each next start removes all of it."""
    kills = found = 0
    with pipe() as (told, tell):
        for seconds in moments():
            if found and kills >= ROUNDS // 2:
                break
            kills += 1
            child = fork(lambda: write_for_ever(host, tell))
            os.read(told, 1)
            name = f"/{host.segments()[0]}"
            reader = open_reader(name)
            newest = dict.fromkeys(KEYS, 1)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                read_all(reader, newest)
            kill(child)
            read_all(reader, newest)
            found += names_found(name)
            assert host.sweep() == 1
            assert reader.lease(KEY) is None
            assert (host.segments(), host.semaphores()) == ([], 0)
    print(f"{found} of {kills} kills of writers found a stripe's owner word set")
    assert found > 0


def read_all(reader: Reader, newest: dict[bytes, int]) -> None:
    """Look for all keys, and see that none goes back behind its `newest` revision."""
    for key in KEYS:
        hit = reader.lease(key)
        if hit is not None:
            assert hit.item is not None
            assert hit.item.mod_revision >= newest[key]
            newest[key] = hit.item.mod_revision
            assert hit == Hit(stored(key, newest[key]))


def test_a_reader_that_stops_with_a_stripe_holds_nobody_up(host: Host) -> None:
    """Its stripe's keys are unreadable, and all others are changed and read as ever."""

    def stop_me() -> None:
        os.kill(os.getpid(), signal.SIGSTOP)

    with writing(host) as (segment, writer):
        writer.publish_lease(FAR)
        put_all(writer, 1)
        for line in count():
            child = fork(
                lambda line=line: with_a_break(
                    lambda: look_alone(str(segment.name)), line, stop_me, kind="line"
                )
            )
            _, status = os.waitpid(child, os.WUNTRACED)
            assert os.WIFSTOPPED(status), "it never held a stripe"
            if names_found(segment):
                break
            kill(child)
        hide(writer, KEYS)
        done = [writer.put(key, stored(key, 2)) for key in KEYS]
        assert 0 < sum(done) < len(KEYS)
        reader = open_reader(str(segment.name))
        for key, is_put in zip(KEYS, done, strict=True):
            assert reader.lease(key) == (Hit(stored(key, 2)) if is_put else None)
        kill(child)
        put_all(writer, 3)
        check_all(segment, 3)
