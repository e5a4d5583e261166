"""Every client makes of every case of the wire rules what it must, however the bytes arrive."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from calc._generated.calc import CALC_V1, CALC_V1AsyncClient, CALC_V1Client, operands
from rpcgen_py.runtime.auth.none import AuthNone
from rpcgen_py.runtime.client_core import SOLE_RESULT, ClientCore
from rpcgen_py.runtime.errors import ConnectionLost, ReplyTooLarge
from rpcgen_py.runtime.record_marking import RecordError, RecordParser
from rpcgen_py.runtime.transport.asyncio_client import connect as connect_asyncio
from rpcgen_py.runtime.transport.sync_client import connect
from tests.rpcgen_py.runtime.wire.client_cases import CASES, EIGHT, MAX_RECORD, NINE, Case
from tests.rpcgen_py.runtime.wire.messages import XID, record, words

ADD = CALC_V1.procedures[0]
FIVE_AND_THREE = words(5, 3)

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.title}")

FOLLOWED = (b"", record(NINE), record(NINE)[:17])
"""What may come behind a case: nothing, an answer to nobody, a part of one."""


def judge(case: Case, ending: Callable[[], int]) -> None:
    """Check how a call ended."""
    if isinstance(case.outcome, int):
        assert ending() == case.outcome
        return
    with pytest.raises(case.outcome) as caught:
        ending()
    assert type(caught.value) is case.outcome
    assert {name: getattr(caught.value, name) for name in case.details} == dict(case.details)


def through_cores(case: Case, pieces: list[bytes]) -> int:
    """Make the call of a case with the cores alone."""
    core = ClientCore(AuthNone(), first_xid=XID, strict=case.strict)
    pending = core.begin(ADD, FIVE_AND_THREE)
    pending.sent = True
    parser = RecordParser(MAX_RECORD)
    for piece in pieces:
        parser.feed(piece)
        try:
            while (found := parser.next_record()) is not None:
                core.receive(*found)
        except RecordError as error:
            core.disconnect(str(error), ReplyTooLarge)
            break
    if case.ends:
        core.disconnect("the end", ConnectionLost)
    assert pending.done
    assert not core.pending
    return pending.outcome()


@every_case
def test_cores_whole_and_split_at_every_byte(case: Case) -> None:
    for after in FOLLOWED:
        sent = case.stream + after
        for position in range(max(1, len(sent))):
            judge(case, lambda: through_cores(case, [sent[:position], sent[position:]]))  # noqa: B023 (called in this turn of the loop)


@every_case
def test_cores_byte_by_byte(case: Case) -> None:
    pieces = [case.stream[at : at + 1] for at in range(len(case.stream))]
    judge(case, lambda: through_cores(case, pieces))


@every_case
def test_shortcut_takes_only_plain_success(case: Case) -> None:
    core = ClientCore(AuthNone(), first_xid=XID)
    xid, _ = core.encode(ADD, FIVE_AND_THREE)
    if core.sole_result(case.stream, xid):
        assert case.stream.startswith(record(EIGHT)[:SOLE_RESULT][4:], 4)
        assert len(case.records) == 1


class Script:
    """A server that answers each call with the pieces it is told."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._answers: list[tuple[bytes, list[int]]] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def answer(self, data: bytes, *cuts: int) -> None:
        """Answer the next call so, in as many pieces; no data closes the connection."""
        self._answers.append((data, [0, *cuts, len(data)]))

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                with sock, contextlib.suppress(ConnectionError):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._serve_one(sock)

    def _serve_one(self, sock: socket.socket) -> None:
        while xid := sock.recv(4096)[4:8]:
            data, cuts = self._answers.pop(0)
            if not data:
                return
            data = data.replace(words(XID), xid)
            for start, end in itertools.pairwise(cuts):
                sock.sendall(data[start:end])
                if len(cuts) > 2:
                    time.sleep(0.0005)  # so that the client receives the pieces one by one


@pytest.fixture
def script() -> Iterator[Script]:
    server = Script()
    yield server
    server.stop()


class Blocking:
    """A blocking client."""

    def __init__(self, address: str, **options: Any) -> None:
        self.client = CALC_V1Client(connect(address, timeout=10, **options))

    def add(self) -> int:
        return self.client.ADD(operands(5, 3))

    def close(self) -> None:
        self.client.close()


class OnAsyncio:
    """An asyncio client."""

    def __init__(self, address: str, **options: Any) -> None:
        self.runner = asyncio.Runner()
        caller = self.runner.run(connect_asyncio(address, timeout=10, **options))
        self.client = CALC_V1AsyncClient(caller)

    def add(self) -> int:
        return self.runner.run(self.client.ADD(operands(5, 3)))

    def close(self) -> None:
        self.runner.run(self.client.close())
        self.runner.close()


CLIENTS = [Blocking, OnAsyncio]


@every_case
@pytest.mark.parametrize("kind", CLIENTS)
def test_streams(kind: type[Blocking | OnAsyncio], case: Case, script: Script) -> None:
    """Whole, split, and followed by other data: and the next call on the connection is well."""
    whole = case.stream
    followed = whole + record(NINE)
    ways = [(whole,), (followed,), (followed, len(whole) + 17)]
    ways += [(whole, at) for at in range(1, len(whole), max(1, len(whole) // 50))]
    options = {"max_record": MAX_RECORD, "strict": case.strict}
    with contextlib.closing(kind(f"tcp://127.0.0.1:{script.port}", **options)) as client:
        for data, *cuts in ways if whole else [(b"",)]:
            script.answer(data, *cuts)
            judge(case, client.add)
            script.answer(record(EIGHT))
            assert client.add() == 8
