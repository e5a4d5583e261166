"""Nodes that break one promise each, and the worlds in which that shows soonest.

A mutant replaces one function of the store in memory. What has to catch it are the promises that
`oversight` looks at, what watchers and historians are told, and the check of what clients were.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.simulation.events import MILLISECOND
from tests.simulation.store import broken_caches as caches
from tests.simulation.store import broken_nodes as nodes
from tests.simulation.store import broken_states as states
from tests.simulation.store.scenario import Scenario


class Mutant(NamedTuple):
    """`caught` are parts of what is said of it: any one of them."""

    breaks: Callable[[pytest.MonkeyPatch], None]
    caught: tuple[str, ...]
    scenario: Scenario


_PLAIN = Scenario(change=0)
# In one segment, as each node itself looks whether all segments are there.
_DARK = _PLAIN._replace(
    blackout=6, power_loss=8, downtime=20 * MILLISECOND, faults=120 * MILLISECOND,
    segment_size=1 << 20,
)  # fmt: skip
_IMPATIENT = _PLAIN._replace(request_loss=0.15, keys=3, isolate_leader=6)
# Snapshots all the time, made slowly, while the floor rises; and nodes that begin with them.
_SNAPPING = _PLAIN._replace(
    max_log_entries=30, compact=30 * MILLISECOND, sync=3 * MILLISECOND, kept_size=0, crash=10,
    blackout=2, value_size=1500,
)  # fmt: skip
# So many keys, and the floor rising so often, that a snapshot cannot be made before it is passed.
_OVERTAKING = _SNAPPING._replace(compact=10 * MILLISECOND, ballast=100)
# Leaders that go as soon as they have committed something, before others know of it.
_RESTLESS = _PLAIN._replace(
    isolate_leader=10, crash=10, faults=60 * MILLISECOND, sync=4 * MILLISECOND, clients=10,
    think=2 * MILLISECOND, downtime=10 * MILLISECOND,
)  # fmt: skip
# Entries that are committed for a while before they are applied.
_LAGGING = _PLAIN._replace(apply_slice=1000, work=1000, clients=12, think=2 * MILLISECOND)
# Leaders that are cut off with changes that others have, for longer than anybody waits.
_INTERRUPTED = _PLAIN._replace(
    isolate_leader=20, one_way=10, fault_time=600 * MILLISECOND, request_loss=0.0, keys=3,
    sessionless=0.6,
)  # fmt: skip
# Compaction and comparison all the time, and little else.
_AUDITED = _PLAIN._replace(
    compact=20 * MILLISECOND, faults=800 * MILLISECOND, sync_failure=0.0, failing_sync=0
)  # fmt: skip
_LEASED = Scenario(
    clients=8, readers=6, think=2 * MILLISECOND, faults=300 * MILLISECOND, partition=0, one_way=0,
    isolate_leader=0, crash=0, power_loss=0, blackout=0, pause=0, transfer=0, change=0, weather=0,
    failing_sync=0, slow_disk=0, full_disk=0, defection=0, handover=0, clock=0.1,
)  # fmt: skip

_LOCAL = _PLAIN._replace(locals=8, stops=0.02, think=3 * MILLISECOND, keys=3, value_size=8)
# Local readers who slept while their node was left behind, and wake up when it leads again.
_SLEEPY = _LOCAL._replace(
    stops=0.5, stop_time=500 * MILLISECOND, isolate_leader=8, transfer=8, faults=60 * MILLISECOND,
    fault_time=250 * MILLISECOND, crash=0, power_loss=0, blackout=0,
)  # fmt: skip
# Entries that are committed together, and applied one by one.
_SLICED = _LOCAL._replace(
    apply_slice=1000, work=1000, clients=12, think=2 * MILLISECOND, duration=1_500 * MILLISECOND
)
# Nothing but keys that end with their lease, and local readers who look for them.
_ENDING = _LEASED._replace(clients=3, lessees=8, locals=8, think=3 * MILLISECOND)
# A node alone, which goes on as soon as it is there again.
_ALONE = _LOCAL._replace(
    nodes=1, spares=0, crash=20, downtime=10 * MILLISECOND, power_loss=0, blackout=0, partition=0,
    one_way=0, isolate_leader=0, transfer=0, defection=0, handover=0,
)  # fmt: skip

MUTANTS = {
    "hide after sending": Mutant(caches.hide_after_sending, ("can be read",), _LOCAL),
    "hide what is to be applied": Mutant(
        caches.hide_what_is_to_be_applied, ("can be read",), _LOCAL
    ),
    "read the lease before the copy": Mutant(
        caches.read_the_lease_before, ("no order",), _LOCAL._replace(handover=8)
    ),
    "check no version last": Mutant(
        caches.check_no_version_last, ("no order", "has gone"), _SLEEPY
    ),
    "fill a slot across an await": Mutant(
        caches.fill_across_an_await, ("no order", "has gone back"), _LOCAL
    ),
    "open the gate too soon": Mutant(
        caches.open_the_gate_too_soon, ("no order", "can be read", "found"), _SLICED
    ),
    "forget what ends with a lease": Mutant(
        caches.forget_what_ends_with_a_lease, ("no order", "can be read"), _ENDING
    ),
    "keep the deadline over a restart": Mutant(caches.keep_the_deadline, ("no order",), _ALONE),
    "acknowledge before the fsync": Mutant(
        nodes.never_sync, ("another entry", "was known", "no order", "lead term"), _DARK
    ),
    "answer others before the fsync": Mutant(
        nodes.answer_before_fsync, ("have on disk", "another entry", "was known"), _DARK
    ),
    "do again what was done": Mutant(
        states.do_again, ("was answered with revision", "no order"), _IMPATIENT
    ),
    "leave the sessions out of the snapshot": Mutant(
        states.leave_sessions_out, ("has come to", "differs"), _SNAPPING
    ),
    "compact through a pin": Mutant(
        states.collect_what_is_pinned, ("has come to", "differs", "cannot open"), _OVERTAKING
    ),
    "read before an entry of the own term": Mutant(
        nodes.read_before_the_own_term, ("a read",), _RESTLESS
    ),
    "vote straight after a restart": Mutant(
        nodes.vote_after_restart,
        ("a read by lease",),
        _LEASED._replace(defection=1, sync=MILLISECOND // 2),
    ),
    "keep the lease while another takes over": Mutant(
        nodes.keep_the_lease, ("a read by lease",), _LEASED._replace(handover=1)
    ),
    "skip events": Mutant(states.skip_events, ("was not told",), _PLAIN),
    "tell events again": Mutant(states.tell_again, ("once more",), _PLAIN),
    "watch below the floor": Mutant(states.watch_below_the_floor, ("was not told",), _PLAIN),
    "read below the floor": Mutant(states.read_below_the_floor, ("in another way",), _PLAIN),
    "remove too much": Mutant(states.remove_too_much, ("in another way", "has come to"), _PLAIN),
    "keep the newest outcome only": Mutant(
        states.keep_the_newest_outcome, ("was answered with revision", "no order"), _IMPATIENT
    ),
    "let sessions end though they are used": Mutant(
        states.renew_nothing, ("has ended early",), _LEASED
    ),
    "count nodes that do not have it": Mutant(nodes.count_all, ("have on disk",), _PLAIN),
    "mark all reads alike": Mutant(nodes.mark_reads_alike, ("a read",), _RESTLESS),
    "read before the index is applied": Mutant(nodes.read_too_soon, ("a read",), _LAGGING),
    "name a snapshot after the entry behind it": Mutant(
        states.name_the_entry_behind, ("has come to",), _SNAPPING
    ),
    "leave the floor out of the snapshot": Mutant(
        states.leave_the_floor_out, ("has come to",), _SNAPPING
    ),
    "leave the feature level out of the snapshot": Mutant(
        states.leave_the_level_out, ("has come to",), _SNAPPING
    ),
    "change the sessions that are pinned": Mutant(
        states.change_what_is_pinned, ("has come to", "differs"), _SNAPPING
    ),
    "answer for an entry of another term": Mutant(
        nodes.answer_in_anothers_place, ("has come to", "differs", "no order"), _INTERRUPTED
    ),
    "give up what may still happen": Mutant(nodes.give_up_too_much, ("no order",), _RESTLESS),
    "compare contents at different floors": Mutant(
        nodes.compare_at_any_floor, ("contents differ",), _AUDITED
    ),
    "trust what reads back": Mutant(nodes.trust_what_reads_back, ("cannot open",), _DARK),
    "let time pass too fast": Mutant(nodes.hurry, ("has ended early",), _LEASED),
    "claim that nothing happened": Mutant(
        nodes.claim_that_nothing_happened, ("no order",), _INTERRUPTED
    ),
}
