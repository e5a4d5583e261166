"""One operation of the transaction language: put, get or del, as one types them to kvctl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kvstore.cli import operations
from kvstore.cli.txn_words import Word, wrong

if TYPE_CHECKING:
    from kvstore._generated import kv
    from kvstore.cli.txn_words import Line

__all__ = ["parse_operation"]

FLAGS: Final[dict[str, dict[str, str]]] = {
    "put": {
        "--prev": "previous",
        "--prev-kv": "previous",
        "--ignore-value": "ignore_value",
        "--ignore-lease": "keep_lease",
    },
    "get": {
        "--prefix": "prefix",
        "--from-key": "from_key",
        "--keys-only": "keys_only",
        "--count": "count",
        "--count-only": "count",
        "--reverse": "descending",
    },
    "del": {
        "--prefix": "prefix",
        "--from-key": "from_key",
        "--prev": "previous",
        "--prev-kv": "previous",
    },
}
"""Options without a value, for each operation."""

SETTINGS: Final = {"put": {"--lease": 16}, "get": {"--limit": 10, "--rev": 10}, "del": {}}
"""Options with a number, and the base it is written in."""

NAMES: Final = {"put": "put", "get": "get", "range": "get", "del": "del", "delete": "del"}


def parse_operation(line: Line) -> kv.kv_operation:
    """Return the operation of a line. Raises `InvalidRequest`."""
    first, *words = line.words(signs=False)
    name = NAMES.get(first.text)
    if name is None:
        shown = first.data.decode(errors="replace")
        wrong(line.number, first.column, f"{shown!r} is no operation; there are put, get and del")
    plain, options = _split(line, name, words)
    most = 1 if name == "put" and "ignore_value" in options else 2
    least = most if name == "put" else 1
    if len(plain) < least:
        what = "a value behind the key" if plain else "a key"
        wrong(line.number, len(line.text.rstrip()) + 1, f"{name} needs {what}")
    if len(plain) > most:
        wrong(line.number, plain[most].column, f"{name} takes no more; quote what has spaces")
    key, *more = (word.data for word in plain)
    if name == "put":
        options.pop("ignore_value", None)
        return operations.put(key, more[0] if more else None, **options)
    keys = operations.key_range(
        key,
        more[0] if more else None,
        prefix=options.pop("prefix", False),
        from_key=options.pop("from_key", False),
    )
    if name == "del":
        return operations.delete(keys, **options)
    return operations.range_(operations.range_op(keys, **options))


def _split(line: Line, name: str, words: list[Word]) -> tuple[list[Word], dict[str, Any]]:
    """Return the words of an operation and its options apart; `--` ends the options."""
    plain: list[Word] = []
    options: dict[str, Any] = {}
    rest = iter(words)
    for word in rest:
        if word.text == "--":
            plain.extend(rest)
        elif not word.text.startswith("--"):
            plain.append(word)
        elif word.text in FLAGS[name]:
            options[FLAGS[name][word.text]] = True
        else:
            option, given, text = word.text.partition("=")
            if option not in SETTINGS[name]:
                known = " ".join([*FLAGS[name], *SETTINGS[name]])
                wrong(line.number, word.column, f"{name} has no option {option}; it has {known}")
            value = text if given else _behind(line, word, next(rest, None))
            setting = "revision" if option == "--rev" else option.removeprefix("--")
            options[setting] = _number(line, word, value, SETTINGS[name][option])
    return plain, options


def _behind(line: Line, option: Word, word: Word | None) -> str:
    if word is None:
        wrong(line.number, option.column, f"{option.text} needs a number")
    return word.data.decode("utf-8", "replace")


def _number(line: Line, option: Word, text: str, base: int) -> int:
    digits = "0123456789abcdefABCDEF"[: base if base == 10 else None]
    if not (0 < len(text) <= 20 and all(c in digits for c in text) and int(text, base) < 1 << 64):
        kind = "a lease's number in hex" if base == 16 else "a number from 0 upwards"
        wrong(line.number, option.column, f"{text!r} is not {kind}")
    return int(text, base)
