"""The shared memory of nodes on this host, as the commands about it open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore.client.local_cache import is_near, told_segment
from kvstore.errors import Unsupported

if TYPE_CHECKING:
    from kvstore.client.results import NodeStatus
    from kvstore.hotcache.survey import Survey
    from kvstore.hotcache.sweep import Swept

__all__ = ["survey_of", "sweep"]


def survey_of(address: str, answer: NodeStatus) -> tuple[Survey | None, str]:
    """Return the segment that the node at `address` told of, or None and why there is none."""
    name, owners = told_segment(answer)
    if not name and not is_near(address):
        return None, (
            f"node {answer.header.node_id} tells of its shared memory only over a loopback or Unix "
            f"socket, not at {address}"
        )
    if not name:
        return None, f"node {answer.header.node_id} shares no hot keys with this host"
    try:
        from kvstore.hotcache.errors import SegmentUnusable  # noqa: PLC0415 (only where one is)
        from kvstore.hotcache.segments import open_survey  # noqa: PLC0415 (the same)
    except ModuleNotFoundError as error:
        return None, _missing(error)
    try:
        return open_survey(name, owners=owners), ""
    except SegmentUnusable as error:
        return None, str(error)


def sweep(cluster: int | None) -> Swept:
    """Remove what this user's dead nodes left: those of one cluster, or all.

    Raises `Unsupported` where the libraries for that are not installed.
    """
    try:
        from kvstore.hotcache import sweep as sweeping  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise Unsupported(_missing(error)) from None
    return sweeping.sweep(cluster)


def _missing(error: ModuleNotFoundError) -> str:
    return f"{error.name} is not installed: it comes with sunrpc-kv[kv]"
