"""What users give, checked and in the shape of kv.x."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kvstore._generated import kv
from kvstore.client.call import Freshness
from kvstore.errors import InvalidRequest, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "WAITS",
    "as_bytes",
    "checked_key",
    "checked_value",
    "choice",
    "freshness",
    "key_range",
    "milliseconds",
    "watched",
]

T = TypeVar("T")

CONSISTENCIES: Final = {
    "linearizable": kv.KV_LINEARIZABLE,
    "lease": kv.KV_LEASE,
    "serializable": kv.KV_SERIALIZABLE,
}
UNBOUNDED: Final = {name: Freshness(level) for name, level in CONSISTENCIES.items()}
"""What most reads ask for, made once."""

WAITS: Final = {"quorum": kv.KV_WAIT_QUORUM, "all": kv.KV_WAIT_ALL}


def as_bytes(text: str | bytes) -> bytes:
    """Return a `str` in UTF-8; what the system's encoding could not decode comes out as it was."""
    return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else bytes(text)


def checked_key(key: str | bytes) -> bytes:
    """Return a key as bytes. Raises `InvalidRequest`, `TooLarge`."""
    data = as_bytes(key)
    if not data:
        raise InvalidRequest("the key is empty")
    return _fitting("key", data, kv.KV_KEY_MAX)


def checked_value(value: str | bytes) -> bytes:
    """Return a value as bytes. Raises `TooLarge`."""
    return _fitting("value", as_bytes(value), kv.KV_VALUE_MAX)


def _fitting(what: str, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise TooLarge(f"the {what} has {len(data)} bytes; at most {limit} are stored")
    return data


def key_range(
    key: str | bytes | None = None,
    *,
    prefix: str | bytes | None = None,
    start: str | bytes | None = None,
    end: str | bytes | None = None,
) -> kv.kv_key_range:
    """Return a range: one key, all with a prefix, or those from `start` on and before `end`.

    Raises `InvalidRequest` unless exactly one of the three ways is used.
    """
    interval = start is not None or end is not None
    if (key is not None) + (prefix is not None) + interval != 1:
        raise InvalidRequest("name either a key, or a prefix, or a start and an end")
    if key is not None:
        return kv.kv_key_range(kind=kv.KV_SINGLE, key=checked_key(key), end=b"")
    if prefix is not None:
        found = checked_key(prefix) if prefix else b""
        return kv.kv_key_range(kind=kv.KV_PREFIX, key=found, end=b"")
    return kv.kv_key_range(
        kind=kv.KV_INTERVAL,
        key=checked_key(start) if start else b"",
        end=checked_key(end) if end else b"",
    )


def watched(
    key: str | bytes | None,
    *,
    prefix: str | bytes | None,
    start: str | bytes | None,
    end: str | bytes | None,
    ranges: Sequence[kv.kv_key_range],
) -> tuple[kv.kv_key_range, ...]:
    """Return the ranges of a watch: several, one, or none for all keys. Raises `InvalidRequest`."""
    one = any(bound is not None for bound in (key, prefix, start, end))
    if one and ranges:
        raise InvalidRequest("name one range, or give several as `ranges`")
    if len(ranges) > kv.KV_WATCH_RANGES_MAX:
        raise InvalidRequest(f"one watch has at most {kv.KV_WATCH_RANGES_MAX} ranges")
    return (key_range(key, prefix=prefix, start=start, end=end),) if one else tuple(ranges)


def freshness(consistency: str, min_revision: int, max_age: float) -> Freshness:
    """Return how new the state of a read has to be. Raises `InvalidRequest`."""
    if consistency in UNBOUNDED and not (min_revision or max_age):
        return UNBOUNDED[consistency]
    level = choice("consistency", CONSISTENCIES, consistency)
    if max_age and level != kv.KV_SERIALIZABLE:
        raise InvalidRequest("max_age is for serializable reads; all others see the newest state")
    return Freshness(level, min_revision, milliseconds("max_age", max_age, whole=int))


def milliseconds(what: str, seconds: float, *, whole: Callable[[float], int] = round) -> int:
    """Return a time in whole milliseconds; 0 only for 0. Raises `InvalidRequest`.

    `whole` is `int` for what must not become longer; but nothing becomes shorter than 1 ms.
    """
    if not 0 <= seconds < 1 << 40:
        raise InvalidRequest(f"{what} is a time in seconds, not {seconds!r}")
    return max(1, whole(seconds * 1000)) if seconds else 0


def choice(what: str, choices: Mapping[str, T], wanted: str) -> T:
    """Return what a word stands for. Raises `InvalidRequest`, which lists those there are."""
    if wanted not in choices:
        raise InvalidRequest(f"{what} is {' or '.join(choices)}, not {wanted!r}")
    return choices[wanted]
