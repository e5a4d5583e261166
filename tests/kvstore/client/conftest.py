"""A cluster in memory, and the library in both of its colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.kvstore.client.colours import LIBRARIES
from tests.kvstore.client.fake_cluster import Cluster


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with Cluster() as found:
        yield found


@pytest.fixture(params=LIBRARIES)
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    with LIBRARIES[request.param]() as found:
        yield found
