"""Transcripts of quorums and of changes of membership, which need no cores."""

from __future__ import annotations

from collections.abc import Mapping

from kvstore.raft.configuration import Change, Configuration, enter_joint, leave_joint, simple
from kvstore.raft.errors import ConfChangeRefused
from kvstore.raft.quorum import (
    UNBOUNDED,
    VoteResult,
    joint_index,
    joint_vote,
    majority_index,
    majority_vote,
)
from kvstore.raft.tracker import Tracker
from tests.kvstore.raft import describe
from tests.kvstore.raft.datadriven import Directive
from tests.kvstore.raft.dumb_quorum import dumb_index


class ConfChanges:
    """`simple`, `enter-joint` and `leave-joint` on one configuration, one index each."""

    def __init__(self) -> None:
        self.tracker = Tracker(10, 0)
        self.last_index = 0

    def run(self, directive: Directive) -> str:
        try:
            change = self._change(directive)
        except (ConfChangeRefused, ValueError) as error:
            return str(error)
        else:
            self.tracker.switch(change, self.last_index)
        finally:
            self.last_index += 1
        progress = {node: p.status() for node, p in self.tracker.progress.items()}
        text = describe.configuration(self.tracker.configuration)
        return f"{text}\n{describe.all_progress(progress)}".removesuffix("\n")

    def _change(self, directive: Directive) -> Change:
        changes = describe.changes_of(directive.input)
        configuration: Configuration = self.tracker.configuration
        if directive.command == "simple":
            return simple(configuration, changes)
        if directive.command == "enter-joint":
            leave = directive.values("autoleave") == ["true"]
            return enter_joint(configuration, changes, auto_leave=leave)
        if directive.command != "leave-joint":
            raise ValueError("unknown command")
        if changes:
            raise ValueError("this command takes no input")
        return leave_joint(configuration)


class Quorums:
    """`committed` and `vote`, of one majority or of two."""

    def run(self, directive: Directive) -> str:
        joint = bool(directive.values("cfgj"))
        ids = [int(value) for value in directive.values("cfg")]
        ids_joint = [int(value) for value in directive.values("cfgj") if value != "zero"]
        given = directive.values("votes" if directive.command == "vote" else "idx")
        order = list(dict.fromkeys(ids + ids_joint))
        if len(order) != len(given):
            listed = " ".join(map(str, sorted(order)))
            return f"error: mismatched input (explicit or _) for voters [{listed}]: {given}"
        said = {node: value for node, value in zip(order, given, strict=True) if value != "_"}
        if directive.command == "vote":
            return self._vote(ids, ids_joint, said, joint=joint)
        if directive.command != "committed":
            return "unknown command"
        indices = {node: int(value) for node, value in said.items()}
        return self._committed(sorted(set(ids)), sorted(set(ids_joint)), indices, joint=joint)

    @staticmethod
    def _vote(ids: list[int], ids_joint: list[int], said: dict[int, str], *, joint: bool) -> str:
        votes = {node: value == "y" for node, value in said.items()}
        one = [votes.get(node) for node in ids]
        two = [votes.get(node) for node in ids_joint]
        result: VoteResult = joint_vote(one, two) if joint else majority_vote(one)
        if result is not joint_vote(two, one):
            return f"{result.value} <-- but not with the halves interchanged"
        return result.value

    @staticmethod
    def _committed(
        ids: list[int], ids_joint: list[int], indices: dict[int, int], *, joint: bool
    ) -> str:
        def of(nodes: list[int]) -> list[int]:
            return [indices.get(node, 0) for node in nodes]

        result = joint_index(of(ids), of(ids_joint)) if joint else majority_index(of(ids))
        others = {
            "the dumb computation": min(dumb_index(of(ids)), dumb_index(of(ids_joint))),
            "interchanged halves": joint_index(of(ids_joint), of(ids)),
            "halves that are alike": min(joint_index(of(ids), of(ids)), dumb_index(of(ids_joint))),
        }
        text = _bars(sorted({*ids, *ids_joint}), indices)
        for name, other in others.items():
            if other != result:
                text += f"{other} <-- by {name}\n"
        return text + ("∞" if result == UNBOUNDED else str(result))


def _bars(nodes: list[int], indices: Mapping[int, int]) -> str:
    """One line a voter; its bar is as long as there are voters with less."""
    if not nodes:
        return "<empty majority quorum>"
    width = len(nodes)
    lines = [" " * width + "    idx"]
    ordered = sorted(indices.get(node, 0) for node in nodes)
    for node in nodes:
        index = indices.get(node, 0)
        if node in indices:
            bar = ordered.index(index)
            head = "x" * bar + ">" + " " * (width - bar)
        else:
            head = "?" + " " * width
        lines.append(f"{head} {index:5d}    (id={node})")
    return "\n".join(lines) + "\n"
