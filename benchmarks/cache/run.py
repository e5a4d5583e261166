"""Reads of hot keys in shared memory: of one process, of two, and what they cost the node."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.cache import hits, publishing, readers
from benchmarks.report import Aim, Row, Section


def run(*, quick: bool) -> Section:
    """Measure all three, one after the other. Needs gcc and taskset, and the peers if there are."""
    rows: list[Row] = []
    aims: list[Aim] = []
    # Beside the project and not in /tmp, which may be no disk at all.
    folder = Path(tempfile.mkdtemp(prefix="bench-cache-", dir=Path.cwd()))
    try:
        for part in (hits, readers, publishing):
            place = folder / part.__name__.rpartition(".")[2]
            place.mkdir()
            more_rows, more_aims = part.run(place, quick=quick)
            rows += more_rows
            aims += more_aims
    finally:
        shutil.rmtree(folder)
    return Section("cache", "Hot keys in shared memory, 256-byte values", rows, aims)
