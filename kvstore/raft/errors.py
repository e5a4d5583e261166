"""Why the core does not do what it was asked or told to do."""

from __future__ import annotations


class RaftError(Exception):
    """The base of all of these."""


class ProposalDropped(RaftError):
    """Nothing was appended or forwarded, and nothing ever will be: ask again, or elsewhere."""

    def __init__(self) -> None:
        super().__init__("raft proposal dropped")


class UnknownPeer(RaftError):
    """A response came from a node that is no member (any more): nothing was changed."""

    def __init__(self) -> None:
        super().__init__("raft: cannot step as peer not found")


class MalformedMessage(RaftError):
    """A message is one that no core makes: nothing was changed, and its sender is broken."""


class ConfChangeRefused(RaftError):
    """A change of membership breaks a rule of configurations (§4)."""


class Compacted(RaftError):
    """The entries asked for are gone: a snapshot stands for them."""


class InvariantBroken(RaftError):
    """The log, the disk or this program is not what it must be: the node has to stop."""
