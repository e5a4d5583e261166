"""`rpcgen-py check`: what is wrong with `.x` files, and nothing else."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rpcgen_py.cli.interface import add_reading_options, load_files

if TYPE_CHECKING:
    import argparse

__all__ = ["configure", "run"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments and options of the command."""
    parser.description = "Report what is wrong with .x files; say nothing if nothing is."
    parser.add_argument("files", metavar="FILE.x", type=Path, nargs="+")
    add_reading_options(parser)
    parser.add_argument(
        "-o",
        dest="output",
        choices=("text", "json"),
        default="text",
        help="json: an array of file, line, column, message and source_line, on standard output",
    )


def run(options: argparse.Namespace) -> int:
    """Check; 1 if there is an error in the files, 2 for wrong usage."""
    from rpcgen_py.compiler.diagnostics import CompileErrors  # noqa: PLC0415 (--help starts quicker)

    found: CompileErrors | None = None
    try:
        load_files(options.files, options)
    except CompileErrors as errors:
        found = errors
    except ValueError as error:
        print(f"rpcgen-py check: {error}", file=sys.stderr)
        return 2
    if options.output == "json":
        print(json.dumps([asdict(each) for each in found.diagnostics] if found else []))
    elif found:
        print(found, file=sys.stderr)
    return 1 if found else 0
