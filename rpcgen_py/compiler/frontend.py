"""From `.x` files to the resolved form that the generators and `rpcgen_py.dynamic` read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ir, recursion
from rpcgen_py.compiler.diagnostics import Diagnostic, Report
from rpcgen_py.compiler.inline import inlined
from rpcgen_py.compiler.modules import Reader
from rpcgen_py.compiler.preprocessor import Sources
from rpcgen_py.compiler.resolve import Resolved, resolve_module
from rpcgen_py.compiler.resolve_constants import Constants
from rpcgen_py.compiler.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rpcgen_py.compiler.modules import ModuleSource
    from rpcgen_py.compiler.source import Position
    from rpcgen_py.compiler.symbols import Table

__all__ = ["load"]

_TIRPC_MODULE: Final = "rpcgen_py.runtime._generated.tirpc"

_MACRO: Final = re.compile(r"[A-Za-z_]\w*")
_EXTERNAL: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def load(
    inputs: Sequence[Path],
    *,
    include_dirs: Sequence[Path] = (),
    defines: Mapping[str, str] | None = None,
    externals: Mapping[str, str] | None = None,
    inline: bool = False,
) -> ir.Unit:
    """Read `.x` files and all they include into one unit.

    `include_dirs` are searched for included files after the includer's own folder; `defines` are
    macros; `externals` gives each type that only C knows its dotted Python name. With `inline`,
    each input's module holds copies of what it uses from others, instead of importing them.

    Raises `CompileErrors` if anything is wrong with the files, ValueError if it is with `defines`
    or `externals`.
    """
    defines, externals = defines or {}, externals or {}
    _check_options(defines, externals)
    report = Report()
    reader = Reader(Sources(), include_dirs, defines)
    found = [reader.read_input(path, report) for path in dict.fromkeys(inputs)]
    modules = list({id(each): each for each in found if each is not None}.values())
    unit = _Loader(reader, modules, externals, report).unit()
    report.raise_if_any()
    return inlined(unit) if inline else unit


def _check_options(defines: Mapping[str, str], externals: Mapping[str, str]) -> None:
    for name in defines:
        if not _MACRO.fullmatch(name):
            raise ValueError(f"-D {name}: expected NAME or NAME=VALUE, NAME a C identifier")
    for name, target in externals.items():
        if not _MACRO.fullmatch(name) or not _EXTERNAL.fullmatch(target):
            raise ValueError(f"--external {name}={target}: expected NAME=module.Type")


class _Loader:
    def __init__(
        self,
        reader: Reader,
        inputs: Sequence[ModuleSource],
        externals: Mapping[str, str],
        report: Report,
    ) -> None:
        self.reader = reader
        self.inputs = inputs
        self.externals = externals
        self.report = report
        self.scope = Scope(reader, inputs, externals, report)
        self.constants = Constants(self.scope, report)

    def unit(self) -> ir.Unit:
        """The inputs and all that they lead to; reports what is wrong with them."""
        resolved = self._resolve_all()
        self._check_names([each.table.module for each in resolved])
        index = {
            (each.table.module.name, definition.name): definition
            for each in resolved
            for definition in each.definitions
        }
        graph = recursion.Graph(index)
        positions: dict[tuple[str, str], Position] = {
            (each.table.module.name, name): position
            for each in resolved
            for name, position in each.positions.items()
        }
        recursion.report_endless(graph, positions, self.report)
        recursion.report_too_deep(graph, positions, self.report)
        index = recursion.marked(graph)
        modules = {each.table.module.name: self._module(each, index) for each in resolved}
        return ir.Unit(modules, tuple(each.name for each in self.inputs), index)

    def _resolve_all(self) -> list[Resolved]:
        """Every module that is needed, the inputs first."""
        todo = [self.scope.table(each) for each in self.inputs]
        done: dict[int, Resolved] = {}
        for table in todo:
            if id(table) in done:
                continue
            module = table.module
            self.report.merge(module.report)
            resolved = resolve_module(
                table, self.scope, self.constants, self.externals, self.report
            )
            done[id(table)] = resolved
            todo += [self.scope.table(each) for each in self.reader.included_by(module)]
            todo += resolved.uses
        return list(done.values())

    def _check_names(self, modules: Sequence[ModuleSource]) -> None:
        """Each module needs a name of its own; `a-b.x` and `a_b.x` would be one Python module."""
        names: dict[str, ModuleSource] = {}
        for module in modules:
            other = names.setdefault(module.name, module)
            if other is not module:
                message = (
                    f"this file and {other.file.name} would both become the module "
                    f"'{module.name}': rename one of them"
                )
                self.report.add_diagnostic(Diagnostic(module.file.name, 1, 1, message))

    def _module(
        self, resolved: Resolved, index: Mapping[tuple[str, str], ir.Definition]
    ) -> ir.Module:
        module = resolved.table.module
        used: list[Table] = [
            *(self.scope.table(each) for each in self.reader.included_by(module)),
            *resolved.uses,
        ]
        imports = dict.fromkeys(each.module.name for each in used if each.module is not module)
        built = resolved.module(imports, _TIRPC_MODULE if self.scope.is_builtin(module) else None)
        definitions = tuple(index.get((built.name, each.name), each) for each in built.definitions)
        return replace(built, definitions=definitions)
