"""Both clients against a node, and against servers that misbehave."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import kvstore
from kvstore import errors
from tests.kvstore.product import Kvd


def test_a_life(kvd: Kvd, connect: Callable[..., Any]) -> None:
    with connect(kvd.server, name_space=f"life {connect}") as store:
        assert store.get("key") is None
        first = store.put("key", "value")
        assert (first.durable_nodes, first.previous) == (1, None)
        item = store.get(b"key")
        assert (item.key, item.value, item.mod_revision) == (b"key", b"value", first.revision)
        second = store.put("key", b"\xff", previous=True, wait="all")
        assert second.previous == item
        assert store.get("key", revision=first.revision) == item
        assert store.get("key", consistency="serializable").value == b"\xff"
        deleted = store.delete("key", previous=True)
        assert (deleted.deleted, [old.value for old in deleted.previous]) == (1, [b"\xff"])
        assert store.delete("key").revision == 0
        status = store.status()
        assert status.header.revision == deleted.revision
        assert status.header.node_id == 1


def test_ranges(kvd: Kvd, connect: Callable[..., Any]) -> None:
    with connect(kvd.server, name_space=f"range {connect}") as store:
        for number in range(25):
            store.put(f"k{number:02}", f"{number}")
        store.put("other", "x")

        def numbers(**arguments: Any) -> list[int]:
            return [int(item.key[1:]) for item in store.range(**arguments)]

        everything = list(range(25))
        assert numbers(prefix="k") == everything
        assert numbers(prefix="k", page_size=4) == everything
        assert numbers(prefix="k", page_size=4, limit=10) == everything[:10]
        assert numbers(prefix="k", limit=0) == []
        assert numbers(prefix="k", descending=True, page_size=7) == everything[::-1]
        assert numbers(start="k03", end="k07") == [3, 4, 5, 6]
        assert numbers(end="k02") == [0, 1]
        keys = list(store.range(prefix="k", keys_only=True, limit=1))
        assert [item.value for item in keys] == [b""]
        assert store.count(prefix="k") == 25
        assert store.count(start="k20") == 6
        assert store.delete(prefix="k").deleted == 25
        assert store.count(prefix="") == 1


@pytest.mark.parametrize(
    ("use", "error"),
    [
        (lambda store: store.put("", "v"), errors.InvalidRequest),
        (lambda store: store.put("k" * 8193, "v"), errors.TooLarge),
        (lambda store: store.put("k", bytes((1 << 20) + 1)), errors.TooLarge),
        (lambda store: store.put("k", "v", wait="some"), errors.InvalidRequest),
        (lambda store: store.get("k", consistency="eventual"), errors.InvalidRequest),
        (lambda store: store.get("k", revision=1 << 62), errors.FutureRevision),
        (lambda store: store.get("k", revision=1 << 64), errors.InvalidRequest),
        (lambda store: store.get("k", min_revision=1 << 62, timeout=0.1), errors.KvError),
        (lambda store: store.delete(), errors.InvalidRequest),
        (lambda store: store.delete("k", prefix="k"), errors.InvalidRequest),
    ],
)
def test_each_error_has_its_class(
    kvd: Kvd, connect: Callable[..., Any], use: Callable[[Any], Any], error: type[errors.KvError]
) -> None:
    with connect(kvd.server) as store:
        with pytest.raises(error) as caught:
            use(store)
        assert not caught.value.may_have_executed


def test_a_request_that_is_too_long_is_not_sent(kvd: Kvd, connect: Callable[..., Any]) -> None:
    with connect(kvd.server) as store:
        before = store.put("small", "v").revision
        for puts in (5, 7):  # more than a request may have, and more than a node would read
            txn = store.txn()
            for number in range(puts):
                txn.then.put(f"large/{number}", bytes(1 << 20))
            with pytest.raises(errors.TooLarge, match="at most 4194304") as caught:
                txn.commit()
            assert caught.value.code is None  # no node said so
            assert not caught.value.may_have_executed
        assert store.put("small", "v").revision == before + 1


def test_another_cluster_is_refused(kvd: Kvd, connect: Callable[..., Any]) -> None:
    with connect(kvd.server, cluster_id=5) as store, pytest.raises(errors.WrongCluster):
        store.put("k", "v")


@pytest.mark.parametrize("servers", ["", "localhost", "http://localhost:1", "a:1,,b"])
def test_what_is_no_address_is_said_before_any_call(
    connect: Callable[..., Any], servers: str
) -> None:
    with pytest.raises(errors.InvalidRequest):
        kvstore.connect(servers)
    with pytest.raises(errors.InvalidRequest):
        kvstore.connect_async(servers)


def test_a_node_that_is_down_is_passed_over(kvd: Kvd, connect: Callable[..., Any]) -> None:
    with connect(f"localhost:1,{kvd.server}") as store:
        store.put("over", "v")
        assert store.get("over").value == b"v"


def test_nobody_there(connect: Callable[..., Any]) -> None:
    with (
        connect("localhost:1") as store,
        pytest.raises(
            errors.Unreachable, match=r"kvd running there.*; nothing was changed$"
        ) as caught,
    ):
        store.put("k", "v")
    assert not caught.value.may_have_executed
    assert caught.value.unreachable == ("tcp://localhost:1",)


@contextmanager
def server_that(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that does `behave` with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ending = threading.Event()

        def serve() -> None:
            while not ending.is_set():
                connection = listener.accept()[0]
                with connection:
                    if not ending.is_set():
                        behave(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        address = listener.getsockname()
        try:
            yield f"127.0.0.1:{address[1]}"
        finally:
            ending.set()
            socket.create_connection(address).close()
            thread.join()


def hang_up(connection: socket.socket) -> None:
    """Take a call, and be gone."""
    connection.recv(65536)


def stay_silent(connection: socket.socket) -> None:
    """Take calls, and never answer."""
    while connection.recv(65536):
        pass


def test_a_change_without_a_session_whose_answer_got_lost_is_not_sent_again(
    connect: Callable[..., Any],
) -> None:
    calls = []

    def count_and_hang_up(connection: socket.socket) -> None:
        calls.append(connection.recv(65536))

    with (
        server_that(count_and_hang_up) as server,
        connect(server, exactly_once=False) as store,
    ):
        with pytest.raises(errors.OutcomeUnknown) as caught:
            store.put("k", "v")
        assert caught.value.may_have_executed
        assert len(calls) == 1


def test_a_read_whose_answer_got_lost_is_asked_elsewhere(
    kvd: Kvd, connect: Callable[..., Any]
) -> None:
    with connect(kvd.server) as store:
        store.put("lost", "v")
    with server_that(hang_up) as server, connect(f"{server},{kvd.server}") as store:
        assert store.get("lost").value == b"v"


def test_silence_ends_by_the_deadline(kvd: Kvd, connect: Callable[..., Any]) -> None:
    with (
        server_that(stay_silent) as server,
        connect(server, timeout=0.2, exactly_once=False) as store,
    ):
        with pytest.raises(errors.DeadlineExceeded) as caught:
            store.put("k", "v")
        assert caught.value.may_have_executed
        with pytest.raises(errors.DeadlineExceeded) as caught:
            store.get("k")
        assert not caught.value.may_have_executed


def test_a_read_leaves_a_silent_node_for_another(kvd: Kvd, connect: Callable[..., Any]) -> None:
    with connect(kvd.server) as store:
        store.put("silent", "v")
    with (
        server_that(stay_silent) as server,
        connect(f"{server},{kvd.server}", timeout=0.5) as store,
    ):
        assert store.get("silent").value == b"v"


def test_a_store_lives_through_a_restart_of_its_node(
    tmp_path: Any, connect: Callable[..., Any]
) -> None:
    with Kvd(tmp_path) as node, connect(node.server) as store:
        store.put("k", "v")
        node.kill()
        node.start()
        assert store.get("k").value == b"v"
        store.put("k", "w")


@contextmanager
def unconnectable() -> Iterator[str]:
    """An address at which connecting takes for ever: a listener whose queue is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(3)]
        for each in fillers:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        for each in fillers:
            each.close()


def test_a_change_goes_elsewhere_where_it_could_not_be_sent(
    kvd: Kvd, connect: Callable[..., Any]
) -> None:
    with (
        unconnectable() as nowhere,
        connect(f"{nowhere},{kvd.server}", timeout=2.0) as store,
    ):
        assert store.put("elsewhere", "v").durable_nodes == 1


def test_tasks_wait_for_each_others_connections_no_longer_than_they_may() -> None:
    async def story(address: str) -> None:
        async with kvstore.connect_async(address) as store:
            patient = asyncio.create_task(store.get("k", timeout=60.0))
            await asyncio.sleep(0.1)
            begun = asyncio.get_running_loop().time()
            with pytest.raises(errors.Unreachable):
                await store.get("k", timeout=0.3)
            assert asyncio.get_running_loop().time() - begun < 20.0
            patient.cancel()

    with unconnectable() as nowhere:
        asyncio.run(story(nowhere))
