"""Real segments of a cluster that no other test has, and what of them is left."""

from __future__ import annotations

import os
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kvstore._generated.kv import kv_item
from kvstore.hotcache.layout import MAX_STRIPES, PAGE, Geometry, owner_word
from kvstore.hotcache.names import SegmentName
from kvstore.hotcache.segments import Segment
from kvstore.hotcache.sweep import sweep
from kvstore.hotcache.writer import HotCache
from tests.kvstore.hotcache.plain import EachInTurn

GEOMETRY = Geometry(buckets=8, ways=16, slot_bytes=512, stripes=4)


class Host:
    """What one cluster has in this host's memory."""

    def __init__(self) -> None:
        self.cluster = secrets.randbits(64)
        self._ranges: set[int] = set()

    def segments(self) -> list[str]:
        """Files of segments that are there."""
        prefix = f"sunrpc-kv-{self.cluster:016x}-"
        there = sorted(path.name for path in Path("/dev/shm").glob(f"{prefix}*"))  # noqa: S108
        for name in there:
            parsed = SegmentName.parse(f"/{name}")
            if parsed is not None:
                self._ranges.add(parsed.semaphores)
        return there

    def semaphores(self) -> int:
        """Number of semaphores that are there, of all segments that were ever seen."""
        self.segments()
        rows = Path("/proc/sysvipc/sem").read_text().splitlines()[1:]
        keys = [int(row.split()[0]) for row in rows]
        return sum(key // MAX_STRIPES * MAX_STRIPES in self._ranges for key in keys)

    def sweep(self) -> int:
        """Remove what is left of dead processes; return how many segments that was."""
        self.segments()
        return len(sweep(self.cluster).segments)


@contextmanager
def clean_host() -> Iterator[Host]:
    """A host of which nothing is left at the end but by mistake."""
    host = Host()
    try:
        yield host
        assert (host.segments(), host.semaphores()) == ([], 0)
    finally:
        host.sweep()


@contextmanager
def writing(
    host: Host, geometry: Geometry = GEOMETRY, *, node: int = 1
) -> Iterator[tuple[Segment, HotCache]]:
    """Hold a segment, and its writer, in this process."""
    segment = Segment.create(host.cluster, node, geometry)
    host.segments()
    try:
        yield segment, writer_of(segment)
    finally:
        segment.close()


def writer_of(segment: Segment) -> HotCache:
    return HotCache(
        segment.memory,
        segment.header,
        segment.locks,
        EachInTurn(segment.header.geometry.ways),
        name=segment.holder,
    )


def fork(work: Callable[[], object]) -> int:
    """Do `work` in a child of this process, and return its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001 (the parent goes by the status)
        traceback.print_exc()
    finally:
        os._exit(status)


def names_found(segment: Segment | str) -> int:
    """Return how many stripes bear a name of somebody who holds them, or died."""
    if isinstance(segment, str):
        side = (Path("/dev/shm") / f"{segment[1:]}-side").read_bytes()  # noqa: S108
    else:
        side = segment.memory.side[:]
    words = memoryview(side)[: PAGE * 2].cast("Q")
    return sum(words[owner_word(stripe)] != 0 for stripe in range(MAX_STRIPES))


def stored(key: bytes, revision: int) -> kv_item:
    """Return the item of a key at a revision; no part of it is that of another revision."""
    value = (key + b"=%d;" % revision) * (revision * 7 % 23 + 1)
    return kv_item(key, value, revision, revision, revision, revision)
