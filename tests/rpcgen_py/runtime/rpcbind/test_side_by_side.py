"""Whatever is asked, by whom and how: the real rpcbind and ours answer the same.

Where ours is stricter on purpose is left out: UNSETs of entries of several users, which rpcbind
carries out in part, and addresses that are none.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime.errors import BadReply
from rpcgen_py.runtime.rpcbind.client import Rpcbind, Service
from tests.rpcgen_py.runtime.binders import VIA, VIA_IP, Host, Via

VERSIONS = (4, 3, 2)
USERS = (0, 1000, 1001)
NETIDS_OF_VERSION_2 = ("tcp", "udp")

PLACES = dict.fromkeys(("tcp", "udp"), ("127.0.0.1.4.1", "0.0.0.0.4.2"))
PLACES |= dict.fromkeys(("tcp6", "udp6"), ("::1.4.1", "::.4.2"))
PLACES |= {"local": ("/run/one", "/run/two")}

_programs = itertools.count(0x30000000)


@dataclass(frozen=True)
class Asker:
    """Who asks, and how."""

    via: Via
    version: int
    uid: int

    @property
    def owner(self) -> str:
        if self.via != "local":
            return "unknown"
        return str(self.uid) if self.uid else "superuser"


ASKERS = [Asker("local", version, uid) for version in VERSIONS for uid in USERS]
ASKERS += [Asker(via, version, 0) for version in VERSIONS for via in VIA_IP]


@st.composite
def questions(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Steps about few transports, so that they have to do with each other."""
    few = draw(st.lists(st.sampled_from(VIA), min_size=1, max_size=2, unique=True))
    askers = st.sampled_from(ASKERS)
    there = st.sampled_from([each for each in ASKERS if each.via in few])
    numbers = st.integers(1, 3)
    netids = st.sampled_from(few)
    step = st.one_of(
        st.tuples(st.just("set"), askers, numbers, netids, st.integers(0, 1)),
        st.tuples(st.just("unset"), askers, numbers, netids | st.just("")),
        st.tuples(st.just("look up"), there, numbers, netids),
        st.tuples(st.just("list"), askers),
    )
    return draw(st.lists(step, min_size=20, max_size=40))


Both = Callable[[Asker], tuple[Rpcbind, Rpcbind]]


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    """The same connection to the real one and to ours."""
    with ExitStack() as stack:
        hosts = [stack.enter_context(Host(kind)) for kind in ("rpcbind", "ours")]
        opened: dict[Asker, tuple[Rpcbind, Rpcbind]] = {}

        def connection(asker: Asker) -> tuple[Rpcbind, Rpcbind]:
            if asker not in opened:
                real, ours = (
                    stack.enter_context(host.rpcbind(asker.via, asker.version, asker.uid))
                    for host in hosts
                )
                opened[asker] = real, ours
            return opened[asker]

        yield connection


def is_left_out(held: list[Service], asker: Asker, number: int, netid: str) -> bool:
    """Whether entries of several users, or of others and of nobody, would be unset together."""
    together = NETIDS_OF_VERSION_2 if asker.version == 2 else VIA if netid == "" else (netid,)
    found = {e.netid: e.owner == asker.owner for e in held if e.version == number}
    mine = {found.get(each) for each in together}
    foreign = asker.owner != "superuser" and False in mine
    return foreign and len(mine) > 1


def answer(rpcbind: Rpcbind, program: int, step: tuple[Any, ...]) -> object:
    match step:
        case ("set", _, number, netid, place):
            return rpcbind.set(Service(program, number, netid, PLACES[netid][place]))
        case ("unset", _, number, netid):
            return rpcbind.unset(program, number, netid)
        case ("look up", _, number, netid):
            try:
                return rpcbind.look_up(program, number, netid)
            except BadReply:  # asked over the Unix socket for what is not there
                return BadReply
    return listed(rpcbind, program)


def listed(rpcbind: Rpcbind, program: int) -> list[Service]:
    return [each for each in rpcbind.dump() if each.program == program]


@given(questions())
def test_the_same_answers(both: Both, asked: list[tuple[Any, ...]]) -> None:
    program = next(_programs)
    overseer = both(ASKERS[0])
    try:
        for step in asked:
            held = listed(overseer[0], program)
            if step[0] == "unset" and is_left_out(held, *step[1:]):
                continue
            real, ours = (answer(rpcbind, program, step) for rpcbind in both(step[1]))
            assert ours == real, step
        real, ours = (listed(rpcbind, program) for rpcbind in overseer)
        assert ours == real
    finally:  # the lists must not grow too long for UDP
        for rpcbind, number in itertools.product(overseer, (1, 2, 3)):
            rpcbind.unset(program, number)
