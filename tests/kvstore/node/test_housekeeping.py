"""A node's folder stays bounded: snapshots take the place of the log, and a restart reads them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kvstore._generated import kv
from kvstore.node.node import Node
from kvstore.node.refusals import NodeRefusal
from tests.kvstore.node.commands import delete, put
from tests.kvstore.node.gated_vfs import GatedVfs
from tests.kvstore.node.test_node import run, serving, soon, until


async def fill(node: Node, count: int) -> None:
    for start in range(0, count, 50):
        changes = [node.propose(put(b"%d" % (n % 40), bytes(1000)), soon()) for n in range(50)]
        await asyncio.gather(*changes)
        assert start < count


def test_the_log_gives_way_to_snapshots_and_a_restart_goes_on_from_there(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, min_log_size=1 << 18) as node:
            await fill(node, 2000)
            await until(lambda: node.status().first_index > 500)
            # All of it would be 2.2 MB; behind a snapshot there may be as much as that weighs.
            await until(lambda: node.status().log_bytes < 1_600_000)
            revision, keys = node.machine.revision, node.machine.keys
            assert [path.suffix for path in (tmp_path / "snapshots").iterdir()]
        async with serving(tmp_path, min_log_size=1 << 18) as node:
            assert (node.machine.revision, node.machine.keys) == (revision, keys)
            commit = await node.propose(put(b"after"), soon())
            assert commit.outcome.revision == revision + 1  # type: ignore[union-attr] # it is a put

    run(story)


def test_changes_are_refused_while_there_is_no_space_and_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        free = [1 << 30]
        monkeypatch.setattr(vfs, "free_bytes", lambda folder: free[0])
        async with serving(tmp_path, vfs) as node:
            await node.propose(put(b"k"), soon())
            free[0] = (1 << 16) - 1

            await until(lambda: node._housekeeping.refusal(put(b"k"), 50) is not None)
            with pytest.raises(NodeRefusal) as refused:
                await node.propose(put(b"k"), soon())
            assert (refused.value.code, refused.value.executed) == (
                kv.KV_NO_SPACE,
                kv.KV_EXECUTED_NO,
            )
            assert node.get(b"", b"k", 0) is not None
            free[0] = 1 << 30
            await until(lambda: node._housekeeping.refusal(put(b"k"), 50) is None)
            await node.propose(put(b"k"), soon())

    run(story)


def test_no_burst_jumps_over_the_reserve_and_deletes_still_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is as full as the log makes it, and is never asked while the burst lasts."""

    async def story() -> None:
        vfs = GatedVfs()
        segment = 1 << 16
        room = 40 * segment

        def free_bytes(folder: Path) -> int:
            files = [path for path in tmp_path.rglob("*") if path.is_file()]
            return room - sum(path.stat().st_size for path in files)

        monkeypatch.setattr(vfs, "free_bytes", free_bytes)
        async with serving(tmp_path, vfs) as node:
            burst = [
                asyncio.ensure_future(node.propose(put(b"%d" % n, bytes(10_000)), soon()))
                for n in range(400)
            ]
            results = await asyncio.gather(*burst, return_exceptions=True)
            refused = [each for each in results if isinstance(each, NodeRefusal)]
            assert {each.code for each in refused} == {kv.KV_NO_SPACE}
            assert len(refused) < 350, "most of the room is used"
            assert free_bytes(tmp_path) > segment
            for number in range(50):
                await node.propose(delete(b"%d" % number), soon())

    run(story)


def test_memory_and_log_stay_bounded_by_bytes_where_values_are_large(tmp_path: Path) -> None:
    """With the bound of revisions that is the default: a few hundred never reach it."""
    kept = 4 << 20

    async def story() -> None:
        async with serving(tmp_path, kept_bytes=kept, min_log_size=1 << 20) as node:
            for n in range(400):
                await node.propose(put(b"%d" % (n % 5), bytes(50_000)), soon())
                await asyncio.sleep(0.004)  # so that a tick's worth is little of what is kept
            # Five of them are the present.
            await until(lambda: node.machine.data_bytes <= kept * 5 // 4 + 5 * 50_000)
            # What a snapshot weighs, what followers may miss, and what is written meanwhile.
            await until(lambda: node.status().log_bytes < 10 << 20)

    run(story)
