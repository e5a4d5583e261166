"""Answers leave from the address that was called, wherever the socket is bound."""

from __future__ import annotations

import socket

import pytest

from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.transport.datagrams import Endpoint
from rpcgen_py.runtime.transport.listeners import bind


@pytest.mark.parametrize(
    ("bound", "called"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.77"),
        ("[::1]", "::1"),
        ("[::]", "::1"),
    ],
)
def test_answers_from_the_address_that_was_called(bound: str, called: str) -> None:
    (listener,) = bind(parse_address(f"udp://{bound}:0"))
    family = socket.AF_INET6 if ":" in called else socket.AF_INET
    try:
        endpoint = Endpoint(listener)
        with socket.socket(family, socket.SOCK_DGRAM) as client:
            client.settimeout(10)
            client.connect((called, listener.address.port))  # hears nobody else from now on
            client.send(b"question")
            data, source = endpoint.receive()
            assert data == b"question"
            host, port = client.getsockname()[:2]
            assert source.peer == Peer("udp", host, port, called)
            endpoint.send(memoryview(b"answer"), source)
            assert client.recv(100) == b"answer"
    finally:
        listener.close()
