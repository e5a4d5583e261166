"""`kvctl member` and `kvctl move-leader`."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from kvstore.cli.admin import open_admin
from kvstore.cli.exits import Exit
from kvstore.cli.options import number, positive
from kvstore.cli.output import titles, write_json, write_line, write_table
from kvstore.cli.status_view import member_as_json

if TYPE_CHECKING:
    import argparse

    from kvstore._generated import admin
    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.admin import Members

__all__ = ["declare", "declare_move_leader"]

COLUMNS: Final = ("node_id", "address", "voter", "leader", "reachable", "match_index")


def declare(parser: CommandParser) -> None:
    """Add the commands of `member`."""
    parser.add_commands(
        {
            "list": ("print the members", ()),
            "add": ("add a learner; it is promoted when it has caught up", ()),
            "promote": ("make a learner that has caught up a voter", ()),
            "remove": ("remove a member", ()),
        },
        dest="member_command",
    )
    below = parser.commands
    below["list"].does(list_)
    below["add"].does(add, changes=True)
    below["add"].add_argument("address", metavar="HOST:PORT", help="where the others reach it")
    below["add"].add_argument(
        "--id", type=number, default=0, metavar="N", help="its number (default: a new one)"
    )
    below["promote"].does(promote, changes=True)
    below["remove"].does(remove, changes=True)
    for name in ("promote", "remove"):
        below[name].add_argument("id", metavar="ID", type=positive, help="its number")


def declare_move_leader(parser: CommandParser) -> None:
    """Add the arguments of `move-leader`."""
    parser.does(move_leader, changes=True)
    parser.add_argument(
        "id",
        metavar="ID",
        type=positive,
        nargs="?",
        default=0,
        help="who is to lead (default: the voter that is furthest)",
    )


def list_(options: argparse.Namespace) -> Exit:
    """Print the members."""
    with open_admin(options) as node:
        _print(node.members(), options)
    return Exit.DONE


def add(options: argparse.Namespace) -> Exit:
    """Add a learner, and say how to start it."""
    until = monotonic() + options.timeout
    with open_admin(options) as node:
        before = {member.node_id for member in node.members().members}
        node.timeout = max(until - monotonic(), 0.0)
        members = node.add_member(options.address, options.id)
    if options.output == "json":
        _print(members, options)
        return Exit.DONE
    added = [member for member in members.members if member.node_id not in before]
    for member in added:
        write_line(f"member {member.node_id} added as a learner at {member.address}; now start it:")
        peers = [f"{each.node_id}@{each.address}" for each in members.members if each != member]
        port = member.address.rpartition(":")[2]
        write_line(f"kvd --id={member.node_id} --port={port} --peers={','.join(peers)}")
    return Exit.DONE


def promote(options: argparse.Namespace) -> Exit:
    """Make a learner a voter."""
    with open_admin(options) as node:
        members = node.promote_member(options.id)
    return _told(members, options, f"member {options.id} promoted")


def remove(options: argparse.Namespace) -> Exit:
    """Remove a member."""
    with open_admin(options) as node:
        members = node.remove_member(options.id)
    return _told(members, options, f"member {options.id} removed")


def move_leader(options: argparse.Namespace) -> Exit:
    """Have another member lead."""
    with open_admin(options) as node:
        leader = node.move_leader(options.id)
    if options.output == "json":
        write_json({"leader_id": leader})
    else:
        write_line(f"leadership moved to member {leader}")
    return Exit.DONE


def _told(members: Members, options: argparse.Namespace, text: str) -> Exit:
    if options.output == "json":
        _print(members, options)
    else:
        write_line(text)
    return Exit.DONE


def _print(found: Members, options: argparse.Namespace) -> None:
    members = [_as_json(each, found.leader) for each in found.members]
    if options.output == "json":
        write_json({"leader_id": found.leader or None, "members": members})
    else:
        write_table(titles(COLUMNS), (list(each.values()) for each in members))


def _as_json(member: admin.admin_member, leader_id: int) -> dict[str, Any]:
    shown = member_as_json(
        member.node_id,
        member.address,
        voter=member.voter,
        leader_id=leader_id,
        reachable=member.reachable,
    )
    return shown | {"match_index": member.match_index or None}  # which only the leader knows
