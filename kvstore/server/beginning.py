"""Where a node's life begins: its folder, and, the first time, which cluster it founds or joins."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import raft
from kvstore.config import REMOVED
from kvstore.node.birth import begin_life, has_life
from kvstore.node.bootstrap import Found
from kvstore.node.founding import Beginning
from kvstore.node.log_mark import NOTHING_PROMISED, replace_mark
from kvstore.node.peers.gathering import CannotBegin, gather
from kvstore.node.peers.standing import KnownMember, Standing
from kvstore.node.recovery import log_folder, new_cluster_id, read_owner
from kvstore.storage.lock import FolderLock
from kvstore.storage.recovery import is_unused
from kvstore.storage.vfs import OsVfs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kvstore.config import NodeConfig
    from kvstore.node.birth import Birth
    from kvstore.node.log_mark import LogMark
    from kvstore.storage.segment_format import Identity
    from kvstore.storage.vfs import Vfs

JOINING: Final = "joining"
"""File in the folder of a node that joins a cluster, until it has got a log. Its log may be empty
while `log_mark` says that nothing was promised: no entry is appended or acknowledged, and no vote
given, before that says otherwise. An empty log without this file is one whose founding was
interrupted, and which begins anew."""


class Folder(NamedTuple):
    """A data folder that is this process's. `cluster_id` is 0 where there is no log yet, or only
    one that a founding was interrupted at.

    `may_have_promised`: without a log, and nothing says that it never had one. `made`: it was not
    there before.
    """

    lock: FolderLock
    vfs: Vfs
    path: Path
    life: Birth
    cluster_id: int
    may_have_promised: bool
    made: bool


def open_folder(config: NodeConfig) -> Folder:
    """Lock the node's folder, made if need be, and count this start. Blocks for a few fsyncs.

    Raises `StorageError`, also if the folder remembers a log that is gone; `CannotBegin` if the
    node was removed from its cluster; `OSError`.
    """
    vfs = OsVfs()
    made = not config.data_folder.exists()
    vfs.make_folder(config.data_folder)
    lock = FolderLock(config.data_folder)
    try:
        _check_not_removed(config, vfs)
        mark, identity = read_owner(config, vfs)
        if mark is None and identity is None and not has_life(vfs, config.data_folder):
            mark = NOTHING_PROMISED  # said before the birth is drawn, as it cannot be known later
            replace_mark(vfs, config.data_folder, mark)
        life = begin_life(vfs, config.data_folder, os.urandom)
        cluster_id = _cluster_of(config, vfs, mark, identity)
    except BaseException:
        lock.close()
        raise
    return Folder(
        lock,
        vfs,
        config.data_folder,
        life,
        cluster_id,
        may_have_promised=mark is None and identity is None,
        made=made,
    )


def give_up(folder: Folder) -> None:
    """Remove a folder that was made for nothing: the node has not spoken to anybody yet.

    Raises `OSError`.
    """
    if not folder.made:
        return
    for name in folder.vfs.names(folder.path):
        folder.vfs.remove(folder.path / name)
    folder.path.rmdir()


def _check_not_removed(config: NodeConfig, vfs: Vfs) -> None:
    if REMOVED in vfs.names(config.data_folder):
        raise CannotBegin(removed_line(config, runs=False))


def _cluster_of(config: NodeConfig, vfs: Vfs, mark: LogMark | None, log: Identity | None) -> int:
    """Return which cluster the node belongs to for good, or is joining; 0 for none.

    A founder that died before its first entries has to gather again: alone it would make those of
    a cluster of one, under the number that the others found with it.
    """
    if log is None:
        return 0
    settled = mark is not None and mark.segment > 0
    if settled or JOINING in vfs.names(config.data_folder):
        return log.cluster_id
    return 0 if is_unused(vfs, log_folder(config), log) else log.cluster_id


class Begun(NamedTuple):
    """What the log begins with, if it holds nothing yet, and who belongs to the cluster then."""

    beginning: Beginning | None
    known: dict[int, KnownMember]


async def begin(
    folder: Folder,
    standing: Standing,
    key: bytes,
    peers: dict[str, int],
    say: Callable[[str], None],
) -> Begun:
    """Find out which cluster the node belongs to.

    Where there are `peers` and no log, this waits until it is clear; `say` is told for what.
    Raises `CannotBegin`, `OSError`.
    """
    joining = folder.path / JOINING
    if folder.cluster_id:
        is_joining = JOINING in folder.vfs.names(folder.path)
        return Begun(Beginning(folder.cluster_id, ()) if is_joining else None, {})
    own = standing.own
    if not peers:
        known = {own.node: KnownMember(own, voter=True)}
        return Begun(Beginning(new_cluster_id(), (own,)), known)
    decision = await gather(standing, key, peers, say)
    known = {info.node: KnownMember(info, voter=True) for info in decision.members}
    if isinstance(decision, Found):
        return Begun(Beginning(decision.cluster_id, decision.members), known)
    _make(folder.vfs, joining)
    return Begun(Beginning(decision.cluster_id, ()), known)


def joined(folder: Folder) -> None:
    """Note that the node has a log: it belongs to its cluster for good."""
    if JOINING in folder.vfs.names(folder.path):
        folder.vfs.remove(folder.path / JOINING)
        folder.vfs.sync_folder(folder.path)


def removed(folder: Folder) -> None:
    """Note that the node was removed from its cluster: it is not started again on this folder."""
    _make(folder.vfs, folder.path / REMOVED)


def removed_line(config: NodeConfig, *, runs: bool) -> str:
    """Return what the operator of a node that was removed has to know; `runs`: has to stop."""
    first = "stop it, and " if runs else ""
    return (
        f"node {config.node_id} was removed from its cluster and takes no part in it any more: "
        f"{first}delete its data folder {config.data_folder}; `kvctl member add HOST:PORT` "
        "lets it in again, under a new number"
    )


def _make(vfs: Vfs, path: Path) -> None:
    if path.name in vfs.names(path.parent):
        return
    file = vfs.create(path)
    file.close()
    vfs.sync_folder(path.parent)


def own_info(node_id: int, address: str, folder: Folder) -> raft.member_info:
    """Return how the node presents itself to others."""
    return raft.member_info(node=node_id, address=address, birth=folder.life.birth)
