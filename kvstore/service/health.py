"""Whether to restart a node, and whether to send it calls: two questions with two answers.

Alive is a node that a restart would not help: one that waits for its peers, or for a leader, is
alive and not ready. Ready is one that can answer: it has begun, is not about to end, and knows a
leader or is it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kvstore.service.node_port import ServedNode


class Verdict(NamedTuple):
    """An answer, and a line that says why it is no yes."""

    good: bool
    why: str


GOOD = Verdict(good=True, why="ok")


class Health:
    """A node's state as its process knows it.

    `node` is None until it serves. `doing` says what it does until then, and, when it is told to
    stop, that it stops. `failure` is why it cannot go on.
    """

    def __init__(self) -> None:
        self.node: ServedNode | None = None
        self.doing = "starting"
        self.stopping = False
        self.failure = ""

    def live(self) -> Verdict:
        """Say whether the process should go on."""
        if self.failure:
            return Verdict(good=False, why=f"failed: {self.failure}")
        return GOOD

    def ready(self) -> Verdict:
        """Say whether the node can answer calls."""
        if self.failure:
            return Verdict(good=False, why=f"failed: {self.failure}")
        if self.stopping:
            return Verdict(good=False, why="stopping")
        if self.node is None:
            return Verdict(good=False, why=self.doing)
        if self.node.leader is None:
            silent = [str(each.id) for each in self.node.members() if not each.reachable]
            why = f"; cannot reach node {', '.join(silent)}" if silent else ""
            return Verdict(good=False, why=f"no leader{why}")
        return GOOD
