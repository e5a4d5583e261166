"""The changing words of MAIN's first page, and the copy of them that the writer decides by."""

from __future__ import annotations

from typing import Final

from kvstore.hotcache.layout import (
    ALIVE_UNTIL,
    APPLIED_REVISION,
    COUNTER_NAMES,
    COUNTERS,
    GATE,
    KNOWN_AT,
    LEASE_UNTIL,
    STATE,
    STATE_WORDS,
)
from kvstore.hotcache.seals import seal, seal_of_state

_SEALED: Final = (LEASE_UNTIL, KNOWN_AT, ALIVE_UNTIL, APPLIED_REVISION)


class Published:
    """`words`: those of MAIN."""

    def __init__(self, words: memoryview, epoch: int) -> None:
        """Say that all is readable, and nothing valid."""
        self._words = words
        self._epoch = epoch
        self._gate = epoch
        self._values = dict.fromkeys(_SEALED, 0)
        self._state: tuple[int, ...] = (0,) * STATE_WORDS
        self.counters = dict.fromkeys(COUNTER_NAMES, 0)
        self.restore()

    def set(self, index: int, value: int) -> None:
        """Publish `value` at a word that has a seal."""
        self._values[index] = value
        self._show(index)

    def set_state(self, state: tuple[int, ...]) -> None:
        """Publish the words of `STATE`."""
        self._state = state
        words = self._words
        for index, value in enumerate(state, STATE):
            words[index] = value
        words[STATE + STATE_WORDS] = seal_of_state(state, self._epoch)

    def set_gate(self, *, is_open: bool) -> None:
        """Make everything readable or unreadable at once.

        No lease is shown while the gate is shut: by that one word readers know of both.
        """
        self._gate = self._epoch if is_open else 0
        if is_open:
            self._words[GATE] = self._gate
            self._show(LEASE_UNTIL)
        else:
            self._show(LEASE_UNTIL)
            self._words[GATE] = self._gate

    def restore(self) -> int:
        """Write the counters, and what was damaged; return how many words that were."""
        words = self._words
        for index, count in enumerate(self.counters.values(), COUNTERS):
            words[index] = count
        damaged = 0
        if words[GATE] != self._gate:
            words[GATE] = self._gate
            damaged += 1
        for index in _SEALED:
            value = self._shown(index)
            if words[index] != value or words[index + 1] != seal(value, index, self._epoch):
                self._show(index)
                damaged += 1
        sealed = *self._state, seal_of_state(self._state, self._epoch)
        if tuple(words[STATE : STATE + len(sealed)]) != sealed:
            self.set_state(self._state)
            damaged += 1
        return damaged

    def end(self) -> None:
        """Make all of it invalid for good."""
        self.set_gate(is_open=False)
        for index in _SEALED:
            self.set(index, 0)

    def _show(self, index: int) -> None:
        value = self._shown(index)
        words = self._words
        # Not the seal first: a deadline that is taken back must be gone at once.
        words[index] = value
        words[index + 1] = seal(value, index, self._epoch)

    def _shown(self, index: int) -> int:
        return 0 if index == LEASE_UNTIL and not self._gate else self._values[index]
