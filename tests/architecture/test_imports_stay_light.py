"""What an import brings along: checked in a process of its own, where nothing is loaded yet."""

from __future__ import annotations

import subprocess
import sys

import pytest

# module → what must not be loaded by it
HEAVY = {
    "rpcgen_py": {"asyncio", "socket", "msgspec", "pcpp"},
    "kvstore": {"asyncio", "socket", "msgspec", "uvloop"},
    "kvstore.raft.core": {"asyncio", "socket", "logging", "random", "uvloop", "kvstore.storage"},
    "rpcgen_py.runtime.generated": {"asyncio", "socket", "rpcgen_py.runtime.transport"},
    "rpcgen_py.runtime.transport.sync_client": {"asyncio", "uvloop", "rpcgen_py.compiler"},
    "rpcgen_py.cli.main": {"argparse", "asyncio", "socket", "pcpp", "rpcgen_py.compiler.parser"},
    "calc.client": {"asyncio", "pcpp"},
    "kvstore.cli.main": {"asyncio", "uvloop", "pcpp"},
    "kvstore.hotcache.segments": {"asyncio", "socket", "kvstore.mvcc", "kvstore.raft"},
}


@pytest.mark.parametrize("module", HEAVY)
def test_import_brings_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print('\\n'.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not HEAVY[module] & set(loaded)
