"""What can be wrong with a snapshot."""

from __future__ import annotations


class MalformedSnapshot(Exception):
    """The content is no state of a state machine, or of a version that is not known here."""
