"""`kvctl txn`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvstore._generated import kv
from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit
from kvstore.cli.options import add_wait
from kvstore.cli.output import (
    commit_line,
    item_as_json,
    print_items,
    write,
    write_json,
    write_table,
)
from kvstore.client.results import TxnDelete, TxnPut
from kvstore.errors import InvalidRequest, ProtocolError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.results import TxnRange, TxnResult

__all__ = ["declare"]

HINT = """\
if                      comparisons that must all hold, one a line; may be left out
    value(KEY) = TEXT   also version, create, mod, lease; = != < >; exists(KEY), missing(KEY)
then
    put KEY VALUE       also get KEY, del KEY, with the options of these commands
else
    get KEY
"""

READ_LIMIT = 8 << 20
"""Most characters of a text: twice a request, for escapes."""


def declare(parser: CommandParser) -> None:
    """Add the arguments of `txn`."""
    parser.does(txn, changes=True)
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default="-",
        help="where the transaction stands; standard input if there is none, or -. A line with "
        "if, comparisons like value(KEY) = TEXT or mod(KEY) < 12, a line with then, operations "
        "like put KEY VALUE, a line with else, operations; or a JSON object",
    )
    parser.add_argument(
        "-i", "--interactive", action="store_true", help="show what can be typed, as a reminder"
    )
    add_wait(parser)


def txn(options: argparse.Namespace) -> Exit:
    """Carry out a transaction; the answer is no where a comparison did not hold."""
    operation = _parsed(_text(options))
    with open_store(options) as store:
        done = store.commit(operation, wait=options.wait)
    if options.output == "json":
        write_json(_as_json(done, operation))
    else:
        _print(done, operation, options)
    return Exit.DONE if done.succeeded else Exit.NO


def _text(options: argparse.Namespace) -> str:
    try:
        if options.file != "-":
            with Path(options.file).open("rb") as file:
                data = file.read(READ_LIMIT + 1)
        elif sys.stdin is None:
            raise InvalidRequest("standard input is closed; name a file")
        else:
            if options.interactive or sys.stdin.isatty():
                sys.stderr.write(HINT + "(end with Ctrl-D)\n")
            data = sys.stdin.buffer.read(READ_LIMIT + 1)
    except OSError as error:
        raise InvalidRequest(f"cannot read {options.file}: {error.strerror}") from None
    if len(data) > READ_LIMIT:
        raise InvalidRequest(f"the text is longer than {READ_LIMIT} bytes")
    return data.decode("utf-8", "surrogateescape")


def _parsed(text: str) -> kv.kv_txn_op:
    if text.lstrip().startswith("{"):
        from kvstore.cli import txn_json  # noqa: PLC0415 (one of the two)

        return txn_json.parse(text)
    from kvstore.cli import txn_language  # noqa: PLC0415 (one of the two)

    return txn_language.parse(text)


def _done(
    done: TxnResult, operation: kv.kv_txn_op
) -> Iterator[tuple[TxnRange | TxnPut | TxnDelete, int]]:
    """Return each result, and what was wanted of it (`KV_WANT_ITEMS` of one that does not read)."""
    branch = operation.success if done.succeeded else operation.failure
    if len(branch) != len(done.results):
        raise ProtocolError(f"{len(done.results)} results came for {len(branch)} operations")
    for result, each in zip(done.results, branch, strict=True):
        if isinstance(each, kv.kv_operation_KV_OPERATION_RANGE):
            yield result, each.range.want
        else:
            yield result, kv.KV_WANT_ITEMS


def _print(done: TxnResult, operation: kv.kv_txn_op, options: argparse.Namespace) -> None:
    write(b"SUCCESS\n" if done.succeeded else b"FAILURE\n")
    if options.output == "table":
        rows = [
            (place, *_row(result, want))
            for place, (result, want) in enumerate(_done(done, operation), 1)
        ]
        write_table(["OPERATION", "KIND", "RESULT"], rows)
        return
    for result, want in _done(done, operation):
        write(b"\n")
        if isinstance(result, TxnPut):
            write(commit_line(done.durable_nodes))
            if result.previous is not None:
                write(result.previous.value + b"\n")
        elif isinstance(result, TxnDelete):
            write(b"%d\n" % result.deleted)
            print_items(result.previous, options)
        elif want == kv.KV_WANT_COUNT:
            write(b"%d\n" % result.total)
        else:
            print_items(result.items, options, keys_only=want == kv.KV_WANT_KEYS)


def _row(result: TxnRange | TxnPut | TxnDelete, want: int) -> tuple[str, object]:
    if isinstance(result, TxnPut):
        return "put", "" if result.previous is None else result.previous.value
    if isinstance(result, TxnDelete):
        return "del", f"{result.deleted} deleted"
    if want == kv.KV_WANT_COUNT:
        return "get", result.total
    if want == kv.KV_WANT_KEYS:
        return "get", b" ".join(item.key for item in result.items)
    return "get", b" ".join(item.key + b"=" + item.value for item in result.items)


def _as_json(done: TxnResult, operation: kv.kv_txn_op) -> dict[str, Any]:
    return {
        "succeeded": done.succeeded,
        "revision": done.revision or None,
        "durable_nodes": done.durable_nodes,
        "results": [_result_as_json(result, want) for result, want in _done(done, operation)],
    }


def _result_as_json(result: TxnRange | TxnPut | TxnDelete, want: int) -> dict[str, Any]:
    if isinstance(result, TxnPut):
        return {"put": {"previous": result.previous and item_as_json(result.previous)}}
    if isinstance(result, TxnDelete):
        previous = [item_as_json(item) for item in result.previous]
        return {"del": {"deleted": result.deleted, "previous": previous}}
    if want == kv.KV_WANT_COUNT:
        return {"get": {"count": result.total}}
    keys_only = want == kv.KV_WANT_KEYS
    items = [item_as_json(item, keys_only=keys_only) for item in result.items]
    return {"get": {"items": items, "more": result.more}}
