"""Calls in datagrams, as both UDP clients make them: how large, and how often repeated."""

from __future__ import annotations

from typing import Final

from rpcgen_py.runtime.errors import NotSent, SystemError_
from rpcgen_py.runtime.message import MARK

__all__ = ["MAX_DATAGRAM", "RETRANSMIT_AFTER", "Repeat", "datagram_of", "with_hint"]

MAX_DATAGRAM: Final = 8800
"""Most bytes of a call or reply that a peer made with libtirpc can take in one datagram."""

RETRANSMIT_AFTER: Final = 0.5
"""Seconds until a call is sent a second time; each further wait is twice as long as the last."""


class Repeat:
    """When a call is sent again, on the client's clock, and how often it was sent."""

    __slots__ = ("at", "count", "interval")

    def __init__(self, now: float, interval: float) -> None:
        self.interval = interval
        self.at = now + interval
        self.count = 1

    def repeated(self, now: float) -> None:
        """It was sent once more; the next time is twice as far away."""
        self.interval *= 2
        self.at = now + self.interval
        self.count += 1


def datagram_of(message: bytes) -> memoryview:
    """A marked call as a datagram. Raises `NotSent` if it is too large for one."""
    datagram = memoryview(message)[MARK:]
    if len(datagram) > MAX_DATAGRAM:
        raise NotSent(
            f"a call of {len(datagram)} bytes is too large for UDP, which carries "
            f"{MAX_DATAGRAM}: call over TCP"
        )
    return datagram


def with_hint(error: SystemError_) -> SystemError_:
    """SYSTEM_ERR is also what a server says whose answer does not fit into a datagram."""
    return SystemError_(f"{error}; if its answer has more than {MAX_DATAGRAM} bytes, call over TCP")
