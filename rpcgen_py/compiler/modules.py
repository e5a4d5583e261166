"""From files to modules: each `.x` file that is read is one, with what it defines and includes.

An interface is what any of rpcgen's outputs would see of it. The header's view comes first; the
others add what it lacks (`#ifndef RPC_HDR` around a type that C's headers have already). They are
looked at only where a file asks for RPC_HDR, RPC_XDR, RPC_CLNT or RPC_SVC at all.
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ast
from rpcgen_py.compiler.comments import module_doc
from rpcgen_py.compiler.cursor import Cursor, SyntaxProblem
from rpcgen_py.compiler.diagnostics import Diagnostic, Report
from rpcgen_py.compiler.expressions import parse_expression, unescaped
from rpcgen_py.compiler.lexer import Token, lex, percent_lines
from rpcgen_py.compiler.parser import Parsed, parse
from rpcgen_py.compiler.preprocessor import VIEWS, Define, preprocess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rpcgen_py.compiler.preprocessor import Preprocessed, Sources
    from rpcgen_py.compiler.source import PercentLines, Position, SourceFile

__all__ = ["ModuleSource", "Reader", "module_name"]

_ASKS_FOR_VIEW: Final = re.compile(r"^[ \t]*#.*\bRPC_(?:HDR|XDR|CLNT|SVC)\b", re.MULTILINE)

_PERCENT_INCLUDE: Final = re.compile(r"\s*#\s*include\s*([<\"])([^>\"]+)[>\"]")


@dataclass(slots=True)
class ModuleSource:
    """One `.x` file, parsed.

    `percent_includes` are the files that its `%#include` lines name, with whether they stand in
    quotes. No error should be raised about the names in `doubtful`, and about none if the module is
    `incomplete`, because an included file was not found. `report` has what is wrong with the file.
    """

    file: SourceFile
    name: str
    report: Report
    definitions: list[ast.Definition] = field(default_factory=list)
    percent: list[PercentLines] = field(default_factory=list)
    percent_includes: dict[str, bool] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    incomplete: bool = False
    doc: str = ""
    _order: dict[SourceFile, int] = field(default_factory=dict)

    def place(self, position: Position) -> tuple[int, int]:
        """Where something stands in the module, also in a header that is part of it."""
        return self._order.setdefault(position.source, len(self._order)), position.offset


def module_name(path: Path) -> str:
    """`Stellar-SCP.x` becomes `stellar_scp`: an identifier, in lower case, and no keyword."""
    name = re.sub(r"\W", "_", path.stem.lower())
    if not name or name[0].isdigit():
        name = f"x_{name}"
    return f"{name}_" if keyword.iskeyword(name) or keyword.issoftkeyword(name) else name


class Reader:
    """Reads inputs and what they include into modules, each file once."""

    def __init__(
        self, sources: Sources, include_dirs: Sequence[Path], defines: Mapping[str, str]
    ) -> None:
        self.include_dirs = include_dirs
        self._sources = sources
        self._defines = defines
        self._modules: dict[SourceFile, ModuleSource] = {}
        self._includes: dict[SourceFile, list[SourceFile]] = {}
        self._includers: dict[SourceFile, list[SourceFile]] = {}

    def read_input(self, path: Path, report: Report) -> ModuleSource | None:
        """The module of an input, read by itself even where another input includes it.

        None if the file cannot be read, which is reported.
        """
        try:
            source = self._sources.read(path)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror or error}"
            report.add_diagnostic(Diagnostic(str(path), 1, 1, message))
            return None
        return self._read(source, report)

    def read_found(self, path: Path) -> ModuleSource | None:
        """The module of a file that somebody named, None if there is no such file.

        What is wrong with it is in a report of its own.
        """
        try:
            source = self._sources.read(path)
        except OSError:
            return None
        return self._modules.get(source) or self._read(source, Report())

    def included_by(self, module: ModuleSource) -> list[ModuleSource]:
        """The modules that `module` includes by `#include`, in order."""
        return [self._modules[file] for file in self._includes.get(module.file, ())]

    def includers_of(self, module: ModuleSource) -> list[ModuleSource]:
        """The modules that include `module` by `#include`."""
        return [self._modules[file] for file in self._includers.get(module.file, ())]

    def _read(self, source: SourceFile, report: Report) -> ModuleSource:
        merged = _Merged()
        runs: list[Preprocessed] = []
        for view in VIEWS:
            run = preprocess(
                source,
                view,
                sources=self._sources,
                include_dirs=self.include_dirs,
                defines=self._defines,
                report=report,
            )
            runs.append(run)
            merged.add(run, report)
            if not any(_ASKS_FOR_VIEW.search(file.prepared) for file in run.files):
                break
        owners = _owners(source, runs)
        for owner in dict.fromkeys(owners.values()):
            if owner is source or owner not in self._modules:
                module = ModuleSource(owner, module_name(owner.path), report)
                module.doubtful = merged.doubtful
                module.incomplete = any(run.incomplete for run in runs)
                for file in owners:
                    if owners[file] is owner:
                        merged.fill(module, file)
                _finish(module)
                self._modules[owner] = module
        for run in runs:
            for includer, included in run.includes:
                self._link(owners[includer], owners[included])
        return self._modules[source]

    def _link(self, includer: SourceFile, included: SourceFile) -> None:
        includes = self._includes.setdefault(includer, [])
        if includer is not included and included not in includes:
            includes.append(included)
            self._includers.setdefault(included, []).append(includer)


def _owners(source: SourceFile, runs: Sequence[Preprocessed]) -> dict[SourceFile, SourceFile]:
    """The `.x` file to whose module each file belongs: a header's is the one that includes it."""
    owners = {source: source}
    for run in runs:
        for includer, included in run.includes:
            is_module = included.path.suffix == ".x"
            owners.setdefault(included, included if is_module else owners[includer])
    return owners


