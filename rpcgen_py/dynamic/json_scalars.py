"""The JSON forms of single values and the JSON text itself (docs/json.md).

What prints values that come from no `.x` file, such as a command's own tables, uses these too, so
that bytes and floats look the same everywhere.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import struct
from typing import Any, Final

__all__ = ["bytes_from_json", "bytes_to_json", "dumps", "float_from_json", "float_to_json", "loads"]

_CONTROL: Final = re.compile("[\x7f-\x9f]")
"""What JSON need not escape, and a terminal may obey."""

_PLAIN_NAN: Final = 0x7FF8_0000_0000_0000
_NAN: Final = re.compile(r"NaN\(0x([0-9a-f]{16})\)")


def bytes_to_json(data: bytes) -> str | dict[str, str]:
    """`data` as text if it is UTF-8, else `{"base64": …}`."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def bytes_from_json(value: object) -> bytes:
    """The bytes of a text or of `{"base64": …}`. Raises `ValueError` for anything else."""
    if isinstance(value, str):
        try:
            return value.encode()
        except UnicodeEncodeError:
            raise ValueError('half a surrogate pair is no text: use {"base64": …}') from None
    if isinstance(value, dict) and value.keys() == {"base64"} and isinstance(value["base64"], str):
        try:
            return base64.b64decode(value["base64"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError(f"bad base64: {error}") from None
    raise ValueError('expected a text or {"base64": …}')


def float_to_json(value: float) -> float | str:
    """A number, or a string for what JSON has no number for.

    The usual quiet NaN is `"NaN"`; any other one is `"NaN(0x…)"` with the bits of the double.
    """
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if not math.isnan(value):
        return value
    (bits,) = struct.unpack(">Q", struct.pack(">d", value))
    return "NaN" if bits == _PLAIN_NAN else f"NaN(0x{bits:016x})"


def float_from_json(value: object) -> float:
    """The float of a number or of one of the strings above. Raises `ValueError` for others."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            raise ValueError("the number does not fit a double") from None
    if value == "Infinity":
        return math.inf
    if value == "-Infinity":
        return -math.inf
    bits = _PLAIN_NAN if value == "NaN" else _nan_bits(value)
    result: float = struct.unpack(">d", struct.pack(">Q", bits))[0]
    if not math.isnan(result):
        raise ValueError(f"{bits:#018x} are not the bits of a NaN")
    return result


def _nan_bits(value: object) -> int:
    found = _NAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('expected a number, "NaN", "Infinity" or "-Infinity"')
    return int(found[1], 16)


def dumps(value: object, indent: int | None = None) -> str:
    """JSON text of `value`, members in their order, control characters escaped.

    Raises `ValueError` if it nests too deeply.
    """
    try:
        text = json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)
    except RecursionError:
        raise ValueError("nested too deeply for JSON") from None
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def loads(text: str | bytes) -> Any:
    """The value of JSON text.

    Raises `ValueError` for what is no JSON by RFC 8259, bare NaN and Infinity included, and for
    an object that has a name twice.
    """
    try:
        return json.loads(text, object_pairs_hook=_members, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply for JSON") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no JSON: {error}") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"JSON is UTF-8, and this is not: {error.reason}") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'"{twice}" stands twice in one object')
    return members


def _no_constant(name: str) -> float:
    raise ValueError(f'{name} is no JSON: write "{name}"')
