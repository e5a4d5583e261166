"""A transaction as JSON:

    {"compare": [{"key": "user/1", "target": "value", "relation": "=", "value": "bad"}],
     "success": [{"put": {"key": "a", "value": {"base64": "/w=="}}}, {"del": {"key": "b"}}],
     "failure": [{"get": {"key": "user/", "prefix": true}}]}

Keys and values are text, or `{"base64": …}`; a comparison of anything but the value has a
`number`, a lease its number as text in hex.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kvstore.cli import operations
from kvstore.cli.options import lease_number
from kvstore.errors import InvalidRequest, KvError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kvstore._generated import kv

__all__ = ["parse"]

T = TypeVar("T")

RANGE: Final = {"key": bytes, "end": bytes, "prefix": bool, "from_key": bool}
OPERATIONS: Final[dict[str, dict[str, type]]] = {
    "put": {
        "key": bytes,
        "value": bytes,
        "lease": str,
        "previous": bool,
        "ignore_value": bool,
        "ignore_lease": bool,
    },
    "get": RANGE | {"limit": int, "revision": int, "keys_only": bool, "count": bool},
    "del": RANGE | {"previous": bool},
}
"""The fields of each operation and what they hold; all but the key may be left out."""

COMPARE: Final = RANGE | {
    "target": str,
    "relation": str,
    "value": bytes,
    "number": int,
    "lease": str,
}


def parse(text: str) -> kv.kv_txn_op:
    """Return the transaction. Raises `InvalidRequest`, which names the place."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidRequest(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise InvalidRequest("the JSON is nested too deeply") from None
    lists = _object("the transaction", found, ("compare", "success", "failure"))
    return operations.transaction(
        [_at(place, _compare, each) for place, each in _listed(lists, "compare")],
        [_at(place, _operation, each) for place, each in _listed(lists, "success")],
        [_at(place, _operation, each) for place, each in _listed(lists, "failure")],
    )


def _listed(lists: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    found = lists.get(name, [])
    if not isinstance(found, list):
        raise InvalidRequest(f"{name} is a list")
    return [(f"{name}[{place}]", each) for place, each in enumerate(found)]


def _at(place: str, read: Callable[[str, Any], T], value: Any) -> T:
    try:
        return read(place, value)
    except KvError as error:
        if str(error).startswith(place):
            raise
        raise InvalidRequest(f"{place}: {error}") from None


def _object(place: str, value: Any, fields: Iterable[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidRequest(f"{place} is an object")
    for name in value:
        if name not in fields:
            raise InvalidRequest(f"{place}: there is no {name!r}; there are {', '.join(fields)}")
    return value


def _fields(place: str, value: Any, kinds: dict[str, type]) -> dict[str, Any]:
    found = _object(place, value, kinds)
    if "key" not in found:
        raise InvalidRequest(f"{place}: the key is missing")
    return {name: _field(f"{place}.{name}", each, kinds[name]) for name, each in found.items()}


def _field(place: str, value: Any, kind: type) -> Any:
    if kind is bytes:
        return _bytes(place, value)
    if kind is int and (type(value) is not int or not 0 <= value < 1 << 64):
        raise InvalidRequest(f"{place} is a number from 0 upwards")
    if type(value) is not kind:
        raise InvalidRequest(f"{place} is {'text' if kind is str else 'true or false'}")
    return value


def _bytes(place: str, value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    encoded = value.get("base64") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(encoded, str):
        raise InvalidRequest(f'{place} is text or {{"base64": …}}')
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidRequest(f"{place} holds no base64") from None


def _lease(place: str, text: str) -> int:
    try:
        return lease_number(text)
    except argparse.ArgumentTypeError as error:
        raise InvalidRequest(f"{place}.lease: {error}") from None


def _keys(fields: dict[str, Any]) -> kv.kv_key_range:
    return operations.key_range(
        fields["key"],
        fields.get("end"),
        prefix=fields.get("prefix", False),
        from_key=fields.get("from_key", False),
    )


def _compare(place: str, value: Any) -> kv.kv_compare:
    fields = _fields(place, value, COMPARE)
    target, relation = fields.get("target"), fields.get("relation", "=")
    if target not in operations.TARGETS:
        raise InvalidRequest(f"{place}.target is one of {', '.join(operations.TARGETS)}")
    if relation not in operations.RELATIONS:
        raise InvalidRequest(f"{place}.relation is one of {', '.join(operations.RELATIONS)}")
    operand = target if target in {"value", "lease"} else "number"
    given = {"value", "lease", "number"} & fields.keys()
    if given != {operand}:
        raise InvalidRequest(
            f"{place}: {target} is compared with a field {operand!r}, and no other"
        )
    wanted = fields[operand]
    return operations.compare(
        _keys(fields), target, relation, _lease(place, wanted) if operand == "lease" else wanted
    )


def _operation(place: str, value: Any) -> kv.kv_operation:
    found = _object(place, value, OPERATIONS)
    if len(found) != 1:
        raise InvalidRequest(f"{place} is one of {', '.join(OPERATIONS)}")
    ((name, each),) = found.items()
    fields = _fields(f"{place}.{name}", each, OPERATIONS[name])
    previous = fields.get("previous", False)
    if name == "put":
        keep_value = fields.get("ignore_value", False)
        if keep_value == ("value" in fields):
            raise InvalidRequest(f"{place}.put has either a value or ignore_value")
        return operations.put(
            fields["key"],
            fields.get("value"),
            lease=_lease(place, fields["lease"]) if "lease" in fields else 0,
            keep_lease=fields.get("ignore_lease", False),
            previous=previous,
        )
    if name == "del":
        return operations.delete(_keys(fields), previous=previous)
    return operations.range_(
        operations.range_op(
            _keys(fields),
            limit=fields.get("limit", 0),
            revision=fields.get("revision", 0),
            keys_only=fields.get("keys_only", False),
            count=fields.get("count", False),
        )
    )
