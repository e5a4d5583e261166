"""Hot keys in the shared memory of a node on this host: which node, from when on, and what of it.

The node that is asked over a loopback or Unix socket tells the name of its segment by KV_STATUS.
It is asked again when the segment falls silent, as it does when the node ends: with a pause that
doubles for as long as nothing better comes of it.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.client import reads
from kvstore.errors import KvError
from rpcgen_py.runtime.address import parse_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.client.call import Freshness
    from kvstore.client.engine import Engine
    from kvstore.client.results import Item, NodeStatus
    from kvstore.client.steps import Flow
    from kvstore.hotcache.reader import Reader
    from kvstore.hotcache.records import Hit

__all__ = ["LocalCache", "told_segment"]

SEGMENT: Final = "cache_segment"
"""The property of KV_STATUS that names the segment."""

OWNER: Final = "cache_owner"
"""The property that tells whose it is, a user's number; without it, this user's or root's."""

ASK_WITHIN: Final = 0.5
"""Seconds that a node has to tell. It is near, and what it does not tell can be done without."""

SHORTEST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
"""Seconds between two times that nodes are asked."""

SLOW_FOR: Final = 10.0
"""Seconds for which a node that kept a get waiting is not asked before others."""


def told_segment(answer: NodeStatus) -> tuple[str, tuple[int, ...]]:
    """Return the name of a node's segment, "" if it told none, and whom that may belong to."""
    told = {each.name: each.value for each in answer.status.properties}
    owner = told.get(OWNER, "")
    return told.get(SEGMENT, ""), (int(owner),) if owner.isdecimal() else ()


