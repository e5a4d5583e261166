"""Processes that read or change hot keys for as long as they are told."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from typing import NamedTuple, Self


class Done(NamedTuple):
    """What a process did. `asked` are the gets that shared memory did not answer."""

    operations: int
    seconds: float
    cpu: float
    asked: int

    @property
    def rate(self) -> float:
        """Operations a second."""
        return self.operations / self.seconds


class Worker:
    """A process of `work`; "read" or "change" is its `kind`."""

    def __init__(self, stack: ExitStack, kind: str, address: str, keys: int, pause: float) -> None:
        """Start it; it ends with the stack."""
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "benchmarks.cache.work"),
                *(kind, address, str(keys), str(pause)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(self._end)

    def ready(self) -> Self:
        """Wait until it can begin."""
        self._answer()
        return self

    def begin(self, seconds: float) -> None:
        """Have it work for so long."""
        assert self._process.stdin is not None
        print(seconds, file=self._process.stdin, flush=True)

    def done(self) -> Done:
        """Wait until it has."""
        operations, seconds, cpu, asked = self._answer().split()
        return Done(int(operations), float(seconds), float(cpu), int(asked))

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a process of the benchmark ended early")
        return line

    def _end(self) -> None:
        self._process.communicate()
