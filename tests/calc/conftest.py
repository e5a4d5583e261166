"""Servers that end with the test that started them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.calc.servers import RunningServer, StartServer, running


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Start calc-servers on free ports of loopback, without rpcbind."""
    with ExitStack() as stack:

        def start(*options: str) -> RunningServer:
            return stack.enter_context(running(*options))

        yield start
