"""A folder keeps its birth, and counts its starts, whatever a crash leaves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kvstore.node.birth import begin_life
from kvstore.storage.errors import Corruption
from kvstore.storage.vfs import OsVfs


def test_starts_are_counted_and_the_birth_stays(tmp_path: Path) -> None:
    lives = [begin_life(OsVfs(), tmp_path, os.urandom) for _ in range(3)]
    assert [life.incarnation for life in lives] == [1, 2, 3]
    assert len({life.birth for life in lives}) == 1
    (tmp_path / "birth").unlink()
    other = begin_life(OsVfs(), tmp_path, os.urandom)
    assert other.birth != lives[0].birth
    assert other.incarnation == 1


def test_half_a_new_file_is_no_matter(tmp_path: Path) -> None:
    first = begin_life(OsVfs(), tmp_path, os.urandom)
    (tmp_path / "birth.new").write_bytes(b"half")
    assert begin_life(OsVfs(), tmp_path, os.urandom) == (first.birth, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["birth"]


def test_no_birth_of_zeros_is_drawn(tmp_path: Path) -> None:
    drawn = iter((bytes(16), b"b" * 16))
    assert begin_life(OsVfs(), tmp_path, lambda _: next(drawn)).birth == b"b" * 16


@pytest.mark.parametrize("damaged", [b"", b"b" * 23, b"b" * 25, bytes(24)])
def test_a_damaged_file_is_named(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "birth").write_bytes(damaged)
    with pytest.raises(Corruption, match="birth"):
        begin_life(OsVfs(), tmp_path, os.urandom)
