"""What becomes of a connection that cannot be handed over."""

from __future__ import annotations

import errno
import os
from typing import NoReturn

import pytest

from kvstore._generated import kv
from kvstore.hotcache.segments import boot_clock
from kvstore.service.access import Policy
from kvstore.workers.front import Front
from kvstore.workers.hot_gets import HotGets
from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.server_core import Departure, ServerConnection


def test_a_connection_that_no_descriptor_is_left_for_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_left(name: str) -> NoReturn:
        raise OSError(errno.EMFILE, "Too many open files", name)

    front = Front(HotGets(1, 1, lambda prefix: None, boot_clock, Policy()), pytest.fail)
    words = (1, 0, 2, kv.KV_V1.program + 1, 1, 0)
    record = b"".join(word.to_bytes(4) for word in (0x80000000 | 24, *words))
    peer = Peer("tcp", "192.0.2.7", 1023, "192.0.2.1")
    departure = front.accept(record, 4, len(record), ServerConnection(peer))
    assert isinstance(departure, Departure)
    monkeypatch.setattr(os, "memfd_create", none_left)
    near, far = os.pipe()
    os.close(near)
    departure.take(far, record)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(far)
    assert front.handed == 0
