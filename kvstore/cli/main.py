"""`kvctl`: read and change a store from the shell."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from kvstore.cli.exits import Exit, Interrupted, exit_for, explained
from kvstore.cli.parser import build_parser
from kvstore.errors import KvError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return how it ended. Errors are one line on standard error."""
    words = sys.argv[1:] if arguments is None else arguments
    options = build_parser(words).parse_args(words)
    if sys.stdout is None:
        return _cannot_print("standard output is closed")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except KvError as error:
        with suppress(OSError):
            sys.stdout.flush()
        sys.stderr.write(f"kvctl: {explained(error, changes=options.changes)}\n")
        return exit_for(error)
    except BrokenPipeError:
        # Whoever read the output has seen enough. Python would complain of it once more at exit.
        _print_to_nobody()
        return Exit.DONE
    except OSError as error:
        # The library turns those of its sockets into its own: this one is of the output.
        _print_to_nobody()
        return _cannot_print(error.strerror or str(error))
    except Interrupted as interrupted:
        return 128 + interrupted.signal
    return code


def _print_to_nobody() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cannot_print(reason: str) -> Exit:
    sys.stderr.write(f"kvctl: cannot print the answer: {reason}\n")
    return Exit.USAGE
