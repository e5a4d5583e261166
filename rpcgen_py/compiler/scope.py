"""Where a name is looked for: the order in which modules and built-in names are asked."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from rpcgen_py.compiler import ast, ir
from rpcgen_py.compiler.symbols import PREDEFINED, Symbol, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.modules import ModuleSource, Reader
    from rpcgen_py.compiler.symbols import Kind

__all__ = ["TIRPC", "ExternalName", "Scope", "TypeMeaning"]

TIRPC: Final = Path(__file__).parent / "builtin" / "tirpc.x"
"""libtirpc's own types, for names that nothing else defines."""

MAX_COMPARED: Final = 30_000
"""Names that undefined ones are compared with, for what may be meant."""

MAX_ADVICE: Final = 2
"""Files that a message names."""

_C_SUFFIXES: Final = frozenset({".h", ".hh", ".hpp", ".x"})


@dataclass(frozen=True, slots=True)
class ExternalName:
    """A type that only C knows, used by the module `table`."""

    table: Table
    name: str


TypeMeaning: TypeAlias = Symbol | ExternalName | ir.Type


class Scope:
    """Looks names up: in the module, what it includes and who includes it; among rpcgen's type
    words; in what `%#include` names; in the other inputs; among the externals; in libtirpc; in `%`
    lines.

    The last five are asked only for names that are defined nowhere before, so a file beside an
    input that happens to have the name of a C header does no harm.
    """

    def __init__(
        self,
        reader: Reader,
        inputs: Sequence[ModuleSource],
        externals: Mapping[str, str],
        report: Report,
    ) -> None:
        self._reader = reader
        self._inputs = inputs
        self._externals = externals
        self._report = report
        self._tables: dict[int, Table] = {}
        self._near: dict[int, list[ModuleSource]] = {}
        self._undefined: set[tuple[int, str]] = set()
        self._compared = 0

    def table(self, module: ModuleSource) -> Table:
        """The module's symbols."""
        if id(module) not in self._tables:
            self._tables[id(module)] = Table(module, module.report)
        return self._tables[id(module)]

    # ------------------------------------------------------------------ looking up

    def type(self, name: ast.Name, namespace: tuple[str, ...], table: Table) -> TypeMeaning | None:
        """What a type's name means; None, and reported, if nothing."""
        found = self._find_near(name, namespace, table, ("type",))
        if found is not None:
            return found
        plain = name.parts[-1]
        if plain in PREDEFINED and len(name.parts) == 1:
            return PREDEFINED[plain]
        found = self._find_far(name, namespace, table, ("type",))
        if found is not None:
            return found
        if plain in self._externals:
            return ExternalName(table, plain)
        meaning = self._find_in_tirpc(name, ("type",)) or self._find_in_percent_lines(plain, table)
        if meaning is None:
            hint = f"give its Python type by --external {plain}=module.Type"
            self._complain(name, table, ("type",), f"undefined type '{name}'", hint)
        return meaning

    def constant(
        self, name: ast.Name, namespace: tuple[str, ...], table: Table, *, quiet: bool = False
    ) -> Symbol | int | None:
        """What a constant's name means; None, and reported unless `quiet`, if nothing."""
        kinds: tuple[Kind, ...] = ("constant", "number")
        found = self._find_near(name, namespace, table, kinds)
        if found is not None:
            return found
        plain = name.parts[-1]
        if plain in {"TRUE", "FALSE"}:
            return int(plain == "TRUE")
        found = self._find_far(name, namespace, table, kinds)
        if found is not None:
            return found
        for module in (*self._near_modules(table), *self._far_modules(table)):
            found = self.table(module).c_constants.get(plain)
            if found is not None:
                return found
        found = self._find_in_tirpc(name, kinds)
        if found is None and not quiet:
            hint = f"if only C's headers do, give its value by -D {plain}=VALUE"
            self._complain(name, table, kinds, f"undefined constant '{name}'", hint)
        return found

    def _complain(
        self, name: ast.Name, table: Table, kinds: tuple[Kind, ...], message: str, hint: str
    ) -> None:
        """Report a name once a module, unless an earlier error is about it."""
        key = (id(table), str(name))
        near = self._near_modules(table)
        if key in self._undefined or name.parts[-1] in table.module.doubtful:
            return
        if any(module.incomplete for module in near):
            return
        self._undefined.add(key)
        meant = self._meant(name.parts[-1], near, kinds)
        guess = f" (did you mean '{meant}'?)" if meant else ""
        missing = " and ".join(self._missing_includes(near))
        first = f"{missing} not found: give the folder by -I DIR, or define it" if missing else ""
        self._report.add(name.position, f"{message}{guess}: {first or 'define it'}, or {hint}")

    def _meant(
        self, name: str, near: Sequence[ModuleSource], kinds: tuple[Kind, ...]
    ) -> str | None:
        """The known name that `name` may be a slip for."""
        if self._compared > MAX_COMPARED:
            return None
        known = {known for module in near for known in self.table(module).names(kinds)}
        self._compared += len(known)
        return next(iter(difflib.get_close_matches(name, sorted(known), 1, 0.8)), None)

    def _missing_includes(self, near: Sequence[ModuleSource]) -> list[str]:
        """The `.x` files of `%#include` lines that are not found, also as the source of a header.

        A header in `<>` is C's most of the time.
        """
        return [
            _source(name)
            for module in near
            for name, quoted in module.percent_includes.items()
            if (quoted or name.endswith(".x")) and self._percent_module(module, name) is None
        ][:MAX_ADVICE]

    # ------------------------------------------------------------------ where to look

    def _find_near(
        self, name: ast.Name, namespace: tuple[str, ...], table: Table, kinds: tuple[Kind, ...]
    ) -> Symbol | None:
        for module in self._near_modules(table):
            found = self.table(module).find(name, namespace, kinds)
            if found is not None:
                return found
        return None

    def _find_far(
        self, name: ast.Name, namespace: tuple[str, ...], table: Table, kinds: tuple[Kind, ...]
    ) -> Symbol | None:
        for module in self._far_modules(table):
            found = self.table(module).find(name, namespace, kinds)
            if found is not None:
                self._report.merge(module.report)
                return found
        return None

    def _find_in_tirpc(self, name: ast.Name, kinds: tuple[Kind, ...]) -> Symbol | None:
        module = self._reader.read_found(TIRPC)
        if module is None:
            raise FileNotFoundError(TIRPC)
        if module not in self._inputs:
            module.name = "_tirpc"  # an input may be called tirpc.x
        return self.table(module).find(name, (), kinds)

    def _find_in_percent_lines(self, name: str, table: Table) -> ir.Type | None:
        for module in (*self._near_modules(table), *self._far_modules(table)):
            found = self.table(module).c_types.get(name)
            if found is not None:
                return found
        return None

    def is_builtin(self, module: ModuleSource) -> bool:
        """Whether the module is libtirpc's part, and not an input."""
        return module.file.path == TIRPC.resolve() and module not in self._inputs

    def _near_modules(self, table: Table) -> list[ModuleSource]:
        """The module, what it includes, and who includes it, as C's preprocessor joins them."""
        key = id(table.module)
        if key not in self._near:
            downwards = _closure([table.module], self._reader.included_by)
            upwards = _closure(self._reader.includers_of(table.module), self._reader.includers_of)
            around = _closure(upwards, self._reader.included_by)
            self._near[key] = list({id(m): m for m in (*downwards, *around)}.values())
        return self._near[key]

    def _far_modules(self, table: Table) -> list[ModuleSource]:
        """What `%#include` lines lead to, from any module near, and the other inputs."""
        near = self._near_modules(table)
        far = _closure(near, self._percent_included)
        seen = {id(module) for module in near}
        return [m for m in {id(m): m for m in (*far, *self._inputs)}.values() if id(m) not in seen]

    def _percent_included(self, module: ModuleSource) -> list[ModuleSource]:
        found = [self._percent_module(module, name) for name in module.percent_includes]
        modules = [each for each in found if each is not None and each is not module]
        return [near for each in modules for near in (each, *self._reader.included_by(each))]

    def _percent_module(self, module: ModuleSource, header: str) -> ModuleSource | None:
        """The `.x` that C's `header` is made from: an input, or a file beside or on -I.

        It may be in the folder that the header's path says, or without that.
        """
        path = PurePosixPath(header)
        if path.suffix not in _C_SUFFIXES:
            return None
        path = path.with_suffix(".x")
        for each in self._inputs:
            if each.file.path.name == path.name:
                return each
        for folder in (module.file.path.parent, *self._reader.include_dirs):
            for name in (str(path), path.name):
                found = self._reader.read_found(folder / name)
                if found is not None:
                    return found
        return None


def _source(header: str) -> str:
    path = PurePosixPath(header)
    source = path.with_suffix(".x").name
    return source if path.suffix == ".x" else f"{source} (for {path.name})"


def _closure(
    modules: Sequence[ModuleSource], step: Callable[[ModuleSource], Sequence[ModuleSource]]
) -> list[ModuleSource]:
    """The modules and all that `step` leads to from them, nearest first."""
    reached = {id(each): each for each in modules}
    queue: Iterator[ModuleSource]
    todo = list(modules)
    while todo:
        queue, todo = iter(todo), []
        for module in queue:
            for other in step(module):
                if id(other) not in reached:
                    reached[id(other)] = other
                    todo.append(other)
    return list(reached.values())
