"""Checks that a seed is one story: however often it is told, and whoever watches."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]


def check_same_again(play: Callable[..., Any]) -> None:
    first: list[str] = []
    second: list[str] = []
    play(7, trace=first.append)
    play(7, trace=second.append)
    assert first == second


def check_watching_changes_nothing(play: Callable[..., Any]) -> None:
    lines: list[str] = []
    assert play(8, trace=lines.append) == play(8)
    assert lines


def lines_whatever_the_hashes(module: str) -> int:
    """Run a story in processes that hash otherwise, and compare; return how long it is."""
    stories = [
        subprocess.run(
            [sys.executable, "-m", module, "9"],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            timeout=120,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert stories[0] == stories[1]
    return stories[0].count(b"\n")


def check_soak_adds_up(module: str, play: Callable[..., Any]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "3", "--first", "5", "--jobs", "2"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    elections = sum(play(seed)["elections"] for seed in (5, 6, 7))
    assert f"elections: {elections:,}\n" in done.stdout
    assert "violations: 0\n" in done.stdout
