"""Ctrl-C while a command still imports its modules ends it without a traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
SCRIPTS: dict[str, str] = tomllib.loads(PROJECT.read_text())["project"]["scripts"]
COMMANDS = ["calc-server", "calc-client", "kvd", "kvctl"]

# Presses Ctrl-C when the first module is imported that only the command itself needs.
PROGRAM = """
import os, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "argparse":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
from {module} import {function}
sys.exit({function}())
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_an_interrupted_start_is_quiet(command: str) -> None:
    module, _, function = SCRIPTS[command].partition(":")
    program = PROGRAM.format(module=module, function=function)
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=20
    )
    assert (ended.stderr, ended.returncode) == ("", -signal.SIGINT)  # a shell says 130
