"""Universal addresses (WIRE rule 30): the text of RFC 5665 §5.2.3, both ways."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime.rpcbind.universal_address import format_address, parse_address

HOSTS = st.ip_addresses().map(str)
PORTS = st.integers(0, 0xFFFF)


@pytest.mark.parametrize(
    ("host", "port", "text"),
    [
        ("127.0.0.1", 9001, "127.0.0.1.35.41"),
        ("0.0.0.0", 111, "0.0.0.0.0.111"),
        ("::1", 2049, "::1.8.1"),
        ("::", 65535, "::.255.255"),
    ],
)
def test_known_addresses(host: str, port: int, text: str) -> None:
    assert format_address(host, port) == text
    assert parse_address(text) == (host, port)


@given(HOSTS, PORTS)
def test_every_address_survives(host: str, port: int) -> None:
    found, found_port = parse_address(format_address(host, port))
    assert ipaddress.ip_address(found) == ipaddress.ip_address(host)
    assert found_port == port


@pytest.mark.parametrize(
    "text", ["", "127.0.0.1", "127.0.0.1.1", "127.0.0.1.256.0", "127.0.0.1.0.256", "a.b.c.d.1.2",
             "127.0.0.1.-1.2", "127.0.0.1.1.2.3", "/run/x.sock", "127.0.0.1.\u0661.2"],
)  # fmt: skip
def test_other_text_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="is not a universal address") as caught:
        parse_address(text)
    assert repr(text) in str(caught.value)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    try:
        host, port = parse_address(text)
    except ValueError:
        return
    assert parse_address(format_address(host, port)) == (host, port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_has_sixteen_bits(port: int) -> None:
    with pytest.raises(ValueError, match=r"not within 0\.\.65535"):
        format_address("127.0.0.1", port)
