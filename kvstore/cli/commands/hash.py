"""`kvctl hash`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from kvstore.cli.admin import open_admin
from kvstore.cli.connecting import open_store, servers_of
from kvstore.cli.each_server import at_once, complain
from kvstore.cli.exits import Exit
from kvstore.cli.options import number
from kvstore.cli.output import titles, write_json, write_line, write_table
from kvstore.errors import FutureRevision, KvError

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser

__all__ = ["declare"]


class Hash(NamedTuple):
    """What one node holds behind `compacted_revision` and up to `revision`."""

    server: str
    node_id: int
    compacted_revision: int
    revision: int
    hash: str


def declare(parser: CommandParser) -> None:
    """Add the arguments of `hash`."""
    parser.does(hash_)
    parser.add_argument(
        "--rev", type=number, default=0, metavar="N", help="at this revision (default: the newest)"
    )


def hash_(options: argparse.Namespace) -> Exit:
    """Compare the hashes of all members; the answer is no where two differ, or one is missing.

    Nodes compact one after the other, so those with other floors are asked again.
    """
    with open_store(options) as store:
        revision = options.rev or store.status().header.revision
        members = [member.node.address for member in store.status().status.members]
    servers = [address for address in members if address] or servers_of(options)
    until = time.monotonic() + options.timeout
    while True:
        found, code = _ask(options, servers, revision, until)
        floors = {each.compacted_revision for each in found}
        if len(floors) <= 1 or time.monotonic() > until:
            break
        time.sleep(0.1)
    verdict = _verdict(found, floors, max(len(members), 1))
    if options.output == "json":
        write_json({"verdict": verdict, "nodes": [each._asdict() for each in found]})
    else:
        if found:
            write_table(titles(Hash._fields), found)
        write_line(verdict)
    return code or (Exit.DONE if verdict == "equal" else Exit.NO)


def _ask(
    options: argparse.Namespace, servers: list[str], revision: int, until: float
) -> tuple[list[Hash], Exit]:
    """Ask all servers; the exit code is that of the last one that did not answer."""
    found: list[Hash] = []
    code = Exit.DONE

    def one(address: str) -> Hash | KvError:
        try:
            return _hash_of(options, address, revision, until)
        except KvError as error:
            return error

    for address, told in zip(servers, at_once(servers, one), strict=True):
        if isinstance(told, KvError):
            code = complain(address, told)
        else:
            found.append(told)
    return found, code


def _hash_of(options: argparse.Namespace, address: str, revision: int, until: float) -> Hash:
    with open_admin(options, address) as node:
        while True:
            try:
                told = node.content_hash(revision)
            except FutureRevision:  # the node is behind
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
                continue
            digest = told.hash.hex()
            return Hash(address, told.node_id, told.compacted_revision, told.revision, digest)


def _verdict(found: list[Hash], floors: set[int], members: int) -> str:
    if not found:
        return "nothing to compare"
    if len(floors) > 1:
        return "cannot be compared: the nodes have compacted up to different revisions"
    if len({each.hash for each in found}) > 1:
        return "DIFFERENT"
    reached = len({each.node_id for each in found})
    if reached < members:
        return f"incomplete: {reached} of {members} members could be asked"
    return "equal"
