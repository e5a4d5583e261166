"""What a server that listens at several addresses tells rpcbind."""

from __future__ import annotations

from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.program import Version
from rpcgen_py.runtime.rpcbind.registration import services_of

VERSIONS = [Version("V1", 100, 1, ()), Version("V2", 100, 2, ())]


def _entries(*addresses: str) -> list[tuple[int, str, str]]:
    services = services_of(VERSIONS, map(parse_address, addresses))
    return [(service.version, service.netid, service.address) for service in services]


def test_each_version_gets_an_entry_on_each_transport() -> None:
    assert _entries("tcp://127.0.0.1:9001", "unix:///run/x.sock") == [
        (1, "tcp", "127.0.0.1.35.41"),
        (1, "local", "/run/x.sock"),
        (2, "tcp", "127.0.0.1.35.41"),
        (2, "local", "/run/x.sock"),
    ]


def test_no_host_is_both_families() -> None:
    assert _entries("udp://:9001")[:2] == [(1, "udp", "0.0.0.0.35.41"), (1, "udp6", "::.35.41")]


def test_of_several_addresses_on_one_transport_the_first_is_registered() -> None:
    assert _entries("tcp://127.0.0.1:1", "tcp://127.0.0.2:2", "tcp://[::1]:3")[:2] == [
        (1, "tcp", "127.0.0.1.0.1"),
        (1, "tcp6", "::1.0.3"),
    ]
