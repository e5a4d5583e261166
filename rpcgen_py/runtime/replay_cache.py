"""Which datagram calls were seen before, so that a repeated one is not executed again.

A client repeats a call whose answer it misses (RFC 5531 §5). What each call met here turns into:

    the call is   unknown              running           answered
    begin         running, says RUN    same, says DROP   same, says its reply (DROP: it had none)
    finish        same                 answered          same
    abandon       same                 unknown           same

Calls are forgotten by age, and answered ones by number and bytes of their replies, oldest first.
"""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum
from typing import Final
from zlib import crc32

__all__ = ["DROP", "RUN", "Key", "ReplayCache", "Verdict", "call_key"]

Key = tuple[object, bytes, int]
"""Who calls, the call's header words, and a checksum of all of it."""

_HEADER: Final = 24  # xid, CALL, 2, program, version, procedure


class Verdict(Enum):
    """What to do with a call, where it is not to send a reply again."""

    RUN = "run it, then `finish`"
    DROP = "say nothing: it runs already, had no answer, or there is no room to remember it"


RUN: Final = Verdict.RUN
DROP: Final = Verdict.DROP


def call_key(address: object, datagram: bytes) -> Key:
    """What makes two datagrams the same call: address, xid, program, version, procedure, checksum.

    The xid alone is not enough: clients start over with the same ones, and ports are used again.
    """
    return address, datagram[:_HEADER], crc32(datagram)


class ReplayCache:
    """At most `max_entries` running calls, and as many answered ones in `max_bytes` of replies.

    A call is forgotten `max_age` seconds after it began or was answered; times are on the caller's
    clock, which must not go backwards. A running call is forgotten only by age: while too many
    run, new ones are dropped, as their clients will repeat them. It is not thread-safe.
    """

    def __init__(
        self, max_entries: int = 4096, max_bytes: int = 1 << 22, max_age: float = 120.0
    ) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._running: OrderedDict[Key, float] = OrderedDict()  # when it began, oldest first
        self._answered: OrderedDict[Key, tuple[float, bytes | None]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._running) + len(self._answered)

    @property
    def held(self) -> int:
        """Bytes of the replies kept."""
        return self._bytes

    def begin(self, key: Key, now: float) -> Verdict | bytes:
        """A call has come: run it, drop it, or send this reply."""
        self._forget_old(now - self._max_age)
        answered = self._answered.get(key)
        if answered is not None:
            return DROP if answered[1] is None else answered[1]
        if key in self._running or len(self._running) >= self._max_entries:
            return DROP
        self._running[key] = now
        return RUN

    def finish(self, key: Key, reply: bytes | None, now: float) -> None:
        """A call that was run has ended, with this reply or with none."""
        if self._running.pop(key, None) is None:  # it ran for longer than `max_age`
            return
        self._answered[key] = now, reply
        self._bytes += len(reply or b"")
        while len(self._answered) > self._max_entries or self._bytes > self._max_bytes:
            self._drop_oldest_answer()

    def abandon(self, key: Key) -> None:
        """A call was not run after all: forget it."""
        self._running.pop(key, None)

    def _forget_old(self, before: float) -> None:
        while self._running and next(iter(self._running.values())) <= before:
            self._running.popitem(last=False)
        while self._answered and next(iter(self._answered.values()))[0] <= before:
            self._drop_oldest_answer()

    def _drop_oldest_answer(self) -> None:
        _, (_, reply) = self._answered.popitem(last=False)
        self._bytes -= len(reply or b"")
