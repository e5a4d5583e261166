"""The checked-in generated modules are what the compiler makes of the interfaces today."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TABLE: dict[str, list[str]] = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"][
    "sunrpc-kv"
]["generated"]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what `make generate` writes."""
    root = tmp_path_factory.mktemp("generated")
    subprocess.run([sys.executable, PROJECT / ".ci" / "generate.py", root], check=True)
    return root


@pytest.mark.parametrize("destination", TABLE)
def test_checked_in_modules_are_what_the_compiler_writes(fresh: Path, destination: str) -> None:
    def modules(folder: Path) -> dict[str, str]:
        found = folder.glob("*.py")
        return {path.name: path.read_text() for path in found if path.name != "__init__.py"}

    assert modules(PROJECT / destination) == modules(fresh / destination), (
        "run `make generate` and commit what changes"
    )
