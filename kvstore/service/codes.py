"""The codes of kv.x by their names, for those who read logs and metrics."""

from __future__ import annotations

from typing import Final

from kvstore._generated import kv

_NAMES: Final = (
    "KV_OK",
    "KV_NOT_FOUND",
    "KV_INVALID",
    "KV_TOO_LARGE",
    "KV_COMPACTED",
    "KV_FUTURE_REVISION",
    "KV_UNSUPPORTED",
    "KV_UNKNOWN_EXTENSION",
    "KV_WRONG_CLUSTER",
    "KV_DENIED",
    "KV_BUSY",
    "KV_DEADLINE",
    "KV_NO_QUORUM",
    "KV_NOT_LEADER",
    "KV_SESSION_UNKNOWN",
    "KV_SESSION_REQUIRED",
    "KV_OUTCOME_FORGOTTEN",
    "KV_LEASE_UNKNOWN",
    "KV_LEASE_EXISTS",
    "KV_NO_SPACE",
    "KV_STALE",
    "KV_UNAVAILABLE",
    "KV_FAILED",
)

CODE_NAMES: Final[dict[int, str]] = {
    getattr(kv, name): name.removeprefix("KV_").lower() for name in _NAMES
}
"""`KV_NOT_FOUND` is "not_found", and so on."""
