"""Gets that are answered from the node's segment of hot keys, as the node would answer them.

    record ── seen before? ──► what it asks ──► state ─► hit ─► state, still the same? ──► reply
                │ no                ▲
                └─► read, allowed? ─┘       whatever is not so: None, and the call is passed on

The same callers ask for the same keys again and again, so that a whole record but for its xid is
looked up rather than read.
"""

from __future__ import annotations

from functools import partial
from struct import Struct
from typing import TYPE_CHECKING, Final

import msgspec

from kvstore._generated import kv
from kvstore.hotcache.keys import prefix_of
from kvstore.mvcc.outcomes import Refusal
from kvstore.service.access import Operation
from kvstore.service.shapes import single
from rpcgen_py.runtime.message import PLAIN_SUCCESS
from rpcgen_py.runtime.record_marking import LAST
from rpcgen_py.runtime.server_core import Call, ServerConnection, ServerCore

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.hotcache.reader import Reader, State
    from kvstore.hotcache.records import Hit
    from kvstore.service.access import Policy
    from rpcgen_py.runtime.identity import Peer

_called = Struct(">IIIII").unpack_from
_IS_GET: Final = (0, 2, kv.KV_V1.program, kv.KV_V1.number, 2)
"""Kind of message, RPC version, program, version, procedure: the words behind the xid."""
_SHORTEST: Final = 24

_header = Struct(">6QII").pack
_mark = Struct(">I").pack

_LONGEST_KNOWN: Final = 1024
_MOST_KNOWN: Final = 8192
"""Bytes of a record that is remembered, and number of them."""

_MOST_HELD: Final = 1 << 24
"""Bytes of what the slots may have held that are in replies to those records.

As much again at most is in the memos of all readers together.
"""

_MOST_READERS: Final = 64
"""Name spaces whose hot keys are looked up; calls for others are passed on."""

_OPEN_AGAIN: Final = 1_000_000_000
"""Nanoseconds between tries to open the segment where that cannot be done."""

_MS: Final = 1_000_000
_NO_TRACE: Final = bytes(16)
_LOOKS: Final = 2


class _Asked(msgspec.Struct, eq=False):
    """What one record asks for, and the last reply: for as long as `hit` and `state` are right."""

    reader: Reader
    key: bytes
    is_leased: bool
    min_revision: int
    max_age_ms: int
    hit: Hit | None = None
    result: bytes = b""
    state: State | None = None
    age_ms: int = 0
    mark: bytes = b""
    reply: bytes = b""


