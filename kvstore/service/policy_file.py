"""The file of `kvd --policy`: TOML, a list of rules that allow.

    [[allow]]
    users = ["alice", 1001]
    prefixes = ["app/"]
    operations = ["read", "write"]

Only `operations` has to be there. What else a rule does not name it does not restrict, but for
`claims`: without it, rules with users or groups are for callers over Unix sockets alone.
docs/auth-kv.md describes every field.
"""

from __future__ import annotations

import grp
import pwd
import tomllib
from base64 import b64decode
from binascii import Error as Base64Error
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, Final

from kvstore._generated import kv
from kvstore.mvcc.key_ranges import behind_prefix
from kvstore.service.access import ON_KEYS, Operation, Policy, Rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from ipaddress import IPv4Network, IPv6Network
    from pathlib import Path

    from kvstore.mvcc.key_ranges import Bounds

MAX_SIZE: Final = 1 << 20
"""Bytes of a policy file that is read."""

MAX_RULES: Final = 1000


class PolicyError(Exception):
    """The file cannot be read, or a rule of it makes no sense. The text names file and rule."""


def read_policy(path: Path) -> Policy:
    """Return the policy that a file describes. Raises `PolicyError`."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_SIZE + 1)
    except OSError as error:
        raise PolicyError(f"cannot read the policy {path}: {error.strerror or error}") from error
    if len(content) > MAX_SIZE:
        raise PolicyError(f"the policy {path} has more than {MAX_SIZE} bytes")
    try:
        return parse_policy(content.decode())
    except (ValueError, RecursionError) as error:  # of TOML and of UTF-8 too
        raise PolicyError(f"the policy {path} makes no sense: {error}") from error


def parse_policy(text: str) -> Policy:
    """Return the policy that TOML describes. Raises `ValueError`."""
    tables = tomllib.loads(text)
    unknown = tables.keys() - {"allow"}
    if unknown:
        raise ValueError(f"there is nothing like {', '.join(sorted(unknown))!r}; see [[allow]]")
    rules = tables.get("allow", [])
    if not (isinstance(rules, list) and all(isinstance(rule, dict) for rule in rules)):
        raise ValueError("write [[allow]], with two brackets, before each rule")
    if len(rules) > MAX_RULES:
        raise ValueError(f"there are {len(rules)} rules; at most {MAX_RULES} are taken")
    return Policy((_rule(number, rule) for number, rule in enumerate(rules, 1)), source=text)


def _rule(number: int, table: dict[str, Any]) -> Rule:
    try:
        return _Fields(table).rule()
    except ValueError as error:
        raise ValueError(f"rule {number}: {error}") from None


class _Wrong(ValueError):
    """A field does not have a value that it can have."""


class _Fields:
    """The fields of one rule, each read once."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._left = dict(table)

    def rule(self) -> Rule:
        operations = self._operations()
        users = self._list("users", _user)
        groups = self._list("groups", _group)
        claims = self._left.pop("claims", False)
        if not isinstance(claims, bool):
            raise _Wrong("claims is true or false")
        if claims and users is None and groups is None:
            raise _Wrong("claims = true believes what callers say, but no users are named")
        unix, networks = self._origins()
        name_spaces = self._list("name_spaces", _bytes)
        spans = self._spans()
        if self._left:
            raise _Wrong(f"there is no field {min(self._left)!r}")
        if (spans or name_spaces is not None) and not operations & ON_KEYS:
            raise _Wrong("it names keys, and no operation on keys")
        return Rule(
            operations=operations,
            users=None if users is None else frozenset(users),
            groups=None if groups is None else frozenset(groups),
            claims=claims,
            unix=unix,
            networks=networks,
            name_spaces=None if name_spaces is None else frozenset(name_spaces),
            spans=spans or ((b"", None),),
        )

    def _operations(self) -> frozenset[Operation]:
        named = self._list("operations", _operation)
        if named is None:
            raise _Wrong("operations says what is allowed, and has to be there")
        return frozenset(named)

    def _origins(self) -> tuple[bool, tuple[IPv4Network | IPv6Network, ...] | None]:
        """Return whether Unix sockets are among `from`, and the networks; None are all."""
        named = self._list("from", _origin)
        if named is None:
            return True, None
        return None in named, tuple(each for each in named if each is not None)

    def _spans(self) -> tuple[Bounds, ...]:
        keys = self._list("keys", _key) or []
        prefixes = self._list("prefixes", _bytes) or []
        spans: list[Bounds] = [(key, key + b"\0") for key in keys]
        spans += [(prefix, behind_prefix(prefix)) for prefix in prefixes]
        return tuple(spans)

    def _list(self, name: str, read: Callable[[Any], Any]) -> list[Any] | None:
        values = self._left.pop(name, None)
        if values is None:
            return None
        if not isinstance(values, list) or not values:
            raise _Wrong(f"{name} is a list of at least one")
        try:
            return [read(value) for value in values]
        except ValueError as error:
            raise _Wrong(f"{name}: {error}") from None


def _operation(value: Any) -> Operation:
    try:
        return Operation(value)
    except ValueError:
        known = ", ".join(each.value for each in Operation)
        raise _Wrong(f"there is no operation {value!r}, but {known}") from None


def _user(value: Any) -> int:
    if isinstance(value, str):
        try:
            return pwd.getpwnam(value).pw_uid
        except KeyError:
            raise _Wrong(f"this host has no user {value!r}") from None
    return _number(value)


def _group(value: Any) -> int:
    if isinstance(value, str):
        try:
            return grp.getgrnam(value).gr_gid
        except KeyError:
            raise _Wrong(f"this host has no group {value!r}") from None
    return _number(value)


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 32:
        raise _Wrong(f"{value!r} is neither a name nor a number of 32 bits")
    return value


def _origin(value: Any) -> IPv4Network | IPv6Network | None:
    if value == "unix":
        return None
    if not isinstance(value, str):
        raise _Wrong(f"{value!r} is neither 'unix' nor an IP network")
    return ip_network(value)


def _key(value: Any) -> bytes:
    key = _bytes(value)
    if not key:
        raise _Wrong("a key has at least one byte")
    return key


def _bytes(value: Any) -> bytes:
    """Return text as UTF-8, and `{ base64 = "..." }` as what it stands for (as in docs/json.md)."""
    if isinstance(value, dict) and value.keys() == {"base64"}:
        try:
            found = b64decode(value["base64"], validate=True)
        except (Base64Error, TypeError, ValueError):
            raise _Wrong(f"{value['base64']!r} is no base64") from None
    elif isinstance(value, str):
        found = value.encode()
    else:
        raise _Wrong(f"{value!r} is neither text nor {{ base64 = ... }}")
    if len(found) > kv.KV_KEY_MAX:
        raise _Wrong(f"{len(found)} bytes are more than a key has")
    return found
