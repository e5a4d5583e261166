"""How much a history of local readers proves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.faults.local_dice import Phase
from tests.faults.sightings import NEWEST, UNBOUNDED, Sighting
from tests.linearizability.history import Call, Read

KINDS = {NEWEST: "newest", UNBOUNDED: "of any age"}
AGED = "of bounded age"


@dataclass
class Tally:
    """`str()` tells all of it."""

    befell: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    """Gets that a node answered, by what they had to be,"""
    hits: Counter[str] = field(default_factory=Counter)
    """and those that were answered from shared memory."""
    unmemoed: int = 0
    """So many of these were by a copy, and not by a memo."""
    written_down: int = 0
    in_phases: list[int] = field(default_factory=list)
    """Hits of all kinds in each phase."""
    around_changes: list[int] = field(default_factory=list)
    """Hits of the newest state in the second before, and the one after another came to lead."""
    after_waking: list[int] = field(default_factory=list)
    """Gets at a leader that slept, of all kinds, from when it woke until the phase was over."""

    def add(
        self, phases: Iterable[Phase], sightings: Iterable[Sighting], calls: Iterable[Call]
    ) -> None:
        """Count one run."""
        sightings = list(sightings)
        self.written_down += len(sightings)
        for each in sightings:
            kind = KINDS.get(each.age, AGED)
            self.hits[kind] += each.hits
            self.asked[kind] += each.reads - each.hits
            self.unmemoed += each.unmemoed
        for phase in phases:
            self.befell[phase.name] += 1
            meanwhile = [each for each in sightings if phase.begun <= each.ended <= phase.ended]
            self.in_phases.append(sum(each.hits for each in meanwhile))
            if phase.led_at:
                self.around_changes.append(
                    sum(
                        each.hits
                        for each in sightings
                        if each.age == NEWEST and abs(each.ended - phase.led_at) < 1
                    )
                )
            if phase.sleeper:
                self.after_waking.append(
                    sum(
                        each.reads
                        for each in meanwhile
                        if each.node == phase.sleeper and each.ended > phase.woke_at
                    )
                )
        self.changed.update(
            type(call.action).__name__ for call in calls if not isinstance(call.action, Read)
        )
