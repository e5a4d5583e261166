"""What a node leaves on disk, as a Raft member would read it, and what it makes of a folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kvstore._generated import command as commands
from kvstore._generated import kv, raft
from kvstore.config import NodeConfig
from kvstore.mvcc.entries import decode, encode
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.errors import NotServable
from kvstore.node.node import Node
from kvstore.node.recovery import log_folder, recover
from kvstore.node.refusals import NodeRefusal
from kvstore.storage.errors import WrongOwner
from kvstore.storage.segment_format import Identity
from kvstore.storage.snapshot_store import SnapshotStore
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal
from tests.kvstore.node.commands import put


def config(folder: Path, node_id: int = 1, tick: float = 0.01) -> NodeConfig:
    return NodeConfig(node_id=node_id, data_folder=folder, segment_size=1 << 16, tick=tick)


def run_once(folder: Path, *changes: commands.command, tick: float = 0.01) -> int:
    """Start a node, make changes one after the other, stop it; return the cluster's id."""

    async def story() -> int:
        node = Node(config(folder, tick=tick))
        try:
            await node.start()
            for change in changes:
                await node.propose(change, asyncio.get_running_loop().time() + 10)
        finally:
            await node.stop()
        return node.cluster_id

    return asyncio.run(story())


def test_the_log_is_that_of_a_raft_cluster_of_one(tmp_path: Path) -> None:
    first, second = put(b"a"), put(b"b")
    # No tick comes meanwhile, at which the leader would raise the feature level.
    cluster_id = run_once(tmp_path, first, tick=60.0)
    assert run_once(tmp_path, second, tick=60.0) == cluster_id
    with Wal.open(log_folder(config(tmp_path)), Identity(cluster_id, 1)) as wal:
        entries = list(wal.entries(1, wal.last_index + 1))
        hard_state = wal.hard_state
    assert [(entry.index, entry.term, entry.type, entry.command_version) for entry in entries] == [
        (1, 1, raft.ENTRY_CONF_CHANGE, 0),
        (2, 2, raft.ENTRY_NORMAL, 0),
        (3, 2, raft.ENTRY_NORMAL, 1),
        (4, 3, raft.ENTRY_NORMAL, 0),
        (5, 3, raft.ENTRY_NORMAL, 1),
    ]
    change = raft.conf_change.from_xdr(entries[0].data)
    assert (change.type, change.node) == (raft.CONF_CHANGE_ADD_NODE, 1)
    assert [entry.data for entry in entries[1:]] == [b"", encode(first), b"", encode(second)]
    assert (hard_state.term, hard_state.vote) == (3, 1)
    assert hard_state.commit == 4  # it is written with the next entries, and so lags


def append_to_log(folder: Path, *entries: raft.entry) -> None:
    """Add to the log of a new node what some other release might have written."""
    cluster_id = run_once(folder)
    with Wal.open(log_folder(config(folder)), Identity(cluster_id, 1)) as wal:
        wal.append(entries)


def entry(type_: int, command_version: int, data: bytes) -> raft.entry:
    return raft.entry(term=2, index=3, type=type_, command_version=command_version, data=data)


@pytest.mark.parametrize(
    ("unknown", "message"),
    [
        (entry(raft.ENTRY_NORMAL, 2, b"next"), "entry 3 .*command version 2"),
        (entry(7, 0, b""), "entry 3 .*is of type 7"),
        (entry(raft.ENTRY_NORMAL, 1, b"none"), "entry 3 cannot be applied .*newer release"),
        (entry(raft.ENTRY_NORMAL, 1, encode(put(b"k")) + b"more"), "entry 3 cannot be applied"),
        (entry(raft.ENTRY_CONF_CHANGE, 0, b"none"), "entry 3 cannot be applied"),
    ],
)
def test_what_this_release_cannot_apply_is_named_and_left_alone(
    tmp_path: Path, unknown: raft.entry, message: str
) -> None:
    append_to_log(tmp_path, unknown)
    for _ in range(2):
        with pytest.raises(NotServable, match=message):
            run_once(tmp_path)


def test_a_log_that_brings_another_voter_is_not_served_without_it(tmp_path: Path) -> None:
    """Whether it was committed is not on the disk: this node alone is no quorum of the two."""
    info = raft.member_info(2, "other:9002", bytes(raft.BIRTH_SIZE))
    change = raft.conf_change(raft.CONF_CHANGE_ADD_NODE, 2, info.to_xdr())
    append_to_log(tmp_path, entry(raft.ENTRY_CONF_CHANGE, 0, change.to_xdr()))

    async def story() -> None:
        node = Node(config(tmp_path))
        started = asyncio.create_task(node.start())
        await asyncio.sleep(0.05)
        assert not node.is_leader  # for an election timeout, as the other one may lead
        await started
        with pytest.raises(NodeRefusal) as refused:
            await node.propose(put(b"a"), asyncio.get_running_loop().time() + 1)
        assert refused.value.code == kv.KV_NO_QUORUM
        assert refused.value.unreachable == (kv.kv_node(2, "other:9002"),)
        assert "other:9002" in refused.value.message
        assert [(member.id, member.reachable) for member in node.members()] == [
            (1, True),
            (2, False),
        ]
        await node.stop()

    asyncio.run(story())


def test_another_nodes_folder_is_refused(tmp_path: Path) -> None:
    run_once(tmp_path)
    with pytest.raises(WrongOwner):
        Node(config(tmp_path, node_id=2))


def test_a_node_that_died_while_founding_its_log_founds_it_again(tmp_path: Path) -> None:
    Wal.create(log_folder(config(tmp_path)), Identity(77, 1)).close()
    assert run_once(tmp_path, put(b"a")) == 77


def test_a_log_that_ends_before_the_snapshot_is_given_up_for_it(tmp_path: Path) -> None:
    """The process died when it had received a snapshot, and before its log said so."""
    identity = Identity(run_once(tmp_path, put(b"a")), 1)
    with Wal.open(log_folder(config(tmp_path)), identity) as wal:
        found = list(wal.entries(1, wal.last_index + 1))
    machine = StateMachine()
    alone = raft.conf_state((1,), (), (), (), auto_leave=False)
    machine.apply_members(found[0], alone, raft.conf_change.from_xdr(found[0].data))
    for entry in found[1:]:
        machine.apply(entry, decode(entry))
    for index in range(machine.applied_index + 1, machine.applied_index + 6):
        change = put(b"b%d" % index)
        machine.apply(raft.entry(2, index, raft.ENTRY_NORMAL, 1, encode(change)), change)
    pin = machine.pin()
    writer = SnapshotStore(OsVfs(), tmp_path / "snapshots", identity).begin(pin.point)
    for piece in pin.pieces():
        writer.write(piece)
    writer.finish()
    recovered = recover(config(tmp_path))
    recovered.wal.close()
    assert recovered.storage.last_index() == pin.point.index == found[-1].index + 5
    assert recovered.machine.keys == machine.keys == 6
    run_once(tmp_path, put(b"c"))