class HotGets:
    """Answers for one node.

    `open_reader` gives a reader of keys behind a prefix, None where there is no segment. `policy`
    is the node's, None: it is unknown, and nothing is answered. `hits` counts what was.
    """

    def __init__(
        self,
        cluster_id: int,
        node_id: int,
        open_reader: Callable[[bytes], Reader | None],
        clock: Callable[[], int],
        policy: Policy | None,
    ) -> None:
        self._ids = cluster_id, node_id
        self._open_reader = open_reader
        self._clock = clock
        self._readers: dict[bytes, Reader] = {}
        self._open_at = 0
        self._known: dict[bytes, _Asked] = {}
        self._read_since = 0
        """Records read since all that is remembered was forgotten."""
        self._core = ServerCore()
        self._core.add(kv.KV_V1AsyncServer())
        self._policy = policy
        self.hits = 0

    def rule_by(self, policy: Policy | None) -> None:
        """Let another policy say who may read what, from now on."""
        self._policy = policy
        self._forget()

    def move_to(self, open_reader: Callable[[bytes], Reader | None]) -> None:
        """Answer from another segment, from now on."""
        self._forget()
        for reader in self._readers.values():
            reader.close()
        self._readers.clear()
        self._open_reader = open_reader
        self._open_at = 0

    def close(self) -> None:
        """Let go of the memory; what is asked from now on is passed on."""
        self._policy = None
        self.move_to(lambda _: None)

    def answer(self, data: bytes, start: int, end: int, peer: Peer) -> bytes | None:
        """Return the marked reply to the record `data[start:end]`, None to pass it on."""
        policy = self._policy
        if policy is None:
            return None
        record = data[start + 4 : end]
        # Who may read what depends on where the call comes from, unless everybody may.
        known = record if policy.is_open else peer.host.encode() + b" " + record
        asked = self._known.get(known)
        if asked is None:
            if end - start < _SHORTEST or _called(data, start + 4) != _IS_GET:
                return None
            asked = self._read(data, start, end, peer, policy)
            if asked is None:
                self._fell_back()
                return None
            # What is looked up for the first time goes into a memo, whether the record is
            # remembered or not.
            slot_bytes = asked.reader.header.geometry.slot_bytes
            if self._read_since >= min(_MOST_KNOWN, _MOST_HELD // slot_bytes):
                self._forget()
            self._read_since += 1
            if len(known) <= _LONGEST_KNOWN:
                self._known[known] = asked
        look = self._leased if asked.is_leased else self._aged
        for _ in range(_LOOKS):  # the state may change in between
            if look(asked):
                self.hits += 1
                return asked.mark + data[start : start + 4] + asked.reply
        asked.reader.fell_back()
        return None

    def _fell_back(self) -> None:
        """Tell of a get that nothing was looked up for: any reader of the segment can."""
        reader = next(iter(self._readers.values()), None) or self._reader(b"")
        if reader is not None:
            reader.fell_back()

    def _forget(self) -> None:
        self._read_since = 0
        self._known.clear()
        for reader in self._readers.values():
            reader.memo.clear()

    # ------------------------------------------------------------------ looking

    def _leased(self, asked: _Asked) -> bool:
        """Let the reply be that of the cluster's newest state, if that is known."""
        reader = asked.reader
        state = reader.state()
        hit = reader.lease(asked.key)
        if hit is None or state is None or reader.state() is not state:
            return False
        if state is asked.state and hit is asked.hit:
            return True
        return self._reply(asked, state, hit, 0)

    def _aged(self, asked: _Asked) -> bool:
        """Let the reply be that of the node's state, if it is new enough.

        The age is the node's own, even under a lease: for that, clocks of others count, too. One
        that is unknown here may be known to the node, if it is alone.
        """
        reader = asked.reader
        state = reader.state()
        began, age = self._clock(), reader.age()
        hit = reader.serializable(asked.key)
        if hit is None or state is None or age is None or reader.state() is not state:
            return False
        age_ms = min((self._clock() - began + age) // _MS + 1, kv.KV_AGE_UNKNOWN - 1)
        if asked.max_age_ms and age_ms > asked.max_age_ms:
            return False
        if state is asked.state and hit is asked.hit and age_ms == asked.age_ms:
            return True
        return self._reply(asked, state, hit, age_ms)

    def _reply(self, asked: _Asked, state: State, hit: Hit, age_ms: int) -> bool:
        if asked.min_revision > state.revision:
            return False
        if hit is not asked.hit:
            found = hit.item
            asked.result = kv.pack_kv_get_result(
                kv.kv_get_result_KV_NOT_FOUND() if found is None else kv.kv_get_result_KV_OK(found)
            )
            asked.hit = hit
        cluster_id, node_id = self._ids
        revision, compacted, applied, term = state
        header = _header(cluster_id, node_id, term, revision, compacted, applied, age_ms, 0)
        asked.reply = PLAIN_SUCCESS + header + asked.result
        asked.mark = _mark(LAST | 4 + len(asked.reply))
        asked.state = state
        asked.age_ms = age_ms
        return True

    # ------------------------------------------------------------------ reading

    def _read(self, data: bytes, start: int, end: int, peer: Peer, policy: Policy) -> _Asked | None:
        """Return what a get asks for, None if the node has to say something about it."""
        call = self._core.accept(data, start, end, ServerConnection(peer))
        if not isinstance(call, Call) or call.size > kv.KV_REQUEST_MAX:
            return None
        arg: kv.kv_get_args = call.args[0]
        header = arg.header
        if (
            not arg.key
            or arg.revision
            or header.consistency not in {kv.KV_LEASE, kv.KV_SERIALIZABLE}
            or header.cluster_id not in {0, self._ids[0]}
            or header.extensions
            or header.trace_id != _NO_TRACE
        ):
            return None
        try:
            policy.authorise(call.identity, Operation.READ, header.name_space, single(arg.key))
        except Refusal:
            return None
        reader = self._reader(header.name_space)
        if reader is None:
            return None
        return _Asked(
            reader,
            arg.key,
            header.consistency == kv.KV_LEASE,
            header.min_revision,
            header.max_age_ms,
        )

    def _reader(self, name_space: bytes) -> Reader | None:
        reader = self._readers.get(name_space)
        if reader is None and len(self._readers) < _MOST_READERS and self._clock() >= self._open_at:
            reader = self._open_reader(prefix_of(name_space))
            if reader is None:
                self._open_at = self._clock() + _OPEN_AGAIN
            else:
                self._readers[name_space] = reader
        return reader


def reader_of(segment: str, prefix: bytes) -> Reader | None:
    """Open the node's hot keys; None where that cannot be."""
    if not segment:
        return None
    from kvstore.hotcache.errors import SegmentUnusable  # noqa: PLC0415 (only where there is one)
    from kvstore.hotcache.segments import open_reader  # noqa: PLC0415 (it may be missing)

    try:
        return open_reader(segment, prefix=prefix)
    except SegmentUnusable:
        return None


def readers_of(segment: str) -> Callable[[bytes], Reader | None]:
    """Return what `HotGets` opens its readers by."""
    return partial(reader_of, segment)
