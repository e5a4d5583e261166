"""Loading sources that stand in the test itself."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.diagnostics import CompileErrors, Diagnostic
from rpcgen_py.compiler.frontend import load


def load_files(
    files: Mapping[str, str | bytes],
    inputs: Sequence[str] | None = None,
    *,
    include_dirs: Sequence[str] = (),
    defines: Mapping[str, str] | None = None,
    externals: Mapping[str, str] | None = None,
    inline: bool = False,
) -> ir.Unit:
    """The unit of `inputs`, by default all `files`, which are written to a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode() if isinstance(text, str) else text)
        try:
            return load(
                [folder / each for each in (files if inputs is None else inputs)],
                include_dirs=[folder / each for each in include_dirs],
                defines=defines,
                externals=externals,
                inline=inline,
            )
        except CompileErrors as errors:
            raise CompileErrors(tuple(_short(each, name) for each in errors.diagnostics)) from None


def _short(diagnostic: Diagnostic, folder: str) -> Diagnostic:
    """The diagnostic without the name of the temporary folder."""
    return Diagnostic(
        diagnostic.file.replace(folder + "/", ""),
        diagnostic.line,
        diagnostic.column,
        diagnostic.message.replace(folder + "/", ""),
        diagnostic.source_line,
    )


def load_text(text: str | bytes, **options: Mapping[str, str]) -> ir.Module:
    """The module of one file, a.x."""
    return load_files({"a.x": text}, **options).modules["a"]


def definition(text: str | bytes, name: str, **options: Mapping[str, str]) -> ir.Definition:
    """One definition of a file."""
    return {each.name: each for each in load_text(text, **options).definitions}[name]


def field_type(declaration: str, before: str = "") -> ir.Type:
    """The type of a declaration in a struct."""
    struct = definition(f"{before} struct outer_ {{ {declaration}; }};", "outer_")
    assert isinstance(struct, ir.Struct)
    return struct.fields[0].type
