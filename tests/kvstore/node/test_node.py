"""The node as a service sees it: answers only what is durable, and says why where it does not."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kvstore._generated import kv
from kvstore.config import NodeConfig
from kvstore.mvcc.outcomes import PutDone, Refusal
from kvstore.node.node import Node
from kvstore.node.refusals import NodeRefusal
from tests.kvstore.node.commands import delete, put
from tests.kvstore.node.gated_vfs import GatedVfs

SOON = 10.0
"""Seconds that are never used up, unless something is wrong."""


def soon(seconds: float = SOON) -> float:
    return asyncio.get_running_loop().time() + seconds


def config(folder: Path, **settings: Any) -> NodeConfig:
    return NodeConfig(node_id=1, data_folder=folder, segment_size=1 << 16, **settings)


@asynccontextmanager
async def serving(
    folder: Path, vfs: GatedVfs | None = None, **settings: Any
) -> AsyncIterator[Node]:
    if vfs is not None:
        settings["quick_sync"] = 0.0  # or the loop would wait for its own gate
    node = Node(config(folder, **settings), vfs)
    await node.start()
    try:
        yield node
    finally:
        if vfs is not None:
            vfs.gate.set()
        await node.stop()


def run(story: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await story()

    asyncio.run(bounded())


def ignored(callback: Callable[[], object]) -> None:
    """Stands for a caller who stays."""


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 (what is waited for tells nobody)
            await asyncio.sleep(0.01)


async def read(node: Node, revision: int, deadline: float) -> int:
    return await node.read(kv.KV_LINEARIZABLE, 0, revision, deadline, ignored)


def test_nothing_is_answered_or_shown_before_it_is_synced(tmp_path: Path) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        async with serving(tmp_path, vfs) as node:
            vfs.gate.clear()
            change = asyncio.create_task(node.propose(put(b"key"), soon()))
            await asyncio.sleep(0.05)
            assert not change.done()
            assert node.get(b"", b"key", 0) is None
            vfs.gate.set()
            commit = await change
            assert commit.outcome == PutDone(revision=1, previous=None)
            assert commit.durable_nodes == 1
            item = node.get(b"", b"key", 0)
            assert item is not None
            assert item.value == b"value"

    run(story)


def test_what_waits_for_the_disk_shares_one_sync(tmp_path: Path) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        async with serving(tmp_path, vfs) as node:
            vfs.gate.clear()
            first = asyncio.create_task(node.propose(put(b"first"), soon()))
            await asyncio.sleep(0.01)
            done_before = vfs.syncs
            rest = [
                asyncio.create_task(node.propose(put(b"%d" % number), soon()))
                for number in range(100)
            ]
            await asyncio.sleep(0.01)
            vfs.gate.set()
            commits = await asyncio.gather(first, *rest)
            assert vfs.syncs == done_before + 2
            # In the order in which they came.
            assert [commit.outcome.revision for commit in commits] == list(range(1, 102))  # type: ignore[union-attr] # all are puts

    run(story)


def test_a_full_queue_says_when_to_come_again(tmp_path: Path) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        async with serving(tmp_path, vfs, max_proposals=2) as node:
            vfs.gate.clear()
            first = asyncio.create_task(node.propose(put(b"first"), soon()))
            await asyncio.sleep(0.01)
            waiting = [asyncio.create_task(node.propose(put(b"x"), soon())) for _ in range(2)]
            await asyncio.sleep(0.01)
            with pytest.raises(NodeRefusal) as refused:
                await node.propose(put(b"one too many"), soon())
            assert refused.value.code == kv.KV_BUSY
            assert refused.value.retry_after_ms > 0
            assert refused.value.executed == kv.KV_EXECUTED_NO
            vfs.gate.set()
            await asyncio.gather(first, *waiting)
            assert node.get(b"", b"one too many", 0) is None

    run(story)


def test_a_deadline_tells_what_may_still_happen_from_what_will_not(tmp_path: Path) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        async with serving(tmp_path, vfs) as node:
            vfs.gate.clear()
            handed_over = asyncio.create_task(node.propose(put(b"may happen"), soon(0.1)))
            await asyncio.sleep(0.01)
            queued = asyncio.create_task(node.propose(put(b"never happens"), soon(0.05)))
            executed = {}
            for name, change in {"handed over": handed_over, "queued": queued}.items():
                with pytest.raises(NodeRefusal) as refused:
                    await change
                assert refused.value.code == kv.KV_DEADLINE
                executed[name] = refused.value.executed
            assert executed == {
                "handed over": kv.KV_EXECUTED_UNKNOWN,
                "queued": kv.KV_EXECUTED_NO,
            }
            vfs.gate.set()
            await node.propose(put(b"after"), soon())
            assert node.get(b"", b"may happen", 0) is not None
            assert node.get(b"", b"never happens", 0) is None

    run(story)


def test_a_failed_sync_stops_the_node_for_good(tmp_path: Path) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        async with serving(tmp_path, vfs) as node:
            await node.propose(put(b"before"), soon())
            vfs.gate.clear()
            handed_over = asyncio.create_task(node.propose(put(b"x"), soon()))
            await asyncio.sleep(0.01)
            queued = asyncio.create_task(node.propose(put(b"y"), soon()))
            await asyncio.sleep(0.01)
            vfs.sync_error = errno.EIO
            vfs.gate.set()
            executed = []
            for change in (handed_over, queued):
                with pytest.raises(NodeRefusal) as refused:
                    await change
                assert refused.value.code == kv.KV_FAILED
                executed.append(refused.value.executed)
            assert executed == [kv.KV_EXECUTED_UNKNOWN, kv.KV_EXECUTED_NO]
            assert await node.failed()
            vfs.sync_error = 0
            with pytest.raises(NodeRefusal) as refused:
                await node.propose(put(b"z"), soon())
            assert refused.value.code == kv.KV_FAILED
        async with serving(tmp_path) as node:
            assert node.get(b"", b"before", 0) is not None

    run(story)


def test_a_full_disk_refuses_changes_until_there_is_space_again(tmp_path: Path) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        async with serving(tmp_path, vfs) as node:
            await node.propose(put(b"before"), soon())
            vfs.write_error = errno.ENOSPC
            # It may be in the logs of others already, and so it is not given up.
            caught = asyncio.create_task(node.propose(put(b"caught"), soon()))
            await asyncio.sleep(0.05)
            assert not caught.done()
            with pytest.raises(NodeRefusal) as refused:
                await node.propose(put(b"refused"), soon())
            assert refused.value.code == kv.KV_NO_SPACE
            assert refused.value.executed == kv.KV_EXECUTED_NO
            assert node.get(b"", b"before", 0) is not None
            vfs.write_error = 0
            await caught
            await node.propose(put(b"after"), soon())
        async with serving(tmp_path) as node:
            keys = (b"before", b"caught", b"refused", b"after")
            there = [node.get(b"", key, 0) for key in keys]
            assert [item is not None for item in there] == [True, True, False, True]

    run(story)


def test_stopping_finishes_what_was_taken(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path) as node:
            changes = [
                asyncio.create_task(node.propose(put(b"%d" % number), soon()))
                for number in range(50)
            ]
            await asyncio.sleep(0)
        for change in changes:
            await change
        with pytest.raises(Refusal) as refused:
            await node.propose(put(b"late"), soon())
        assert refused.value.code == kv.KV_UNAVAILABLE
        async with serving(tmp_path) as node:
            assert node.machine.keys == 50

    run(story)


def test_a_refused_change_is_answered_and_its_place_in_the_log_is_kept(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path) as node:
            missing = await node.propose(put(b"no", b"", flags=kv.KV_KEEP_VALUE), soon())
            assert missing.outcome.code == kv.KV_NOT_FOUND  # type: ignore[union-attr] # it is refused
            nothing = await node.propose(delete(b"no"), soon())
            assert nothing.outcome.revision == 0  # type: ignore[union-attr] # it deletes
            with pytest.raises(Refusal) as refused:
                await node.propose(put(b""), soon())
            assert refused.value.code == kv.KV_INVALID
            await node.propose(put(b"yes"), soon())
            assert (node.machine.revision, node.machine.applied_index) == (1, 5)

    run(story)


def test_a_change_larger_than_a_segment_is_refused(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path) as node:
            with pytest.raises(Refusal) as refused:
                await node.propose(put(b"key", bytes(1 << 16)), soon())
            assert refused.value.code == kv.KV_TOO_LARGE
            await node.propose(put(b"key", bytes((1 << 16) - 2000)), soon())

    run(story)


def test_a_read_waits_for_its_revision_and_no_longer_than_its_deadline(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, max_waiting_reads=1) as node:
            waiting = asyncio.create_task(read(node, 1, soon()))
            await asyncio.sleep(0)
            with pytest.raises(NodeRefusal) as refused:
                await read(node, 2, soon())
            assert refused.value.code == kv.KV_BUSY
            await node.propose(put(b"key"), soon())
            await waiting
            await read(node, 1, soon())
            with pytest.raises(NodeRefusal) as refused:
                await read(node, 2, soon(0.05))
            assert refused.value.code == kv.KV_STALE
            # The place of the one that gave up is free again.
            waiting = asyncio.create_task(read(node, 2, soon()))
            await asyncio.sleep(0)
            await node.propose(put(b"key"), soon())
            await waiting

    run(story)


def test_a_second_node_cannot_use_the_folder(tmp_path: Path) -> None:
    async def story() -> None:
        from kvstore.storage.errors import FolderLocked

        async with serving(tmp_path):
            with pytest.raises(FolderLocked):
                Node(config(tmp_path))

    run(story)
