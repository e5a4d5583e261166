"""The table of registrations and its rules, without I/O (RFC 1833 §2.2.1, §3.2).

The rules are those that rpcbind 1.2.6 was measured to keep: the same SET twice is TRUE, another
address FALSE; UNSET of nothing is TRUE, of another owner's entry FALSE; an UNSET without a netid
clears every transport; a look-up of a version that is not there finds the one registered last.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rpcgen_py.runtime.errors import SystemError_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from rpcgen_py.runtime.portmapper.registrant import Registrant

__all__ = ["SUPERUSER", "UNKNOWN", "Entry", "Registry", "Retired"]

MAX_ENTRIES = 4096
MAX_NETID = 32
MAX_ADDRESS = 256

SUPERUSER = "superuser"
UNKNOWN = "unknown"

Key = tuple[int, int, str]


class Retired(SystemError_):
    """The table takes no more entries, because its portmapper ends: look for another one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One registration.

    `address` is universal. `owner` is `SUPERUSER`, a uid in decimal, or `UNKNOWN`; `registrant` is
    the process that registered, where the transport told.
    """

    program: int
    version: int
    netid: str
    address: str
    owner: str = UNKNOWN
    registrant: Registrant | None = None


class Registry:
    """All registrations, oldest first, bounded by `MAX_ENTRIES`. Threads may share it.

    `alive(entry)` is asked before an entry is listed, handed out or kept against another, so that
    one whose server is gone can be dropped; by default every entry lives until it is unset.
    """

    def __init__(self, alive: Callable[[Entry], bool] = lambda _entry: True) -> None:
        self._entries: dict[Key, Entry] = {}
        self._alive = alive
        self._retired = False
        self._lock = threading.Lock()  # held for a whole question, `alive` included

    def __iter__(self) -> Iterator[Entry]:
        """The living entries, oldest first."""
        with self._lock:
            self._drop_dead()
            return iter(tuple(self._entries.values()))

    def set(self, entry: Entry) -> bool:
        """Register: False where the name is taken by another address, or the table is full.

        Raises `Retired`.
        """
        if not 0 < len(entry.netid) <= MAX_NETID or not 0 < len(entry.address) <= MAX_ADDRESS:
            return False
        key = (entry.program, entry.version, entry.netid)
        with self._lock:
            if self._retired:
                raise Retired("this portmapper is ending: ask again")
            held = self._living(key)
            if held is not None:
                return held.address == entry.address
            if len(self._entries) >= MAX_ENTRIES:
                self._drop_dead()
            if len(self._entries) >= MAX_ENTRIES:
                return False
            self._entries[key] = entry
            return True

    def unset(self, program: int, version: int, netids: Collection[str] | None, owner: str) -> bool:
        """Unregister on these transports, or on all where `netids` is None.

        False, and nothing is removed, where one of them belongs to somebody else.
        """
        with self._lock:
            found = [
                key
                for key in self._entries
                if key[:2] == (program, version) and (netids is None or key[2] in netids)
            ]
            if owner != SUPERUSER and any(self._entries[key].owner != owner for key in found):
                return False
            for key in found:
                del self._entries[key]
            return True

    def find(self, program: int, version: int, netid: str, *, exact: bool) -> Entry | None:
        """The entry of this version, or, unless `exact`, of any version of the program."""
        with self._lock:
            held = self._living((program, version, netid))
            if held is not None or exact:
                return held
            others = [key for key in self._entries if (key[0], key[2]) == (program, netid)]
            return next(filter(None, map(self._living, reversed(others))), None)

    def retire(self, own: int) -> bool:
        """Take no more entries, unless a program other than `own` is registered: then False."""
        with self._lock:
            self._drop_dead()
            self._retired = all(program == own for program, _, _ in self._entries)
            return self._retired

    def _living(self, key: Key) -> Entry | None:
        """The entry under this key; one that turns out to be dead is dropped."""
        held = self._entries.get(key)
        if held is not None and not self._alive(held):
            del self._entries[key]
            return None
        return held

    def _drop_dead(self) -> None:
        for key in tuple(self._entries):
            self._living(key)
