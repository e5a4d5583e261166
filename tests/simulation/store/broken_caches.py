"""Nodes and readers that break one rule each by which local readers find nothing stale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from kvstore._generated import command as commands
from kvstore.hotcache.layout import AGE_WANTED, LEASE_WANTED
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.records import Hit
from kvstore.mvcc.touched import touched_keys
from kvstore.node.core_driver import CoreDriver
from kvstore.node.hot_keys import HotKeys
from kvstore.node.ports import Machine
from kvstore.node.process_ready import process_ready
from kvstore.node.replica import Replica
from kvstore.raft.ready import Ready
from tests.simulation.events import MILLISECOND


def hide_after_sending(patch: pytest.MonkeyPatch) -> None:
    """Let messages leave, and then make unreadable what they are about."""

    def hasty(ready: Ready, driver: CoreDriver) -> None:
        hide = driver.hide
        driver.hide = lambda _: None  # type: ignore[method-assign] # that is the mutation
        try:
            process_ready(ready, driver)
        finally:
            driver.hide = hide  # type: ignore[method-assign] # the end of it
        if ready.hard_state is not None or ready.snapshot is not None:
            driver.hide(ready)

    patch.setattr("kvstore.node.core_driver.process_ready", hasty)


def hide_what_is_to_be_applied(patch: pytest.MonkeyPatch) -> None:
    """Hide entries when they are handed out, not when they are known to be committed."""

    def hide(self: CoreDriver, ready: Ready) -> None:
        if ready.snapshot is not None:
            self._hidden = ready.snapshot.index
            self._ports.cache.hide_all(self._hidden)
        if ready.committed_entries:
            last = ready.committed_entries[-1].index
            self._owner.committed(self._hidden + 1, last)
            self._hidden = last

    patch.setattr(CoreDriver, "hide", hide)


def read_the_lease_before(patch: pytest.MonkeyPatch) -> None:
    """Rely on a deadline that was read before what it is to vouch for, until it has passed."""
    is_leased = Reader._is_leased

    def trusting(self: Reader) -> bool:
        return self.clock() < self.deadline[1] or is_leased(self)

    patch.setattr(Reader, "_is_leased", trusting)
    patch.setattr(Reader, "lease", lambda self, key: self.look_up(key, key))


def check_no_version_last(patch: pytest.MonkeyPatch) -> None:
    """Take a copy for good that was so before the lease was looked at."""

    def find(self: Reader, key: bytes, wanted: int) -> Hit | None:
        slots = self._slots
        assert slots is not None
        slots.side[wanted] = 1
        found = slots.find(key)
        return None if found is None else found[4]

    def lease(self: Reader, key: bytes) -> Hit | None:
        hit = find(self, key, LEASE_WANTED)
        return hit if hit is not None and self.is_leased() else None

    def serializable(self: Reader, key: bytes, max_age: int | None = None) -> Hit | None:
        hit = find(self, key, AGE_WANTED)
        return hit if hit is not None and self._is_fresh(max_age) else None

    patch.setattr(Reader, "lease", lease)
    patch.setattr(Reader, "serializable", serializable)


def fill_across_an_await(patch: pytest.MonkeyPatch) -> None:
    """Let a key in some time after it was read."""
    has_read = Replica.has_read

    def later(self: Replica, *read: Any) -> None:
        turns: Any = self._ports.turns
        turns._member.later(2 * MILLISECOND, lambda: has_read(self, *read))

    patch.setattr(Replica, "has_read", later)


def open_the_gate_too_soon(patch: pytest.MonkeyPatch) -> None:
    """Show what is hidden with the first slice, whatever is committed behind it."""
    show = HotKeys.show

    def hasty(self: HotKeys, machine: Machine) -> None:
        if self._gate:
            self._gate = machine.applied_index
        show(self, machine)

    patch.setattr(HotKeys, "show", hasty)


def forget_what_ends_with_a_lease(patch: pytest.MonkeyPatch) -> None:
    """Take leases that end for something that touches no key."""

    def touched(change: commands.command_change) -> Iterable[bytes] | None:
        is_end = isinstance(change, commands.command_change_COMMAND_EXPIRE)
        return () if is_end else touched_keys(change)

    patch.setattr("kvstore.node.changes.touched_keys", touched)


def keep_the_deadline(patch: pytest.MonkeyPatch) -> None:
    """Start a node, and let stand what its earlier life has promised."""
    patch.setattr("kvstore.hotcache.sweep._make_unreadable", lambda descriptor: None)
