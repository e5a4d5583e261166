"""One TCP or Unix connection of an asyncio server.

Past 400 lines, since every call comes by here: parts of their own would hand the same dozen of
attributes to each other, at a price for each call.
"""

from __future__ import annotations

import asyncio
import os
from time import monotonic
from typing import TYPE_CHECKING, Final, cast

from rpcgen_py.runtime.message import MARK
from rpcgen_py.runtime.peer_log import peer_log
from rpcgen_py.runtime.record_marking import LAST, RecordError, RecordParser
from rpcgen_py.runtime.server_core import Call, Departure, ServerConnection
from rpcgen_py.runtime.transport.asyncio_calls import LATER
from rpcgen_py.runtime.transport.asyncio_sockets import countable
from rpcgen_py.runtime.transport.idlest import HALF_SENT
from rpcgen_py.runtime.transport.sockets import peer_of

if TYPE_CHECKING:
    from rpcgen_py.runtime.address import Transport
    from rpcgen_py.runtime.identity import Peer
    from rpcgen_py.runtime.transport.asyncio_server_connections import Connections

__all__ = ["ServerStream"]

log = peer_log(__name__)

_FLUSH: Final = 65536
"""Bytes of replies that are collected for one write."""

_LOOK_AGAIN: Final = 0.005
"""Seconds between looks whether the last answers have left, before another server goes on."""


def _gone() -> None:
    """For calls that end after their connection."""


