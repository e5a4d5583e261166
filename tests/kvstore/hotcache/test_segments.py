"""Segments and semaphores of real processes: made, opened, left behind, swept."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import posix_ipc
import pytest
import sysv_ipc

from kvstore.hotcache.errors import SegmentUnusable
from kvstore.hotcache.layout import PAGE, Geometry
from kvstore.hotcache.names import SegmentName
from kvstore.hotcache.records import Hit
from kvstore.hotcache.segments import Segment, boot_clock, open_reader
from kvstore.hotcache.sweep import end_earlier_life, sweep
from tests.kvstore.hotcache.plain import FAR
from tests.kvstore.hotcache.shared import (
    GEOMETRY,
    Host,
    clean_host,
    fork,
    stored,
    writer_of,
    writing,
)

FOLDER = Path("/dev/shm")  # noqa: S108 (looked at, not written to)


@pytest.fixture
def host() -> Iterator[Host]:
    with clean_host() as host:
        yield host


def killed_writer(host: Host, *, node: int = 1) -> str:
    """Leave behind what a node leaves that is killed with a lease; return the segment's name."""
    before = set(host.segments())
    ready, tell = os.pipe()

    def live_until_killed() -> None:
        segment = Segment.create(host.cluster, node, GEOMETRY)
        writer = writer_of(segment)
        writer.put(b"key", stored(b"key", 1))
        writer.publish_lease(FAR)
        writer.publish_alive(FAR)
        os.write(tell, b"!")
        signal.pause()

    child = fork(live_until_killed)
    assert os.read(ready, 1) == b"!"
    os.close(ready)
    os.close(tell)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    main, _ = sorted(set(host.segments()) - before)
    return f"/{main}"


def test_what_one_process_puts_another_finds(host: Host) -> None:
    with writing(host) as (segment, writer):
        writer.put(b"key", stored(b"key", 1))
        writer.put(b"nothing", None)
        writer.publish_lease(boot_clock() + 10**12)

        def read() -> None:
            reader = open_reader(str(segment.name))
            assert reader.lease(b"key") == Hit(stored(b"key", 1))
            assert reader.lease(b"nothing") == Hit(None)
            assert reader.lease(b"other") is None

        _, status = os.waitpid(fork(read), 0)
        assert status == 0
        found = [slot for slot in range(GEOMETRY.slots) if writer._hits[slot]]
        assert len(found) == 2
        assert host.semaphores() == GEOMETRY.stripes


def test_a_node_that_stops_leaves_nothing(host: Host) -> None:
    with writing(host) as (segment, writer):
        writer.publish_alive(FAR)
        reader = open_reader(str(segment.name))
        assert reader.is_alive()
        writer.retire()
        segment.close()
        segment.close()
        assert not reader.is_alive()
        with pytest.raises(SegmentUnusable, match="cannot be opened"):
            open_reader(str(segment.name))


@pytest.mark.parametrize(
    ("group", "main", "side"), [(None, 0o600, 0o600), (os.getegid(), 0o640, 0o660)]
)
def test_who_may_read(host: Host, group: int | None, main: int, side: int) -> None:
    segment = Segment.create(host.cluster, 1, GEOMETRY, group=group)
    for file, mode in zip(host.segments(), (main, side), strict=True):
        status = (FOLDER / file).stat()
        assert stat.S_IMODE(status.st_mode) == mode
        assert status.st_gid == (os.getegid() if group is None else group)
    permissions = {
        row.split()[2]
        for row in Path("/proc/sysvipc/sem").read_text().splitlines()[1:]
        if segment.name.semaphores <= int(row.split()[0]) < segment.name.semaphores + 64
    }
    assert permissions == {f"{side:o}"}
    segment.close()


def test_the_dead_are_swept_and_the_living_are_not(host: Host) -> None:
    with writing(host, node=2) as (segment, writer):
        writer.publish_alive(FAR)
        names = [killed_writer(host), killed_writer(host)]
        readers = [open_reader(name) for name in names]
        assert [reader.lease(b"key") for reader in readers] == [Hit(stored(b"key", 1))] * 2
        assert host.semaphores() == 3 * GEOMETRY.stripes
        swept = sweep(host.cluster)
        assert sorted(swept.segments) == sorted(names)
        assert swept.semaphores == 2 * GEOMETRY.stripes
        assert [reader.lease(b"key") for reader in readers] == [None] * 2
        assert not any(reader.is_alive() for reader in readers)
        assert open_reader(str(segment.name)).is_alive()
        assert host.semaphores() == GEOMETRY.stripes
        assert sweep(host.cluster).segments == ()


