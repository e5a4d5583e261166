"""The key file: made once however many start at once, and refused where others could read it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kvstore.node.cluster_key import ClusterKeyRefused, default_key_file, make_key, read_key

MAKE = (
    "import sys,pathlib,time\nfrom kvstore.node.cluster_key import make_key\n"
    "time.sleep(max(0, float(sys.argv[2]) - time.time()))\n"
    "print(make_key(pathlib.Path(sys.argv[1])).hex())"
)


def test_all_who_make_it_at_once_get_the_same_key(tmp_path: Path) -> None:
    import time

    path = tmp_path / "state" / "cluster.key"
    at = str(time.time() + 1)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(path), at], stdout=subprocess.PIPE, text=True
        )
        for _ in range(5)
    ]
    keys = {process.communicate(timeout=30)[0].strip() for process in processes}
    assert len(keys) == 1
    assert keys == {read_key(path).hex()}
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_key_stays(tmp_path: Path) -> None:
    path = tmp_path / "cluster.key"
    assert make_key(path) == make_key(path) == read_key(path)
    assert make_key(tmp_path / "other.key") != make_key(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644, 0o601])
def test_a_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "cluster.key"
    make_key(path)
    path.chmod(mode)
    with pytest.raises(ClusterKeyRefused, match="chmod 600"):
        make_key(path)


@pytest.mark.parametrize(
    "text", ["", "ab" * 31, "xy" * 32, "ab" * 32 + "g", "é" * 64, "ab" * 4096], ids=len
)
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cluster.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(ClusterKeyRefused, match="openssl rand -hex"):
        read_key(path)


def test_a_key_of_another_tool_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cluster.key"
    path.write_text("0123456789ABCDEF" * 4 + "\r\n")
    path.chmod(0o400)
    assert read_key(path) == bytes.fromhex("0123456789abcdef" * 4)


def test_only_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path, 0o600)
    with pytest.raises(ClusterKeyRefused, match="not a file"):
        read_key(path)
    with pytest.raises(FileNotFoundError):
        read_key(tmp_path / "none")


def test_nodes_of_one_user_share_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_key_file() == tmp_path / "sunrpc-kv" / "cluster.key"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_key_file() == tmp_path / ".local/state/sunrpc-kv/cluster.key"
