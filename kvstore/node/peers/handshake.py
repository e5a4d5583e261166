"""How two nodes show each other that they hold the cluster's key, without showing the key.

    caller                                  called
      hello (nonce a)            ──────►
                                 ◄──────      hello (nonce b), HMAC "called" over both
      HMAC "caller" over both    ──────►
                                 ◄──────      what the caller is to it, HMAC "judged"

Each HMAC is over both hellos, and with them over both nonces, numbers, folders and lives: it says
nothing on another connection, to another node, or in the other direction. What is sent afterwards
is not signed: who can change the packets of a connection can use it. Nothing here reads a clock
or draws a number; nonces come with the hellos.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from kvstore._generated import raft

if TYPE_CHECKING:
    from kvstore._generated.raft import hello, hello_answer, hello_proof

__all__ = ["Called", "Caller", "HandshakeFailed", "NotThatNode", "OtherKey"]

_CALLED: Final = b"sunrpc-kv called"
_CALLER: Final = b"sunrpc-kv caller"
_JUDGED: Final = b"sunrpc-kv judged"

OTHER_KEY: Final = "the nodes hold different cluster keys: give both the same --cluster-key-file"


class HandshakeFailed(Exception):
    """There is no reason to believe the one at the other end."""


class OtherKey(HandshakeFailed):
    """It does not hold this cluster's key."""


class NotThatNode(HandshakeFailed):
    """It holds the key, and is another node than the one that was called."""


def _mac(key: bytes, label: bytes, *parts: bytes) -> bytes:
    return hmac.digest(key, label + b"".join(parts), "sha256")


def _word(code: int) -> bytes:
    return code.to_bytes(4, signed=True)


class Caller:
    """The calling side of one connection. `node` is who is called, 0 if that is not known yet."""

    def __init__(self, key: bytes, own: hello, *, node: int = 0) -> None:
        """Begin with `own`, which holds a nonce that was never used."""
        self._key = key
        self._own = own.to_xdr()
        self._node = node
        self._theirs: hello | None = None

    def answered(self, answer: hello_answer) -> hello_proof:
        """Return what proves this side, if the answer proves the other one.

        Raises `OtherKey`, `NotThatNode`.
        """
        theirs = answer.hello.to_xdr()
        expected = _mac(self._key, _CALLED, _word(answer.code), self._own, theirs)
        if not hmac.compare_digest(expected, answer.hmac):
            raise OtherKey(OTHER_KEY)
        if self._node and answer.hello.node != self._node:
            raise NotThatNode(f"it is node {answer.hello.node}, not node {self._node}")
        self._theirs = answer.hello
        return raft.hello_proof(_mac(self._key, _CALLER, self._own, theirs))

    def judged(self, answer: hello_answer) -> hello_answer:
        """Return the answer to the proof, if it is from who was greeted. Raises `HandshakeFailed`.

        Whoever has another key gets one that he cannot verify: `OtherKey`.
        """
        theirs = self._theirs
        if theirs is None:
            raise HandshakeFailed("it judges without having been asked")
        newest = answer.hello
        signed = _word(answer.code), self._own, theirs.to_xdr(), newest.to_xdr()
        if not hmac.compare_digest(_mac(self._key, _JUDGED, *signed), answer.hmac):
            raise OtherKey(OTHER_KEY)
        if _life(newest) != _life(theirs):
            raise NotThatNode(f"node {theirs.node} became node {newest.node} on one connection")
        return answer


def _life(of: hello) -> tuple[int, bytes, int]:
    return of.node, of.birth, of.incarnation


class Called:
    """The called side of one connection. `peer` is who has proved itself there, as it said then."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._greeted: tuple[hello, bytes, bytes] | None = None
        self._proved: tuple[hello, bytes, bytes] | None = None
        self.peer: hello | None = None

    @property
    def caller(self) -> hello | None:
        """Who has proved itself, whatever it was found to be."""
        return None if self._proved is None else self._proved[0]

    def greet(self, theirs: hello, own: hello) -> hello_answer:
        """Answer a hello with one's own, whose nonce was never used.

        Whoever was there before is forgotten.
        """
        self.peer = self._proved = None
        packed = theirs.to_xdr(), own.to_xdr()
        self._greeted = (theirs, *packed)
        signature = _mac(self._key, _CALLED, _word(raft.HELLO_OK), *packed)
        return raft.hello_answer(code=raft.HELLO_OK, message="", hello=own, hmac=signature)

    def proves(self, proof: hello_proof) -> hello | None:
        """Return whose proof it is; None if it is none. There is one try for each hello."""
        greeted, self._greeted = self._greeted, None
        if greeted is None:
            return None
        theirs, *packed = greeted
        if not hmac.compare_digest(_mac(self._key, _CALLER, *packed), proof.hmac):
            return None
        self._proved = greeted
        return theirs

    def judge(self, theirs: hello, code: int, message: str, own: hello) -> hello_answer:
        """Answer a proof of `theirs`; HELLO_OK opens the connection, unless it was greeted anew.

        `own` is as new as the answer.
        """
        proved = self._proved
        signature = bytes(raft.HMAC_SIZE)
        if proved is not None and proved[0] is theirs:
            signed = _word(code), proved[1], proved[2], own.to_xdr()
            signature = _mac(self._key, _JUDGED, *signed)
            if code == raft.HELLO_OK:
                self.peer = theirs
        return raft.hello_answer(code=code, message=message, hello=own, hmac=signature)
