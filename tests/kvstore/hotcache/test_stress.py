"""One writer and eight readers, in processes: no value torn, mixed, or older than was acknowledged.

`make soak` reads ten million times.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from kvstore.hotcache.errors import SegmentUnusable
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.records import Hit
from kvstore.hotcache.segments import Segment, boot_clock, open_reader
from tests.kvstore.hotcache.board import Board
from tests.kvstore.hotcache.plain import hide
from tests.kvstore.hotcache.shared import GEOMETRY, Host, clean_host, fork, stored, writer_of

SOAK = bool(os.environ.get("SUNRPC_KV_SOAK"))
LOOKS = 10_000_000 if SOAK else 160_000
KILLS = 300 if SOAK else 12
READERS = 8
# A few are looked for most of the time, so that they change while they are read; all others come
# and go, for there are more than slots.
HOT = 12
KEYS = [b"hot/%d" % number for number in range(HOT)] + [
    b"cold/%d" % number for number in range(300)
]
LEASE_NS = 500_000_000


@pytest.fixture
def host() -> Iterator[Host]:
    with clean_host() as host:
        yield host


def item_at(key: bytes, revision: int) -> Hit:
    """Return what a key holds at a revision; now and then it is not there."""
    return Hit(None) if revision % 11 == 0 else Hit(stored(key, revision))


def write(host: Host, board: Board, seed: int) -> None:
    """Take over after whoever wrote before, and change keys until told to stop."""
    host.sweep()
    dice = random.Random(seed)  # noqa: S311
    segment = Segment.create(host.cluster, 1, GEOMETRY)
    writer = writer_of(segment)
    acknowledged = board.acknowledged
    board.tell_name(str(segment.name))
    turns: Iterator[int] = count()
    for turn in turns:
        if board.stopped[0]:
            break
        if turn % 16 == 0:
            now = boot_clock()
            writer.publish_lease(now + LEASE_NS)
            writer.publish_alive(now + LEASE_NS)
            writer.publish_known(now)
            writer.repair(4)
        some = {dice.randrange(HOT), dice.randrange(len(KEYS))}
        gated = turn % 50 == 0
        if gated:
            writer.close_gate()
        else:
            hide(writer, [KEYS[key] for key in some])
        for key in some:
            acknowledged[key] += 1
        for key in some:
            writer.put(KEYS[key], item_at(KEYS[key], acknowledged[key]).item)
        if gated:
            writer.open_gate()
        filled = dice.randrange(len(KEYS))
        writer.put(KEYS[filled], item_at(KEYS[filled], acknowledged[filled]).item)
    writer.retire()
    segment.close()


def read(board: Board, looks: int, seed: int) -> None:
    """Look for keys; of whatever is found, see whether it can be."""
    dice = random.Random(seed)  # noqa: S311
    acknowledged = board.acknowledged
    reader: Reader | None = None
    hits = 0
    for turn in range(looks):
        if reader is None or (turn % 64 == 0 and not reader.is_alive()):
            reader = opened(board)
        key = dice.randrange(HOT) if dice.random() < 0.9 else dice.randrange(len(KEYS))
        at_least = acknowledged[key]
        name = KEYS[key]
        hit = reader.lease(name) if turn % 4 else reader.serializable(name, LEASE_NS)
        if hit is None:
            continue
        hits += 1
        at_most = acknowledged[key]
        if hit.item is not None:
            assert at_least <= hit.item.mod_revision <= at_most, (name, at_least, hit, at_most)
            assert hit == item_at(name, hit.item.mod_revision)
        else:
            assert any(number % 11 == 0 for number in range(at_least, at_most + 1))
    assert hits > looks // 20, f"{hits} hits of {looks} looks"


def opened(board: Board) -> Reader:
    while True:
        try:
            return open_reader(board.segment(), memo_keys=100)
        except SegmentUnusable:
            time.sleep(0.001)


def ended_well(child: int) -> bool:
    _, status = os.waitpid(child, 0)
    return status == 0


def test_nothing_torn_mixed_or_backward(host: Host) -> None:
    board = Board(len(KEYS))
    writer = fork(lambda: write(host, board, 1))
    readers = [
        fork(lambda seed=seed: read(board, LOOKS // READERS, seed)) for seed in range(READERS)
    ]
    wells = [ended_well(reader) for reader in readers]
    board.stopped[0] = 1
    assert ended_well(writer)
    assert all(wells)
    assert sum(board.acknowledged) > 1000


def test_the_same_while_readers_and_the_writer_are_killed(host: Host) -> None:
    board = Board(len(KEYS))
    seeds = count()

    def start(work: Callable[[int], object]) -> int:
        seed = next(seeds)
        return fork(lambda: work(seed))

    def start_writer() -> int:
        return start(lambda seed: write(host, board, seed))

    def start_reader() -> int:
        return start(lambda seed: read(board, LOOKS // READERS, seed))

    writer = start_writer()
    readers = [start_reader() for _ in range(READERS)]
    for number in range(KILLS):
        time.sleep(0.02 + 0.1 * (number * 0.618 % 1))
        host.segments()
        if number % 3:
            victim = readers.pop(number % READERS)
            readers.append(start_reader())
        else:
            victim = writer
        os.kill(victim, signal.SIGKILL)
        _, status = os.waitpid(victim, 0)
        assert status in {0, signal.SIGKILL}, "what it read was wrong"
        if victim == writer:
            writer = start_writer()
    wells = [ended_well(reader) for reader in readers]
    board.stopped[0] = 1
    assert ended_well(writer)
    assert all(wells)
