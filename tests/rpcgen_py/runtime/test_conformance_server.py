"""Every server answers every case of the wire rules as it must, however the bytes arrive."""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from rpcgen_py.runtime.address import Address
from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.record_marking import RecordError, RecordParser
from rpcgen_py.runtime.server_core import Call, ServerConnection, ServerCore
from tests.rpcgen_py.runtime.wire.messages import SUCCESS, accepted, call, record
from tests.rpcgen_py.runtime.wire.server_cases import CASES, MAX_RECORD, Case
from tests.rpcgen_py.runtime.wire.service import PROGRAM, Sync1, Sync2, policy
from tests.rpcgen_py.runtime.wire.shells import SHELLS

NEXT = record(call(PROGRAM, 2, 0, xid=0x55667788))
NEXT_ANSWER = record(accepted(SUCCESS, xid=0x55667788))
"""A call that follows each case: its answer proves that nothing else was answered before it, and
that the connection lives."""

PATIENCE = 10.0
"""Seconds after which a server that owes an answer is wrong."""

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.title}")


def expected(case: Case) -> bytes:
    """What comes back over a stream, up to the answer of the next call."""
    answers = b"".join(map(record, case.answers))
    return answers if case.closes else answers + NEXT_ANSWER


def splits(size: int) -> list[int]:
    """Where to split so many bytes: at each byte, or where that are too many, at some hundred."""
    step = max(1, size // 100)
    return list(range(1, size, step))


class CoreStream:
    """The cores alone, as a stream."""

    def __init__(self, *, strict: bool) -> None:
        self.core = ServerCore(policy=policy, strict=strict)
        self.core.add(Sync1())
        self.core.add(Sync2())
        self.connection = ServerConnection(Peer("tcp", "192.0.2.1", 1000))
        self.parser = RecordParser(MAX_RECORD)
        self.closed = False

    def feed(self, data: bytes) -> bytes:
        answers = b""
        self.parser.feed(data)
        try:
            while not self.closed and (found := self.parser.next_record()) is not None:
                answers += self.answer(*found) or b""
        except RecordError:
            self.closed = True
        return answers

    def answer(self, data: bytes, offset: int, end: int) -> bytes | None:
        outcome = self.core.accept(data, offset, end, self.connection)
        if not isinstance(outcome, Call):
            return outcome
        try:
            return outcome.reply(outcome.method(*outcome.args, outcome))
        except Exception as error:  # noqa: BLE001 (as shells do)
            return outcome.fail(error)


@every_case
def test_cores_whole_and_split_at_every_byte(case: Case) -> None:
    sent = case.stream + NEXT
    for position in [0, *splits(len(sent))]:
        stream = CoreStream(strict=case.strict)
        heard = stream.feed(sent[:position]) + stream.feed(sent[position:])
        assert (heard, stream.closed) == (expected(case), case.closes), f"split at {position}"


@every_case
def test_cores_byte_by_byte(case: Case) -> None:
    stream = CoreStream(strict=case.strict)
    sent = case.stream + NEXT
    heard = b"".join(stream.feed(sent[index : index + 1]) for index in range(len(sent)))
    assert (heard, stream.closed) == (expected(case), case.closes)


@every_case
def test_cores_answer_the_same_after_good_calls(case: Case) -> None:
    """A connection remembers headers; what it remembers must change no answer."""
    stream = CoreStream(strict=case.strict)
    for other in CASES:
        if not other.closes:
            stream.feed(other.stream)
    assert stream.feed(case.stream + NEXT) == expected(case)


Servers = dict[bool, dict[str, Address]]
"""By strictness and transport."""


@pytest.fixture(scope="module", params=SHELLS)
def servers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Servers]:
    """One kind of server, strict and not."""
    with ExitStack() as stack:
        yield {
            strict: stack.enter_context(
                SHELLS[request.param](tmp_path_factory.mktemp("server"), strict=strict)
            )
            for strict in (False, True)
        }


def connect(address: Address) -> socket.socket:
    if address.transport == "unix":
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(address.path)
    else:
        sock = socket.create_connection((address.host, address.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.settimeout(PATIENCE)
    return sock


def hear(sock: socket.socket, size: int) -> bytes:
    """So many bytes, or what comes before the connection ends."""
    heard = b""
    with contextlib.suppress(ConnectionResetError):  # of a server that closes with bytes unread
        while len(heard) < size and (data := sock.recv(size - len(heard))):
            heard += data
    return heard


def ended(sock: socket.socket) -> bool:
    return hear(sock, 1) == b""


def say(sock: socket.socket, data: bytes) -> None:
    # A server that closes need not wait for all of it.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        sock.sendall(data)


@every_case
@pytest.mark.parametrize("transport", ["tcp", "tcp6", "unix"])
def test_streams_whole_and_followed(servers: Servers, transport: str, case: Case) -> None:
    with connect(servers[case.strict][transport]) as sock:
        say(sock, case.stream + NEXT)
        assert hear(sock, len(expected(case))) == expected(case)
        if case.closes:
            assert ended(sock)


@every_case
def test_streams_split_at_every_byte(servers: Servers, case: Case) -> None:
    """All splits at once: the first parts, a while for the server to take them, the others."""
    sent = case.stream + NEXT
    with ExitStack() as stack:
        halves = [
            (stack.enter_context(connect(servers[case.strict]["unix"])), position)
            for position in splits(len(sent))
        ]
        for sock, position in halves:
            say(sock, sent[:position])
        time.sleep(0.01)
        for sock, position in halves:
            say(sock, sent[position:])
        for sock, position in halves:
            assert hear(sock, len(expected(case))) == expected(case), f"split at {position}"
            if case.closes:
                assert ended(sock)


@pytest.mark.parametrize("transport", ["udp", "udp6"])
@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not case.framed],
    ids=lambda case: f"{case.rule}-{case.title}",
)
def test_datagrams(servers: Servers, transport: str, case: Case) -> None:
    address = servers[case.strict][transport]
    family = socket.AF_INET6 if transport == "udp6" else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.connect((address.host, address.port))
        sock.settimeout(PATIENCE)
        sock.send(case.sent)
        heard = [sock.recv(65536) for _ in case.answers]
        sock.send(NEXT[4:])
        heard.append(sock.recv(65536))
        assert heard == [*case.answers, NEXT_ANSWER[4:]]
        assert not select.select([sock], [], [], 0)[0]
