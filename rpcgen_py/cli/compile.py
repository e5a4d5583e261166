"""`rpcgen-py compile`: the Python modules of `.x` files, written all or none."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rpcgen_py.cli.interface import add_reading_options, load_files

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from rpcgen_py.compiler import ir

__all__ = ["configure", "run"]

DESCRIPTION: Final = """
Write one Python module for each FILE.x and for each .x file that it includes.

Stellar-SCP.x becomes stellar_scp.py. Several files are one unit: a name that one of them does not
define may be defined in another. Nothing is written if anything is wrong.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments and options of the command."""
    parser.description = DESCRIPTION
    parser.add_argument("files", metavar="FILE.x", type=Path, nargs="+")
    parser.add_argument(
        "-o",
        dest="output",
        metavar="DIR|FILE.py",
        type=Path,
        default=Path(),
        help="where to write, by default the current folder; - is standard output, for one module",
    )
    add_reading_options(parser)
    parser.add_argument(
        "--inline", action="store_true", help="copy what a file includes instead of importing it"
    )
    parser.add_argument(
        "--strings",
        choices=("str", "bytes"),
        default="str",
        help="what a string is in Python (default: str; bytes that are no UTF-8 survive in both)",
    )


def run(options: argparse.Namespace) -> int:
    """Compile and write; 1 for errors in the files, 2 for wrong usage."""
    from rpcgen_py.compiler.diagnostics import CompileErrors  # noqa: PLC0415 (--help starts quicker)

    try:
        texts = _compiled(options, _single(options))
        if str(options.output) == "-":
            sys.stdout.write("".join(texts.values()))
        else:
            _write_all(options.output, texts)
    except CompileErrors as errors:
        print(errors, file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"rpcgen-py compile: {error}", file=sys.stderr)
        return 2
    return 0


def _compiled(options: argparse.Namespace, single: Path | None) -> dict[Path, str]:
    """The text of each module by the path where it belongs, or the one for `single`."""
    from rpcgen_py.compiler.generate_module import generate  # noqa: PLC0415 (--help starts quicker)

    unit = load_files(options.files, options, inline=options.inline)
    names = _needed(unit)
    others = ", ".join(names[len(unit.inputs) :])
    if single is not None and others:
        raise ValueError(f"-o {single} would import {others}: add --inline, or give -o a folder")
    return {
        single or options.output / f"{name}.py": generate(unit, name, strings=options.strings)
        for name in names
    }


def _single(options: argparse.Namespace) -> Path | None:
    """The one file to write, None if -o is a folder."""
    output: Path = options.output
    try:
        if output.is_dir():
            return None
    except OSError as error:  # a folder on the way that may not be searched, or too long a name
        raise ValueError(f"cannot write to {output}: {error.strerror}") from error
    if output.suffix != ".py" and str(output) != "-":
        if output.exists():
            raise ValueError(f"-o {output}: give a folder, a name that ends in .py, or -")
        return None
    if len(set(options.files)) > 1:
        raise ValueError(f"-o {output}: one file for several to compile; give a folder")
    return output


def _needed(unit: ir.Unit) -> list[str]:
    """The modules to write: the inputs, and what those import from beside them."""
    needed = dict.fromkeys(unit.inputs)
    todo = list(needed)
    for name in todo:
        for other in unit.modules[name].imports:
            if other not in needed and unit.modules[other].absolute is None:
                needed[other] = None
                todo.append(other)
    return list(needed)


def _write_all(output: Path, texts: Mapping[Path, str]) -> None:
    """Write every file under another name first, so that none is ever seen half written.

    Raises ValueError, which names what -o says and not that other name, if they cannot be.
    """
    try:
        with contextlib.ExitStack() as stack:
            written = [
                (stack.enter_context(_beside(path, text)), path) for path, text in texts.items()
            ]
            for temporary, path in written:
                temporary.replace(path)
    except OSError as error:
        raise ValueError(f"cannot write to {output}: {error.strerror}") from error


@contextlib.contextmanager
def _beside(path: Path, text: str) -> Iterator[Path]:
    """A new file in the folder of `path`, gone at the end unless it has been renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        umask = os.umask(0o077)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)  # mkstemp makes files that nobody else can read
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
