"""What servers may say to the asyncio client, right and wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from rpcgen_py.runtime.errors import (
    AuthError,
    BadReply,
    GarbageArguments,
    OutcomeUnknown,
    ProcedureUnavailable,
    ProgramMismatch,
    ProgramUnavailable,
    ReplyTooLarge,
    RpcMismatch,
    SystemError_,
    XdrError,
)
from rpcgen_py.runtime.transport.asyncio_client import connect
from tests.rpcgen_py.runtime.transport.asyncio_lab import (
    BIG,
    ECHO,
    HOLD,
    LOOPS,
    Raw,
    invoke,
    peer,
    run,
    serving,
    until,
    xid_of,
)
from tests.rpcgen_py.runtime.wire.messages import (
    accepted,
    call,
    denied,
    fragment,
    opaque,
    record,
    words,
)

pytestmark = pytest.mark.parametrize("loop", LOOPS)

ANSWERS: dict[str, tuple[Callable[[int], bytes], type[Exception]]] = {
    "garbage arguments": (lambda xid: accepted(4, xid=xid), GarbageArguments),
    "system error": (lambda xid: accepted(5, xid=xid), SystemError_),
    "no such procedure": (lambda xid: accepted(3, xid=xid), ProcedureUnavailable),
    "no such program": (lambda xid: accepted(1, xid=xid), ProgramUnavailable),
    "no such version": (lambda xid: accepted(2, words(1, 2), xid=xid), ProgramMismatch),
    "refused": (lambda xid: denied(1, 5, xid=xid), AuthError),
    "other RPC version": (lambda xid: denied(0, 2, 2, xid=xid), RpcMismatch),
    "no reply at all": (lambda xid: words(xid, 1, 7), BadReply),
    "cut": (lambda xid: words(xid, 1), BadReply),
    "a result that is none": (lambda xid: accepted(0, words(99), xid=xid), XdrError),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_has_its_error_and_the_connection_lives_on(loop: str, answer: str) -> None:
    make, expected = ANSWERS[answer]

    async def serve(raw: Raw) -> None:
        raw.writer.write(record(make(xid_of(await raw.reply()))))
        raw.writer.write(record(accepted(0, opaque(b"fine"), xid=xid_of(await raw.reply()))))
        await raw.closed()

    async def main() -> None:
        async with peer(serve) as address, await connect(address) as client:
            with pytest.raises(expected):
                await invoke(client, ECHO)
            assert await invoke(client, ECHO) == b"fine"

    run(loop, main())


def test_what_is_no_answer_to_a_waiting_call_is_dropped(loop: str) -> None:
    async def serve(raw: Raw) -> None:
        xid = xid_of(await raw.reply())
        answer = accepted(0, opaque(b"right"), xid=xid)
        for noise in (
            call(1, 1, 1, xid=xid),  # a call, though with our xid
            accepted(0, opaque(b"wrong"), xid=xid ^ 1),
            b"",
            b"\0\0",
        ):
            raw.writer.write(record(noise))
        for byte in answer:  # one fragment a byte, and empty ones
            raw.writer.write(fragment(bytes([byte])) + fragment(b""))
            await asyncio.sleep(0)
        raw.writer.write(fragment(b"", last=True))
        raw.writer.write(record(answer))  # once more
        xid = xid_of(await raw.reply())
        raw.writer.write(record(accepted(0, opaque(b"next"), xid=xid)))
        await raw.closed()

    async def main() -> None:
        async with peer(serve) as address, await connect(address) as client:
            assert await invoke(client, ECHO) == b"right"
            assert await invoke(client, ECHO) == b"next"

    run(loop, main())


def test_an_answer_over_the_cap_ends_the_connection_and_its_calls(loop: str) -> None:
    async def main() -> None:
        async with (
            serving() as (_, service, address),
            await connect(address, max_record=10_000) as client,
        ):
            other = client.submit(HOLD, b"")
            await until(lambda: service.held == 1)
            with pytest.raises(ReplyTooLarge):
                await invoke(client, BIG, b"20000")
            with pytest.raises(OutcomeUnknown):
                await other
            assert await invoke(client, ECHO, b"anew") == b"anew"

    run(loop, main())
