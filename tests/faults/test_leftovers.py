"""A node that is gone leaves nothing on its host but its data."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kvstore.storage.preallocation import SPARE_NAME
from tests.lab import READY_WITHIN, Lab, command, first_line, stop

SOCKET = "/run/kvd.sock"


@pytest.fixture
def host() -> Iterator[Lab]:
    with Lab(rpcbind=True) as lab:
        yield lab


def seen(host: Lab) -> dict[str, Any]:
    """All that a node could leave on its host, outside its folder."""
    return {
        "processes": len(host.inhabitants()),
        "files in /run": sorted(str(path) for path in (host.root / "run").rglob("*")),
        "shared memory": sorted(path.name for path in (host.root / "dev/shm").iterdir()),
        "System V": [
            host.run("cat", f"/proc/sysvipc/{kind}").stdout.splitlines()[1:]
            for kind in ("shm", "sem", "msg")
        ],
        "registrations": sorted(
            tuple(line.split()) for line in host.run("rpcinfo", "-p").stdout.splitlines()
        ),
        "listening": sorted(
            tuple(line.split()[:5]) for line in host.run("ss", "-Hltxun").stdout.splitlines()
        ),
    }


def start(host: Lab, folder: Path) -> subprocess.Popen[str]:
    process = host.start(
        command("kvd"),
        f"--data-dir={folder / 'node'}",
        f"--cluster-key-file={folder / 'key'}",
        "--listen=localhost",
        f"--listen=unix://{SOCKET}",
        "--metrics-port=9100",
    )
    while " ready at " not in (line := first_line(process.stdout)):
        assert line, stop(process)
    return process


def use(host: Lab, folder: Path) -> None:
    """Have the node open all it ever opens: connections, a snapshot, a watch that is cut off."""
    kvctl = (command("kvctl"), f"--cluster-key-file={folder / 'key'}", f"--server=unix://{SOCKET}")
    watching = host.start(*kvctl, "watch", "--prefix", "k", "--rev=1")
    for words in (
        ("put", "k", "v"),
        ("lease", "grant", "60"),
        ("snapshot", "save", str(folder / "saved")),
        ("hash",),
    ):
        done = host.run(*kvctl, *words)
        assert done.returncode == 0, done
    (folder / "saved").unlink()
    assert first_line(watching.stdout) == "PUT"
    watching.kill()
    watching.communicate()


@pytest.mark.parametrize("end", ["SIGTERM", "SIGINT", "SIGKILL, and started again"])
def test_nothing_is_left(host: Lab, tmp_path: Path, end: str) -> None:
    key = tmp_path / "key"
    key.write_text("0" * 64)
    key.chmod(0o600)
    before = seen(host)
    process = start(host, tmp_path)
    assert seen(host) != before
    use(host, tmp_path)
    if end.startswith("SIGKILL"):
        process.kill()
        process.communicate(timeout=READY_WITHIN)
        process = start(host, tmp_path)
        use(host, tmp_path)
    process.send_signal(signal.SIGINT if end == "SIGINT" else signal.SIGTERM)
    _, complaints = process.communicate(timeout=READY_WITHIN)
    assert (process.returncode, complaints) == (0, "")
    assert seen(host) == before
    # One spare segment is kept, for as long as there is the folder.
    assert {path.name for path in (tmp_path / "node").rglob("*.tmp")} <= {SPARE_NAME}
