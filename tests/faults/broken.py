"""kvd, or a local reader, that breaks one rule: `python -m tests.faults.broken RULE WHAT ...`.

The rules are those of the simulation, and those below. The rest of the line is what kvd, or
`local_reader`, takes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from kvstore.node.reader_lease import ReaderLease
from kvstore.start import kvd
from tests.faults import local_reader
from tests.simulation.store import broken_caches


def hold_the_lease_for_long(patch: pytest.MonkeyPatch) -> None:
    """Let readers rely on a leader for far longer than the others let nobody else lead."""
    __init__ = ReaderLease.__init__

    def trusting(
        self: ReaderLease, election_ticks: int, tick_ns: int, publish: Callable[[int], None]
    ) -> None:
        __init__(self, 30 * election_ticks, tick_ns, publish)

    patch.setattr(ReaderLease, "__init__", trusting)


def never_withdraw_the_lease(patch: pytest.MonkeyPatch) -> None:
    """Let the deadline stand when leadership ends, or is handed over."""
    __init__ = ReaderLease.__init__

    def keeping(
        self: ReaderLease, election_ticks: int, tick_ns: int, publish: Callable[[int], None]
    ) -> None:
        __init__(self, election_ticks, tick_ns, lambda until: until and publish(until))

    patch.setattr(ReaderLease, "__init__", keeping)


OWN = (hold_the_lease_for_long, never_withdraw_the_lease)
RULES = {each.__name__: each for each in OWN}


def main(rule: str, what: str, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        (RULES.get(rule) or getattr(broken_caches, rule))(patch)
        if what == "kvd":
            sys.argv = [what, *arguments]
            return kvd()
        local_reader.main(*arguments)
        return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
