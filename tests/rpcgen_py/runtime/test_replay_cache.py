"""The replay cache does what its table says, and stays within its bounds."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rpcgen_py.runtime.replay_cache import DROP, RUN, Key, ReplayCache, call_key
from tests.rpcgen_py.runtime.wire.messages import call, words

MOST, BYTES, AGE = 3, 20, 10

keys = st.integers(0, 7).map(lambda n: (n, b"", 0))
replies = st.none() | st.binary(max_size=12)


class Calls(RuleBasedStateMachine):
    """Against two plain dicts, whose order is that of beginning and of answering."""

    def __init__(self) -> None:
        super().__init__()
        self.cache = ReplayCache(MOST, BYTES, AGE)
        self.now = 0
        self.running: dict[Key, int] = {}
        self.answered: dict[Key, tuple[int, bytes | None]] = {}

    @rule(key=keys)
    def begin(self, key: Key) -> None:
        self.running = {k: at for k, at in self.running.items() if self.now - at < AGE}
        self.answered = {k: v for k, v in self.answered.items() if self.now - v[0] < AGE}
        verdict = self.cache.begin(key, self.now)
        if key in self.answered:
            reply = self.answered[key][1]
            assert verdict == (DROP if reply is None else reply)
        elif key in self.running or len(self.running) == MOST:
            assert verdict is DROP
        else:
            assert verdict is RUN
            self.running[key] = self.now

    @rule(key=keys, reply=replies)
    def finish(self, key: Key, reply: bytes | None) -> None:
        self.cache.finish(key, reply, self.now)
        if self.running.pop(key, None) is None:
            return
        self.answered[key] = self.now, reply
        while len(self.answered) > MOST or self.kept() > BYTES:
            del self.answered[next(iter(self.answered))]

    @rule(key=keys)
    def abandon(self, key: Key) -> None:
        self.cache.abandon(key)
        self.running.pop(key, None)

    @rule(seconds=st.integers(0, AGE))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds

    def kept(self) -> int:
        return sum(len(reply or b"") for _, reply in self.answered.values())

    @invariant()
    def bounded(self) -> None:
        assert len(self.cache) == len(self.running) + len(self.answered) <= 2 * MOST
        assert self.cache.held == self.kept() <= BYTES


TestCalls = Calls.TestCase

WHO = ("192.0.2.1", 1000)
DATA = call(1, 2, 3, words(4), xid=5)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        (("192.0.2.1", 1001), DATA),
        (("192.0.2.2", 1000), DATA),
        (WHO, call(1, 2, 3, words(4), xid=6)),
        (WHO, call(9, 2, 3, words(4), xid=5)),
        (WHO, call(1, 9, 3, words(4), xid=5)),
        (WHO, call(1, 2, 9, words(4), xid=5)),
        (WHO, call(1, 2, 3, words(9), xid=5)),
        (WHO, DATA + b"more"),
    ],
)
def test_what_makes_another_call(address: object, data: bytes) -> None:
    """Rule 26: address, xid, program, version, procedure, checksum."""
    assert call_key(address, data) != call_key(WHO, DATA)


def test_what_makes_the_same_call() -> None:
    assert call_key(WHO, DATA) == call_key(tuple(WHO), bytes(bytearray(DATA)))
