"""The commands as a user runs them: kvd and kvctl in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Self

from tests.lab import command

READY_WITHIN = 20.0
"""Seconds that a node may take to start; more means that it is broken."""

READY = re.compile(r"ready at .*:(\d+)")
"""What a node says when it serves, as plain text or in a line of JSON; and its port."""

ROOT = Path(__file__).parents[2]

STATE = tempfile.TemporaryDirectory(prefix="sunrpc-kv-tests-")
"""Where the nodes of a test run share their key, instead of the user's own state folder."""

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if not name.startswith(("KVCTL_", "XDG_"))
} | {"PYTHONWARNINGS": "error", "PYTHONUNBUFFERED": "1", "XDG_STATE_HOME": STATE.name}


class Kvd:
    """One node in a process. `with Kvd(folder) as node:` stops it, whatever happened.

    `server` is what kvctl's --server takes; `output` all lines printed until it was ready. A
    node that is started again keeps its port. `program` may be another one than the installed
    kvd.
    """

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        self.folder = folder
        self.options = options
        self.port = port
        self.output: list[str] = []
        self.program = [command("kvd")]

    @property
    def server(self) -> str:
        return f"localhost:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    @property
    def is_running(self) -> bool:
        process = getattr(self, "process", None)
        return process is not None and process.returncode is None

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Begin to start: a node that waits for others is not ready before they are."""
        self.process = subprocess.Popen(
            [
                *self.program,
                f"--port={self.port}",
                f"--data-dir={self.folder}",
                "--no-rpcbind",
                *self.options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
            cwd=ROOT,
        )

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        self.output = []
        # Not `select`: of two lines that come together, `readline` keeps the second from it.
        too_late = threading.Timer(READY_WITHIN, self.process.kill)
        too_late.start()
        try:
            while not (ready := READY.search(self.output[-1] if self.output else "")):
                line = self.process.stdout.readline()
                if not line:
                    raise AssertionError(
                        f"kvd ended, or was not ready in {READY_WITHIN} s: {self.output}, "
                        f"{self.stop()}"
                    )
                self.output.append(line.rstrip("\n"))
        finally:
            too_late.cancel()
        self.port = int(ready[1])

    def stop(self) -> str:
        """End the node as a user does, and return what it complained about."""
        self.process.send_signal(signal.SIGTERM)
        return self._ended()

    def kill(self) -> None:
        self.process.kill()
        self._ended()

    def _ended(self) -> str:
        try:
            return self.process.communicate(timeout=READY_WITHIN)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise

    def __exit__(self, *_: object) -> None:
        if self.process.returncode is None:
            complaints = self.stop()
            assert self.process.returncode == 0, complaints
            assert complaints == "", complaints


def kvctl(
    *arguments: str | bytes, server: str | None = None, stdin: bytes = b"", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run kvctl and return what it printed, and how it ended."""
    whom = [] if server is None else [f"--server={server}"]
    return subprocess.run(
        [command("kvctl"), *whom, *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        env=ENVIRONMENT | variables,
        check=False,
    )
