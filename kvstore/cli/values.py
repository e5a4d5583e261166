"""Values on their way in: from an argument, standard input, or a file; byte for byte."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    import argparse
    from pathlib import Path
    from typing import BinaryIO

READ_LIMIT = (1 << 20) + 1
"""One byte more than a value may have: enough for the library to see that it is too long."""


def read_value(options: argparse.Namespace) -> bytes:
    """Return the value that the command line names. Raises `InvalidRequest`."""
    if options.file is not None:
        if options.value is not None:
            raise InvalidRequest("give a value or --file, not both")
        if str(options.file) != "-":
            return _from_file(options.file)
    elif options.value is None and (sys.stdin is None or sys.stdin.isatty()):
        raise InvalidRequest("no value given: name one, or --file PATH, or - for standard input")
    if options.value in {None, "-"}:
        if sys.stdin is None:
            raise InvalidRequest("standard input is closed")
        return _read(sys.stdin.buffer)
    return os.fsencode(options.value)


def _from_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _read(file)
    except OSError as error:
        raise InvalidRequest(f"cannot read {path}: {error.strerror}") from None


def _read(file: BinaryIO) -> bytes:
    data = file.read(READ_LIMIT)
    if len(data) == READ_LIMIT:
        raise InvalidRequest(f"the value is longer than {READ_LIMIT - 1} bytes, the most stored")
    return data
