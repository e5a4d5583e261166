"""What a node logs on standard error: lines for people, or a JSON object a line for programs."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
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


def configure(level: str, form: str, node_id: int) -> None:
    """Send the log to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(node_id) if form == "json" else TextLines())
    logging.basicConfig(handlers=[handler], level=level)


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
