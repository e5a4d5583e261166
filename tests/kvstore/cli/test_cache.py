"""`kvctl cache`, and `kvctl get` out of shared memory."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kvstore._generated import kv
from kvstore.hotcache.segments import boot_clock, open_reader
from tests.kvstore.cli.scripted import item, serving
from tests.kvstore.client.shared_keys import SharedKeys
from tests.kvstore.product import ENVIRONMENT, kvctl
from tests.lab import command

FOLDER = Path("/dev/shm")  # noqa: S108 (where Linux keeps shared memory)


COUNTERS = {
    "cache_hits": 70,
    "cache_misses": 3,
    "cache_fallbacks": 5,
    "cache_newer": 4,
    "calls_get": 9,
}


def status_of(*, counters: dict[str, int] | None = None, **properties: str) -> dict[str, Any]:
    return {
        "role": kv.KV_LEADER,
        "leader": kv.kv_node(id=1, address=""),
        "commit_index": 0,
        "first_index": 0,
        "last_index": 0,
        "keys": 0,
        "data_bytes": 0,
        "log_bytes": 0,
        "uptime_ms": 0,
        "members": (),
        "alarms": (),
        "counters": tuple(
            kv.kv_counter(name=name, value=number) for name, number in (counters or {}).items()
        ),
        "properties": tuple(
            kv.kv_property(name=name, value=text) for name, text in properties.items()
        ),
    }


@pytest.fixture
def shared() -> Iterator[SharedKeys]:
    """The segment of the node that `scripted` plays."""
    with SharedKeys(cluster=1, number=1) as found:
        yield found


@pytest.fixture
def server(shared: SharedKeys) -> Iterator[str]:
    told = status_of(counters=COUNTERS, cache_segment=shared.name)
    with serving({"STATUS": told, "GET": item(b"k", b"asked")}) as (address, _):
        yield address


# ---------------------------------------------------------------------- get


@pytest.mark.parametrize("consistency", ["lease", "serializable"])
def test_get_says_that_it_is_from_shared_memory(
    shared: SharedKeys, server: str, consistency: str
) -> None:
    shared.put(b"k", b"shared")
    done = kvctl("get", "k", f"--consistency={consistency}", "-v", server=server)
    assert (done.stdout, done.returncode) == (b"shared\n", 0)
    assert done.stderr.startswith(b"kvctl: from the shared memory of node 1, surely the newest")
    quiet = kvctl("get", "k", f"--consistency={consistency}", server=server)
    assert (quiet.stdout, quiet.stderr) == (b"shared\n", b"")


def test_get_knows_from_shared_memory_that_there_is_no_such_key(
    shared: SharedKeys, server: str
) -> None:
    shared.put(b"k", None)
    done = kvctl("get", "k", "--consistency=lease", server=server)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"kvctl: no such key\n", 1)


def withdraw(shared: SharedKeys) -> None:
    shared.put(b"k", b"shared")
    shared.writer.withdraw_lease()


def fall_silent(shared: SharedKeys) -> None:
    shared.put(b"k", b"shared")
    shared.writer.publish_alive(boot_clock() - 1)
    shared.writer.withdraw_lease()


@pytest.mark.parametrize(
    ("options", "prepare", "why"),
    [
        (["--consistency=lease"], None, "the key is not in the shared memory of node 1"),
        (["--consistency=lease"], withdraw, "node 1 has no lease now"),
        (["--consistency=lease"], fall_silent, "node 1 does not keep up its shared memory"),
        ([], None, "no linearizable read is answered from shared memory"),
        (["--consistency=lease", "--rev=3"], None, "shared memory holds no past states"),
    ],
)
def test_get_says_why_it_asked_a_node(
    shared: SharedKeys, server: str, options: list[str], prepare: Any, why: str
) -> None:
    if prepare is not None:
        prepare(shared)
    done = kvctl("get", "k", "-v", *options, server=server)
    assert (done.stdout, done.returncode) == (b"asked\n", 0)
    assert done.stderr.decode() == f"kvctl: asked a node: {why}\n"


def test_get_asks_a_node_that_shares_nothing() -> None:
    with serving({"STATUS": status_of(), "GET": item(b"k", b"asked")}) as (server, _):
        done = kvctl("get", "k", "-v", "--consistency=serializable", server=server)
    assert done.stdout == b"asked\n"
    assert b"node 1 shares no hot keys with this host" in done.stderr


LOADED = """
import sys
from kvstore.cli.main import main
assert main(["--server", sys.argv[1], "get", "k", *sys.argv[2:]]) == 0
print(*[each for each in sys.modules if "hotcache" in each or each.endswith("_ipc")])
"""


@pytest.mark.parametrize("options", [[], ["--consistency=lease"]])
def test_get_imports_nothing_of_it_where_there_is_none(options: list[str]) -> None:
    with serving({"STATUS": status_of(), "GET": item(b"k", b"asked")}) as (server, _):
        done = subprocess.run(
            [sys.executable, "-c", LOADED, server, *options],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    assert done.stdout == "asked\n\n"


# ---------------------------------------------------------------------- stats


def test_stats_has_the_nodes_counters_and_what_can_be_seen(shared: SharedKeys, server: str) -> None:
    for number in range(5):
        shared.put(b"%d" % number, b"v")
    shared.put(b"0", b"w")
    shared.writer.repair(0)  # writes the counters
    (shown,) = json.loads(kvctl("cache", "stats", "-o", "json", server=server).stdout)
    geometry = shared.segment.header.geometry
    assert shown == {
        "server": server,
        "node_id": 1,
        "hits": 70,
        "misses": 3,
        "fallbacks": 5,
        "evictions": 0,
        "repairs": 0,
        "fills": 5,
        "updates": 1,
        "hidden": shown["hidden"],
        "gates": 0,
        "contended": 0,
        "keys": 5,
        "slots": geometry.slots,
        "bytes": geometry.main_bytes + geometry.side_bytes,
        "newer": 4,
        "not_readable": None,
    }
    plain = kvctl("cache", "stats", server=server).stdout.decode().splitlines()
    assert {"hits: 70", "keys: 5", "fallbacks: 5"} <= set(plain)
    titles, row = kvctl("cache", "stats", "-o", "table", server=server).stdout.split(b"\n")[:2]
    assert titles.split()[:3] == [b"SERVER", b"NODE", b"ID"]
    assert row.split()[:4] == [server.encode(), b"1", b"70", b"3"]


def test_stats_of_a_node_that_shares_nothing_are_unknown() -> None:
    with serving({"STATUS": status_of()}) as (server, _):
        (shown,) = json.loads(kvctl("cache", "stats", "-o", "json", server=server).stdout)
    assert shown["hits"] is shown["slots"] is None
    assert shown["not_readable"] == "node 1 shares no hot keys with this host"


def test_stats_of_a_server_that_is_not_there_end_as_all_do() -> None:
    done = kvctl("cache", "stats", "--timeout=1", server="localhost:1")
    assert (done.stdout, done.returncode) == (b"", 3)


# ---------------------------------------------------------------------- top


@pytest.fixture
def reading(shared: SharedKeys) -> Iterator[None]:
    """`often` is read much more often than `seldom`, and `cold` never."""
    shared.put(b"often", b"123")
    shared.put(b"seldom", None, name_space=b"other")
    shared.put(b"cold", b"v")
    often = open_reader(shared.name, prefix=b"\0", memo_keys=0)
    seldom = open_reader(shared.name, prefix=b"\5other", memo_keys=0)
    stop = threading.Event()

    def read() -> None:
        while not stop.wait(0.001):
            assert often.lease(b"often") is not None
            if time.monotonic() * 10 % 1 < 0.3:
                assert seldom.lease(b"seldom") is not None

    thread = threading.Thread(target=read)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.mark.usefixtures("reading")
def test_top_shows_the_hottest_first(server: str) -> None:
    done = kvctl("cache", "top", "-o", "json", "--interval=1", server=server)
    assert (done.stderr, done.returncode) == (b"", 0)
    often, seldom = json.loads(done.stdout)
    assert often["heat"] > seldom["heat"] > 0
    del often["heat"], seldom["heat"]
    assert often == {"name_space": "", "key": "often", "value_bytes": 3, "mod_revision": 5}
    assert seldom["key"] == "seldom"
    assert (seldom["name_space"], seldom["value_bytes"]) == ("other", None)
    one = kvctl("cache", "top", "-n1", "--interval=0.2", server=server).stdout.decode()
    assert one.endswith("% often\n")
    assert one.count("\n") == 1
    table = kvctl("cache", "top", "-o", "table", "--interval=0.2", server=server).stdout.decode()
    assert table.splitlines()[0].split() == [
        "HEAT",
        "NAME",
        "SPACE",
        "KEY",
        "VALUE",
        "BYTES",
        "MOD",
        "REVISION",
    ]


@pytest.mark.usefixtures("reading")
def test_top_looks_where_the_leader_is_read(server: str) -> None:
    with SharedKeys(cluster=1, number=2) as idle:
        told = status_of(cache_segment=idle.name) | {"role": kv.KV_FOLLOWER}
        with serving({"STATUS": told}) as (follower, _):
            both = f"{follower},{server}"
            done = kvctl("cache", "top", "-n1", "--interval=0.2", server=both)
            assert done.stdout.endswith(b"% often\n")
            alone = kvctl("cache", "top", "--interval=0.2", server=f"{follower},localhost:1")
    assert (alone.stdout, alone.stderr, alone.returncode) == (b"", b"", 0)


def test_top_leaves_the_marks_of_hits_as_they_were(shared: SharedKeys, server: str) -> None:
    for key in (b"hit", b"cold"):
        shared.put(key, b"v")
    assert open_reader(shared.name, prefix=b"\0").lease(b"hit") is not None
    done = kvctl("cache", "top", "--interval=0.1", server=server)
    assert (done.stdout, done.returncode) == (b"", 0)
    assert sum(shared.marks()) == 1


@pytest.mark.usefixtures("reading")
def test_top_goes_on_at_a_terminal_until_it_is_told_to_stop(server: str) -> None:
    controller, terminal = os.openpty()
    running = subprocess.Popen(
        [command("kvctl"), f"--server={server}", "cache", "top", "--interval=0.1"],
        stdout=terminal,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    os.close(terminal)
    try:
        shown = b""
        while shown.count(b"\x1b[H\x1b[J") < 3:
            shown += os.read(controller, 4096)
        running.terminate()
        assert running.communicate(timeout=30)[1] == b""
    finally:
        running.kill()
        running.wait()
        os.close(controller)
    assert b"node 1: hit most\r\n" in shown
    assert b"% often" in shown
    assert running.returncode == 128 + 15


def test_top_waits_for_silent_servers_together(server: str) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(4)]
        servers = ",".join(f"localhost:{each.getsockname()[1]}" for each in silent)
        begun = time.monotonic()
        done = kvctl("cache", "top", "--timeout=4", "--interval=0.1", server=f"{servers},{server}")
        assert (done.returncode, done.stderr) == (0, b""), done
        assert time.monotonic() - begun < 12  # of 16, one after the other


def test_top_needs_a_segment() -> None:
    with serving({"STATUS": status_of()}) as (server, _):
        done = kvctl("cache", "top", server=server)
    assert (done.stdout, done.returncode) == (b"", 1)
    assert done.stderr == b"kvctl: node 1 shares no hot keys with this host\n"


# ---------------------------------------------------------------------- sweep

DYING = """
import os, sys
from kvstore.hotcache.layout import Geometry
from kvstore.hotcache.segments import Segment
print(Segment.create(int(sys.argv[1], 16), 9, Geometry.fitting(1 << 16)).name, flush=True)
os._exit(9)
"""


def test_sweep_removes_what_the_dead_left_and_nothing_else() -> None:
    cluster = secrets.token_hex(8)
    dead, other = (
        subprocess.run(
            [sys.executable, "-c", DYING, each], capture_output=True, text=True, check=False
        ).stdout.strip()
        for each in (cluster, secrets.token_hex(8))
    )
    with SharedKeys(cluster=int(cluster, 16)) as living:
        done = kvctl("cache", "sweep", f"--cluster-id={cluster}", "-o", "json")
        swept = json.loads(done.stdout)
        assert (swept["segments"], done.stderr, done.returncode) == ([dead], b"", 0)
        assert swept["semaphores"] > 0
        assert not list(FOLDER.glob(f"{dead[1:]}*"))
        assert (FOLDER / living.name[1:]).exists()
        assert living.segment.locks.try_take(0)
        living.segment.locks.give(0)
    assert (FOLDER / other[1:]).exists()
    plain = kvctl("cache", "sweep", f"--cluster-id={other.split('-')[2]}")
    removed, told = plain.stdout.decode().splitlines()
    assert removed == f"removed {other}"
    assert told.startswith("removed 1 segments, ")


def test_sweep_says_so_where_nothing_is_left() -> None:
    nobody = f"--cluster-id={secrets.token_hex(8)}"
    assert kvctl("cache", "sweep", nobody).stdout == b"removed 0 segments, 0 semaphores\n"
    table = kvctl("cache", "sweep", nobody, "-o", "table").stdout.decode().splitlines()
    assert [line.split() for line in table] == [["KIND", "REMOVED"], ["semaphores", "0"]]
    refused = kvctl("cache", "sweep", "--cluster-id=x")
    assert (refused.returncode, b"is not a cluster's number" in refused.stderr) == (2, True)
