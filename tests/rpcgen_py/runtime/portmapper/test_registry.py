"""The portmapper's table against rpcbind's rules (WIRE rule 28), and against a dumb model."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rpcgen_py.runtime.portmapper.registry import MAX_ENTRIES, Entry, Registry, Retired

ALICE = Entry(100, 1, "tcp", "127.0.0.1.4.0", owner="1000")


def _set(registry: Registry, *entries: Entry) -> list[bool]:
    return [registry.set(entry) for entry in entries]


def test_the_same_set_twice_is_true_and_another_address_false() -> None:
    assert _set(Registry(), ALICE, ALICE, replace(ALICE, address="127.0.0.1.4.1")) == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("owner", "removed"), [("1000", True), ("superuser", True), ("1001", False), ("unknown", False)]
)
def test_unset_is_for_the_owner_and_the_superuser(owner: str, removed: bool) -> None:
    registry = Registry()
    registry.set(ALICE)
    assert registry.unset(100, 1, {"tcp"}, owner) is removed
    assert list(registry) == ([] if removed else [ALICE])


def test_unset_of_nothing_is_true() -> None:
    assert Registry().unset(100, 1, {"tcp"}, "1000") is True


def test_an_empty_netid_clears_all_transports_or_none() -> None:
    registry = Registry()
    bob = replace(ALICE, netid="udp", owner="1001")
    _set(registry, ALICE, replace(ALICE, netid="tcp6"), bob)
    assert registry.unset(100, 1, None, "1000") is False
    assert len(list(registry)) == 3
    registry.unset(100, 1, {"udp"}, "1001")
    assert registry.unset(100, 1, None, "1000") is True
    assert list(registry) == []


def test_look_up_prefers_the_version_then_the_one_registered_last() -> None:
    registry = Registry()
    second = replace(ALICE, version=2, address="127.0.0.1.4.2")
    _set(registry, second, ALICE)
    assert registry.find(100, 1, "tcp", exact=True) == ALICE
    assert registry.find(100, 2, "tcp", exact=False) == second
    assert registry.find(100, 3, "tcp", exact=False) == ALICE
    assert registry.find(100, 3, "tcp", exact=True) is None
    assert registry.find(100, 1, "udp", exact=False) is None


def test_the_table_is_bounded() -> None:
    registry = Registry()
    filled = [registry.set(replace(ALICE, program=n)) for n in range(MAX_ENTRIES + 1)]
    assert filled == [True] * MAX_ENTRIES + [False]


@pytest.mark.parametrize(
    "entry",
    [replace(ALICE, netid=""), replace(ALICE, address=""), replace(ALICE, netid="n" * 33),
     replace(ALICE, address="a" * 257)],
)  # fmt: skip
def test_empty_and_overlong_words_are_refused(entry: Entry) -> None:
    assert Registry().set(entry) is False


def test_the_entry_of_a_dead_server_is_neither_listed_nor_found_nor_kept() -> None:
    dead: set[Entry] = set()
    registry = Registry(alive=lambda entry: entry not in dead)
    older = replace(ALICE, version=2)
    _set(registry, older, ALICE)
    dead.add(ALICE)
    assert registry.find(100, 1, "tcp", exact=False) == older
    dead.add(older)
    assert registry.find(100, 2, "tcp", exact=True) is None
    successor = replace(ALICE, address="127.0.0.1.9.9", owner="1001")
    assert registry.set(successor) is True
    assert list(registry) == [successor]


def test_the_dead_make_room() -> None:
    registry = Registry(alive=lambda entry: entry.owner != "dead")
    _set(registry, *(replace(ALICE, program=n, owner="dead") for n in range(MAX_ENTRIES)))
    assert registry.set(ALICE) is True
    assert list(registry) == [ALICE]


def test_a_retired_table_takes_nothing_more() -> None:
    registry = Registry()
    own = replace(ALICE, program=7)
    _set(registry, own, ALICE)
    assert registry.retire(own=7) is False
    registry.unset(100, 1, None, "1000")
    assert registry.retire(own=7) is True
    with pytest.raises(Retired):
        registry.set(ALICE)
    assert list(registry) == [own]


def test_of_threads_that_replace_a_dead_server_one_wins() -> None:
    """A look at who is alive lets other threads run, so nothing may be believed across it."""

    def alive(entry: Entry) -> bool:
        time.sleep(0)
        return entry.owner != "dead"

    registry = Registry(alive)
    rounds, threads = 50, 8
    _set(registry, *(replace(ALICE, program=n, owner="dead") for n in range(rounds)))
    start = threading.Barrier(threads)

    def register(mine: int) -> list[bool]:
        start.wait()
        return [registry.set(replace(ALICE, program=n, address=str(mine))) for n in range(rounds)]

    with ThreadPoolExecutor(threads) as pool:
        outcomes = list(pool.map(register, range(threads)))
    assert [sum(each) for each in zip(*outcomes, strict=True)] == [1] * rounds
    assert len(list(registry)) == rounds


class AgainstModel(RuleBasedStateMachine):
    """Random calls, and a dict that says what should be there."""

    def __init__(self) -> None:
        super().__init__()
        self.registry = Registry()
        self.model: dict[tuple[int, int, str], tuple[str, str]] = {}

    numbers = st.integers(1, 3)
    netids = st.sampled_from(["tcp", "udp", "local"])
    owners = st.sampled_from(["1000", "1001", "unknown", "superuser"])

    @rule(program=numbers, version=numbers, netid=netids, address=numbers.map(str), owner=owners)
    def set(self, program: int, version: int, netid: str, address: str, owner: str) -> None:
        held = self.model.setdefault((program, version, netid), (address, owner))
        done = self.registry.set(Entry(program, version, netid, address, owner))
        assert done is (held[0] == address)

    @rule(program=numbers, version=numbers, chosen=st.none() | st.frozensets(netids), owner=owners)
    def unset(self, program: int, version: int, chosen: frozenset[str] | None, owner: str) -> None:
        every = {"tcp", "udp", "local"} if chosen is None else chosen
        names = [k for k in self.model if k[:2] == (program, version) and k[2] in every]
        may = owner == "superuser" or all(self.model[name][1] == owner for name in names)
        assert self.registry.unset(program, version, chosen, owner) is may
        if may:
            for name in names:
                del self.model[name]

    @invariant()
    def same(self) -> None:
        listed = {(e.program, e.version, e.netid): (e.address, e.owner) for e in self.registry}
        assert listed == self.model


TestAgainstModel = AgainstModel.TestCase
TestAgainstModel.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
