"""A lease that is kept alive for as long as this program wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.client import lease_calls
from kvstore.client.steps import Wait
from kvstore.errors import KvError, LeaseUnknown

if TYPE_CHECKING:
    from kvstore.client.engine import Engine
    from kvstore.client.steps import Flow

__all__ = ["Holding"]


class Holding:
    """What is known here of a lease: `lost` says that it has ended, or may have.

    Time counts from when the last renewal was sent, so that this side never believes in a lease
    for longer than the cluster does.
    """

    def __init__(self, ttl: float, wanted: int) -> None:
        """Describe a lease that is not granted yet; `wanted` 0 is any number."""
        self.id = wanted
        self.ttl = ttl
        self._until = 0.0
        self._ended = False

    def left(self, now: float) -> float:
        """Return the seconds for which the lease certainly lasts, 0.0 for none."""
        return 0.0 if self._ended else max(0.0, self._until - now)

    def grant(self, engine: Engine, timeout: float) -> Flow[None]:
        """Get the lease."""
        sent_at = engine.clock()
        granted = yield from engine.run(lease_calls.grant(self.ttl, self.id), timeout)
        self.id, self.ttl = granted
        self._until = sent_at + granted.ttl

    def keep(self, engine: Engine) -> Flow[None]:
        """Renew the lease again and again; ends when it is lost."""
        pause = self.ttl / 3
        while True:
            yield Wait(pause)
            now = engine.clock()
            left = self.left(now)
            if not left:
                return
            try:
                ttl = yield from engine.run(lease_calls.keepalive(self.id), left)
            except LeaseUnknown:
                self.end()
            except KvError:
                pause = min(self.ttl / 10, left / 2)  # whatever it is may pass in time
            else:
                self._until = now + ttl
                pause = ttl / 3

    def end(self) -> None:
        """Take in that the lease is over."""
        self._ended = True

    def check(self, now: float) -> None:
        """Raise `LeaseUnknown` if the lease is lost."""
        if not self.left(now):
            raise LeaseUnknown(
                f"lease {self.id} has ended, or may have: it could not be renewed in time, and the "
                "cluster deletes its keys; stop what depends on it and begin anew"
            )
