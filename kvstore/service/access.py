"""Who may do what with which keys: the one question that every call of the kv program passes.

A `Policy` is a list of rules that allow; what none of them allows is denied. Rules name users and
groups. Of a Unix socket's caller the kernel vouches for both, and whatever the credential claims
is not looked at. Over TCP there is nothing but the claim of an AUTH_SYS credential, which anybody
can make: a rule believes it only if it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import bounds
from kvstore.mvcc.outcomes import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Network, IPv6Network

    from kvstore.mvcc.key_ranges import Bounds
    from rpcgen_py.runtime.identity import Identity


class Operation(Enum):
    """What a call wants to do. `READ` and `WRITE` are about keys, the others about no key."""

    READ = "read"
    WRITE = "write"
    LEASE = "lease"
    SESSION = "session"
    COMPACT = "compact"
    STATUS = "status"


ON_KEYS: Final = frozenset({Operation.READ, Operation.WRITE})

ALL_KEYS: Final = kv.kv_key_range(kind=kv.KV_PREFIX, key=b"", end=b"")


class Caller(NamedTuple):
    """A caller as far as a policy looks at it. None stands for a user or group nobody named."""

    transport: str
    host: str
    uid: int | None
    gids: tuple[int, ...]
    vouched: bool
    """Whether the kernel vouches for `uid` and `gids`; they are a mere claim otherwise."""

    def __str__(self) -> str:
        where = "over a Unix socket" if self.transport == "unix" else f"from {self.host}"
        if self.uid is None:
            return f"a caller without a name {where}"
        claim = "" if self.vouched else "who claims to be "
        return f"a caller {where} {claim or 'that is '}uid {self.uid}"


def caller(identity: Identity) -> Caller:
    """Return whom a policy sees behind an identity."""
    peer = identity.peer
    if peer.transport == "unix":
        process = peer.process
        if process is None:  # the kernel did not say: then nobody vouches for anything
            return Caller("unix", "", None, (), vouched=False)
        return Caller("unix", "", process.uid, (process.gid,), vouched=True)
    gids = () if identity.gid is None else (identity.gid, *identity.gids)
    return Caller(peer.transport, peer.host, identity.uid, gids, vouched=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """Allows `operations` on keys within any of `spans` of a name space, to whom it is for.

    `users` and `groups` are numbers; None means anybody, named or not. `claims` says that an
    AUTH_SYS credential over TCP or UDP is believed. `networks` are those that a caller over TCP
    or UDP may come from, `unix` says whether one over a Unix socket may. `name_spaces` of None
    are all.
    """

    operations: frozenset[Operation]
    users: frozenset[int] | None = None
    groups: frozenset[int] | None = None
    claims: bool = False
    unix: bool = True
    networks: tuple[IPv4Network | IPv6Network, ...] | None = None
    name_spaces: frozenset[bytes] | None = None
    spans: tuple[Bounds, ...] = ((b"", None),)

    def is_for(self, who: Caller) -> bool:
        """Say whether the rule is about this caller."""
        if who.transport == "unix":
            if not self.unix:
                return False
        elif self.networks is not None and not _within(who.host, self.networks):
            return False
        if self.users is None and self.groups is None:
            return True
        if not (who.vouched or (self.claims and who.transport != "unix")):
            return False
        named = self.users is not None and who.uid in self.users
        return named or (self.groups is not None and not self.groups.isdisjoint(who.gids))

    def allows(self, operation: Operation, name_space: bytes, span: Bounds | None) -> bool:
        """Say whether it allows the operation, on all keys of `span` if there is one."""
        if operation not in self.operations:
            return False
        if span is None:
            return True
        if self.name_spaces is not None and name_space not in self.name_spaces:
            return False
        return any(_contains(allowed, span) for allowed in self.spans)


def _within(host: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    from ipaddress import ip_address  # noqa: PLC0415 (most nodes have no such rule)

    address = ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in networks)


def _contains(outer: Bounds, inner: Bounds) -> bool:
    (start, stop), (first, last) = outer, inner
    return start <= first and (stop is None or (last is not None and last <= stop))


EVERYTHING: Final = Rule(operations=frozenset(Operation))

MOST_KNOWN: Final = 1024
"""Callers whose rules a policy remembers."""


class Policy:
    """Answers who may do what. Without rules of its own, everybody may do everything.

    `source` is the text that the rules were read from, if they were.
    """

    def __init__(self, rules: Iterable[Rule] = (EVERYTHING,), source: str = "") -> None:
        """Allow what any of `rules` allows."""
        self.source = source
        self._rules = tuple(rules)
        self.is_open = any(rule == EVERYTHING for rule in self._rules)
        """Whether everybody may do everything."""
        self._known: dict[Identity, tuple[Rule, ...]] = {}

    def authorise(
        self,
        identity: Identity,
        operation: Operation,
        name_space: bytes = b"",
        keys: kv.kv_key_range | None = None,
    ) -> None:
        """Raise `Refusal` unless the caller may do it: KV_DENIED, KV_INVALID for no such range.

        `keys` are those of an operation on keys; every one of them has to be allowed by the same
        rule.
        """
        if self.is_open:
            return
        span = None if keys is None else bounds(keys)
        rules = self._known.get(identity)
        if rules is None:
            rules = self._rules_for(identity)
        if not any(rule.allows(operation, name_space, span) for rule in rules):
            raise Refusal(
                kv.KV_DENIED,
                f"the node's policy does not let {caller(identity)} {_described(operation, keys)}",
            )

    def _rules_for(self, identity: Identity) -> tuple[Rule, ...]:
        """Find out, once a caller, which rules are for it."""
        who = caller(identity)
        rules = tuple(rule for rule in self._rules if rule.is_for(who))
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[identity] = rules
        return rules


_DOING: Final = {
    Operation.READ: "read",
    Operation.WRITE: "write",
    Operation.LEASE: "use leases",
    Operation.SESSION: "use sessions",
    Operation.COMPACT: "compact",
    Operation.STATUS: "ask for the status",
}


def _described(operation: Operation, keys: kv.kv_key_range | None) -> str:
    doing = _DOING[operation]
    if keys is None:
        return doing
    if keys.kind == kv.KV_SINGLE:
        return f"{doing} the key {_shown(keys.key)}"
    if keys.kind == kv.KV_PREFIX:
        return f"{doing} all keys that begin with {_shown(keys.key)}"
    end = _shown(keys.end) if keys.end else "the end"
    return f"{doing} the keys from {_shown(keys.key)} to {end}"


def _shown(key: bytes) -> str:
    text = key[:64].decode(errors="backslashreplace")
    return f"{text!r}..." if len(key) > 64 else repr(text)
