"""One process a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kvstore.storage.errors import FolderLocked
from kvstore.storage.lock import FolderLock

HOLD = """
import sys, time
from pathlib import Path
from kvstore.storage.lock import FolderLock
with FolderLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_named_until_it_dies(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for _ in range(2):
            with pytest.raises(FolderLocked, match=f"in use by process {holder.pid}") as caught:
                FolderLock(tmp_path)
            assert caught.value.pid == holder.pid
        holder.kill()
        holder.wait()
        FolderLock(tmp_path).close()


def test_the_same_process_twice(tmp_path: Path) -> None:
    """The refusal must not drop the lock, as closing a second descriptor would."""
    with FolderLock(tmp_path):
        with pytest.raises(FolderLocked) as caught:
            FolderLock(tmp_path)
        assert caught.value.pid == os.getpid()
        other = subprocess.run(
            [sys.executable, "-c", HOLD, tmp_path], capture_output=True, text=True, check=False
        )
        assert f"in use by process {os.getpid()}" in other.stderr
    lock = FolderLock(tmp_path)
    lock.close()
    lock.close()
