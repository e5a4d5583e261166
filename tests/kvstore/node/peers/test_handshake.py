"""Nobody is believed but who holds the key, on this connection, for this node and life."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import structs

from kvstore._generated import raft
from kvstore.node.peers.handshake import Called, Caller, HandshakeFailed, NotThatNode, OtherKey
from tests.kvstore.node.peers.hellos import HELLOS, KEYS, U64

MACS = st.binary(min_size=32, max_size=32)


def greet(
    caller_key: bytes, called_key: bytes, ours: raft.hello, theirs: raft.hello, newest: raft.hello
) -> tuple[Called, list[bytes]]:
    """A whole handshake; also the HMACs that went over the wire."""
    caller, called = Caller(caller_key, ours), Called(called_key)
    answer = called.greet(ours, theirs)
    proof = caller.answered(answer)
    assert called.peer is None
    proved = called.proves(proof)
    assert proved == ours
    judged = called.judge(proved, raft.HELLO_OK, "", newest)
    assert caller.judged(judged) == judged
    assert called.peer == ours
    return called, [answer.hmac, proof.hmac, judged.hmac]


@given(KEYS, HELLOS, HELLOS)
def test_who_holds_the_key_is_believed(key: bytes, ours: raft.hello, theirs: raft.hello) -> None:
    greet(key, key, ours, theirs, structs.replace(theirs, founders=(), cluster_id=9))


@given(KEYS, KEYS, HELLOS, HELLOS, MACS)
def test_another_key_proves_nothing(
    key: bytes, other: bytes, ours: raft.hello, theirs: raft.hello, forged: bytes
) -> None:
    assume(key != other)
    called = Called(key)
    answer = called.greet(ours, theirs)
    with pytest.raises(OtherKey):
        Caller(other, ours).answered(answer)
    own = Caller(other, ours).answered(Called(other).greet(ours, theirs))
    assert called.proves(own) is None
    called.greet(ours, theirs)
    assert called.proves(raft.hello_proof(forged)) is None
    assert called.peer is None


@settings(max_examples=25)
@given(KEYS, HELLOS, HELLOS, HELLOS, HELLOS, HELLOS)
def test_what_was_seen_on_other_connections_opens_none(
    key: bytes,
    ours: raft.hello,
    theirs: raft.hello,
    chosen: raft.hello,
    fresh_called: raft.hello,
    fresh_caller: raft.hello,
) -> None:
    """Neither played back, nor turned round, nor fished for with hellos of the thief's choice."""
    nonces = {each.nonce for each in (ours, theirs, chosen, fresh_called, fresh_caller)}
    assume(len(nonces) == 5)
    _, seen = greet(key, key, ours, theirs, theirs)
    _, back = greet(key, key, theirs, ours, ours)
    seen += back
    # The thief calls: with a caller's very hello, with its own, with that of the called node.
    for hello in (ours, theirs, chosen, fresh_called):
        seen.append(Called(key).greet(hello, theirs).hmac)

    for mac in seen:
        for hello in (ours, theirs, chosen):
            called = Called(key)
            fished = called.greet(hello, fresh_called)
            assert called.proves(raft.hello_proof(mac)) is None
            assert called.proves(raft.hello_proof(fished.hmac)) is None
            assert called.peer is None
        for said in (ours, theirs, chosen, fresh_caller):
            answer = raft.hello_answer(code=raft.HELLO_OK, message="", hello=said, hmac=mac)
            with pytest.raises(OtherKey):
                Caller(key, fresh_caller).answered(answer)


@given(KEYS, HELLOS, HELLOS)
def test_a_proof_is_good_once_and_for_one_hello(
    key: bytes, ours: raft.hello, theirs: raft.hello
) -> None:
    caller, called = Caller(key, ours), Called(key)
    proof = caller.answered(called.greet(ours, theirs))
    assert called.proves(raft.hello_proof(bytes(32))) is None
    assert called.proves(proof) is None  # that was the one try
    called.greet(ours, structs.replace(theirs, nonce=bytes(31) + b"\1"))
    assert called.proves(proof) is None or theirs.nonce == bytes(31) + b"\1"


