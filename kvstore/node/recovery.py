"""Opening a data folder: whose it is, what its log says, and the store that comes of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kvstore._generated import raft
from kvstore.mvcc.entries import UnknownCommand, decode
from kvstore.mvcc.store import Store
from kvstore.node.sole_member import SoleMember, founding
from kvstore.storage.recovery import stored_identity
from kvstore.storage.segment_format import Identity
from kvstore.storage.vfs import OsVfs
from kvstore.storage.wal import Wal
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from pathlib import Path

    from kvstore.config import NodeConfig
    from kvstore.storage.vfs import Vfs


class NotServable(Exception):
    """The folder holds a sound log that this release cannot serve; the message says why."""


class Recovered(NamedTuple):
    """A log, the store that holds all of its commands, and the member that goes on with both."""

    wal: Wal
    cluster_id: int
    store: Store
    member: SoleMember
    is_new: bool


def log_folder(config: NodeConfig) -> Path:
    """Return where in a node's data folder its log lies."""
    return config.data_folder / "wal"


def recover(config: NodeConfig, vfs: Vfs | None = None) -> Recovered:
    """Open the log of a node, or found a new one, apply all of it, and begin a new term.

    The caller holds the folder's lock. Raises `StorageError`, `NotServable`, `OSError`.
    """
    folder = log_folder(config)
    vfs = vfs or OsVfs()
    identity = stored_identity(vfs, folder)
    size = config.segment_size
    if identity is None:
        identity = new_identity(config.node_id)
        wal = Wal.create(folder, identity, segment_size=size, vfs=vfs)
    else:
        expected = Identity(identity.cluster_id, config.node_id)
        wal = Wal.open(folder, expected, segment_size=size, vfs=vfs)
    try:
        is_new = wal.last_index == 0
        if is_new:
            start = founding(config.node_id)
            wal.append(start.entries, start.hard_state)
        store = replay(wal, config.node_id)
        member = SoleMember(config.node_id, wal.hard_state, wal.last_index)
        campaign = member.campaign()
        wal.append(campaign.entries, campaign.hard_state)
        member.durable(campaign)
        return Recovered(wal, identity.cluster_id, store, member, is_new)
    except BaseException:
        wal.close()
        raise


def new_identity(node_id: int) -> Identity:
    """Return the identity of a cluster that never was: a random number, and not 0, "any"."""
    return Identity(int.from_bytes(os.urandom(8), "big") | 1, node_id)


def replay(wal: Wal, node_id: int) -> Store:
    """Return the store that the log describes.

    A sole voter commits what is on its disk, so all of it counts, up to the last entry.
    Raises `NotServable`, `Corruption`, `OSError`.
    """
    if wal.mark.index:
        raise NotServable(
            f"the log begins behind a snapshot at entry {wal.mark.index}, and this "
            "release keeps none: start a newer release on this folder"
        )
    store = Store()
    for entry in wal.entries(wal.first_index, wal.last_index + 1):
        try:
            _replay_one(store, entry, node_id)
        except (UnknownCommand, XdrError) as error:
            raise NotServable(
                f"entry {entry.index} cannot be applied by this release: {error}; start a newer "
                "release on this folder"
            ) from None
    return store


def _replay_one(store: Store, entry: raft.entry, node_id: int) -> None:
    if entry.type == raft.ENTRY_CONF_CHANGE:
        _check_sole_member(entry, node_id)
    elif entry.type == raft.ENTRY_NORMAL:
        command = decode(entry)
        if command is not None:
            store.apply(command)
    else:
        raise UnknownCommand(f"it is of type {entry.type}")


def _check_sole_member(entry: raft.entry, node_id: int) -> None:
    change = raft.conf_change.from_xdr(entry.data)
    if change.type != raft.CONF_CHANGE_ADD_NODE or change.node != node_id:
        raise NotServable(
            f"entry {entry.index} makes node {change.node} a member beside node {node_id}, and "
            "this release serves clusters of one node only"
        )
