"""A slice of seeds, that each is the same story every time, and that the checker bites."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from tests.simulation.checker import Violation
from tests.simulation.mutants import MUTANTS
from tests.simulation.repeating import (
    PROJECT,
    check_same_again,
    check_soak_adds_up,
    check_watching_changes_nothing,
    lines_whatever_the_hashes,
)
from tests.simulation.scenario import Scenario
from tests.simulation.world import play

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
    "reads by lease",
    "replaced tails",
    "appends that end before a stale tail",
    "writes replaced and replaced back",
    "synchronous writes",
    "windows full of bytes",
    "removed leaders that led on",
    "groups of one voter",
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
    check_same_again(play)


def test_watching_changes_nothing() -> None:
    check_watching_changes_nothing(play)


def test_hashes_have_no_part_in_the_story() -> None:
    assert lines_whatever_the_hashes("tests.simulation") > EVENTS / 10


def test_a_soak_adds_up_its_seeds() -> None:
    check_soak_adds_up("tests.simulation.soak", play)


def test_a_soak_of_nothing_is_wrong_usage() -> None:
    command = [sys.executable, "-m", "tests.simulation.soak", "0"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("argument SEEDS: 0 is not a number from 1 upwards\n")


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    for seed in range(10):
        play(seed, mutant.scenario)  # it is the mutation that is caught
    mutant.breaks(monkeypatch)
    for seed in range(60):
        said = _violation(seed, mutant.scenario)
        if said and mutant.caught in said:
            return
    pytest.fail("the checker saw nothing")


def test_a_failure_names_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS["answer before the fsync"]
    mutant.breaks(monkeypatch)
    with pytest.raises(Violation) as caught:
        play(3, mutant.scenario)
    assert any("python -m tests.simulation 3" in note for note in caught.value.__notes__)


def _violation(seed: int, scenario: Scenario) -> str:
    """Return what the checker says to a seed, or nothing."""
    try:
        play(seed, scenario)
    except Violation as violation:
        return str(violation)
    except Exception:  # noqa: BLE001 (a mutant may break itself before it breaks a rule)
        return ""
    return ""
