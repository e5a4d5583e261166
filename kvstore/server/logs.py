"""What a node logs on standard error: lines for people, or a JSON object a line for programs.

A thread writes them, so that a terminal that is held, or a pipe that nobody reads, does not hold
the node: its peers would take it for dead. What that thread cannot keep up with is counted.
"""

from __future__ import annotations

import json
import logging
import threading
from contextlib import suppress
from datetime import UTC, datetime
from queue import Full, Queue
from typing import Any, Final

FIELDS: Final = (
    "node_id",
    "request_id",
    "procedure",
    "peer",
    "uid",
    "outcome",
    "latency_ms",
    "done",
)
"""What a record may carry beside its message; the names are part of what operators rely on."""


MOST_WAITING: Final = 10_000
"""Lines that wait to be written; more are lost, and counted."""

LAST_WORDS: Final = 2.0
"""Seconds that the lines left have to be written when the process ends."""


def configure(level: str, form: str, node_id: int) -> Background:
    """Send the log to standard error from now on, until what is returned is closed."""
    stream = logging.StreamHandler()
    stream.setFormatter(JsonLines(node_id) if form == "json" else TextLines())
    background = Background(stream)
    logging.basicConfig(handlers=[background], level=level)
    return background


class Background(logging.Handler):
    """Hands records to `target` in a thread of its own."""

    def __init__(self, target: logging.Handler) -> None:
        super().__init__()
        self._target = target
        self._waiting: Queue[logging.LogRecord | None] = Queue(MOST_WAITING)
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Queue a record, or count it as lost."""
        try:
            self._waiting.put_nowait(record)
        except Full:
            self._lost += 1

    def _write(self) -> None:
        while (record := self._waiting.get()) is not None:
            self._target.handle(record)
            lost, self._lost = self._lost, 0
            if lost:
                self._target.handle(
                    logging.LogRecord(
                        __name__,
                        logging.WARNING,
                        "",
                        0,
                        "%d lines of the log were lost",
                        (lost,),
                        None,
                    )
                )

    def close(self) -> None:
        """Write what is left, as far as that can be done in short."""
        with suppress(Full):
            self._waiting.put(None, timeout=LAST_WORDS)
        self._thread.join(LAST_WORDS)
        super().close()


class TextLines(logging.Formatter):
    """`kvd: LEVEL: message`, and the request's id where there is one."""

    def __init__(self) -> None:
        super().__init__("kvd: %(levelname)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's own name)
        """Return the line without a traceback."""
        line = super().formatMessage(record)
        request_id = getattr(record, "request_id", None)
        return line if request_id is None else f"{line} [{request_id}]"


class JsonLines(logging.Formatter):
    """An object with `time` (UTC, RFC 3339), `level`, `logger`, `message`, `node_id`, and more.

    A traceback is in `exception`. A field that does not apply is left out.
    """

    def __init__(self, node_id: int) -> None:
        super().__init__()
        self._node_id = node_id

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, whatever the message holds."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "node_id": self._node_id,
        }
        for field in FIELDS:
            value = getattr(record, field, None)
            if value is not None:
                line[field] = value
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
