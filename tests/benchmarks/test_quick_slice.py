"""The benchmarks still run, and tell what they found; their figures are not looked at here."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PEERS = ("grpc", "google.protobuf", "matplotlib")
# Sections that measure us alone, in one process.
ALONE = frozenset({"raft", "zipf"})
# section → rows that its table must have
ROWS = {
    "codec": ["2 ints", "50 directory entries"],
    "calls": ["C client → our threads, tcp", "grpc.aio, 64 together → grpc.aio"],
    "memory": ["1,000 idle connections"],
    "raft": ["log of 1,000 entries", "after 100,000 idle ticks"],
    "zipf": ["ours, buckets of 16", "LRU, whole"],
    "cache": ["a hit, with the memo", "two readers", "puts of hot keys"],
    "store": ["put, 100 clients", "get, 1 clients"],
    "workers": ["kvd --workers=2, 16 clients", "kvd, 100 clients"],
}


def _importable(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("section", ROWS)
def test_a_quick_round_fills_the_table(section: str) -> None:
    if section not in ALONE and not all(map(_importable, PEERS)):
        pytest.skip("needs the bench extra: pip install '.[bench]'")
    if section not in {*ALONE, "codec"} and not all(
        map(shutil.which, ("rpcgen", "gcc", "taskset"))
    ):
        pytest.skip("needs rpcgen, gcc and taskset")
    if section == "store" and not all(map(shutil.which, ("etcd", "etcdctl", "h2load"))):
        pytest.skip("needs etcd-server, etcd-client and nghttp2-client")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", section],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    table = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    for row in ROWS[section]:
        assert any(line.startswith(f"| {row} |") for line in table), done.stdout
    assert "| aim | reached | wanted |  |" in table
