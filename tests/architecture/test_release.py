"""Each command that is installed says which release it is of."""

from __future__ import annotations

import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.lab import command

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
PROJECT = tomllib.loads(PYPROJECT.read_text())["project"]


@pytest.mark.parametrize("name", PROJECT["scripts"])
def test_it_says_its_release(name: str) -> None:
    done = subprocess.run(
        [command(name), "--version"], capture_output=True, text=True, check=True, timeout=20
    )
    assert (done.stdout, done.stderr) == (f"{name} {version(PROJECT['name'])}\n", "")
