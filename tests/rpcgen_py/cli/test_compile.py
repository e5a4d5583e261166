"""`rpcgen-py compile`, where what it writes cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rpcgen_py.cli.main import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.x").write_text("struct a { int x; };\n")
    (tmp_path / "b.x").write_text("struct b { int x; };\n")
    (tmp_path / "file").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["a.x", "-o", "a.x"], "-o a.x: give a folder, a name that ends in .py, or -"),
        (["a.x", "-o", "file"], "-o file: give a folder, a name that ends in .py, or -"),
        (["a.x", "-o", "file/a.py"], "cannot write to file/a.py: File exists"),
        (["a.x", "-o", "file/below"], "cannot write to file/below: Not a directory"),
        (["a.x", "-o", "n" * 300], f"cannot write to {'n' * 300}: File name too long"),
        (["a.x", "b.x", "-o", "-"], "-o -: one file for several to compile; give a folder"),
        (["a.x", "b.x", "-o", "c.py"], "-o c.py: one file for several to compile; give a folder"),
    ],
)
def test_places_that_cannot_be_written_are_named_in_one_line(
    folder: Path, arguments: list[str], error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    assert main(["compile", *arguments]) == 2
    assert capsys.readouterr().err == f"rpcgen-py compile: {error}\n"
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    "arguments", [["compile", "a.x", "-o", "-"], ["check", "a.x", "-o", "json"], ["interfaces"]]
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_told_in_one_line(
    folder: Path, arguments: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rpcgen_py.cli.main", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    error = "standard input or output: No space left on device"
    assert done.stderr == f"rpcgen-py {arguments[0]}: {error}\n"
