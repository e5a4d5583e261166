"""The kernel's word for who is at a Unix socket counts, and nobody's own word anywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kvstore.product import ENVIRONMENT, ROOT, Kvd, kvctl

NOBODY = 65534
CLAIMS = ("0", str(os.getuid()), str(NOBODY), "-")


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[str, str]]:
    """A node's Unix socket, that others may connect to, and its port."""
    if os.geteuid() != 0:
        pytest.skip("to be another user needs root")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        unix = folder / "socket"
        node = Kvd(folder / "node", "--listen=localhost", f"--listen=unix://{unix}")
        node.launch()
        try:
            assert node.process.stdout is not None
            ready = next(line for line in iter(node.process.stdout.readline, "") if "ready" in line)
            found = re.search(r"127\.0\.0\.1:(\d+)", ready)
            assert found is not None
            unix.chmod(0o666)
            yield f"unix://{unix}", f"tcp://localhost:{found[1]}"
        finally:
            node.stop()


def answers(uid: int, server: str) -> list[list[str]]:
    """Claim, procedure and answer of each call."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kvstore.server.other_user", str(uid), server, *CLAIMS],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=ENVIRONMENT,
        cwd=ROOT,
    )
    return [line.split(" ", 2) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(("uid", "transport"), [(NOBODY, 0), (NOBODY, 1), (0, 1)])
def test_no_claim_makes_an_operator(servers: tuple[str, str], uid: int, transport: int) -> None:
    found = answers(uid, servers[transport])
    assert len(found) == 8 * len(CLAIMS)
    for claim, procedure, answer in found:
        assert answer.startswith("AuthError"), (claim, procedure, answer)
    listed = kvctl("member", "list", server=servers[0])
    assert listed.returncode == 0
    assert listed.stdout.count(b"localhost:1\n") == 0


def test_the_owner_is_one_over_the_unix_socket_whatever_is_claimed(
    servers: tuple[str, str],
) -> None:
    for claim, procedure, answer in answers(0, servers[0]):
        is_peers = procedure == "FORWARD"  # that needs the key, whoever it is
        assert answer.startswith("AuthError" if is_peers else "answered"), (claim, procedure)
