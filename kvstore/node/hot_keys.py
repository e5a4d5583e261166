"""Hot keys for the readers of this host: hidden before anybody hears of a change, shown after it.

    committed ──► hide: its keys, or all by the gate ──► messages leave ──► applied ──► show
    a get that this node answers ──► asked: let in, if nothing committed is still unapplied

Only what was read here since it was shown last is shown again after a change; the rest waits until
somebody asks for it. So what is written more often than read costs its writers next to nothing; and
where nobody has read here lately nothing is let in, and what is not there need not be hidden.

Where a change does not name its keys the gate is shut, and stays so until it is applied; which
keys it was, the machine's history knows then. Nothing comes in before all that is committed is
applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kvstore.hotcache.keys import prefix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kvstore._generated import kv
    from kvstore.hotcache.admission import Admission
    from kvstore.hotcache.writer import HotCache, Put
    from kvstore.node.ports import Machine, Touched

ALIVE_NS: Final = 2_000_000_000
"""How long readers use the segment of a node that does not tick."""

WANTED_NS: Final = 10_000_000_000
"""How long lease and age are kept up after somebody needed them: who reads seldom reads again."""

_REPAIRED: Final = 64
"""Slots that are looked at each tick: all of the default size's in less than a minute."""

_MOST_HIDDEN: Final = 4096
"""Entries that may wait to be applied while their keys are hidden one by one; beyond, all are."""

_MOST_TOUCHED: Final = 8192
"""Changes that are looked through when the gate is to be opened: beyond, all is dropped."""


_CLEARED: Final = 4096
"""Slots that are dropped at a time: some milliseconds."""


class Numbers(NamedTuple):
    """What has come of it so far. `slots` and `keys` are as of now."""

    hits: int
    misses: int
    fallbacks: int
    evictions: int
    fills: int
    repairs: int
    contended: int
    slots: int
    keys: int


_Hidden: TypeAlias = "tuple[bytes, bytes, bytes, int]"
"""Name space, key, the key as it is cached, and the index of the last entry that touches it."""


