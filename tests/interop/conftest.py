"""What the interoperability tests share: C programs of both of rpcgen's styles, and torture.x."""

from __future__ import annotations

import pytest

from tests.interop.partners import STYLES, Workshop
from tests.interop.torture import Torture


@pytest.fixture(scope="session", params=STYLES)
def workshop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """C programs built by `rpcgen` and by `rpcgen -N -M`."""
    return Workshop(tmp_path_factory.mktemp("c"), request.param)


@pytest.fixture(scope="session")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Torture:
    """torture.x, compiled by us."""
    return Torture(tmp_path_factory.mktemp("torture"))
