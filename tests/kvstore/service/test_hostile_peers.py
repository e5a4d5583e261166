"""Peers that take all they can get, over real sockets: the node answers others all the while."""

from __future__ import annotations

import time
from collections.abc import Callable

import kvstore
from kvstore._generated import kv
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.product import Kvd
from tests.kvstore.service.test_kv_program import header, range_op

NEVER = 1 << 40
"""A revision that no node reaches."""


def waiting_read(deadline_ms: int) -> kv.kv_get_args:
    return kv.kv_get_args(
        header=header(min_revision=NEVER, deadline_ms=deadline_ms), key=b"k", revision=0
    )


def within(seconds: float, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def test_reads_that_wait_leave_room_for_others_and_go_with_their_caller(kvd: Kvd) -> None:
    get = next(each for each in kv.KV_V1.procedures if each.name == "KV_GET")
    with kvstore.connect(kvd.server) as store, connect(f"tcp://{kvd.server}") as innocent:
        client = kv.KV_V1Client(innocent)

        def code() -> int:
            return client.KV_GET(waiting_read(10)).result.code

        hostile = [connect(f"tcp://{kvd.server}") for _ in range(4)]
        try:
            reads = [
                connection.submit(get, waiting_read(60_000))
                for connection in hostile
                for _ in range(500)
            ]
            assert reads[-1].result(30).result.code == kv.KV_BUSY  # all before it were looked at
            assert code() == kv.KV_BUSY
            store.put("k", "v")
            item = store.get("k")
            assert item is not None
            assert item.value == b"v"
        finally:
            for connection in hostile:
                connection.close()
        assert within(10, lambda: code() == kv.KV_STALE)


def test_long_ranges_leave_room_for_others(kvd: Kvd) -> None:
    read = next(each for each in kv.KV_V1.procedures if each.name == "KV_RANGE")
    put = next(each for each in kv.KV_V1.procedures if each.name == "KV_PUT")
    count = kv.kv_range_args(
        header=header(),
        range=range_op(
            kv.kv_key_range(kind=kv.KV_PREFIX, key=b"many/", end=b""), want=kv.KV_WANT_COUNT
        ),
    )
    with connect(f"tcp://{kvd.server}") as hostile, kvstore.connect(kvd.server) as store:
        for start in range(0, 10_000, 500):
            stored = [
                hostile.submit(
                    put,
                    kv.kv_put_args(
                        header=header(),
                        wait=0,
                        put=kv.kv_put_op(key=b"many/%06d" % number, value=b"", lease=0, flags=0),
                    ),
                )
                for number in range(start, start + 500)
            ]
            assert all(each.result(20).result.code == kv.KV_OK for each in stored)
        asked = [hostile.submit(read, count) for _ in range(500)]
        store.put("k", "w")
        assert store.get("k") is not None
        assert not asked[-1].done()  # it was answered before all that came earlier
        assert asked[0].result(20).result.ok.count == 10_000
