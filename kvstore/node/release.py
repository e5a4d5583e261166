"""What a release of the node knows: what it may say in the log, and what it makes of it.

The log speaks the feature level that is in force, whatever release writes it: a newer one says
what an older one says until all members are new, and a command raises the level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kvstore._generated import command as commands
from kvstore.mvcc import entries
from kvstore.mvcc.limits import FEATURE_LEVEL_MAX
from kvstore.mvcc.state_machine import StateMachine

if TYPE_CHECKING:
    from collections.abc import Callable

    from kvstore._generated import raft


def _encode(command: commands.command, _level: int) -> tuple[int, bytes]:
    return commands.COMMAND_VERSION, entries.encode(command)


def _level_needed(_change: commands.command_change) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Release:
    """A release: this one, and in tests one that is to come.

    `encode` returns version and data of a command's entry at a feature level; `decode` is as that
    of `mvcc.entries`; `level_needed` returns the lowest level at which a change can be said.
    """

    feature_low: int = 1
    feature_high: int = FEATURE_LEVEL_MAX
    machine: type[StateMachine] = StateMachine
    encode: Callable[[commands.command, int], tuple[int, bytes]] = _encode
    decode: Callable[[raft.entry], commands.command | None] = entries.decode
    level_needed: Callable[[commands.command_change], int] = _level_needed


THIS_RELEASE: Final = Release()
