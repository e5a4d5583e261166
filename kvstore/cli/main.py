"""`kvctl`: read and change a store from the shell."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from kvstore.cli.exits import Exit, exit_for
from kvstore.cli.parser import build_parser
from kvstore.errors import KvError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return how it ended. Errors are one line on standard error."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    if sys.stdout is None:
        return _cannot_print("standard output is closed")
    try:
        code = _run(options)
        sys.stdout.flush()
    except KvError as error:
        with suppress(OSError):
            sys.stdout.flush()
        sys.stderr.write(f"kvctl: {error}\n")
        return exit_for(error)
    except BrokenPipeError:
        # Whoever read the output has seen enough. Python would complain of it once more at exit.
        _print_to_nobody()
        return Exit.DONE
    except OSError as error:
        # The library turns those of its sockets into its own: this one is of the output.
        _print_to_nobody()
        return _cannot_print(error.strerror or str(error))
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return code


def _print_to_nobody() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cannot_print(reason: str) -> Exit:
    sys.stderr.write(f"kvctl: cannot print the answer: {reason}\n")
    return Exit.USAGE


def _run(options: argparse.Namespace) -> Exit:
    if options.command == "status":
        from kvstore.cli.status import status  # noqa: PLC0415 (other commands start without it)

        return status(options)
    from kvstore.cli import commands  # noqa: PLC0415 (--help and wrong usage need no library)
    from kvstore.client.connect import connect  # noqa: PLC0415 (the same)

    command = {
        "put": commands.put,
        "get": commands.get,
        "del": commands.delete,
        "range": commands.range_,
    }[options.command]
    name_space = os.fsencode(options.namespace)
    with connect(options.server, timeout=options.timeout, name_space=name_space) as store:
        return command(store, options)
