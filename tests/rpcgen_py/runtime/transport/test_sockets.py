"""Names become addresses, and a connection to oneself is none."""

from __future__ import annotations

import socket
import time

import pytest

from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.errors import Unreachable
from rpcgen_py.runtime.transport.sockets import connect_stream, resolve, set_receive_timeout


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("tcp://127.0.0.1:7", [(socket.AF_INET, ("127.0.0.1", 7))]),
        ("udp://[::1]:7", [(socket.AF_INET6, ("::1", 7, 0, 0))]),
        ("unix:///run/x", [(socket.AF_UNIX, "/run/x")]),
    ],
)
def test_addresses_stand_for_themselves(text: str, places: list[object]) -> None:
    assert resolve(parse_address(text)) == places


def test_nowhere_is_both_loopbacks_or_everywhere() -> None:
    here = {where[0] for _, where in resolve(parse_address("tcp://:7"))}
    assert here == {"127.0.0.1", "::1"}
    everywhere = {where[0] for _, where in resolve(parse_address("tcp://:7"), passive=True)}
    assert everywhere == {"0.0.0.0", "::"}


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70, "a..b", "\udcff"])
def test_names_that_mean_nothing_are_unreachable(host: str) -> None:
    with pytest.raises(Unreachable):
        resolve(parse_address(f"tcp://{host}:1"))


def test_a_port_that_meets_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting from a port to the same one, as can happen among ephemeral ports, succeeds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = socket.socket

    def bound(*args: int) -> socket.socket:
        sock = made(*args)
        sock.bind(("127.0.0.1", port))
        return sock

    monkeypatch.setattr(socket, "socket", bound)
    with pytest.raises(Unreachable, match="refused"):
        connect_stream(parse_address(f"tcp://127.0.0.1:{port}"), time.monotonic() + 5)


@pytest.mark.parametrize("seconds", [0.05, 1e-9, -1.0, 0.0])
def test_receiving_ends_in_time(seconds: float) -> None:
    one, two = socket.socketpair()
    with one, two:
        set_receive_timeout(one, seconds)
        started = time.monotonic()
        with pytest.raises(BlockingIOError):
            one.recv(1)
        assert time.monotonic() - started >= min(seconds, 0.05) * 0.9


def test_receiving_without_end_waits_for_what_comes() -> None:
    one, two = socket.socketpair()
    with one, two:
        set_receive_timeout(one, 0.001)
        set_receive_timeout(one, float("inf"))
        two.send(b"x")
        assert one.recv(1) == b"x"
