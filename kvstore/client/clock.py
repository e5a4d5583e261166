"""The clock of deadlines, sessions and leases: one that goes on while the machine sleeps.

A laptop's session ends in the cluster while the lid is closed; the client has to see that.
"""

from __future__ import annotations

import time
from typing import Final

__all__ = ["clock"]

_BOOT: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def clock() -> float:
    """Return seconds since some moment; never goes back."""
    return time.clock_gettime(_BOOT)
