"""The alarms that should stand, compared with those that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kvstore._generated import command as commands
from kvstore._generated import kv

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


class AlarmKeeper:
    """What was said of nodes and is not in the log yet."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._said: dict[tuple[int, int], str] = {}

    def begin(self) -> None:
        """Forget what was said: this node has become the leader."""
        self._said.clear()

    def say(self, kind: int, node: int, message: str) -> None:
        """An alarm (KV_ALARM_...) about a node should stand; with an empty message, it should not.

        To be said again as long as it is true: the log may refuse it for once.
        """
        self._said[kind, node] = message

    def due(
        self, alarms: Iterable[kv.kv_alarm], members: Container[int]
    ) -> commands.command_alarm | None:
        """Return the next change of what stands, None if there is none."""
        stand = {(alarm.kind, alarm.node_id) for alarm in alarms}
        while self._said:
            (kind, node), message = self._said.popitem()
            if node in members and bool(message) is not ((kind, node) in stand):
                return commands.command_alarm(
                    kind=kind,
                    node_id=node,
                    raised=bool(message),
                    message=message[: kv.KV_TEXT_MAX // 4],  # in UTF-8, four bytes each at most
                )
        return None
