"""The table of registrations and its rules, without I/O (RFC 1833 §2.2.1, §3.2).

The rules are those that rpcbind 1.2.6 was measured to keep: the same SET twice is TRUE, another
address FALSE; UNSET of nothing is TRUE, of another owner's entry FALSE; an UNSET with an empty
netid clears every transport.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rpcgen_py.runtime.portmapper.registrant import Registrant

__all__ = ["SUPERUSER", "UNKNOWN", "Entry", "Registry"]

MAX_ENTRIES = 4096
MAX_NETID = 32
MAX_ADDRESS = 256

SUPERUSER = "superuser"
UNKNOWN = "unknown"


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
    """All registrations, oldest first, bounded by `MAX_ENTRIES`.

    `alive(entry)` is asked before an entry is listed or handed out, so that one whose server is
    gone can be dropped; by default every entry lives until it is unset.
    """

    def __init__(self, alive: Callable[[Entry], bool] = lambda _entry: True) -> None:
        self._entries: dict[tuple[int, int, str], Entry] = {}
        self._alive = alive

    def __iter__(self) -> Iterator[Entry]:
        """The living entries, oldest first."""
        dead = [key for key, entry in self._entries.items() if not self._alive(entry)]
        for key in dead:
            del self._entries[key]
        return iter(tuple(self._entries.values()))

    def set(self, entry: Entry) -> bool:
        """Register: False where the name is taken by another address, or the table is full."""
        if not entry.netid or not entry.address or len(entry.netid) > MAX_NETID:
            return False
        if len(entry.address) > MAX_ADDRESS:
            return False
        key = (entry.program, entry.version, entry.netid)
        held = self._entries.get(key)
        if held is not None and self._alive(held):
            return held.address == entry.address
        if held is None and len(self._entries) >= MAX_ENTRIES:
            return False
        self._entries[key] = entry
        return True

    def unset(self, program: int, version: int, netid: str, owner: str) -> bool:
        """Unregister on one transport, or on all where `netid` is empty.

        False, and nothing is removed, where one of them belongs to somebody else.
        """
        found = [
            key for key in self._entries if key[:2] == (program, version) and netid in {"", key[2]}
        ]
        if owner != SUPERUSER and any(self._entries[key].owner != owner for key in found):
            return False
        for key in found:
            del self._entries[key]
        return True

    def find(self, program: int, version: int, netid: str, *, exact: bool) -> Entry | None:
        """The entry of this version, or, unless `exact`, of any version of the program."""
        other = None
        for entry in self:
            if entry.program == program and entry.netid == netid:
                if entry.version == version:
                    return entry
                other = other or entry
        return None if exact else other
