"""`kvctl txn`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    import argparse

    from kvstore._generated import kv
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
        write_json(_as_json(done))
    else:
        _print(done, options)
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


def _print(done: TxnResult, options: argparse.Namespace) -> None:
    write(b"SUCCESS\n" if done.succeeded else b"FAILURE\n")
    if options.output == "table":
        rows = [_row(place, result) for place, result in enumerate(done.results, 1)]
        write_table(["OPERATION", "KIND", "RESULT"], rows)
        return
    for result in done.results:
        write(b"\n")
        if isinstance(result, TxnPut):
            write(commit_line(done.durable_nodes))
            if result.previous is not None:
                write(result.previous.value + b"\n")
        elif isinstance(result, TxnDelete):
            write(b"%d\n" % result.deleted)
            print_items(result.previous, options)
        elif result.total:
            write(b"%d\n" % result.total)
        else:
            print_items(result.items, options)


def _row(place: int, result: TxnRange | TxnPut | TxnDelete) -> tuple[object, ...]:
    if isinstance(result, TxnPut):
        return place, "put", "" if result.previous is None else result.previous.value
    if isinstance(result, TxnDelete):
        return place, "del", f"{result.deleted} deleted"
    shown = b" ".join(item.key + b"=" + item.value for item in result.items)
    return place, "get", shown or str(result.total)


def _as_json(done: TxnResult) -> dict[str, Any]:
    return {
        "succeeded": done.succeeded,
        "revision": done.revision,
        "durable_nodes": done.durable_nodes,
        "results": [_result_as_json(result) for result in done.results],
    }


def _result_as_json(result: TxnRange | TxnPut | TxnDelete) -> dict[str, Any]:
    if isinstance(result, TxnPut):
        return {"put": {"previous": result.previous and item_as_json(result.previous)}}
    if isinstance(result, TxnDelete):
        previous = [item_as_json(item) for item in result.previous]
        return {"del": {"deleted": result.deleted, "previous": previous}}
    items = [item_as_json(item) for item in result.items]
    return {"get": {"items": items, "more": result.more, "count": result.total}}
