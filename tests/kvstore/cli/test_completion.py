"""The completion scripts, run by the shells that are there."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from kvstore.cli.catalogue import COMMANDS
from tests.kvstore.product import kvctl


def script(shell: str) -> str:
    done = kvctl("completion", shell)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


COMPLETIONS = [
    (["kvctl", ""], {"put", "get", "lease", "cluster", "--server"}),
    (["kvctl", "mem"], {"member"}),
    (["kvctl", "lease", "gr"], {"grant"}),
    (["kvctl", "--timeout", "5", "lease", "keep"], {"keepalive"}),
    (["kvctl", "get", "--pre"], {"--prefix"}),
    (["kvctl", "get", "k", "--consistency", "s"], {"serializable"}),
    (["kvctl", "get", "k", "--consistency", "=", "l"], {"linearizable", "lease"}),
    (["kvctl", "completion", "z"], {"zsh"}),
    (["kvctl", "cache", ""], {"stats", "top", "sweep"}),
    (["kvctl", "cache", "top", "--int"], {"--interval"}),
    (["kvctl", "cluster", "start", "--start-t"], {"--start-timeout"}),
    (["kvctl", "put", "k", "--lease", ""], set()),
]


@pytest.mark.parametrize(("words", "wanted"), COMPLETIONS)
def test_bash_completes(words: list[str], wanted: set[str]) -> None:
    typed = " ".join(f"'{word}'" for word in words)
    program = (
        script("bash") + f"\nCOMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _kvctl\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", program], capture_output=True, text=True, check=False, timeout=20
    )
    assert done.stderr == ""
    offered = set(done.stdout.split())
    assert wanted <= offered
    assert all(word.startswith(words[-1]) for word in offered)
    assert bool(wanted) == bool(offered)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_take_their_script(shell: str) -> None:
    found = script(shell)
    assert all(name in found for name in COMMANDS)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    done = subprocess.run(
        [shell, "-n"], input=found, capture_output=True, text=True, check=False, timeout=20
    )
    assert (done.stderr, done.returncode) == ("", 0)
