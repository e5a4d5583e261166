"""A disk that takes its time, played: each fdatasync of a process returns a millisecond later.

By strace(1), which stops a process at that one call and lets all others pass (`--seccomp-bpf`);
the thread that has called waits, and the others of the process go on, as with a real disk.
"""

from __future__ import annotations

import subprocess

DELAY_US = 1000
COMMAND = [
    "strace",
    "-D",  # the process is its parent's child, and can be told to end
    "-f",
    "-qq",
    "--seccomp-bpf",
    "--trace=fdatasync",
    f"--inject=fdatasync:delay_exit={DELAY_US}",
    "--output=/dev/null",
]
"""What to put before a command."""


def why_not() -> str | None:
    """Return why this cannot be played here, None if it can."""
    try:
        done = subprocess.run([*COMMAND, "true"], check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return "strace is not installed"
    return None if done.returncode == 0 else f"strace cannot be used: {done.stderr.strip()}"
