"""What the commands that read a `.x` file at run time share: options, loading, faults."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from rpcgen_py.compiler import ir

__all__ = ["add_interface", "add_reading_options", "load_files", "load_interface", "reported"]


def add_interface(parser: argparse.ArgumentParser) -> None:
    """Add FILE.x and the options of how to read it."""
    parser.add_argument("file", metavar="FILE.x", type=Path, help="the interface definition")
    add_reading_options(parser)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of how to read `.x` files."""
    for flag, name, metavar, words in (
        ("-I", "include_dirs", "DIR", "where to look for included files"),
        ("-D", "defines", "NAME[=VALUE]", "define a name for the preprocessor"),
        ("--external", "externals", "NAME=module.Type", "a type that only C knows"),
    ):
        parser.add_argument(
            flag, dest=name, metavar=metavar, action="append", default=[], help=words
        )


def load_interface(options: argparse.Namespace) -> ir.Unit:
    """Read the file; raises as `load_files` does."""
    return load_files([options.file], options)


def load_files(
    files: Sequence[Path], options: argparse.Namespace, *, inline: bool = False
) -> ir.Unit:
    """Read the files; raises `CompileErrors`, and ValueError for an option that says nothing."""
    from rpcgen_py.compiler.frontend import load  # noqa: PLC0415 (the preprocessor is slow to load)

    externals = dict(each.split("=", 1) for each in options.externals if "=" in each)
    if len(externals) != len(options.externals):
        raise ValueError("--external: expected NAME=module.Type, each name once")
    defines = [each.partition("=") for each in options.defines]
    return load(
        files,
        include_dirs=[Path(each) for each in options.include_dirs],
        defines={name: value if equals else "1" for name, equals, value in defines},
        externals=externals,
        inline=inline,
    )


def reported(command: str, work: Callable[[], None]) -> int:
    """Do the work; its errors become text on standard error, and an exit code.

    0 done, 1 the server answers with an error, 2 wrong usage, 3 no answer, 4 refused.
    """
    from rpcgen_py.compiler.diagnostics import CompileErrors  # noqa: PLC0415 (other commands start quicker)
    from rpcgen_py.runtime.errors import NotSent, OutcomeUnknown, Refused, RpcError  # noqa: PLC0415 (the same)

    try:
        work()
    except CompileErrors as errors:
        print(errors, file=sys.stderr)
        return 2
    except (NotSent, OutcomeUnknown) as error:
        message, code = str(error), 3
    except Refused as error:
        message, code = str(error), 4
    except RpcError as error:
        message, code = f"{type(error).__name__.rstrip('_')}: {error}".removesuffix(": "), 1
    except (LookupError, ValueError) as error:
        message, code = str(error), 2
    except OSError as error:
        if error.filename is None:
            raise  # no file of the command line's
        message, code = f"{error.filename}: {error.strerror}", 2
    else:
        return 0
    print(f"rpcgen-py {command}: {message}", file=sys.stderr)
    return code
