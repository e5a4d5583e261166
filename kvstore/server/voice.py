"""What a node tells its operator about its own life, in the form of its log."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Final

from kvstore.server.logs import JsonLines

if TYPE_CHECKING:
    from typing import TextIO

LOGGER: Final = "kvstore.server"


class Voice:
    """Says on standard output what the node does, and on standard error what went wrong.

    `form` is "text", or "json" for an object a line: who reads both streams as one, as container
    engines do, has to understand each line.
    """

    def __init__(self, form: str, node_id: int) -> None:
        self._lines = JsonLines(node_id) if form == "json" else None

    def say(self, text: str) -> None:
        """Tell what the node does."""
        self._write(sys.stdout, logging.INFO, text, text)

    def warn(self, text: str) -> None:
        """Tell what does not keep the node from going on."""
        self._write(sys.stderr, logging.WARNING, text, f"warning: {text}")

    def fail(self, text: str) -> None:
        """Tell why the node ends."""
        self._write(sys.stderr, logging.ERROR, text, text)

    def _write(self, stream: TextIO, level: int, text: str, plain: str) -> None:
        if self._lines is None:
            stream.write(f"kvd: {plain}\n")
        else:
            record = logging.LogRecord(LOGGER, level, "", 0, text, None, None)
            stream.write(self._lines.format(record) + "\n")
        stream.flush()