class ServerStream(asyncio.BufferedProtocol):
    """Bytes in, records to the core, answers out: all those of one read in one write.

    Requests are held back, by reading no more, while the peer does not take its answers, while
    too many of its calls wait, or while too many of all peers do. What is held back stays in the
    parser: one read at most, beside a record that is only partly here.
    """

    __slots__ = (
        "_answered",
        "_answered_bytes",
        "_buffer",
        "_calls",
        "_connection",
        "_connections",
        "_departure",
        "_drop_timer",
        "_ended",
        "_flush_due",
        "_held",
        "_held_back",
        "_in_line",
        "_max_queued",
        "_parser",
        "_peer",
        "_replies",
        "_running",
        "_stuck",
        "_ticks",
        "_transport",
        "_transport_name",
        "_unserved",
        "untaken",
    )

    _connection: ServerConnection
    _transport: asyncio.Transport

    def __init__(
        self,
        connections: Connections,
        transport_name: Transport,
        peer: Peer | None = None,
        unserved: bytes | None = None,
    ) -> None:
        """`peer`: who is there, if the socket cannot tell. `unserved`: what was received already by
        who accepted the connection; None where that is ourselves.
        """
        self._connections = connections
        self._peer = peer
        self._unserved = unserved
        self._departure: Departure | None = None
        self._calls = connections.calls
        self._transport_name = transport_name
        self._buffer = connections.receive_buffer
        self._max_queued = self._calls.limits.max_queued
        self._parser = RecordParser(self._calls.limits.max_record)
        self._held = 0  # bytes of an unfinished record, as accounted for
        self._running = 0  # calls whose handlers wait, or whose answers are still here
        self._replies: list[bytes] = []  # late ones, to be written together
        self._answered = 0  # the calls that have ended since the last write
        self._answered_bytes = 0  # the bytes which those came in
        self._flush_due = False
        self._stuck = False  # whether the peer does not take its answers
        self.untaken = 0  # bytes of answers that it has not taken, as accounted for
        self._held_back = False  # whether requests are, and reading is paused
        self._in_line = False  # whether for room among the calls of all peers
        self._ended = False  # whether nothing more will be read
        self._ticks = 0
        self._drop_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.BaseProtocol`."""
        self._transport = cast("asyncio.Transport", transport)
        peer = self._peer or self._find_peer()
        if peer is None or (self._unserved is None and self._diverted()):
            self._transport.abort()
            return
        self._connection = ServerConnection(peer)
        if not self._connections.add(self):
            if not self._connections.calls.stopping:  # it came as the listener was closed, maybe
                log.warning("%s is one connection too many: closing", peer)
            self._transport.abort()
            return
        self._connection.drop = self.drop
        if self._unserved:
            self._parser.feed(self._unserved)
            self._serve()
            # Some loops begin to read only now.
            self._calls.loop.call_soon(self._pause_again)

    def _pause_again(self) -> None:
        if (self._held_back or self._ended) and not self._transport.is_closing():
            self._transport.pause_reading()

    def _diverted(self) -> bool:
        """Whether somebody else serves this connection."""
        divert = self._connections.divert
        if divert is None or self._transport_name != "tcp":
            return False
        return divert(os.dup(self._transport.get_extra_info("socket").fileno()))

    def _find_peer(self) -> Peer | None:
        """Who has connected; None if it has gone already."""
        source = self._transport.get_extra_info("peername")
        if source is None and self._transport_name == "tcp":
            return None
        try:
            return peer_of(self._transport.get_extra_info("socket"), self._transport_name, source)
        except OSError:
            return None

    def get_buffer(self, sizehint: int) -> memoryview:
        """See `asyncio.BufferedProtocol`."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """See `asyncio.BufferedProtocol`."""
        data = bytes(self._buffer[:nbytes])
        if self._parser.sole(data) and not (  # as `_blocked`, written out: it is most calls' way
            self._stuck or self._calls.full or self._running >= self._max_queued
        ):
            self._serve_sole(data, nbytes)
        else:
            self._parser.feed(data)
            self._serve()

    def eof_received(self) -> bool:
        """The peer sends no more: what it asked is still answered.

        Most peers that do so have gone, so calls that wait for long are told.
        """
        self._ended = True
        self._connection.cancel()
        self._close_if_done()
        return True

    def pause_writing(self) -> None:
        """The peer does not take its answers."""
        self._stuck = True
        self._owe(self._transport.get_write_buffer_size())
        self._drop_later()

    def resume_writing(self) -> None:
        """It has taken most of them."""
        self._stuck = False
        self._owe(-self.untaken)
        if self._drop_timer is not None:
            self._drop_timer.cancel()
            self._drop_timer = None
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.BaseProtocol`."""
        self._ended = True
        self._held_back = False
        self._stuck = False  # calls that end later are released at once
        if self._drop_timer is not None:
            self._drop_timer.cancel()
        self._owe(-self.untaken)
        if self._connections.remove(self):
            self._connection.drop = _gone
            self._connections.budget.take(-self._held)
            self._replies.clear()
            self._release()
            self._connection.cancel()

    def drain(self) -> None:
        """Read no more requests, and close once those that run are answered."""
        if not self._ended:
            self._ended = True
            self._held_back = False
            if not self._transport.is_closing():
                self._transport.pause_reading()
        self._close_if_done()

    def cancel(self) -> None:
        """Tell the calls that run that nobody waits for them."""
        self._connection.cancel()

    def drop(self) -> None:
        """End the connection at once."""
        self._transport.abort()

    def drop_debtor(self) -> None:
        """End the connection at once, because there is no room for the answers it does not take."""
        if not self._transport.is_closing():
            log.warning("%s leaves too many answers untaken: closing", self._connection.peer)
            self.drop()
        self._owe(-self.untaken)

    def tick(self) -> None:
        """Time goes by; an idle connection is dropped."""
        if self._held_back or (self._running and not self._ended):
            self._ticks = 0
            return
        self._ticks += 1
        if self._ticks > self._connections.idle_ticks:
            self.drop_idle()

    def idle(self) -> float:
        """The ticks in which it was of no use; see `Idle`."""
        if self._running or self._held_back or self._stuck or self._transport.is_closing():
            return 0
        return self._ticks if self._parser.between_records else self._ticks / HALF_SENT

    def drop_idle(self) -> None:
        """End the connection at once, because it is of no use."""
        log.info("%s is idle: closing", self._connection.peer)
        self.drop()

    def _serve_sole(self, data: bytes, end: int) -> None:
        """Answer a request that came alone and whole, with nothing that stands before it."""
        calls = self._calls
        self._ticks = 0
        call_timeout = calls.limits.call_timeout
        deadline = None if call_timeout is None else monotonic() + call_timeout
        outcome = calls.core.accept(data, MARK, end, self._connection, deadline)
        if isinstance(outcome, Call):
            reply = calls.run(outcome, end - MARK, self._answer)
            if reply is LATER:
                self._running += 1
                return
        elif isinstance(outcome, Departure):
            self._depart(outcome, data)
            self._close_if_done()
            return
        else:
            reply = outcome
        if reply is not None:
            self._transport.write(reply)

    def _serve(self) -> None:  # noqa: C901, PLR0912 (every call comes by: to divide it is dear)
        """Answer the requests that are here, as far as may be."""
        calls, connection, answer = self._calls, self._connection, self._answer
        accept, next_record = calls.core.accept, self._parser.next_record
        call_timeout = calls.limits.call_timeout
        deadline = None if call_timeout is None else monotonic() + call_timeout
        replies: list[bytes] = []
        size = 0
        try:
            blocked = self._blocked()
            while not blocked:
                record = next_record()
                if record is None:
                    if self._held_back:
                        self._read_on()
                    break
                self._ticks = 0
                data, start, end = record
                outcome = accept(data, start, end, connection, deadline)
                if isinstance(outcome, Call):
                    reply = calls.run(outcome, end - start, answer)
                    if reply is LATER:
                        self._running += 1
                        blocked = self._blocked()
                        continue
                elif isinstance(outcome, Departure):
                    mark = (LAST | end - start).to_bytes(MARK)
                    self._depart(outcome, mark + data[start:end] + self._parser.rest)
                    break
                else:
                    reply = outcome
                if reply is not None:
                    replies.append(reply)
                    size += len(reply)
                    if size >= _FLUSH:
                        self._transport.write(b"".join(replies))
                        replies.clear()
                        size = 0
                        blocked = self._blocked()
            else:
                self._hold_back()
            held = self._parser.held
            if held != self._held:
                self._connections.budget.take(held - self._held)
                self._held = held
        except RecordError as error:
            log.warning("%s sent %s: closing", connection.peer, error)
            self._ended = True
        if replies:
            self._transport.write(b"".join(replies))
        if self._ended:
            self._close_if_done()

    def _blocked(self) -> bool:
        """Whether no request may be begun for now."""
        return self._stuck or self._calls.full or self._running >= self._max_queued

    def _hold_back(self) -> None:
        """Read no more until requests that are here can be begun."""
        if self._parser.between_records:
            return  # there are none, and while it is read from, the peer's end is noticed
        if not self._held_back:
            self._held_back = True
            if not self._ended:
                self._transport.pause_reading()
        if self._calls.full and not self._in_line:
            self._in_line = True
            self._calls.when_room(self._use_room)

    def _read_on(self) -> None:
        """Nothing is held back any more."""
        self._held_back = False
        if not (self._ended or self._transport.is_closing()):
            self._transport.resume_reading()

    def _use_room(self) -> None:
        """There may be room among the calls of all peers."""
        self._in_line = False
        if self._held_back:
            self._serve()

    def _answer(self, size: int, reply: bytes | None) -> None:
        """A call whose handler waited has ended; it came in `size` bytes."""
        if self._running == 1 and not (
            self._ended or self._stuck or self._held_back or self._answered
        ):
            # No other answer can come in time to share a write with it.
            self._running = self._ticks = 0
            if reply is not None and not self._transport.is_closing():
                self._transport.write(reply)
            self._calls.release(1, size)
            return
        if reply is not None:
            self._replies.append(reply)
            if self._stuck:
                self._owe(len(reply))
            elif len(reply) >= _FLUSH:
                self._write_late()
        self._answered += 1
        self._answered_bytes += size
        if not self._flush_due:  # others may end in the same round of the loop
            self._flush_due = True
            self._calls.loop.call_soon(self._flush)

    def _flush(self) -> None:
        """Send late answers, if the peer takes them, and go on with what they held up."""
        self._flush_due = False
        if self._stuck:
            return
        if self._answered:
            self._write_late()
            self._ticks = 0
            self._release()
        if self._held_back:
            self._serve()
        elif self._ended:
            self._close_if_done()

    def _write_late(self) -> None:
        late = b"".join(self._replies)
        self._replies.clear()
        if late and not self._transport.is_closing():
            self._transport.write(late)

    def _owe(self, size: int) -> None:
        self.untaken += size
        self._connections.owe(size)

    def _release(self) -> None:
        count, size = self._answered, self._answered_bytes
        self._answered = self._answered_bytes = 0
        self._running -= count
        self._calls.release(count, size)

    def _close_if_done(self) -> None:
        """Close once nothing is left to answer, and the last answers are taken.

        A peer that does not take them is idle in the end.
        """
        if not (self._running or self._held_back or self._transport.is_closing()):
            if self._departure is None:
                self._transport.close()
            else:
                self._leave(self._departure)

    def _depart(self, departure: Departure, unserved: bytes) -> None:
        """Read no more: another server goes on when what came before is answered."""
        self._departure, self._unserved = departure, unserved
        self._ended = True
        self._held_back = False
        self._transport.pause_reading()

    def _leave(self, departure: Departure) -> None:
        if self._stuck or self._replies or self._transport.get_write_buffer_size():
            self._calls.loop.call_later(_LOOK_AGAIN, self._close_if_done)
            return
        descriptor = os.dup(self._transport.get_extra_info("socket").fileno())
        departure.take(descriptor, self._unserved or b"")
        self._transport.abort()

    def _drop_later(self) -> None:
        if self._drop_timer is None:
            seconds = countable(self._calls.limits.send_timeout)
            self._drop_timer = self._calls.loop.call_later(seconds, self._drop_slow_reader)

    def _drop_slow_reader(self) -> None:
        log.warning("%s takes no answers: closing", self._connection.peer)
        self.drop()
