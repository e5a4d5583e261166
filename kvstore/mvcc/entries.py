"""Commands as the data of log entries."""

from __future__ import annotations

from kvstore._generated import command as commands
from kvstore._generated import raft


class UnknownCommand(Exception):
    """An entry holds what this release cannot apply. A node stops there rather than diverge."""


def encode(command: commands.command) -> bytes:
    """Return the data of an entry at the current `COMMAND_VERSION`."""
    return command.to_xdr()


def decode(entry: raft.entry) -> commands.command | None:
    """Return the command of a normal entry, None for a leader's empty one.

    Raises `UnknownCommand` for a version that is not known here, and `XdrError` for data that
    is none of its encodings.
    """
    if not entry.data:
        return None
    if entry.command_version != commands.COMMAND_VERSION:
        raise UnknownCommand(
            f"it has command version {entry.command_version}, and {commands.COMMAND_VERSION} is "
            "the only one known"
        )
    return commands.command.from_xdr(entry.data)
