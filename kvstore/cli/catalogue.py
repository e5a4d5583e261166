"""The commands by name: what each is for, and where it is. Only the one that is run is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from kvstore.cli.command_parser import CommandParser

__all__ = ["COMMANDS", "Command"]


class Command(NamedTuple):
    """`declare` is a function of `module`; `aliases` are other names, mostly etcdctl's."""

    help: str
    module: str
    declare: str = "declare"
    aliases: tuple[str, ...] = ()

    def load(self, parser: CommandParser) -> None:
        """Import the command and add its arguments to `parser`."""
        module = import_module(f"kvstore.cli.commands.{self.module}")
        getattr(module, self.declare)(parser)


COMMANDS: Final = {
    "put": Command("set a key to a value", "put"),
    "get": Command("print the value of a key", "get"),
    "del": Command("delete a key, or a range of keys, and print how many there were", "delete"),
    "range": Command("print keys and values in order", "get", "declare_range"),
    "txn": Command("compare, then do one of two lists of operations, as one change", "txn"),
    "watch": Command("print changes as they happen", "watch"),
    "lease": Command("make, prolong, end and list leases", "lease"),
    "lock": Command("hold a lock, for as long as a command runs", "lock"),
    "elect": Command("campaign to be the leader of an election, or listen to one", "elect"),
    "compact": Command("give up old revisions", "compact", aliases=("compaction",)),
    "member": Command("list, add, promote and remove members of the cluster", "member"),
    "move-leader": Command("have another member lead", "member", "declare_move_leader"),
    "status": Command("print the state of each server", "status"),
    "health": Command("say whether each server can serve", "health"),
    "endpoint": Command("etcdctl's name for status, health and hash", "endpoint"),
    "cache": Command("show and tidy what nodes share in this host's memory", "cache"),
    "hash": Command("compare what all nodes hold", "hash"),
    "snapshot": Command("save the cluster's content, or make a new cluster of it", "snapshot"),
    "check": Command("put a short load on the cluster, and judge it", "check"),
    "cluster": Command("run a cluster on this host", "cluster"),
    "completion": Command("print the completion script for a shell", "completion"),
}
