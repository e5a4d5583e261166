"""What a worker does with each record that comes in: answer, pass on, or hand over."""

from __future__ import annotations

import logging
import os
from struct import Struct
from typing import TYPE_CHECKING, Final

from kvstore._generated import kv
from kvstore.workers.channel import close_all
from kvstore.workers.messages import Handed
from kvstore.workers.relay import Relays
from rpcgen_py.runtime.server_core import Departure

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore.workers.hot_gets import HotGets
    from rpcgen_py.runtime.server_core import Call, ServerConnection

log = logging.getLogger(__name__)

_called = Struct(">III").unpack_from  # kind of message, RPC version, program
_SHORTEST: Final = 12
_WITH_PROGRAM: Final = 16
_RPC_VERSION: Final = 2


class Front:
    """Judges records. `send` takes a message and its descriptors to the node, or returns False.

    `passed` and `handed` count calls passed on and connections handed over.
    """

    def __init__(self, hot: HotGets, send: Callable[..., bool]) -> None:
        self._hot = hot
        self._send = send
        self.relays = Relays(send)
        self._departure = Departure(self._hand_over)
        self.passed = 0
        self.handed = 0

    def accept(
        self,
        data: bytes,
        offset: int,
        end: int,
        connection: ServerConnection,
        deadline: float | None = None,
    ) -> Call | Departure | bytes | None:
        """See `Judge`."""
        reply = self._hot.answer(data, offset, end, connection.peer)
        if reply is not None:
            return reply
        if end - offset < _SHORTEST or data[offset + 4 : offset + 8] != b"\0\0\0\0":
            return None  # no call: the node would not answer it either
        if end - offset >= _WITH_PROGRAM:
            _, version, program = _called(data, offset + 4)
            if version == _RPC_VERSION and program != kv.KV_V1.program:
                return self._departure
        self.passed += 1
        return self.relays.pass_on(data, offset, end, connection)

    def _hand_over(self, descriptor: int, unserved: bytes) -> None:
        """Let the node serve a connection, which has asked for what is served there only."""
        descriptors = [descriptor]
        try:
            # In a file, as what a message of the channel may hold is less than a record may.
            descriptors.append(file := os.memfd_create("unserved"))
            with open(file, "wb", closefd=False) as written:
                written.write(unserved)
        except OSError as error:
            log.error("a connection cannot be handed over: %s", error)  # noqa: TRY400 (says it all)
            close_all(descriptors)
            return
        self.handed += 1
        self._send(Handed(), *descriptors)