@pytest.mark.parametrize("size", [0, 1, PAGE, None])
def test_left_overs_of_any_content_are_swept(host: Host, size: int | None) -> None:
    """A node may die while it makes a segment, or after anything got over it."""
    name = killed_writer(host)
    reader = open_reader(name)
    file = FOLDER / name[1:]
    if size is None:
        file.write_bytes(os.urandom(file.stat().st_size))
    else:
        del reader  # its memory goes
        os.truncate(file, size)
    assert host.sweep() == 1


def test_a_segment_without_its_other_half_is_swept(host: Host) -> None:
    (FOLDER / f"{killed_writer(host)[1:]}-side").unlink()
    assert host.sweep() == 1


def test_a_node_ends_its_earlier_life_whoever_holds_its_locks(host: Host) -> None:
    """Another sweep may, or a reader of the group: no promise may outlive the next start."""
    name, other = killed_writer(host), killed_writer(host)
    reader = open_reader(name)
    with (FOLDER / name[1:]).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        assert sweep(host.cluster).segments == (other,)
        assert reader.lease(b"key") is not None
        assert end_earlier_life(host.cluster, 2).segments == ()
        assert end_earlier_life(host.cluster, 1) == ((name,), GEOMETRY.stripes)
        assert reader.lease(b"key") is None
        assert not reader.is_alive()


def test_few_descriptors_are_enough_for_a_sweep(host: Host) -> None:
    names = sorted(killed_writer(host) for _ in range(8))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Of the numbers between them some may be in use.
    free = [os.dup(0) for _ in range(4)]
    for descriptor in free:
        os.close(descriptor)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(free) + 1, hard))
    try:
        swept = sweep(host.cluster)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert sorted(swept.segments) == names


def test_half_a_segment_leads_to_all_that_is_left(host: Host) -> None:
    (FOLDER / killed_writer(host)[1:]).unlink()
    (side,) = host.segments()
    assert host.semaphores() == GEOMETRY.stripes
    assert sweep(host.cluster, min_age=60) == ((), 0)
    assert sweep(host.cluster + 1) == ((), 0)
    assert sweep(host.cluster) == ((f"/{side}",), GEOMETRY.stripes)


def test_half_of_a_living_nodes_segment_stays(host: Host) -> None:
    with writing(host) as (segment, _):
        assert segment.loss() == ""
        (FOLDER / str(segment.name)[1:]).unlink()
        assert host.sweep() == 0
        assert len(host.segments()) == 1
        assert host.semaphores() == GEOMETRY.stripes
        assert segment.loss() == str(segment.name)


def test_a_node_sees_what_is_taken_from_it(host: Host) -> None:
    with writing(host) as (segment, _):
        (FOLDER / segment.name.side[1:]).unlink()
        assert segment.loss() == segment.name.side
    with writing(host) as (segment, _):
        for number in (1, 2):
            sysv_ipc.Semaphore(segment.name.semaphores + number).remove()
        assert segment.loss() == f"2 semaphores of {segment.name}"
        # Somebody else's under the same key is no replacement.
        other = sysv_ipc.Semaphore(segment.name.semaphores + 1, sysv_ipc.IPC_CREX)
        assert segment.loss() == f"2 semaphores of {segment.name}"
        segment.close()
        assert segment.loss() == ""
        assert host.semaphores() == 1
        other.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to play another user")
def test_what_belongs_to_others_stays(host: Host) -> None:
    name = killed_writer(host)
    file = FOLDER / name[1:]
    os.chown(file, 65534, -1)
    assert host.sweep() == 0
    with pytest.raises(SegmentUnusable, match="belongs to user 65534"):
        open_reader(name)
    open_reader(name, owners={65534}).close()
    os.chown(file, 0, -1)
    file.chmod(0o606)
    with pytest.raises(SegmentUnusable, match="others than its owner may write"):
        open_reader(name)
    assert host.sweep() == 1