def _finish(module: ModuleSource) -> None:
    module.definitions.sort(key=lambda each: module.place(each.position))
    module.percent.sort(key=lambda each: module.place(each.position))
    for lines in module.percent:
        found = _PERCENT_INCLUDE.match(lines.lines[0])
        if found:
            module.percent_includes[found[2]] = found[1] == '"'
    own = [each.position for each in module.definitions if each.position.source is module.file]
    module.doc = module_doc(module.file, own[0] if own else None)


class _Merged:
    """What the views of one input define, each thing once."""

    def __init__(self) -> None:
        self._definitions: list[ast.Definition] = []
        self._percent: dict[tuple[SourceFile, int], PercentLines] = {}
        self.doubtful: set[str] = set()

    def add(self, run: Preprocessed, report: Report) -> None:
        """Take what `run` has that earlier views had not."""
        known = {(each.namespace, each.name) for each in self._definitions}
        parsed: Parsed = parse(lex(run.tokens, report), report)
        self.doubtful |= parsed.doubtful
        defines = list(_constants(run.defines))
        self._definitions += [
            each
            for each in _once((*parsed.definitions, *defines))
            if (each.namespace, each.name) not in known
        ]
        for lines in percent_lines(run.tokens):
            self._percent.setdefault((lines.position.source, lines.position.offset), lines)

    def fill(self, module: ModuleSource, file: SourceFile) -> None:
        """Give `module` what stands in `file`."""
        module.definitions += [d for d in self._definitions if d.position.source is file]
        module.percent += [lines for (source, _), lines in self._percent.items() if source is file]


def _once(definitions: Iterable[ast.Definition]) -> Iterator[ast.Definition]:
    """Yield the definitions; those of a file that is included twice, by two others perhaps, once.

    Macros can make something else of it the second time: that is left, to be found wrong.
    """
    first: dict[tuple[Position, tuple[str, ...], str], ast.Definition] = {}
    for each in definitions:
        known = first.setdefault((each.position, each.namespace, each.name), each)
        if known is each or repr(known) != repr(each):
            yield each


def _constants(defines: Sequence[Define]) -> Iterator[ast.Const]:
    """Yield the `#define`s that can be constants."""
    for define in defines:
        tokens = lex(define.tokens, Report())
        if define.tokens:
            value = constant_value(tokens)
            if value is not None:
                yield ast.Const(define.name, value, define.position, optional=True)


def constant_value(tokens: Sequence[Token]) -> ast.Expression | str | None:
    """What the tokens of a macro's value stand for as a constant, None if for nothing."""
    cursor = Cursor(tokens)
    try:
        if cursor.here.kind == "string":
            value: ast.Expression | str = unescaped(cursor.take())
        else:
            value = parse_expression(cursor, "a value")
    except SyntaxProblem:
        return None
    return value if cursor.here.kind == "end" else None