@given(KEYS, HELLOS, HELLOS)
def test_another_hello_begins_anew(key: bytes, ours: raft.hello, theirs: raft.hello) -> None:
    called, _ = greet(key, key, ours, theirs, theirs)
    called.greet(ours, theirs)
    assert called.peer is None
    # And a judgement that took its time does not open what was greeted meanwhile.
    proved = called.proves(Caller(key, ours).answered(called.greet(ours, theirs)))
    assert proved is not None
    called.greet(structs.replace(ours), theirs)
    late = called.judge(proved, raft.HELLO_OK, "", theirs)
    assert called.peer is None
    assert late.hmac == bytes(32)


@pytest.mark.parametrize(
    "field", ["cluster_id", "node", "birth", "incarnation", "address", "feature_high", "nonce"]
)
@given(KEYS, HELLOS, HELLOS, HELLOS, st.sampled_from(["caller", "called"]))
def test_no_word_of_a_hello_can_be_changed(
    field: str,
    key: bytes,
    ours: raft.hello,
    theirs: raft.hello,
    other: raft.hello,
    whose: str,
) -> None:
    changed = {field: getattr(other, field)}
    if whose == "caller":
        assume(getattr(ours, field) != changed[field])
        called = Called(key)
        answer = called.greet(structs.replace(ours, **changed), theirs)
    else:
        assume(getattr(theirs, field) != changed[field])
        called = Called(key)
        answer = called.greet(ours, theirs)
        answer = structs.replace(answer, hello=structs.replace(theirs, **changed))
    with pytest.raises(OtherKey):
        Caller(key, ours).answered(answer)


@given(KEYS, HELLOS, HELLOS, st.integers(1, 6))
def test_the_judgement_cannot_be_changed(
    key: bytes, ours: raft.hello, theirs: raft.hello, code: int
) -> None:
    caller, called = Caller(key, ours), Called(key)
    proved = called.proves(caller.answered(called.greet(ours, theirs)))
    assert proved is not None
    judged = called.judge(proved, code, "no", theirs)
    assert called.peer is None
    assert caller.judged(judged).code == code
    with pytest.raises(OtherKey):
        caller.judged(structs.replace(judged, code=raft.HELLO_OK))


@given(KEYS, HELLOS, HELLOS, U64)
def test_only_the_node_that_was_called_is_believed(
    key: bytes, ours: raft.hello, theirs: raft.hello, expected: int
) -> None:
    assume(expected not in {0, theirs.node})
    with pytest.raises(NotThatNode):
        Caller(key, ours, node=expected).answered(Called(key).greet(ours, theirs))


@given(KEYS, HELLOS, HELLOS)
def test_the_judge_is_who_was_greeted(key: bytes, ours: raft.hello, theirs: raft.hello) -> None:
    caller, called = Caller(key, ours), Called(key)
    proved = called.proves(caller.answered(called.greet(ours, theirs)))
    assert proved is not None
    restarted = structs.replace(theirs, incarnation=theirs.incarnation ^ 1)
    with pytest.raises(NotThatNode):
        caller.judged(called.judge(proved, raft.HELLO_OK, "", restarted))
    with pytest.raises(HandshakeFailed):
        Caller(key, ours).judged(called.judge(proved, raft.HELLO_OK, "", theirs))


def test_the_hmacs_are_those_that_raft_x_describes() -> None:
    key = bytes(range(32))
    ours, theirs = (
        raft.hello(
            cluster_id=0,
            node=node,
            birth=bytes([node]) * 16,
            incarnation=1,
            address=f"localhost:900{node}",
            feature_low=1,
            feature_high=1,
            founders=(),
            expected=2,
            nonce=bytes([node]) * 32,
        )
        for node in (1, 2)
    )
    caller, called = Caller(key, ours), Called(key)
    answer = called.greet(ours, theirs)
    proof = caller.answered(answer)
    proved = called.proves(proof)
    assert proved is not None
    judged = called.judge(proved, raft.HELLO_WAIT, "", theirs)

    def mac(text: bytes) -> bytes:
        return hmac.new(key, text, hashlib.sha256).digest()

    both = ours.to_xdr() + theirs.to_xdr()
    assert answer.hmac == mac(b"sunrpc-kv called" + bytes(4) + both)
    assert proof.hmac == mac(b"sunrpc-kv caller" + both)
    assert judged.hmac == mac(b"sunrpc-kv judged" + b"\0\0\0\6" + both + theirs.to_xdr())
