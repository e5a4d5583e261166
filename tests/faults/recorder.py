"""Clients of the library that write down what they did and were told, for the checker."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping

import kvstore
from kvstore.errors import KvError
from tests.linearizability.history import NEVER, Action, Call, Read, Swap, Write

PATIENCE = 30.0
"""Seconds that a call of a recorded client may take: faults are over long before."""

CONSISTENCIES = ("linearizable", "lease")
RARE = 0.01
"""Seconds between two calls of a client: the checker's work grows with what happens at once."""


class Recorder(threading.Thread):
    """One client. `keys` are shared with others; those below `own/NAME/` are its alone.

    `calls` is its history of the shared keys. `acknowledged` has the own keys that a put was
    answered for, with the values; `errors` are those of the store, `failures` all others.
    """

    def __init__(
        self,
        servers: str,
        name: str,
        keys: Callable[[], list[str]],
    ) -> None:
        super().__init__(name=name)
        self._servers = servers
        self._keys = keys
        self._random = random.Random(name)  # noqa: S311 (to be played again)
        self._sent = 0
        self._over = threading.Event()
        self.calls: list[Call] = []
        self.acknowledged: dict[str, bytes] = {}
        self.errors: list[KvError] = []
        self.failures: list[BaseException] = []

    def stop(self) -> None:
        self._over.set()
        self.join(4 * PATIENCE)
        assert not self.is_alive(), f"{self.name} hangs"

    def run(self) -> None:
        try:
            with kvstore.connect(self._servers, timeout=PATIENCE) as store:
                while not self._over.wait(RARE):
                    self._step(store)
        except BaseException as failure:  # noqa: BLE001 (handed over to the test's thread)
            self.failures.append(failure)

    def _step(self, store: kvstore.Store) -> None:
        key = self._random.choice(self._keys())
        self._sent += 1
        value = f"{self.name}/{self._sent}".encode()
        kind = self._random.random()
        if kind < 0.5:
            self._read(store, key)
        elif kind < 0.7:
            self._change(key, Write(value), lambda: store.put(key, value))
        elif kind < 0.75:
            self._change(key, Write(None), lambda: store.delete(key))
        elif kind < 0.85:
            self._put_own(store, f"own/{self.name}/{self._sent}", value)
        else:
            self._swap(store, key, value)

    def _read(self, store: kvstore.Store, key: str) -> None:
        consistency = self._random.choice(CONSISTENCIES)
        begun = time.monotonic()
        try:
            item = store.get(key, consistency=consistency)
        except KvError as error:  # says nothing about the key
            self.errors.append(error)
            return
        self._add(key, Read(None if item is None else item.value), begun, time.monotonic())

    def _change(self, key: str, action: Action, change: Callable[[], object]) -> bool:
        return self._change_several({key: action}, change)

    def _change_several(self, actions: Mapping[str, Action], change: Callable[[], object]) -> bool:
        """Make one change of several keys, and say whether it was answered."""
        begun = time.monotonic()
        ended = NEVER
        try:
            change()
            ended = time.monotonic()
        except KvError as error:
            self.errors.append(error)
            if not error.may_have_executed:
                return False
        for key, action in actions.items():
            self._add(key, action, begun, ended)
        return ended != NEVER

    def _put_own(self, store: kvstore.Store, key: str, value: bytes) -> None:
        if self._change(key, Write(value), lambda: store.put(key, value)):
            self.acknowledged[key] = value

    def _swap(self, store: kvstore.Store, key: str, value: bytes) -> None:
        expected = self._guess(store, key)
        txn = store.txn()
        if expected is None:
            txn.when(key, "create_revision", "==", 0)
        else:
            txn.when(key, "value", "==", expected)
        txn.then.put(key, value)
        begun = time.monotonic()
        try:
            swapped = txn.commit().succeeded
        except KvError as error:
            self.errors.append(error)
            if error.may_have_executed:
                self._add(key, Swap(expected, value, swapped=False), begun, NEVER)
            return
        self._add(key, Swap(expected, value, swapped=swapped), begun, time.monotonic())

    def _guess(self, store: kvstore.Store, key: str) -> bytes | None:
        try:
            item = store.get(key, consistency="serializable")
        except KvError as error:
            self.errors.append(error)
            return None
        return None if item is None else item.value

    def _add(self, key: str, action: Action, begun: float, ended: float) -> None:
        self.calls.append(Call(key.encode(), action, begun, ended))
