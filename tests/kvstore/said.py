"""Commands of the log: a change, and who said it."""

from __future__ import annotations

from kvstore._generated import command as commands


def said(
    change: commands.command_change,
    *,
    session: int = 0,
    sequence: int = 0,
    lowest_unanswered: int = 0,
    name_space: bytes = b"",
) -> commands.command:
    """Return a change as a client said it, by default one without a session."""
    origin = commands.command_origin(
        session=session,
        sequence=sequence,
        lowest_unanswered=lowest_unanswered,
        name_space=name_space,
    )
    return commands.command(origin=origin, change=change)
