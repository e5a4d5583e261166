"""What is built by hand for speed is what the codecs of rpc_msg.x make; odd replies are told."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime import message
from rpcgen_py.runtime._generated import rpc_msg
from rpcgen_py.runtime.errors import (
    AuthError,
    GarbageArguments,
    ProcedureUnavailable,
    ProgramMismatch,
    ProgramUnavailable,
    RpcError,
    RpcMismatch,
    SystemError_,
)
from rpcgen_py.runtime.record_marking import LAST
from tests.rpcgen_py.runtime.wire.messages import words

unsigned = st.integers(0, 0xFFFFFFFF)
auths = st.builds(rpc_msg.opaque_auth, unsigned, st.binary(max_size=400))


def success(verifier: rpc_msg.opaque_auth, xid: int) -> bytes:
    data = rpc_msg.accepted_data_default(rpc_msg.accept_stat.SUCCESS)
    body = rpc_msg.reply_body_MSG_ACCEPTED(rpc_msg.accepted_reply(verifier, data))
    return rpc_msg.rpc_msg(xid, rpc_msg.msg_body_REPLY(body)).to_xdr()


def test_plain_success_is_what_the_codec_makes() -> None:
    assert success(rpc_msg.opaque_auth(0, b""), 7) == words(7) + message.PLAIN_SUCCESS


@given(auths, unsigned, st.binary(max_size=20), st.binary(max_size=20), st.binary(max_size=20))
def test_any_verifier_is_accepted(
    verifier: rpc_msg.opaque_auth, xid: int, before: bytes, result: bytes, after: bytes
) -> None:
    header = success(verifier, xid)
    data = before + header + result + after
    end = len(before + header + result)
    assert message.read_reply(data, len(before), end) == len(before + header)


@pytest.mark.parametrize(
    ("build", "error", "attributes"),
    [
        (lambda xid: message.accepted_error(xid, ProgramUnavailable), ProgramUnavailable, {}),
        (lambda xid: message.accepted_error(xid, ProcedureUnavailable), ProcedureUnavailable, {}),
        (lambda xid: message.accepted_error(xid, GarbageArguments), GarbageArguments, {}),
        (lambda xid: message.accepted_error(xid, SystemError_), SystemError_, {}),
        (lambda xid: message.program_mismatch(xid, 2, 9), ProgramMismatch, {"low": 2, "high": 9}),
        (message.rpc_mismatch, RpcMismatch, {"low": 2, "high": 2}),
        (lambda xid: message.auth_error(xid, 5), AuthError, {"stat": 5}),
    ],
)
def test_errors_are_read_as_they_are_written(
    build: object, error: type[RpcError], attributes: dict[str, int]
) -> None:
    assert callable(build)
    marked = build(words(0x01020304))
    assert marked[:8] == words(LAST | len(marked) - 4, 0x01020304)
    rpc_msg.rpc_msg.from_xdr(marked[4:])  # the whole of it is one message
    with pytest.raises(error) as caught:
        message.read_reply(marked, 4, len(marked))
    assert {name: getattr(caught.value, name) for name in attributes} == attributes


@given(st.binary(max_size=100), st.integers(0, 10), st.integers(0, 100))
def test_any_bytes_are_a_reply_or_an_rpc_error(data: bytes, offset: int, size: int) -> None:
    end = min(len(data), offset + size)
    with contextlib.suppress(RpcError):
        assert offset < message.read_reply(data, offset, end) <= end
