"""Nobody keeps the node from answering others: not with long ranges, not with costly changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.mvcc.outcomes import Refusal
from kvstore.mvcc.store import Store
from kvstore.node.refusals import NodeRefusal
from kvstore.node.scans import Scans
from tests.kvstore.node.commands import delete, put
from tests.kvstore.node.gated_vfs import GatedVfs
from tests.kvstore.node.test_node import ignored, run, serving, soon
from tests.kvstore.ranges import EVERYTHING, range_op

COUNT_ALL = range_op(EVERYTHING, want=kv.KV_WANT_COUNT)
STEP = 10


def store_of(keys: int) -> Store:
    store = Store()
    for number in range(keys):
        store.apply(put(b"%04d" % number))
    return store


def stays() -> bool:
    return False


def delete_all() -> commands.command:
    return delete(b"", kind=kv.KV_PREFIX)


def test_all_ranges_together_look_at_one_step_of_keys_a_round() -> None:
    async def story() -> None:
        store = store_of(95)
        scans = Scans(asyncio.get_running_loop(), STEP, max_waiting=100)
        reads = [store.range(b"", COUNT_ALL) for _ in range(30)]
        tasks = [asyncio.create_task(scans.read(read, soon(), stays)) for read in reads]
        looked = [0]
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0)
            looked.append(sum(read.looked for read in reads))
        assert [task.result().count for task in tasks] == [95] * 30
        assert max(after - before for before, after in pairwise(looked)) <= STEP

    run(story)


def test_short_ranges_are_answered_while_long_ones_wait() -> None:
    async def story() -> None:
        store, few = store_of(2000), store_of(3)
        scans = Scans(asyncio.get_running_loop(), STEP, max_waiting=100)
        long = asyncio.create_task(scans.read(store.range(b"", COUNT_ALL), soon(), stays))
        await asyncio.sleep(0)
        for _ in range(20):
            found = await scans.read(few.range(b"", COUNT_ALL), soon(), stays)
            assert found.count == 3
        assert not long.done()
        assert (await long).count == 2000

    run(story)


@pytest.mark.parametrize(
    ("seconds", "gone", "code"),
    [(0.0, False, kv.KV_DEADLINE), (10.0, True, kv.KV_DEADLINE), (10.0, False, kv.KV_BUSY)],
)
def test_a_range_that_cannot_go_on_is_told_so(seconds: float, gone: bool, code: int) -> None:
    async def story() -> None:
        store = store_of(50)
        scans = Scans(asyncio.get_running_loop(), STEP, max_waiting=int(code != kv.KV_BUSY))
        with pytest.raises(NodeRefusal) as refused:
            await scans.read(store.range(b"", COUNT_ALL), soon(seconds), lambda: gone)
        assert refused.value.code == code
        assert refused.value.executed == kv.KV_EXECUTED_NO

    run(story)


def test_others_get_a_turn_between_the_changes_of_a_batch(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, apply_slice=0.0) as node:
            before = node.machine.applied_index
            changes = [asyncio.create_task(node.propose(put(b"%d" % n), soon())) for n in range(50)]
            applied = [before]
            while not all(change.done() for change in changes):
                await asyncio.sleep(0)
                applied.append(node.machine.applied_index)
            assert applied[-1] == before + 50
            steps = {after - before for before, after in pairwise(applied)}
            assert steps == {0, 1}

    run(story)


def test_stopping_waits_for_what_is_durable_and_not_applied(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path, apply_slice=0.0) as node:
            changes = [asyncio.create_task(node.propose(put(b"%d" % n), soon())) for n in range(50)]
            await asyncio.sleep(0)
        outcomes = [(await change).outcome for change in changes]
        assert [outcome.revision for outcome in outcomes] == list(range(1, 51))  # type: ignore[union-attr] # all are puts

    run(story)


def test_changes_that_look_through_many_keys_do_not_crowd_out_others(tmp_path: Path) -> None:
    async def story() -> None:
        vfs = GatedVfs()
        async with serving(tmp_path, vfs, max_scanning_changes=2) as node:
            vfs.gate.clear()
            wide = [asyncio.create_task(node.propose(delete_all(), soon())) for _ in range(2)]
            await asyncio.sleep(0)
            with pytest.raises(Refusal) as refused:
                await node.propose(delete_all(), soon())
            assert refused.value.code == kv.KV_BUSY
            narrow = asyncio.create_task(node.propose(put(b"key"), soon()))
            await asyncio.sleep(0)
            vfs.gate.set()
            await asyncio.gather(*wide, narrow)
            await node.propose(delete_all(), soon())  # their places are free again

    run(story)


def test_a_change_that_cannot_be_applied_stops_the_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No change is known to do so; if one does, a node that went on would not be its log's."""

    def broken(entry: raft.entry, command: commands.command | None) -> None:
        raise ZeroDivisionError

    async def story() -> None:
        async with serving(tmp_path) as node:
            await node.propose(put(b"before"), soon())
            monkeypatch.setattr(node.machine, "apply", broken)
            changes = [asyncio.create_task(node.propose(put(b"x"), soon())) for _ in range(3)]
            assert "ZeroDivisionError" in await node.failed()
            for change in changes:
                with pytest.raises(NodeRefusal) as refused:
                    await change
                assert refused.value.code == kv.KV_FAILED
                assert refused.value.executed == kv.KV_EXECUTED_UNKNOWN

    run(story)


def test_a_read_does_not_wait_for_a_caller_who_has_gone(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path) as node:
            told: list[Callable[[], object]] = []
            waiting = asyncio.create_task(node.read(kv.KV_LINEARIZABLE, 0, 9, soon(), told.append))
            await asyncio.sleep(0)
            told[0]()
            with pytest.raises(NodeRefusal):
                await waiting
            await node.read(kv.KV_LINEARIZABLE, 0, 0, soon(), ignored)

    run(story)
