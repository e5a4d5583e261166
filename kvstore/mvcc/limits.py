"""Bounds that are part of what a command means.

All nodes have to apply the same ones, so none of these may become a setting: another value is
another command version.
"""

from __future__ import annotations

from typing import Final

from kvstore._generated import kv

CLOCK_STEP_MAX_MS: Final = 10_000
"""Most that one command advances replicated time, whatever it says: late, never early."""

TTL_MIN_MS: Final = 1000
"""Shorter times to live are made this long."""
LEASE_TTL_MAX_MS: Final = 9_000_000_000_000
SESSION_TTL_MAX_MS: Final = 86_400_000
SESSION_TTL_DEFAULT_MS: Final = 300_000
"""For a session that asks for 0."""

LEASES_MAX: Final = 100_000
LEASE_KEYS_MAX: Final = 10_000
"""Keys under one lease: its end deletes all of them in one change."""

SESSIONS_MAX: Final = 10_000
SESSION_OUTCOMES_MAX: Final = 1024
"""Outcomes that one session may have the cluster keep."""
SESSION_OUTCOME_BYTES_MAX: Final = 1 << 20
"""Bytes of outcomes from which on a session has to take back some before it adds another."""
OUTCOME_BYTES_MAX: Final = 256 << 20
"""The same, of all sessions together."""
OUTCOME_OVERHEAD: Final = 128
"""Bytes that an outcome counts for beside the keys, values and words in it."""

FEATURE_LEVEL_MAX: Final = 1
"""The highest level of features that this release knows; it stops at a higher one."""


def change_keys_max(feature_level: int) -> int:
    """Return how many keys a change may look at.

    At level 0, which is that of every log until a command raises it, the first release has
    answered changes of up to 100,000 keys: replayed, they have to end as they did.
    """
    return kv.KV_CHANGE_KEYS_MAX if feature_level else 100_000
