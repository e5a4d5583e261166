"""The way between a node and one of its workers: messages, and descriptors that go with them.

It is a pair of sockets without a name, of which the worker inherits one. Each end notices at once
that the other is gone.
"""

from __future__ import annotations

import array
import logging
import os
import socket
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

import msgspec

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)

Heard = TypeVar("Heard")

_MESSAGE_MAX: Final = 1 << 21
"""Bytes of the longest message: a policy of its largest size, and room around it."""

_DESCRIPTORS_MAX: Final = 2
_WAITING_MAX: Final = 1024
"""Messages that wait for the other end to take them."""

_RIGHTS_SIZE: Final = socket.CMSG_SPACE(_DESCRIPTORS_MAX * array.array("i").itemsize)


class _Waiting(NamedTuple):
    data: bytes
    descriptors: tuple[int, ...]


class Channel(Generic[Heard]):
    """One end. `heard(message, descriptors)` has to close these; `ended` is called once."""

    def __init__(
        self,
        end: socket.socket,
        decoder: msgspec.json.Decoder[Heard],
        heard: Callable[[Heard, Sequence[int]], object],
        ended: Callable[[], object],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """Own `end`, and listen at it from now on. `decoder`: of what comes in."""
        end.setblocking(False)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _MESSAGE_MAX)
        self._socket = end
        self._decoder = decoder
        self._heard = heard
        self._ended = ended
        self._loop = loop
        self._waiting: deque[_Waiting] = deque()
        self._open = True
        loop.add_reader(end, self._read)

    @property
    def congested(self) -> bool:
        """Whether the other end does not take what it is told."""
        return bool(self._waiting)

    def send(self, message: msgspec.Struct, *descriptors: int) -> bool:
        """Tell the other end something, and close the descriptors here.

        Return False if it cannot be told any more, or has not listened for long.
        """
        waiting = _Waiting(msgspec.json.encode(message), descriptors)
        if not self._open or len(self._waiting) >= _WAITING_MAX:
            close_all(descriptors)
            return False
        self._waiting.append(waiting)
        if len(self._waiting) == 1:
            self._write()
        return self._open

    def close(self) -> None:
        """Let the other end know that nothing follows; `ended` is not called."""
        if not self._open:
            return
        self._open = False
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        while self._waiting:
            close_all(self._waiting.popleft().descriptors)

    def _end(self) -> None:
        if self._open:
            self.close()
            self._ended()

    def _write(self) -> None:
        try:
            while self._waiting:
                data, descriptors = self._waiting[0]
                socket.send_fds(self._socket, [data], descriptors)
                self._waiting.popleft()
                close_all(descriptors)
        except BlockingIOError:
            self._loop.add_writer(self._socket, self._write)
            return
        except OSError:  # the other end is gone, or takes none of the descriptors
            self._end()
            return
        self._loop.remove_writer(self._socket)

    def _read(self) -> None:
        try:
            data, rights, flags, _ = self._socket.recvmsg(
                _MESSAGE_MAX, _RIGHTS_SIZE, socket.MSG_CMSG_CLOEXEC
            )
        except BlockingIOError:
            return
        except OSError:
            self._end()
            return
        descriptors = array.array("i")
        for _, _, found in rights:
            descriptors.frombytes(found[: len(found) - len(found) % descriptors.itemsize])
        if not data or flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
            close_all(descriptors)
            self._end()
            return
        try:
            message = self._decoder.decode(data)
        except msgspec.DecodeError:
            log.exception("the other end speaks nonsense")
            close_all(descriptors)
            self._end()
            return
        self._heard(message, descriptors)


def close_all(descriptors: Sequence[int]) -> None:
    """Close what came with a message."""
    for each in descriptors:
        with suppress(OSError):
            os.close(each)


def pair() -> tuple[socket.socket, socket.socket]:
    """Return the two ends."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
