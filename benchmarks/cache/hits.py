"""One get, of one process: through the library out of shared memory, and of others by a socket.

All of it is pinned to one core, for a wake-up on another core may cost more than a call. Each turn
reads all keys once, in a loop written out: no get has another function call around it, and that of
a dict is `dict.get`, a call as ours is.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import kvstore
from benchmarks.cache import hot, socket_peers
from benchmarks.cache.socket_peers import Get
from benchmarks.interleave import Timing, interleave
from benchmarks.report import Aim, Row
from benchmarks.store.our_cluster import Cluster
from kvstore.client.local_cache import told_segment
from kvstore.client.sync_cached import CachedStore
from kvstore.client.sync_store import Store
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.segments import open_reader

CORE = (os.cpu_count() or 1) - 1
UNDER = ("taskset", "-c", str(CORE))
KEYS = hot.keys(100)
ITEMS = {key: hot.value(key) for key in KEYS}

DICT = "dict.get"
CLOCK = "the boot clock alone"
MEMO = "a hit, with the memo"
COPY = "a hit, without the memo"
RPC = "our RPC over a Unix socket"
PYLIBMC = "pylibmc over a Unix socket"
REDIS_PY = "redis-py over a Unix socket"
RESP = "redis by a bare Unix socket"

AIMS = (
    (MEMO, REDIS_PY, 100.0),
    (MEMO, PYLIBMC, 18.0),
    (COPY, REDIS_PY, 30.0),
    (COPY, PYLIBMC, 6.0),
    (COPY, RPC, 7.0),
)
"""Ours, theirs, how many of ours shall fit into one of theirs."""
DICT_AIM = 9.0


def run(folder: Path, *, quick: bool) -> tuple[list[Row], list[Aim]]:
    """Measure in turn; the node's data goes to `folder`."""
    # Sockets have short names, which the project's own folder may not give.
    with tempfile.TemporaryDirectory() as sockets, ExitStack() as stack:
        stack.enter_context(_pinned())
        turns: dict[str, Callable[[], None]] = {DICT: _looks_into_dict, CLOCK: _clock_reads}
        stores = _stores(stack, folder, Path(sockets))
        turns |= {name: _store_gets(name, store) for name, store in stores.items()}
        gets, skipped = _peers(stack, Path(sockets))
        turns |= {name: _peer_gets(name, get) for name, get in gets.items()}
        asked_before = {name: _fallbacks(store) for name, store in stores.items()}
        found = {
            name: Timing(tuple(seconds / len(KEYS) for seconds in timing.rounds))
            for name, timing in interleave(turns, quick=quick).items()
        }
        asked = {name: _fallbacks(store) - asked_before[name] for name, store in stores.items()}
    rows = [_row(name, timing, found, asked) for name, timing in found.items()]
    rows += [Row(name, {"ns": f"skipped: {reason}"}) for name, reason in skipped.items()]
    aims = [
        Aim(f"cache: {theirs} ÷ {ours}", found[ours].times_faster_than(found[theirs]), wanted)
        for ours, theirs, wanted in AIMS
        if theirs in found
    ]
    of_dict = found[DICT].times_faster_than(found[MEMO])
    aims.append(Aim(f"cache: {MEMO} ÷ {DICT}", of_dict, DICT_AIM, smaller_is_better=True))
    return rows, aims


def _stores(stack: ExitStack, folder: Path, sockets: Path) -> dict[str, Store]:
    """Start a node, and return three ways to read it."""
    address = f"unix://{sockets / 'kvd'}"
    # Beside the socket, the TCP port that `Cluster` looks at.
    listen = ("--listen=localhost", f"--listen={address}")
    stack.enter_context(Cluster(folder, nodes=1, pin=str(CORE), options=listen))
    memo, copy = (stack.enter_context(kvstore.connect(address, local_cache=True)) for _ in range(2))
    rpc = stack.enter_context(kvstore.connect(address))
    for key, value in ITEMS.items():
        rpc.put(key, value)
    for store in (memo, copy):
        hot.warm(store, KEYS)
    name, owners = told_segment(copy.status())
    reader = open_reader(name, owners=owners, prefix=prefix_of(b""), memo_keys=0)
    stack.callback(reader.close)
    # The same way through the library, but for the memo.
    copy.cache.reader = reader
    copy.get(KEYS[0], consistency="lease")
    if reader.hits != 1:
        raise RuntimeError("what is to be read without the memo is not")
    return {MEMO: memo, COPY: copy, RPC: rpc}


def _peers(stack: ExitStack, sockets: Path) -> tuple[dict[str, Get], dict[str, str]]:
    """Start redis and memcached; return the gets of their clients, and why others are missing."""
    gets: dict[str, Get] = {}
    skipped = {
        PYLIBMC: socket_peers.why_not("memcached", "memcached", "pylibmc"),
        REDIS_PY: socket_peers.why_not("redis-server", "redis-server", "redis"),
        RESP: socket_peers.why_not("redis-server", "redis-server"),
    }
    if not skipped[PYLIBMC]:
        path = socket_peers.memcached_server(stack, sockets, UNDER)
        gets[PYLIBMC] = socket_peers.pylibmc(stack, path, ITEMS)
    if not skipped[RESP]:
        path = socket_peers.redis_server(stack, sockets, UNDER)
        resp = socket_peers.BareResp(stack, path)
        resp.put_all(ITEMS)
        if not skipped[REDIS_PY]:
            gets[REDIS_PY] = socket_peers.redis_py(stack, path)
        gets[RESP] = resp.get
    return gets, {name: reason for name, reason in skipped.items() if reason}


def _looks_into_dict() -> None:
    get = ITEMS.get
    for key in KEYS:
        get(key)


def _clock_reads() -> None:
    clock, boot = time.clock_gettime_ns, time.CLOCK_BOOTTIME
    for _ in KEYS:
        clock(boot)


def _store_gets(name: str, store: Store) -> Callable[[], None]:
    # By the lease, which is what a store with a local cache does unasked.
    get = store.get if isinstance(store, CachedStore) else partial(store.get, consistency="lease")

    def turn() -> None:
        for key in KEYS:
            get(key)

    for key, value in ITEMS.items():
        item = get(key)
        if item is None or item.value != value:
            raise RuntimeError(f"{name}: not what was put")
    return turn


def _peer_gets(name: str, get: Get) -> Callable[[], None]:
    def turn() -> None:
        for key in KEYS:
            get(key)

    if any(get(key) != value for key, value in ITEMS.items()):
        raise RuntimeError(f"{name}: not what was put")
    return turn


def _fallbacks(store: Store) -> int:
    return store.cache.fallbacks if isinstance(store, CachedStore) else 0


def _row(name: str, timing: Timing, found: dict[str, Timing], asked: dict[str, int]) -> Row:
    cells = {"ns": f"{timing.median * 1e9:,.0f}"}
    for ours in (MEMO, COPY):
        cells[f"÷ {ours}"] = f"{found[ours].times_faster_than(timing):.2f}"
    if name in (MEMO, COPY):
        cells["asked of the node"] = str(asked[name])
    return Row(name, cells)


@contextmanager
def _pinned() -> Iterator[None]:
    """Keep this process on `CORE` for so long."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
