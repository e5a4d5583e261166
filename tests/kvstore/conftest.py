"""A node for tests that only need some node."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kvstore.product import Kvd


@pytest.fixture(scope="module")
def kvd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kvd]:
    """A running node that the tests of one file share."""
    with Kvd(tmp_path_factory.mktemp("node")) as node:
        yield node
