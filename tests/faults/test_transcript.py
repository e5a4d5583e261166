"""Three nodes as a user types them, one line after the other, without waiting for anything."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import nullcontext, suppress
from pathlib import Path

from tests.kvstore.cluster import free_ports
from tests.kvstore.product import ENVIRONMENT
from tests.kvstore.transcript import TRANSCRIPT
from tests.lab import Lab, command

SHELL = 'set -m\nwhile read -r line; do printf \'$ %s\\n\' "$line"; eval "$line"; done'
"""Job control as at a terminal; what it is told to do is printed before what comes of it."""


def ports() -> dict[str, str]:
    """The transcript's own ports where they can be had, which is always so on a private host."""
    if os.geteuid() == 0:
        return {}
    return dict(zip(("9001", "9002", "9003"), map(str, free_ports(3)), strict=True))


def end_session(leader: int) -> None:
    """Kill what a shell has left: its jobs have process groups of their own."""
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with suppress(ProcessLookupError):
                if os.getsid(int(path.name)) == leader:
                    os.kill(int(path.name), signal.SIGKILL)


def test_the_transcript(tmp_path: Path) -> None:
    text = TRANSCRIPT
    for ours, theirs in ports().items():
        text = text.replace(ours, theirs)
    typed = [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]
    environment = ENVIRONMENT | {
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PATH": f"{Path(command('kvd')).parent}:{os.environ['PATH']}",
    }
    with Lab(rpcbind=False) if os.geteuid() == 0 else nullcontext() as host:
        shell = ["bash", "-c", SHELL]
        process = subprocess.Popen(
            shell if host is None else host.inside(*shell),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
            start_new_session=True,
        )
        try:
            lines = "\n".join([*typed, "kill $(jobs -p)", "wait"])
            shown, complaints = process.communicate(lines + "\n", timeout=60)
        finally:
            end_session(process.pid)
            process.communicate()
    # The nodes speak at the same terminal, whenever they have something to say.
    said = [line for line in shown.splitlines(keepends=True) if not line.startswith("kvd: ")]
    assert "".join(said).startswith(text), (shown, complaints)
