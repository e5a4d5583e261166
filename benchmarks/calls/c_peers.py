"""Builds the C peers: stock rpcgen's calculator server, and the load generator."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SERVER_SOURCES = ("direct_server.c", "calc_services.c", "calc_service.c", "endpoint.h")


def build(folder: Path) -> None:
    """Leave `server` and `load` in `folder`. Needs rpcgen, gcc and libtirpc's headers."""
    for source in SERVER_SOURCES:
        shutil.copy(PROJECT / "tests" / "interop" / "c" / source, folder)
    shutil.copy(Path(__file__).parent / "c" / "load.c", folder)
    shutil.copy(PROJECT / "interfaces" / "calc.x", folder)

    def run(*command: str) -> bytes:
        return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout

    run("rpcgen", "-C", "calc.x")
    (folder / "calc_dispatch.c").write_bytes(run("rpcgen", "-m", "calc.x"))
    compiler = ("gcc", "-O2", "-I/usr/include/tirpc", "-I.")
    server = ("direct_server.c", "calc_services.c", "calc_service.c", "calc_dispatch.c")
    run(*compiler, *server, "calc_xdr.c", "-o", "server", "-ltirpc")
    run(*compiler, "load.c", "calc_clnt.c", "calc_xdr.c", "-o", "load", "-ltirpc")
