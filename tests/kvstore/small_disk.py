"""A real file system of one MiB or a few, for what only a real one does when it is full."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SIZE = 1 << 20


@contextmanager
def small_disk(folder: Path, size: int = SIZE) -> Iterator[Path]:
    """Mount a tmpfs of `size` bytes in `folder`; skips where this user may not."""
    if shutil.which("mount") is None:
        pytest.skip("needs mount (util-linux)")
    mounted = folder / "small"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(mounted)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system needs root")
    try:
        yield mounted
    finally:
        subprocess.run(["umount", str(mounted)], check=True)
