"""Recorded clients that change keys in all ways there are."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial

import kvstore
from kvstore.errors import LeaseUnknown
from tests.faults.recorder import PATIENCE, RARE, Recorder
from tests.linearizability.history import Action, Expiry, Write

TTL = 1.0
"""Seconds: no lease is shorter."""


class Changer(Recorder):
    """One that also writes several keys at once, and deletes them all."""

    def _step(self, store: kvstore.Store) -> None:
        kind = self._random.random()
        if kind < 0.1:
            self._put_several(store)
        elif kind < 0.15:
            self._delete_range(store)
        else:
            super()._step(store)

    def _put_several(self, store: kvstore.Store) -> None:
        actions: dict[str, Action] = {}
        txn = store.txn()
        for key in self._random.sample(self._keys(), 2):
            self._sent += 1
            value = f"{self.name}/{self._sent}".encode()
            txn.then.put(key, value)
            actions[key] = Write(value)
        self._change_several(actions, txn.commit)

    def _delete_range(self, store: kvstore.Store) -> None:
        keys = sorted(self._keys())[-2:]
        end = keys[-1] + "\0"
        self._change_several(
            dict.fromkeys(keys, Write(None)), lambda: store.delete(start=keys[0], end=end)
        )


class Lender(Recorder):
    """One whose keys go when their lease ends: by itself, or because it is told to."""

    def _step(self, store: kvstore.Store) -> None:
        ends = time.monotonic() + TTL  # never earlier
        lease = store.lease_grant(TTL).lease
        put = [
            (key, value)
            for key in self._random.sample(self._keys(), 2)
            if (value := self._put_under(store, key, lease)) is not None
        ]
        self._over.wait(self._random.choice((0.0, 0.1, TTL)))
        if time.monotonic() < ends:
            ends = time.monotonic()
            with suppress(LeaseUnknown):  # on the way there its time was over
                store.lease_revoke(lease)
        else:
            self._wait_for_the_end(store, lease)
        for key, value in put:
            self._add(key, Expiry(value), ends, time.monotonic())

    def _put_under(self, store: kvstore.Store, key: str, lease: int) -> bytes | None:
        """Return the value; None if the lease has ended before."""
        self._sent += 1
        value = f"{self.name}/{self._sent}".encode()
        begun = time.monotonic()
        try:
            store.put(key, value, lease=lease)
        except LeaseUnknown:
            return None
        self._add(key, Write(value), begun, time.monotonic())
        return value

    def _wait_for_the_end(self, store: kvstore.Store, lease: int) -> None:
        end = time.monotonic() + PATIENCE
        with suppress(LeaseUnknown):
            while time.monotonic() < end:
                store.lease_ttl(lease)
                time.sleep(RARE)
            raise AssertionError(f"lease {lease} does not end")


class Heir(Recorder):
    """Changes all keys once, where it is told to, in its caller's thread; never started."""

    def put_all(self, servers: str) -> None:
        with kvstore.connect(servers, timeout=PATIENCE) as store:
            for key in self._keys():
                self._sent += 1
                value = f"{self.name}/{self._sent}".encode()
                self._change(key, Write(value), partial(store.put, key, value))
        assert self.errors == []
