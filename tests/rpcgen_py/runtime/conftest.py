"""Each test sees a log in which nothing has been left out yet."""

from __future__ import annotations

import logging

import pytest

from rpcgen_py.runtime.peer_log import PeerFilter


@pytest.fixture(autouse=True)
def _no_lines_left_out() -> None:
    for logger in tuple(logging.root.manager.loggerDict.values()):
        for each in tuple(logger.filters) if isinstance(logger, logging.Logger) else ():
            if isinstance(each, PeerFilter):
                logger.removeFilter(each)
                logger.addFilter(PeerFilter())
