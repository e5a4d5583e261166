"""Peers are told apart, and named as a log needs them."""

from __future__ import annotations

import pytest

from rpcgen_py.runtime.identity import Identity, Peer, ProcessCredentials


@pytest.mark.parametrize(
    ("peer", "text"),
    [
        (Peer("tcp", "192.0.2.1", 1000), "tcp 192.0.2.1:1000"),
        (Peer("udp", "::1", 1000), "udp [::1]:1000"),
        (Peer("unix", process=ProcessCredentials(77, 1000, 100)), "unix (pid 77)"),
        (Peer("unix"), "unix"),
    ],
)
def test_a_peer_in_words(peer: Peer, text: str) -> None:
    assert str(peer) == text


def test_the_same_claim_from_elsewhere_is_another_caller() -> None:
    here, there = Peer("tcp", "192.0.2.1", 1000), Peer("tcp", "192.0.2.2", 1000)
    assert Identity(1, here, 0) == Identity(1, here, 0)
    assert len({Identity(1, here, 0), Identity(1, there, 0), Identity(1, here, 1)}) == 3
