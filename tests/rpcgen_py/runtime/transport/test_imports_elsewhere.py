"""The runtime imports on systems that lack what only Linux or Unix has."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import importlib, pkgutil, select, socket, sys

for name in [name for name in vars(select) if "epoll" in name.lower()] + ["poll"]:
    delattr(select, name)
for name in ("AF_UNIX", "MSG_DONTWAIT", "SO_PEERCRED", "IP_PKTINFO", "SO_REUSEPORT"):
    vars(socket).pop(name, None)
sys.modules["fcntl"] = None  # what cannot be imported

import rpcgen_py.runtime
for module in pkgutil.walk_packages(rpcgen_py.runtime.__path__, "rpcgen_py.runtime."):
    importlib.import_module(module.name)
"""


def test_imports_without_what_only_linux_has() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
