"""The state that a segment tells of: what a reader finds between two equal looks is of that one."""

from __future__ import annotations

import pytest

from kvstore.hotcache.layout import STATE, STATE_WORDS
from kvstore.hotcache.reader import State
from kvstore.hotcache.segments import open_reader
from tests.kvstore.client.shared_keys import SharedKeys


def test_it_is_told_as_it_was_published() -> None:
    with SharedKeys() as keys:
        reader = open_reader(keys.name)
        assert reader.state() is None
        keys.writer.publish_state(9, 2, 12, 3)
        state = reader.state()
        assert state == State(revision=9, compacted_revision=2, applied_index=12, term=3)
        assert reader.state() is state
        keys.writer.publish_state(10, 2, 13, 3)
        assert reader.state() == State(10, 2, 13, 3)
        reader.close()
        assert reader.state() is None


@pytest.mark.parametrize("word", range(STATE_WORDS + 1))
def test_what_is_half_written_or_damaged_is_not_told_and_mended(word: int) -> None:
    with SharedKeys() as keys:
        reader = open_reader(keys.name)
        keys.writer.publish_state(9, 2, 12, 3)
        assert reader.state() is not None
        keys.damage((STATE + word) * 8, (77).to_bytes(8, "little"))
        assert reader.state() is None
        keys.writer.repair(0)
        assert reader.state() == State(9, 2, 12, 3)
        reader.close()
