"""Lines of the log, for people and for programs."""

from __future__ import annotations

import json
import logging
import threading
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import kv
from kvstore.server import logs
from kvstore.server.logs import FIELDS, Background, JsonLines, TextLines
from kvstore.service.kv_service import KvService
from rpcgen_py import connect_async
from tests.kvstore.service.calls import arguments, header
from tests.kvstore.service.fake_node import FakeNode, run, serving


def record(message: str, **fields: Any) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "kvstore.x", "levelno": 30, "levelname": "WARNING"})
    made.msg = message
    vars(made).update(fields)
    return made


@given(st.text(), st.dictionaries(st.sampled_from(FIELDS), st.text() | st.integers()))
def test_json_is_one_object_a_line_whatever_it_holds(message: str, fields: dict[str, Any]) -> None:
    line = JsonLines(4).format(record(message, **fields))
    assert "\n" not in line
    found = json.loads(line)
    assert datetime.fromisoformat(found.pop("time")).tzinfo is not None
    plain = {"level": "WARNING", "logger": "kvstore.x", "message": message}
    assert found == {"node_id": 4, **plain, **fields}


def test_a_traceback_is_a_field_of_its_own() -> None:
    try:
        int("broken")
    except ValueError as error:
        failed = record("it failed", exc_info=(type(error), error, error.__traceback__))
    found = json.loads(JsonLines(1).format(failed))
    assert "ValueError: invalid literal" in found["exception"]
    assert "ValueError: invalid literal" in TextLines().format(failed)


def test_text_names_the_request() -> None:
    assert TextLines().format(record("slow")) == "kvd: WARNING: slow"
    assert TextLines().format(record("slow", request_id="ab")) == "kvd: WARNING: slow [ab]"


def test_each_call_leaves_a_line_with_the_callers_mark(caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        async with serving(KvService(FakeNode())) as (at,), await connect_async(at) as connection:
            client = kv.KV_V1AsyncClient(connection)
            await client.KV_GET(arguments("KV_GET", head=header(trace_id=b"t" * 16)))
            await client.KV_GET(arguments("KV_GET", head=header(cluster_id=1)))

    with caplog.at_level(logging.INFO, "kvstore.requests"):
        run(test())
    good, bad = (json.loads(JsonLines(1).format(each)) for each in caplog.records)
    assert (good["procedure"], good["outcome"], good["done"]) == ("KV_GET", "ok", "here")
    assert good["request_id"] == (b"t" * 16).hex()
    assert bad["outcome"] == "wrong_cluster"
    assert bad["request_id"] not in {good["request_id"], bytes(16).hex()}
    assert 0 <= good["latency_ms"] < 5000
    assert good["peer"].startswith("tcp 127.0.0.1:")


class Held(logging.Handler):
    """Writes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.free.wait(10)
        self.lines.append(record.getMessage())


def test_a_log_that_nobody_reads_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_WAITING", 5)
    held = Held()
    background = Background(held)
    for number in range(100):
        background.handle(record(f"line {number}"))
    held.free.set()
    background.close()
    kept = [line for line in held.lines if line.startswith("line")]
    assert kept == [f"line {number}" for number in range(len(kept))]
    assert 5 <= len(kept) <= 6
    assert held.lines.count(f"{100 - len(kept)} lines of the log were lost") == 1
