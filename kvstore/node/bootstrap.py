"""The first start of a node: which cluster it founds, or joins, by what the others say.

Every node asks the addresses that it was given, again and again, and tells whom it has met. It
founds the cluster once all of them are there and each names the very same set. From then on it
says so in its hellos, so that who was late follows: a member of that set founds the same.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kvstore._generated import raft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kvstore.node.peers.standing import Standing

__all__ = [
    "Decision",
    "Found",
    "Heard",
    "Join",
    "Refused",
    "Said",
    "Wait",
    "cluster_id_of",
    "decide",
]


class Said(NamedTuple):
    """What a node that proved to hold the key said last, and what this node is to it."""

    code: int
    message: str
    hello: raft.hello
    address: str = ""


class Heard(NamedTuple):
    """What came of asking one address: `said`, or `problem`. `node` is who is expected, or 0."""

    said: Said | None = None
    problem: str = "no answer yet"
    node: int = 0


class Wait(NamedTuple):
    """Ask on. `met` are the founders so far, `expected` how many there will be; `reasons` say for
    whom or what the node waits.
    """

    met: tuple[raft.member_info, ...]
    expected: int
    reasons: tuple[str, ...]


class Found(NamedTuple):
    """Begin a log with these members, in order of their numbers."""

    members: tuple[raft.member_info, ...]
    cluster_id: int


class Join(NamedTuple):
    """Begin an empty log in that cluster, and let its leader fill it. `members` are known there."""

    members: tuple[raft.member_info, ...]
    cluster_id: int


class Refused(NamedTuple):
    """Do not start. `message` says why, and what to do."""

    message: str


Decision: TypeAlias = Wait | Found | Join | Refused


def cluster_id_of(members: Sequence[raft.member_info]) -> int:
    """Return the number of the cluster that `members`, in order, found. It is never 0, "any"."""
    digest = hashlib.sha256(b"".join(member.to_xdr() for member in members)).digest()
    return int.from_bytes(digest[:8]) | 1


def _info(hello: raft.hello) -> raft.member_info:
    return raft.member_info(node=hello.node, address=hello.address, birth=hello.birth)


_FATAL = frozenset(
    {
        raft.HELLO_WRONG_CLUSTER,
        raft.HELLO_LOST_FOLDER,
        raft.HELLO_NOT_A_MEMBER,
        raft.HELLO_NO_COMMON_LEVEL,
        raft.HELLO_SAME_NUMBER,
    }
)


def decide(standing: Standing, heard: Mapping[str, Heard]) -> Decision:
    """Return what to do about what each address was heard to say.

    `standing` is that of a node whose folder is empty. Several addresses may turn out to be one
    node's, or this node's own.
    """
    others: dict[int, Said] = {}
    silent: dict[str, Heard] = {}
    for address in sorted(heard):
        found = heard[address]
        said = found.said
        if said is None:
            silent[address] = found
        elif standing.is_self(said.hello):
            continue
        elif said.code in _FATAL:
            return Refused(f"{address}: {said.message}")
        elif found.node and said.hello.node != found.node:
            return Refused(
                f"{address} is node {said.hello.node}, and --peers says it is node {found.node}"
            )
        elif said.hello.node in others and _info(others[said.hello.node].hello) != _info(
            said.hello
        ):
            # Perhaps one that lost its folder just now, and was asked at one of its addresses only.
            silent[address] = Heard(problem=f"there is another node with number {said.hello.node}")
        else:
            others[said.hello.node] = said._replace(address=address)
    return _follow(standing, others) or _agree(standing, others, silent)


def _follow(standing: Standing, others: Mapping[int, Said]) -> Decision | None:
    """Return what to do if there is a cluster already; None if nobody knows of one."""
    founded = [said for said in others.values() if said.hello.cluster_id]
    clusters = {said.hello.cluster_id for said in founded}
    if not clusters:
        return None
    if len(clusters) > 1:
        listed = ", ".join(f"{said.address} to {said.hello.cluster_id:016x}" for said in founded)
        return Refused(f"the peers belong to different clusters: {listed}")
    for said in founded:
        if said.code == raft.HELLO_OK:
            members = said.hello.founders
            cluster_id = said.hello.cluster_id
            number = standing.own.node
            births = {info.birth for info in members if info.node == number}
            if standing.may_have_promised and standing.own.birth in births:
                return Refused(
                    f"{said.address}: this node is member {number} of cluster {cluster_id:016x}, "
                    "and its log is gone, with votes and writes that the others may count on: "
                    f"bring the data folder back, or remove the member (kvctl member remove "
                    f"{number}) and add this node under a new number with an empty folder"
                )
            if standing.own in members and cluster_id_of(members) == cluster_id:
                return Found(members, cluster_id)
            return Join(members, cluster_id)
    reasons = tuple(f"{said.address}: {said.message}" for said in founded)
    return Wait(standing.founders, standing.expected, reasons)


def _agree(standing: Standing, others: Mapping[int, Said], silent: Mapping[str, Heard]) -> Decision:
    """Return what to do where there is no cluster yet."""
    infos = {standing.own.node: standing.own}
    infos.update((node, _info(said.hello)) for node, said in others.items())
    met = tuple(infos[node] for node in sorted(infos))
    expected = len(met) + len(silent)
    reasons = [f"{address}: {found.problem}" for address, found in silent.items()]
    if expected > raft.MEMBERS_MAX:
        return Refused(f"--peers names {expected} nodes; a cluster has {raft.MEMBERS_MAX} at most")
    for node, said in others.items():
        hello = said.hello
        if (hello.founders, hello.expected) != (met, expected):
            names = ", ".join(str(founder.node) for founder in hello.founders)
            reasons.append(
                f"{said.address}: node {node} has met {names} and waits for {hello.expected} in all"
            )
    if reasons:
        return Wait(met, expected, tuple(reasons))
    return Found(met, cluster_id_of(met))