def test_what_is_no_segment_is_refused(host: Host) -> None:
    for name in ("", "/etc/passwd", "/sunrpc-kv-0-1-2", "/../x", "/sunrpc-kv-" + "0" * 16 + "-1-x"):
        with pytest.raises(SegmentUnusable, match="is no segment's name"):
            open_reader(name)
    name = SegmentName(host.cluster, 1, 5)
    with pytest.raises(SegmentUnusable, match="cannot be opened"):
        open_reader(str(name))
    with writing(host) as (segment, writer):
        os.truncate(FOLDER / str(segment.name)[1:], GEOMETRY.main_bytes + 8)
        with pytest.raises(SegmentUnusable, match="has not the size"):
            open_reader(str(segment.name))
        os.truncate(FOLDER / str(segment.name)[1:], GEOMETRY.main_bytes)
        writer.retire()
        with pytest.raises(SegmentUnusable, match="not in use"):
            open_reader(str(segment.name))


def test_too_little_memory_is_told_at_once(host: Host) -> None:
    with pytest.raises(SegmentUnusable, match="bytes of shared memory cannot be had"):
        Segment.create(host.cluster, 1, Geometry.fitting(1 << 50))


def test_a_host_without_shared_memory_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own words for it are those of a name that is not there."""

    def no_folder(*_: object, **__: object) -> None:
        raise posix_ipc.ExistentialError("No shared memory exists with the specified name")

    monkeypatch.setattr(posix_ipc, "SharedMemory", no_folder)
    with pytest.raises(SegmentUnusable, match="no shared memory on this host"):
        Segment.create(1, 1, GEOMETRY)


def test_a_closed_reader_misses(host: Host) -> None:
    with writing(host) as (segment, writer):
        writer.put(b"key", stored(b"key", 1))
        writer.publish_lease(FAR)
        writer.publish_alive(FAR)
        reader = open_reader(str(segment.name))
        assert reader.lease(b"key") is not None
        for _ in range(2):
            reader.close()
            assert reader.lease(b"key") is None
            assert reader.serializable(b"key") is None
            assert reader.applied_revision() == 0
            assert not reader.is_alive()


def test_the_child_of_a_fork_has_no_part_in_it(host: Host) -> None:
    """Its readers miss; and its life does not keep the segment of a parent that died."""
    told, tell = os.pipe()

    def parent() -> None:
        segment = Segment.create(host.cluster, 1, GEOMETRY)
        writer = writer_of(segment)
        writer.put(b"key", stored(b"key", 1))
        writer.publish_lease(FAR)
        reader = open_reader(str(segment.name))
        assert reader.lease(b"key") is not None

        def child() -> None:
            assert reader.lease(b"key") is None
            os.write(tell, b"%d." % os.getpid())
            signal.pause()

        fork(child)
        signal.pause()

    pid = fork(parent)
    grandchild = b""
    while not grandchild.endswith(b"."):
        grandchild += os.read(told, 1)
    assert host.sweep() == 0
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    try:
        assert host.sweep() == 1
    finally:
        os.kill(int(grandchild[:-1]), signal.SIGKILL)
        os.close(told)
        os.close(tell)


def test_threads_close_and_look_at_once(host: Host) -> None:
    """In a process of its own: what goes wrong with memory takes it down."""
    with writing(host) as (segment, writer):
        for number in range(50):
            writer.put(b"%d" % number, stored(b"%d" % number, 1))
        writer.publish_lease(FAR)
        program = (
            "import sys, threading\n"
            "from kvstore.hotcache.segments import open_reader\n"
            "sys.setswitchinterval(1e-6)\n"
            "def look(reader):\n"
            "    for turn in range(2000):\n"
            "        reader.lease(b'%d' % (turn % 60))\n"
            "for turn in range(20):\n"
            "    reader = open_reader(sys.argv[1], memo_keys=20)\n"
            "    threads = [threading.Thread(target=look, args=[reader]) for _ in range(3)]\n"
            "    for thread in threads: thread.start()\n"
            "    reader.close()\n"
            "    for thread in threads: thread.join()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(segment.name)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_what_is_too_young_is_left_to_those_it_concerns(host: Host) -> None:
    child = os.fork()
    if not child:
        Segment.create(host.cluster, 1, GEOMETRY)
        os._exit(0)
    os.waitpid(child, 0)
    left = host.segments()
    assert left
    assert not sweep(host.cluster, min_age=60).segments
    assert host.segments() == left
    os.utime(FOLDER / left[0], (0, 0))
    assert sweep(host.cluster, min_age=60).segments == (f"/{left[0]}",)
