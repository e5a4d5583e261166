"""A slice of seeds of whole nodes, that each is the same story every time, and that it bites."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.linearizability.checker import NotLinearizable
from tests.simulation.repeating import (
    check_same_again,
    check_soak_adds_up,
    check_watching_changes_nothing,
    lines_whatever_the_hashes,
)
from tests.simulation.store.mutants import MUTANTS
from tests.simulation.store.oversight import Violation
from tests.simulation.store.scenario import Scenario
from tests.simulation.store.world import play

SEEDS = 100
MUTANT_SEEDS = 60
FAILING = 1
# What a slice has to have met, or it has proven nothing about it.
MET = (
    "elections",
    "transfers",
    "leaders cut off while they hand over",
    "defections",
    "snapshots",
    "snapshots installed",
    "starts from a snapshot",
    "compactions while pinned",
    "changes of members",
    "joint changes asked for",
    "members removed",
    "crashes",
    "deaths in the middle of a write",
    "deaths while starting",
    "power losses",
    "power losses with unsynced writes",
    "fsync failures",
    "full disks",
    "writes to a full disk",
    "partitions",
    "pauses",
    "retries under a session",
    "changes that needed several attempts",
    "changes that came twice",
    "changes said not to happen",
    "clients that died",
    "sessions ended",
    "leases ended",
    "leases renewed",
    "keys that ended with a lease",
    "reads of consistency 0",
    "reads of consistency 1",
    "reads of consistency 2",
    "reads of known age",
    "reads by lease",
    "local reads by lease",
    "local reads of consistency 2",
    "local reads of known age",
    "local reads of leased keys",
    "local misses",
    "local readers stopped",
    "messages about what is hidden",
    "ranges deleted",
    "events watched",
    "watches compacted away",
    "leases withdrawn",
    "leases barred",
    "reads of the past",
    "revisions compacted away",
    "sessions closed",
    "sessions lost",
    "contents compared",
    "feature levels raised",
    "alarms raised",
)


@pytest.fixture(autouse=True)
def _nothing_is_logged() -> Iterator[None]:
    """Nodes say what has befallen them, thousands of times."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_a_slice_of_seeds() -> None:
    total: Counter[str] = Counter()
    for seed in range(SEEDS):
        counts = play(seed)
        assert counts["calls without an outcome"] <= counts["calls in histories"] / 2
        total.update(counts)
    assert not [what for what in MET if not total[what]]
    assert total["calls in histories"] > 100 * SEEDS


def test_a_seed_is_the_same_story_again() -> None:
    check_same_again(play)


def test_watching_changes_nothing() -> None:
    check_watching_changes_nothing(play)


def test_hashes_have_no_part_in_the_story() -> None:
    assert lines_whatever_the_hashes("tests.simulation.store") > 500


def test_a_soak_adds_up_its_seeds() -> None:
    check_soak_adds_up("tests.simulation.store.soak", play)


def test_the_worlds_of_the_mutants_are_sound() -> None:
    """It is the mutation that is caught."""
    for scenario in {mutant.scenario for mutant in MUTANTS.values()}:
        for seed in range(2):
            play(seed, scenario)


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    mutant.breaks(monkeypatch)
    for seed in range(MUTANT_SEEDS):
        said = _violation(seed, mutant.scenario)
        if any(caught in said for caught in mutant.caught):
            return
    pytest.fail("nobody noticed")


def test_a_failure_names_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS["do again what was done"]
    mutant.breaks(monkeypatch)
    with pytest.raises((Violation, NotLinearizable)) as caught:
        play(FAILING, mutant.scenario)
    assert any(
        f"python -m tests.simulation.store {FAILING}" in note for note in caught.value.__notes__
    )


def _violation(seed: int, scenario: Scenario) -> str:
    """Return what is said of a seed, or nothing."""
    try:
        play(seed, scenario)
    except (Violation, NotLinearizable) as violation:
        return str(violation)
    except Exception:  # noqa: BLE001 (a mutant may break itself before it breaks a promise)
        return ""
    return ""
