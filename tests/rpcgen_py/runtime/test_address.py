"""Addresses are read as they are written, and refused with a word on what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime.address import MAX_UNIX_PATH, Address, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("tcp://localhost:9001", Address("tcp", "localhost", 9001)),
        ("localhost:9001", Address("tcp", "localhost", 9001)),
        ("udp://192.0.2.1:0", Address("udp", "192.0.2.1", 0)),
        ("[::1]:9001", Address("tcp", "::1", 9001)),
        ("tcp://[fe80::1%eth0]:65535", Address("tcp", "fe80::1%eth0", 65535)),
        ("tcp://:9001", Address("tcp", "", 9001)),
        ("unix:///run/x.sock", Address("unix", path="/run/x.sock")),
        ("unix:///a:b", Address("unix", path="/a:b")),
    ],
)
def test_reads(text: str, address: Address) -> None:
    assert parse_address(text) == address
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("localhost", "port"),
        ("tcp://localhost", "port"),
        ("tcp://localhost:", "port"),
        ("tcp://localhost:65536", "port"),
        ("tcp://localhost:-1", "port"),
        ("tcp://localhost:٣", "port"),
        ("tcp://localhost:http", "port"),
        ("tcp://::1:9001", "brackets"),
        ("http://localhost:80", "transport"),
        ("unix://relative", "absolute"),
        ("unix://", "absolute"),
        ("unix:///a\0b", "NUL"),
        ("unix:///" + "x" * MAX_UNIX_PATH, "107 bytes"),
        ("", "port"),
    ],
)
def test_refuses(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word) as caught:
        parse_address(text)
    assert repr(text) in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        address = parse_address(text)
    except ValueError:
        return
    assert parse_address(str(address)) == address
