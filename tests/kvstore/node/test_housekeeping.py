"""A node's folder stays bounded: snapshots take the place of the log, and a restart reads them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kvstore._generated import kv
from kvstore.node.node import Node
from kvstore.node.refusals import NodeRefusal
from tests.kvstore.node.commands import put
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

            await until(lambda: node._housekeeping.refusal(put(b"k")) is not None)
            with pytest.raises(NodeRefusal) as refused:
                await node.propose(put(b"k"), soon())
            assert (refused.value.code, refused.value.executed) == (
                kv.KV_NO_SPACE,
                kv.KV_EXECUTED_NO,
            )
            assert node.get(b"", b"k", 0) is not None
            free[0] = 1 << 30
            await until(lambda: node._housekeeping.refusal(put(b"k")) is None)
            await node.propose(put(b"k"), soon())

    run(story)
