"""Each command says which release it is of."""

from __future__ import annotations

import subprocess
from importlib.metadata import version

import pytest

from tests.kvstore.product import ENVIRONMENT, command


@pytest.mark.parametrize("name", ["kvctl", "kvd"])
def test_it_says_its_release(name: str) -> None:
    done = subprocess.run(
        [command(name), "--version"],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=20,
    )
    assert done.stdout == f"{name} {version('sunrpc-kv')}\n"
