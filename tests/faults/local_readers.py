"""Programs that read what nodes of this host share, and what came of it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from tests.faults.sightings import UNBOUNDED, Sighting, from_file
from tests.kvstore.product import ENVIRONMENT, ROOT
from tests.linearizability.history import Call, Read, Swap, Write

PATIENCE = 20.0
PROGRAM = ("tests.faults.local_reader",)
"""The module that is run, and what stands before its arguments."""


class Program:
    """One that reads, in a process of its own."""

    def __init__(
        self, servers: str, path: Path, keys: Iterable[str], program: tuple[str, ...]
    ) -> None:
        self.path = path
        path.touch()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *program, servers, str(path), path.name, *keys],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
            cwd=ROOT,
        )

    def kill(self) -> str:
        """End it in the middle of what it does, and return what it had complained about."""
        self.process.kill()
        return self.process.communicate(timeout=PATIENCE)[1]

    def stop(self) -> str:
        """End it as it wants to be ended, and return what it complained about."""
        self.process.send_signal(signal.SIGCONT)
        try:
            return self.process.communicate(timeout=PATIENCE)[1]
        except subprocess.TimeoutExpired:
            return f"{self.path.name} hangs; {self.kill()}"


class LocalReaders:
    """`with LocalReaders(servers, folder, keys) as readers:` has one at each of `servers`.

    `readers.current` has those that are at work, by their place in `servers`. Each may itself be
    several addresses with commas between: its reader looks for who leads. `readers.complaints` are
    those of all, when the block is left.
    """

    def __init__(
        self,
        servers: Iterable[str],
        folder: Path,
        keys: Iterable[str],
        program: tuple[str, ...] = PROGRAM,
    ) -> None:
        self._servers = list(servers)
        self._folder = folder
        self.keys = list(keys)
        self._program = program
        self._paths: list[Path] = []
        self.current: list[Program] = []
        self.complaints: list[str] = []

    def _start(self, place: int) -> Program:
        path = self._folder / f"reader-{len(self._paths) + 1}"
        self._paths.append(path)
        return Program(self._servers[place], path, self.keys, self._program)

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        for place in range(len(self._servers)):
            self.current.append(self._start(place))
        return self

    def __exit__(self, *_: object) -> None:
        self.complaints += [each.stop() for each in self.current]

    def replace(self, place: int) -> None:
        """Kill one, and have another go on in its place."""
        self.complaints.append(self.current[place].kill())
        self.current[place] = self._start(place)

    def sightings(self) -> Iterator[Sighting]:
        """Yield all that was written down so far."""
        for path in self._paths:
            yield from from_file(path)

    def calls(self, written: Iterable[Call]) -> list[Call]:
        """Return what has to fit in with `written`, the history of the same keys.

        What may be some seconds old has its moment up to so long before it was asked for: then
        the state was the newest that it has seen. Of what may be however old no order tells
        anything; it only must have been written.
        """
        begun = {
            call.action.value: call.begun
            for call in written
            if isinstance(call.action, Write | Swap)
        }
        calls = []
        for each in self.sightings():
            value = None if each.value is None else each.value.encode()
            assert value is None or begun[value] < each.ended, f"{value!r} was never written"
            if each.age < UNBOUNDED:
                calls.append(
                    Call(each.key.encode(), Read(value), each.begun - each.age, each.ended)
                )
        return calls
