"""Why a node cannot serve its folder."""

from __future__ import annotations


class NotServable(Exception):
    """The folder holds a sound log that this release cannot serve; the message says why."""
