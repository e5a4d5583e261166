"""What making or opening a segment raises. Looks raise nothing."""

from __future__ import annotations


class SegmentUnusable(Exception):
    """There can be no cache, or this reader cannot use it; the message says why. Ask the node."""
