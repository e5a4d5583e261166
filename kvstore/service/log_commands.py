"""What calls become in the log: a command each, with all that chance decides drawn beforehand."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from kvstore._generated import command as commands
from kvstore._generated import kv
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from typing import TypeAlias

Change: TypeAlias = "commands.command_change"


def origin(header: kv.kv_request_header) -> commands.command_origin:
    """Return on whose behalf a change is made.

    What a session sends without a number is not one of its changes, and may be done twice.
    """
    if not (header.session and header.sequence):
        return no_origin(header)
    return commands.command_origin(
        session=header.session,
        sequence=header.sequence,
        lowest_unanswered=header.lowest_unanswered,
        name_space=header.name_space,
    )


def session_origin(header: kv.kv_request_header) -> commands.command_origin:
    """Return the origin of what is about the header's session itself.

    Raises `Refusal` (KV_INVALID) where it names none.
    """
    if not header.session:
        raise Refusal(kv.KV_INVALID, "the header names no session")
    return commands.command_origin(
        session=header.session,
        sequence=0,
        lowest_unanswered=header.lowest_unanswered,
        name_space=header.name_space,
    )


def no_origin(header: kv.kv_request_header) -> commands.command_origin:
    """Return the origin of what belongs to no session."""
    return commands.command_origin(
        session=0, sequence=0, lowest_unanswered=0, name_space=header.name_space
    )


def lease_grant(arg: kv.kv_lease_grant_args) -> Change:
    """Return the command that makes a lease, of the number asked for or of one that nobody has."""
    grant = commands.command_lease_grant(lease=arg.lease or drawn(), ttl_ms=arg.ttl_ms)
    return commands.command_change_COMMAND_LEASE_GRANT(grant=grant)


def session_open(arg: kv.kv_session_open_args) -> Change:
    """Return the command that opens a session, of a number that nobody can guess."""
    opened = commands.command_session_open(session=drawn(), ttl_ms=arg.ttl_ms, name=arg.name)
    return commands.command_change_COMMAND_SESSION_OPEN(open=opened)


def drawn() -> int:
    """Return a number of 63 bits, not 0, that was never drawn before, as far as chance can tell."""
    return secrets.randbits(62) | 1 << 62
