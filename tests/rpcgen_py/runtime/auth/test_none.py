"""AUTH_NONE says nothing, and nothing that is said with it counts."""

from __future__ import annotations

import pytest

from rpcgen_py.runtime.auth.none import AuthNone, NoneServer
from rpcgen_py.runtime.identity import Identity, Peer
from tests.rpcgen_py.runtime.wire.messages import auth

PEER = Peer("tcp", "192.0.2.1", 1000)


def test_the_client_sends_two_empty_fields() -> None:
    assert AuthNone().header() == auth() + auth()


@pytest.mark.parametrize("body", [b"", b"undefined", bytes(400)])
def test_the_server_knows_only_the_peer(body: bytes) -> None:
    assert NoneServer().identify(body, PEER) == Identity(0, PEER)
