"""What a reader remembers, and for how long it relies on that."""

from __future__ import annotations

import subprocess
import sys

import hypothesis.strategies as st
from hypothesis import example, given

from tests.kvstore.hotcache.plain import FAR, Plain, item

KEY = b"key"


@given(until=st.integers(1, 2**62), step=st.integers(-3000, 3000))
@example(until=10**15 + 1, step=0)
def test_a_clock_in_seconds_that_is_rounded_prolongs_no_lease(until: int, step: int) -> None:
    now = 0

    def seconds() -> float:
        """Return the time as `time.clock_gettime` makes it of two numbers."""
        whole, part = divmod(now, 10**9)
        return whole + part * 1e-9

    cache = Plain()
    cache.writer.put(KEY, item(KEY, b"value"))
    cache.writer.publish_lease(until)
    reader = cache.reader(clock=lambda: now, seconds=seconds)
    assert reader.lease(KEY) is not None
    now = max(until + step, 0)
    assert (reader.lease(KEY) is not None) == (now < until)


def test_no_more_is_remembered_than_there_are_slots() -> None:
    """Or copies of large items that were there once would fill the memory of whoever reads."""
    plain = Plain()
    plain.writer.publish_lease(FAR)
    slots = plain.header.geometry.slots
    reader = plain.reader(memo_keys=1 << 14)
    for number in range(4 * slots):
        name = f"{number}"
        key = name.encode()
        plain.writer.put(key, item(key, b"v"))
        assert reader.lease(key) is not None
        assert reader.look_up(key, name) is not None
        assert {key, name} & reader.memo.keys()
        assert len(reader.memo) <= slots


UNDER_B = """
from tests.kvstore.hotcache.plain import FAR, Plain, item

cache = Plain()
cache.writer.put(b"key", item(b"key", b"value"))
cache.writer.publish_lease(FAR)
reader = cache.reader()
for _ in range(2):
    assert reader.lease(b"key") is not None
    assert reader.look_up(b"key", "key") is not None
    assert reader.memo.get("key") is None
"""


def test_python_that_refuses_to_compare_str_with_bytes_has_nothing_to_compare() -> None:
    subprocess.run([sys.executable, "-bb", "-c", UNDER_B], check=True, timeout=60)
