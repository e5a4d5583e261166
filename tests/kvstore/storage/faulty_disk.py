"""A disk in memory that does what disks do when nobody looks.

It keeps apart what programs see (the page cache) and what would be there after a power failure
(the platter). Between them lie unsynced writes, of which any may have arrived, in any order:
a sector of 512 bytes whole or not at all, or the writes in order up to some byte. Names are
durable once their folder is synced; until then any change to them may be lost.

A failed sync drops what it could not write and calls it clean, as Linux does: programs go on
reading it until the cache forgets, and no later sync writes it.
"""

from __future__ import annotations

import copy
import errno
import os
from pathlib import Path
from random import Random

SECTOR = 512
PAGE = 4096


class Crash(BaseException):
    """The process died inside this call. Not an Exception: no program catches its own death."""


class Content:
    """What one file holds, as seen and as durable."""

    def __init__(self) -> None:
        self.cache = bytearray()
        self.platter = bytearray()
        self.unsynced: list[tuple[int, bytes]] = []

    def write(self, offset: int, data: bytes) -> None:
        _overwrite(self.cache, offset, data)
        self.unsynced.append((offset, data))

    def flush(self) -> None:
        for offset, data in self.unsynced:
            _overwrite(self.platter, offset, data)
        self.unsynced.clear()

    def flush_some(self, random: Random) -> None:
        """Let an arbitrary part of the unsynced writes reach the platter; forget the rest."""
        if random.random() < 0.5:
            self._flush_up_to_a_byte(random)
        else:
            self.flush_some_sectors(random)

    def _flush_up_to_a_byte(self, random: Random) -> None:
        room = random.randint(0, sum(len(data) for _, data in self.unsynced))
        for offset, data in self.unsynced:
            _overwrite(self.platter, offset, data[:room])
            room -= min(room, len(data))
        self.unsynced.clear()

    def flush_some_sectors(self, random: Random) -> None:
        """Let any sectors of the unsynced writes reach the platter; forget the rest."""
        share = random.choice((0.1, 0.5, 0.9))
        for offset, data in self.unsynced:
            start = offset
            while start < offset + len(data):
                end = min(start - start % SECTOR + SECTOR, offset + len(data))
                if random.random() < share:
                    _overwrite(self.platter, start, data[start - offset : end - offset])
                start = end
        self.unsynced.clear()

    def evict(self, random: Random) -> None:
        """Let the cache forget some clean pages: they read as the platter has them."""
        dirty = {
            page
            for offset, data in self.unsynced
            for page in range(offset // PAGE, (offset + len(data) - 1) // PAGE + 1)
        }
        for page in range(-(-len(self.cache) // PAGE)):
            if page not in dirty and random.random() < 0.5:
                start, end = page * PAGE, min((page + 1) * PAGE, len(self.cache))
                self.cache[start:end] = self.platter[start:end].ljust(end - start, b"\0")


def _overwrite(target: bytearray, offset: int, data: bytes) -> None:
    if not data:
        return
    if len(target) < offset:
        target.extend(bytes(offset - len(target)))
    target[offset : offset + len(data)] = data


class FaultyDisk:
    """A `Vfs`. Faults are armed by attributes and struck out when they happened.

    crash_in       calls until the process dies inside one
    sync_fails_in  syncs until one fails with EIO
    capacity       bytes that all files together may hold
    copy_on_write  with the capacity reached, overwriting fails as well
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - the dice of faults, replayed from their seed
        self.crash_in: int | None = None
        self.sync_fails_in: int | None = None
        self.capacity: int | None = None
        self.copy_on_write = False
        self.open_files = 0
        self._life = 0
        self._names: dict[Path, Content] = {}
        self._durable_names: dict[Path, Content] = {}
        self._unsynced_names: list[dict[Path, Content | None]] = []
        self._folders = {Path("/")}
        self._durable_folders = {Path("/")}

    def copy(self) -> FaultyDisk:
        return copy.deepcopy(self)

    # What may happen between two processes.

    def kill(self) -> None:
        """End the process. What it wrote stays in the cache, until that forgets."""
        self._life += 1
        self.open_files = 0
        self.crash_in = None
        self.sync_fails_in = None
        for content in self._names.values():
            content.evict(self.random)

    def lose_power(self) -> None:
        """End the process and drop the cache: of what was not synced, anything may be left."""
        self.kill()
        for change in self._unsynced_names:
            if self.random.random() < 0.5:
                _rename(self._durable_names, change)
        self._unsynced_names.clear()
        self._folders = set(self._durable_folders)
        self._names = {
            path: content
            for path, content in self._durable_names.items()
            if path.parent in self._folders
        }
        self._durable_names = dict(self._names)
        for content in self._names.values():
            content.flush_some(self.random)
            content.cache = bytearray(content.platter)

    def files(self) -> dict[Path, bytes]:
        return {path: bytes(content.cache) for path, content in self._names.items()}

    def put(self, path: Path, data: bytes) -> None:
        """Make a file hold `data`, durably."""
        content = self._names[path] = self._durable_names[path] = Content()
        self._folders.add(path.parent)
        self._durable_folders.add(path.parent)
        content.write(0, data)
        content.flush()

    def forget(self, path: Path) -> None:
        del self._names[path], self._durable_names[path]

    @property
    def used(self) -> int:
        return sum(len(content.cache) for content in self._names.values())

    # What the program calls.

    def make_folder(self, folder: Path) -> None:
        self.step()
        self._folders.add(folder)

    def names(self, folder: Path) -> list[str]:
        self.step()
        return [path.name for path in self._names if path.parent == folder]

    def create(self, path: Path) -> FaultyFile:
        self.step()
        if path in self._names:
            raise FileExistsError(errno.EEXIST, "exists", str(path))
        if path.parent not in self._folders:
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(path.parent))
        if self.capacity is not None and self.used >= self.capacity:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        content = Content()
        self._change_names({path: content})
        return self._opened(content)

    def open(self, path: Path) -> FaultyFile:
        self.step()
        if path not in self._names:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
        return self._opened(self._names[path])

    def rename(self, old: Path, new: Path) -> None:
        self.step()
        self._change_names({old: None, new: self._names[old]})

    def remove(self, path: Path) -> None:
        self.step()
        self._change_names({path: None})

    def sync_folder(self, folder: Path) -> None:
        self.step()
        self.sync_may_fail()
        for change in self._unsynced_names:
            _rename(self._durable_names, change)
        self._unsynced_names.clear()
        self._durable_folders |= {made for made in self._folders if made.parent == folder}

    def free_bytes(self, folder: Path) -> int:
        self.step()
        assert folder in self._folders
        return 1 << 40 if self.capacity is None else max(self.capacity - self.used, 0)

    def step(self) -> None:
        """Die in this call if its time has come."""
        if self.crash_in is not None:
            self.crash_in -= 1
            if self.crash_in < 0:
                raise Crash

    def sync_may_fail(self) -> None:
        if self.sync_fails_in is not None:
            self.sync_fails_in -= 1
            if self.sync_fails_in < 0:
                self.sync_fails_in = None
                raise OSError(errno.EIO, os.strerror(errno.EIO))

    def part_that_fits(self, offset: int, data: bytes, length: int) -> bytes | None:
        """Return what a full disk takes of a write to a file of `length`; None: it is not full."""
        if self.capacity is None:
            return None
        growth = max(offset + len(data) - length, 0)
        if self.used + growth > self.capacity:
            return data[: max(self.capacity - self.used + len(data) - growth, 0)]
        if self.copy_on_write:
            return data[: self.random.randint(0, len(data))]
        return None

    def _opened(self, content: Content) -> FaultyFile:
        self.open_files += 1
        return FaultyFile(self, content, self._life)

    def _change_names(self, change: dict[Path, Content | None]) -> None:
        _rename(self._names, change)
        self._unsynced_names.append(change)

    def alive(self, life: int) -> bool:
        return life == self._life


def _rename(names: dict[Path, Content], change: dict[Path, Content | None]) -> None:
    for path, content in change.items():
        if content is None:
            names.pop(path, None)
        else:
            names[path] = content


class FaultyFile:
    """A `File` on a `FaultyDisk`."""

    def __init__(self, disk: FaultyDisk, content: Content, life: int) -> None:
        self._disk = disk
        self._content = content
        self._life = life
        self._open = True

    def _use(self) -> None:
        assert self._open, "used after close"
        assert self._disk.alive(self._life), "used by a dead process"

    def read(self, offset: int, length: int) -> bytes:
        self._use()
        self._disk.step()
        return bytes(self._content.cache[offset : offset + length])

    def size(self) -> int:
        self._use()
        self._disk.step()
        return len(self._content.cache)

    def write(self, offset: int, data: bytes) -> None:
        self._use()
        try:
            self._disk.step()
        except Crash:
            self._content.write(offset, data[: self._disk.random.randint(0, len(data))])
            raise
        part = self._disk.part_that_fits(offset, data, len(self._content.cache))
        if part is not None:
            self._content.write(offset, part)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._content.write(offset, data)

    def sync(self) -> None:
        self._use()
        try:
            self._disk.step()
            self._disk.sync_may_fail()
        except OSError:
            # Sectors arrive or do not; half of one comes of a process that dies, not of a disk.
            self._content.flush_some_sectors(self._disk.random)
            raise
        self._content.flush()

    def close(self) -> None:
        if self._open and self._disk.alive(self._life):
            self._disk.open_files -= 1
        self._open = False