class HotKeys:
    """Implements `Cache`. Keys stand in the segment behind their name space (`hotcache.keys`)."""

    def __init__(self, cache: HotCache, admission: Admission, *, slots: int, room: int) -> None:
        """Fill `cache`, which has so many slots for so many bytes of key and value each."""
        self.cache = cache
        self._admission = admission
        self._slots = slots
        self._room = room
        self._prefixes: dict[bytes, bytes] = {}
        self._hidden: dict[int, _Hidden] = {}
        """By fingerprint. Where two keys agree in that there is one slot for both, too."""
        self._gate = 0
        """Index of the last entry whose keys are unknown; 0: the gate is open."""
        self._is_replaced = self._is_clearing = False
        self._applied = self._revision = 0
        """Those of the state that was shown last."""
        self._state = (0, 0, 0, 0)
        self._lease_until = self._age_until = 0
        self.lease_wanted = False
        self.age_wanted = False

    def move_to(self, cache: HotCache, *, repairs: int) -> None:
        """Go on with an empty segment, by which so many damages are mended.

        What waited to be shown is shown there.
        """
        cache.succeed(self.cache, repairs)
        if self._gate:
            cache.close_gate()
        cache.publish_revision(self._revision)
        cache.publish_state(*self._state)
        self.cache = cache
        # Each segment has its own fingerprints: by the others nobody would find what is shown.
        self._hidden = {cache.fingerprint(each[2]): each for each in self._hidden.values()}

    # ------------------------------------------------------------------ what changes

    def hide(self, first: int, last: int, touched: Callable[[], Iterable[Touched]]) -> None:
        """See `Cache`."""
        cache = self.cache
        if not self._holds_any or self._is_clearing:
            return
        if last - self._applied > _MOST_HIDDEN:
            self._shut(last)
            return
        conceal, fingerprint_of = cache.conceal, cache.fingerprint
        prefixes, hidden = self._prefixes, self._hidden
        for index, name_space, keys in touched():
            if keys is None:
                self._shut(index)
                continue
            prefix = prefixes.get(name_space)
            if prefix is None:
                prefix = self._prefix(name_space)
            for key in keys:
                cached = prefix + key
                fingerprint = fingerprint_of(cached)
                # What waits to be shown waits for this, too, even if its slot is gone meanwhile.
                if conceal(fingerprint) or fingerprint in hidden:
                    hidden[fingerprint] = name_space, key, cached, index

    def hide_all(self, last: int) -> None:
        """See `Cache`."""
        if self._holds_any and not self._is_clearing:
            self._is_replaced = True
            self._shut(last)

    def show(self, machine: Machine) -> None:
        """See `Cache`."""
        self._applied = applied = machine.applied_index
        if self._gate and not self._is_clearing:
            if applied < self._gate:
                return
            self._settle(machine, applied)
        if not self._is_clearing:
            if self._hidden:
                self._show_hidden(machine, applied)
            if self._gate:
                self._gate = 0
                self.cache.open_gate()
        revision = machine.revision
        if revision != self._revision:
            self._revision = revision
            self.cache.publish_revision(revision)

    @property
    def _holds_any(self) -> bool:
        """Whether anything is in the segment, or waits to be shown there."""
        return bool(self.cache.keys or self._hidden)

    def _shut(self, index: int) -> None:
        if not self._gate:
            self.cache.close_gate()
        self._gate = index

    def _settle(self, machine: Machine, applied: int) -> None:
        """See to what was changed behind the gate."""
        cache = self.cache
        changed = None
        if not self._is_replaced:
            changed = machine.changed_since(self._revision, _MOST_TOUCHED)
        self._is_replaced = False
        if changed is None:
            self._clear_some()
            return
        for name_space, key in changed:
            cached = self._prefix(name_space) + key
            fingerprint = cache.fingerprint(cached)
            if fingerprint not in self._hidden and cache.conceal(fingerprint):
                self._hidden[fingerprint] = name_space, key, cached, applied

    def _clear_some(self) -> None:
        """Drop everything behind the gate, a part at a time, and go on from nothing."""
        self._hidden.clear()
        self._is_clearing = self.cache.clear(_CLEARED)
        if not self._is_clearing:
            self._gate = 0
            self.cache.open_gate()

    def _show_hidden(self, machine: Machine, applied: int) -> None:
        """Show what no entry that is still to be applied will change."""
        get = machine.get
        puts: list[Put] = []
        waiting: dict[int, _Hidden] = {}
        for fingerprint, each in self._hidden.items():
            name_space, key, cached, until = each
            if until <= applied:
                puts.append((fingerprint, cached, get(name_space, key, 0)))
            else:
                waiting[fingerprint] = each
        self._hidden = waiting
        self.cache.put_all(puts)

    def _prefix(self, name_space: bytes) -> bytes:
        prefixes = self._prefixes
        prefix = prefixes.get(name_space)
        if prefix is None:
            if len(prefixes) >= 1024:
                prefixes.clear()
            prefix = prefixes[name_space] = prefix_of(name_space)
        return prefix

    # ------------------------------------------------------------------ what is read

    def asked(
        self, name_space: bytes, key: bytes, item: kv.kv_item | None, *, is_settled: bool
    ) -> None:
        """See `Cache`."""
        cache = self.cache
        if not (self.lease_wanted or self.age_wanted or cache.usage.is_wanted):
            return
        cached = self._prefix(name_space) + key
        if len(cached) + (0 if item is None else len(item.value)) > self._room:
            return
        fingerprint = cache.fingerprint(cached)
        is_readable = cache.is_readable(fingerprint)
        if is_readable is None and not self._admission.asked(fingerprint):
            return
        if not is_readable and is_settled and not self._is_clearing:
            cache.put(cached, item, fingerprint)

    # ------------------------------------------------------------------ for how long

    def publish_state(self, machine: Machine, term: int) -> None:
        """See `Cache`."""
        state = machine.revision, machine.compacted_revision, machine.applied_index, term
        if state != self._state:
            self._state = state
            self.cache.publish_state(*state)

    def publish_lease(self, until: int) -> None:
        """See `Cache`."""
        self.cache.publish_lease(until)

    def publish_known(self, at: int) -> None:
        """See `Cache`."""
        self.cache.publish_known(at)

    def tick(self, now: int) -> None:
        """See `Cache`."""
        cache = self.cache
        if self._is_clearing:
            self._clear_some()
        cache.publish_alive(now + ALIVE_NS)
        cache.repair(_REPAIRED)
        usage = cache.usage
        usage.look()
        if usage.lease_wanted:
            self._lease_until = now + WANTED_NS
        if usage.age_wanted:
            self._age_until = now + WANTED_NS
        self.lease_wanted = now < self._lease_until
        self.age_wanted = now < self._age_until

    def numbers(self) -> Numbers:
        """Return what is counted here, and what readers have told."""
        cache = self.cache
        counters, usage = cache.counters, cache.usage
        return Numbers(
            hits=usage.hits,
            misses=usage.misses,
            fallbacks=usage.fallbacks,
            evictions=counters["evictions"],
            fills=counters["fills"],
            repairs=counters["repairs"],
            contended=counters["contended"],
            slots=self._slots,
            keys=cache.keys,
        )
