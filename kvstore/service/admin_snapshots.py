"""Snapshots that operators read piece by piece: each pins a state until it is read or forgotten."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Final, Protocol

from kvstore._generated import admin, kv
from kvstore.node.refusals import NodeRefusal, busy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["AdminSnapshots", "Pin"]

_PINS: Final = 2
"""Snapshots that are read at a time: each holds back what is compacted meanwhile."""

_IDLE: Final = 60.0
"""Seconds without a call after which one is given up."""

_WHOLE: Final = admin.ADMIN_CHUNK_MAX // 2
"""Bytes of an answer, roughly: pieces are gathered up to that many."""


class Pin(Protocol):
    """A frozen state."""

    def pieces(self) -> Iterator[bytes]:
        """Yield the content, each piece in bounded work."""

    def release(self) -> None:
        """Let go of it."""


class _Reading:
    """One snapshot. The newest answer is kept, since its caller may have missed it."""

    def __init__(self, pin: Pin, end: Callable[[], None]) -> None:
        self.pin = pin
        self.pieces = pin.pieces()
        self.answer: admin.admin_snapshot_ok | None = None
        self.at_work = False
        self._end = end
        self._timer = asyncio.get_running_loop().call_later(_IDLE, end)

    def touch(self) -> None:
        self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_IDLE, self._end)

    def close(self) -> None:
        self._timer.cancel()
        self.pin.release()


class AdminSnapshots:
    """The snapshots that are being read. `pin` freezes the state as it is."""

    def __init__(self, pin: Callable[[], Pin]) -> None:
        self._pin = pin
        self._readings: dict[int, _Reading] = {}

    def stop(self) -> None:
        """Let go of all."""
        for number in tuple(self._readings):
            self._give_up(number)

    async def read(self, snapshot_id: int, offset: int) -> admin.admin_snapshot_ok:
        """Return the content from `offset` on, which is where the last answer ended, or began.

        Raises `NodeRefusal`: KV_BUSY, KV_INVALID.
        """
        number = snapshot_id or self._begin()
        reading = self._readings.get(number)
        if reading is None:
            raise _invalid("there is no such snapshot, or it was given up: begin a new one")
        if reading.at_work:
            raise busy("calls for this snapshot", 100)
        reading.touch()
        last = reading.answer
        if last is not None and offset == last.offset:
            return last
        expected = 0 if last is None else last.offset + len(last.data)
        if offset != expected or (last is not None and last.last):
            raise _invalid(f"the snapshot goes on at byte {expected}, not {offset}")
        reading.at_work = True
        try:
            reading.answer = answer = await self._gather(number, reading, offset)
        except BaseException:
            self._give_up(number)  # a part of it is lost
            raise
        finally:
            reading.at_work = False
        if answer.last:
            # The pin is not needed any more; the answer is, for a while, if it got lost.
            reading.pin.release()
        return answer

    def _begin(self) -> int:
        for number, reading in tuple(self._readings.items()):
            if reading.answer is not None and reading.answer.last:
                self._give_up(number)
        if len(self._readings) >= _PINS:
            raise busy("snapshots", 5000)
        number = secrets.randbelow(2**63 - 1) + 1
        self._readings[number] = _Reading(self._pin(), lambda: self._give_up(number))
        return number

    def _give_up(self, number: int) -> None:
        reading = self._readings.pop(number, None)
        if reading is not None:
            reading.close()

    async def _gather(self, number: int, reading: _Reading, offset: int) -> admin.admin_snapshot_ok:
        parts: list[bytes] = []
        size = 0
        last = True
        for piece in reading.pieces:
            parts.append(piece)
            size += len(piece)
            if size >= _WHOLE:
                last = False
                break
            await asyncio.sleep(0)  # others have a turn; entries may be applied
        return admin.admin_snapshot_ok(
            snapshot_id=number, offset=offset, data=b"".join(parts), last=last
        )


def _invalid(message: str) -> NodeRefusal:
    return NodeRefusal(kv.KV_INVALID, message)
