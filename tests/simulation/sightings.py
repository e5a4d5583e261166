"""Situations that are rare and easy to miss, seen from inside of a core, and counted.

A run in which none of them came about has proven nothing about them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kvstore._generated import raft
from kvstore.raft.ready import Ready, Stored

if TYPE_CHECKING:
    from tests.simulation.node import Node


def stale_tail(node: Node, message: raft.message) -> None:
    """Count an append that commits more than it brings, to a log that goes on otherwise."""
    log = node.core._state.log
    end = message.index + len(message.entries)
    reach = min(message.commit, log.last_index())
    node.world.counts["appends that end before a stale tail"] += (
        reach > end
        and message.index >= log.committed
        and message.term >= node.term
        and log.term(reach) != node.world.checker.committed_term(reach)
        and log.matches(message.index, message.log_term)
        and (not message.entries or log.matches(end, message.entries[-1].term))
    )


def replaced_back(node: Node, stored: Stored, unwritten: Iterable[Ready]) -> None:
    """Count an answer of the disk that is right again, and was not in between."""
    unstable = node.core._state.log.unstable
    node.world.counts["writes replaced and replaced back"] += (
        stored.term < node.core._state.term
        and stored.index >= unstable.offset
        and unstable.term(stored.index) == stored.log_term
        and any(
            entry.index == stored.index and entry.term != stored.log_term
            for ready in unwritten
            for entry in ready.entries
        )
    )


def full_of_bytes(node: Node) -> None:
    """Count that a follower's window has no room for bytes, though it has for messages."""
    for progress in node.core.status().progress.values():
        node.world.counts["windows full of bytes"] += (
            progress.inflight_full and progress.inflight < node.world.scenario.max_inflight
        )
