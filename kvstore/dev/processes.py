"""Processes that outlive the one that started them, told apart from later ones of the same pid."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Process", "end", "is_running", "launch"]

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Process(NamedTuple):
    """One process: no other has these three, however long ago it ended."""

    pid: int
    started: int
    """Clock ticks after the boot, as proc(5) has it."""
    boot: str

    def __str__(self) -> str:
        """Return what `parse` reads."""
        return f"{self.pid} {self.started} {self.boot}\n"

    @classmethod
    def parse(cls, text: str) -> Process | None:
        """Return the process that a text names, None if it names none."""
        words = text.split()
        if len(words) != 3 or not (words[0].isdecimal() and words[1].isdecimal()):
            return None
        return cls(int(words[0]), int(words[1]), words[2])


def launch(command: Sequence[str], log: Path) -> Process:
    """Start a command in a session of its own; what it prints goes to the end of `log`.

    Raises `OSError` if it cannot be started.
    """
    with log.open("ab") as output:
        child = subprocess.Popen(  # noqa: S603 (a command of this project, no shell)
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    child.returncode = 0  # it is not waited for: whoever asks next may be another process
    found = _seen(child.pid)
    if found is None:
        raise ProcessLookupError(f"{command[0]} ended at once; see {log}")
    return found


def is_running(process: Process) -> bool:
    """Return whether the very process is there, and no zombie."""
    return _seen(process.pid) == process


def end(process: Process, *, grace: float) -> bool:
    """Have a process stop, by SIGTERM and after `grace` seconds by SIGKILL.

    Returns whether it stopped in good order, True if it was not there. Raises `OSError` where
    this user may not end it.
    """
    with _held(process) as handle:
        if handle is None:
            return True
        signal.pidfd_send_signal(handle, signal.SIGTERM)
        if _has_ended(handle, grace):
            return True
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        _has_ended(handle, 5.0)
        return False


@contextmanager
def _held(process: Process) -> Iterator[int | None]:
    """Yield a handle of the process, which stays its own if its pid is used again."""
    try:
        handle = os.pidfd_open(process.pid)
    except ProcessLookupError:
        yield None
        return
    try:
        yield handle if is_running(process) else None
    finally:
        os.close(handle)


def _has_ended(handle: int, within: float) -> bool:
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(within * 1000))


def _seen(pid: int) -> Process | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The second field is the program's name in parentheses, which may hold some itself.
    fields = text.rpartition(")")[2].split()
    if fields[0] in {"Z", "X"}:
        return None
    return Process(pid, int(fields[19]), _BOOT_ID.read_text(encoding="ascii").strip())
