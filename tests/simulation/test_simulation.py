"""A slice of seeds, that each is the same story every time, and that the checker bites."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.simulation.checker import Violation
from tests.simulation.mutants import MUTANTS
from tests.simulation.world import play

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = 200
EVENTS = 5000
# What a slice has to have met, or it has proven nothing about it.
MET = (
    "elections",
    "snapshots installed",
    "joint changes",
    "torn tails",
    "lost writes",
    "fsync failures",
    "transfers",
    "reads",
    "crashes",
    "power losses",
    "partitions",
    "pauses",
)


def test_a_slice_of_seeds() -> None:
    total: Counter[str] = Counter()
    for seed in range(SEEDS):
        counts = play(seed)
        assert counts["events"] >= EVENTS
        total.update(counts)
    assert all(total[what] for what in MET), total


def test_a_seed_is_the_same_story_again() -> None:
    first: list[str] = []
    second: list[str] = []
    play(7, trace=first.append)
    play(7, trace=second.append)
    assert first == second


def test_watching_changes_nothing() -> None:
    lines: list[str] = []
    assert play(8, trace=lines.append) == play(8)
    assert lines


def test_hashes_have_no_part_in_the_story() -> None:
    stories = [
        subprocess.run(
            [sys.executable, "-m", "tests.simulation", "9"],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            timeout=120,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert stories[0] == stories[1]
    assert stories[0].count(b"\n") > EVENTS / 10


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    for seed in range(10):
        play(seed, mutant.scenario)  # it is the mutation that is caught
    mutant.breaks(monkeypatch)
    for seed in range(60):
        try:
            play(seed, mutant.scenario)
        except Violation as violation:
            if mutant.caught in str(violation):
                assert f"seed {seed}," in violation.__notes__[0]
                return
        except Exception:  # noqa: BLE001, S112 (a mutant may break itself before it breaks a rule)
            continue
    pytest.fail("the checker saw nothing")
