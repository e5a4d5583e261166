"""What a folder says of itself at a start, before anybody is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvstore.config import NodeConfig
from kvstore.node.founding import Beginning
from kvstore.node.recovery import log_folder, recover
from kvstore.server.beginning import JOINING, Folder, open_folder
from kvstore.storage.errors import Corruption
from kvstore.storage.segment_format import Identity
from kvstore.storage.wal import Wal


def config(folder: Path) -> NodeConfig:
    return NodeConfig(node_id=1, data_folder=folder, segment_size=4096)


def opened(folder: Path) -> Folder:
    found = open_folder(config(folder))
    found.lock.close()
    return found


def test_a_folder_that_is_new_says_so_at_each_start(tmp_path: Path) -> None:
    for _ in range(3):
        found = opened(tmp_path)
        assert (found.cluster_id, found.may_have_promised) == (0, False)


def test_without_log_and_mark_nobody_knows(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / "member").unlink()
    for _ in range(2):
        assert opened(tmp_path).may_have_promised


@pytest.mark.parametrize("has_mark", [True, False])
def test_who_died_while_founding_gathers_again_and_who_joins_does_not(
    tmp_path: Path, *, has_mark: bool
) -> None:
    """Alone it would found a cluster of one under the number that the others found with it."""
    opened(tmp_path)
    Wal.create(log_folder(config(tmp_path)), Identity(77, 1), segment_size=4096).close()
    if not has_mark:
        (tmp_path / "member").unlink()
    found = opened(tmp_path)
    assert (found.cluster_id, found.may_have_promised) == (0, False)
    (tmp_path / JOINING).touch()
    assert opened(tmp_path).cluster_id == 77


def test_a_log_that_is_gone_is_noticed_before_the_start_is_counted(tmp_path: Path) -> None:
    opened(tmp_path)
    recover(config(tmp_path), None, Beginning(77, ())).wal.close()
    assert opened(tmp_path).may_have_promised is False
    recover(config(tmp_path)).wal.close()  # founded now
    assert opened(tmp_path).cluster_id == 77
    before = (tmp_path / "birth").read_bytes()
    for path in (tmp_path / "wal").iterdir():
        path.unlink()
    with pytest.raises(Corruption, match="there is no log"):
        opened(tmp_path)
    assert (tmp_path / "birth").read_bytes() == before
