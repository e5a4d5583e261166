"""Alarms that are raised: what an operator has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from kvstore._generated import command as commands


class Alarms:
    """One of each kind for each node, `KV_ALARMS_MAX` in all."""

    def __init__(self, alarms: Iterable[kv.kv_alarm] = ()) -> None:
        """Begin with these."""
        self._alarms = {(alarm.node_id, alarm.kind): alarm for alarm in alarms}

    def all(self) -> tuple[kv.kv_alarm, ...]:
        """Return them by node and kind."""
        return tuple(alarm for _, alarm in sorted(self._alarms.items(), key=lambda pair: pair[0]))

    def apply(self, said: commands.command_alarm) -> None:
        """Raise an alarm, or take it back. Raises `Refusal` (KV_TOO_LARGE)."""
        place = (said.node_id, said.kind)
        if not said.raised:
            self._alarms.pop(place, None)
            return
        if place not in self._alarms and len(self._alarms) >= kv.KV_ALARMS_MAX:
            raise Refusal(kv.KV_TOO_LARGE, f"{kv.KV_ALARMS_MAX} alarms are raised already")
        self._alarms[place] = kv.kv_alarm(
            kind=said.kind, node_id=said.node_id, message=said.message
        )

    def keep_members(self, members: Container[int]) -> None:
        """Take back those about nodes that are no members any more."""
        self._alarms = {
            place: alarm for place, alarm in self._alarms.items() if place[0] in members
        }