class LocalCache:
    """The segment that one store reads, and what came of that. Threads may share it.

    `reason` says why there is none in use, "" if there is one; `node` is whose it is, 0 for none.
    """

    def __init__(self, engine: Engine, name_space: bytes, random: Callable[[], float]) -> None:
        """Ask nobody yet: the first miss does."""
        self._engine = engine
        self._name_space = name_space
        self._random = random
        self._name = ""
        self._address = ""
        self._hits_before = 0
        self._ask_at = 0.0
        self._pause = SHORTEST_PAUSE
        self._slow_until = 0.0
        self._several = False
        self.reader: Reader | None = None
        """What looks into the segment that is in use."""
        self.node = 0
        self.reason = "nothing was read yet"
        self.fallbacks = 0
        """So many gets had to be asked of a node, among threads perhaps a few more."""

    @property
    def hits(self) -> int:
        """So many gets were answered from shared memory, among threads perhaps a few more."""
        reader = self.reader
        return self._hits_before + (reader.hits if reader is not None else 0)

    @property
    def age(self) -> float | None:
        """Seconds since what the segment shows was surely the newest state; None if unknown."""
        age = self.reader.age() if self.reader is not None else None
        return None if age is None else age / 1e9

    @property
    def is_leased(self) -> bool:
        """Whether it can answer reads by a lease now."""
        return self.reader is not None and self.reader.is_leased()

    @property
    def is_alive(self) -> bool:
        """Whether its node keeps it up."""
        return self.reader is not None and self.reader.is_alive()

    def find(self, key: bytes, freshness: Freshness) -> Hit | None:
        """Return what the segment holds for a key, if that is new enough; None for a miss."""
        reader = self.reader
        if reader is None:
            return None
        serializable = freshness.consistency == kv.KV_SERIALIZABLE
        wanted = freshness.min_revision
        if serializable:
            wanted = max(wanted, self._engine.changed_at)
        # Before the look, which is as new as the revision that was read then, or newer.
        if wanted and reader.applied_revision() < wanted:
            return None
        if not serializable:
            return reader.lease(key)
        return reader.serializable(key, freshness.max_age_ms * 1_000_000 or None)

    def get(
        self, key: bytes, revision: int, freshness: Freshness, seconds: float
    ) -> Flow[Item | None]:
        """Return the flow of a get that was a miss: perhaps of a new segment, else of a node."""
        deadline = self._engine.clock() + seconds
        call = reads.get(key, revision, freshness)
        if not revision and self._is_due(freshness):
            before = self.reader
            yield from self._look_for_segment(deadline)
            if self.reader is not before and (hit := self.find(key, freshness)) is not None:
                return hit.item
        self.fallbacks += 1
        reader = self.reader
        if reader is not None:
            reader.fell_back()
        # A get lets the key in at the node that answers it: of use only where this store looks.
        began = self._engine.clock()
        first = self._address if self.is_alive and began >= self._slow_until else None
        left = deadline - began
        try:
            return (yield from self._engine.run(call, left, first))
        finally:
            # It may be behind, and every get would wait for it before another node is asked.
            now = self._engine.clock()
            if first is not None and now - began > min(ASK_WITHIN, left / 4):
                self._slow_until = now + SLOW_FOR

    def close(self) -> None:
        """Let go of the segment; the next miss looks for it again."""
        self._use_none("the store was closed")
        self._ask_at = 0.0
        self._pause = SHORTEST_PAUSE

    # ------------------------------------------------------------------ finding it

    def _is_due(self, freshness: Freshness) -> bool:
        reader = self.reader
        if reader is not None and reader.is_alive():
            serializable = freshness.consistency == kv.KV_SERIALIZABLE
            if not self._several or serializable or reader.is_leased():
                self._pause = SHORTEST_PAUSE
                return False
            # Among several nodes on this host, another one may lead now.
        return self._engine.clock() >= self._ask_at

    def _look_for_segment(self, deadline: float) -> Flow[None]:
        engine = self._engine
        # Before anything is waited for: one thread or task is enough to ask.
        self._ask_at = engine.clock() + self._pause * (0.5 + self._random())
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        near = [address for address in engine.addresses if is_near(address)]
        self._several = len(near) > 1
        found: tuple[NodeStatus, str] | None = None
        reason = "none of the servers is reached over a loopback or Unix socket"
        for address in near:
            # The call itself has to have the most of its time, at another node if need be.
            seconds = min(ASK_WITHIN, (deadline - engine.clock()) / 4)
            if seconds <= 0:
                break
            try:
                answer = yield from engine.ask(reads.status(), address, seconds)
            except KvError as error:
                reason = str(error)
                continue
            if not told_segment(answer)[0]:
                reason = f"node {answer.header.node_id} shares no hot keys with this host"
                continue
            found = answer, address
            if answer.status.role == kv.KV_LEADER:
                break
        if found is None:
            if not self.is_alive:
                self._use_none(reason)
        elif not self.is_alive or told_segment(found[0])[0] != self._name:
            self._open(*found)

    def _open(self, answer: NodeStatus, address: str) -> None:
        name, owners = told_segment(answer)
        try:
            from kvstore.hotcache.errors import SegmentUnusable  # noqa: PLC0415 (if one is told)
            from kvstore.hotcache.keys import prefix_of  # noqa: PLC0415 (the same)
            from kvstore.hotcache.segments import open_reader  # noqa: PLC0415 (the same)
        except ModuleNotFoundError as error:
            self._use_none(f"{error.name} is not installed: it comes with sunrpc-kv[kv]")
            return
        header = answer.header
        try:
            reader = open_reader(name, owners=owners, prefix=prefix_of(self._name_space))
        except SegmentUnusable as error:
            self._use_none(str(error))
            return
        if (reader.header.cluster, reader.header.node) != (header.cluster_id, header.node_id):
            reader.close()
            self._use_none(f"{name} is not of node {header.node_id}, which told of it")
            return
        self._address = address
        self._slow_until = 0.0
        self._use(reader, name, header.node_id, "")
        if reader.is_alive():
            self._pause = SHORTEST_PAUSE

    def _use_none(self, reason: str) -> None:
        self._use(None, "", 0, reason)

    def _use(self, reader: Reader | None, name: str, node: int, reason: str) -> None:
        before, self.reader = self.reader, reader
        self._name = name
        self.node = node
        self.reason = reason
        if before is not None:
            self._hits_before += before.hits
            before.close()


def is_near(address: str) -> bool:
    """Whether a node that is reached there is on this host, for all that the address says."""
    parsed = parse_address(address)
    if parsed.transport == "unix" or parsed.host == "localhost":
        return True
    try:
        return ip_address(parsed.host).is_loopback
    except ValueError:
        return False
