"""One module in its resolved form: every definition checked, every name replaced by its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rpcgen_py.compiler import ast, ir
from rpcgen_py.compiler.resolve_types import Types
from rpcgen_py.compiler.resolve_unions import UnionResolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.resolve_constants import Constants
    from rpcgen_py.compiler.scope import Scope
    from rpcgen_py.compiler.source import Position
    from rpcgen_py.compiler.symbols import Symbol, Table

__all__ = ["Resolved", "resolve_module"]

_Numbered = TypeVar("_Numbered", ast.Version, ast.Procedure)


class Resolved:
    """A module's definitions with the places where the source has them, and the modules it uses.

    A definition that cannot be resolved is missing; that has been reported.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.definitions: list[ir.Definition] = []
        self.positions: dict[str, Position] = {}
        self.pass_through: list[ir.PassThrough] = []
        self.uses: list[Table] = []

    def module(self, imports: Iterable[str], absolute: str | None) -> ir.Module:
        """The module of the resolved form."""
        source = self.table.module
        return ir.Module(
            name=source.name,
            source=source.file.path.name,
            definitions=tuple(self.definitions),
            imports=tuple(imports),
            pass_through=tuple(self.pass_through),
            absolute=absolute,
            doc=source.doc,
        )


def resolve_module(
    table: Table,
    scope: Scope,
    constants: Constants,
    externals: Mapping[str, str],
    report: Report,
) -> Resolved:
    """Resolve all definitions of one module; reports what is wrong with them."""
    return _Resolver(table, scope, constants, report).run(externals)


class _Resolver:
    def __init__(self, table: Table, scope: Scope, constants: Constants, report: Report) -> None:
        self.table = table
        self.constants = constants
        self.report = report
        self.types = Types(table, scope, constants, report)
        self.unions = UnionResolver(table, self.types, constants, report)

    def run(self, externals: Mapping[str, str]) -> Resolved:
        resolved = Resolved(self.table)
        places: list[tuple[int, int]] = []
        for node, outer in self.table.lifted:
            definition = self.definition(node)
            if definition is not None:
                resolved.definitions.append(definition)
                resolved.positions[definition.name] = node.position
                places.append(self.table.module.place(outer.position))
        self._check_shared_members()
        for name in self.types.externals:
            module, _, type_name = externals[name].rpartition(".")
            resolved.definitions.insert(0, ir.External(name, module, type_name))
            places.insert(0, (-1, 0))
        resolved.pass_through = self._pass_through(places)
        resolved.uses = list(self.types.used.values())
        return resolved

    def definition(self, node: ast.Definition) -> ir.Definition | None:
        """The resolved form of one definition, None if there is none."""
        name = self.table.ir_names[node]
        match node:
            case ast.Const():
                return self.const(node, name)
            case ast.Enum():
                return self.enum(node, name)
            case ast.Struct():
                return self.struct(node, name)
            case ast.Union():
                return self.unions.union(node, name)
            case ast.Typedef():
                type_ = self.types.declared(node.declaration, node.namespace)
                return None if type_ is None else ir.Typedef(name, type_, doc=node.doc)
            case ast.Program():
                return self.program(node, name)

    # ------------------------------------------------------------------ constants and types

    def _symbol(self, node: ast.Definition, name: str) -> Symbol | None:
        """The symbol of `name`, unless it belongs to an earlier definition of that name."""
        found = self.table.symbols.get((*node.namespace, name))
        return found if found is not None and found.node is node else None

    def const(self, node: ast.Const, name: str) -> ir.Const | None:
        symbol = self._symbol(node, node.name)
        if symbol is None:
            return None
        value = node.value if isinstance(node.value, str) else self.constants.of(symbol)
        return None if value is None else ir.Const(name, value, node.doc)

    def enum(self, node: ast.Enum, name: str) -> ir.Enum:
        members: list[ir.EnumMember] = []
        for member, symbol in zip(node.members, self.table.members[node], strict=True):
            value = self.constants.of(symbol)
            if value is not None:
                members.append(ir.EnumMember(member.name, value, member.doc))
        return ir.Enum(name, tuple(members), node.doc)

    def _check_shared_members(self) -> None:
        for first, second in self.table.shared_members:
            one, other = self.constants.of(first), self.constants.of(second)
            if one is not None and other is not None and one != other:
                message = (
                    f"duplicate name '{second.name}': it is {other} here, "
                    f"but {one} in line {first.position.line}"
                )
                self.report.add(second.position, message)

    def struct(self, node: ast.Struct, name: str) -> ir.Struct | None:
        fields: list[ir.Field] = []
        lines: dict[str, int] = {}
        for each in node.fields:
            if each.name in lines:
                message = f"duplicate field '{each.name}': the first is in line {lines[each.name]}"
                self.report.add(each.position, message)
            lines.setdefault(each.name, each.position.line)
            type_ = self.types.declared(each, node.namespace)
            if type_ is not None:
                fields.append(ir.Field(each.name, type_, each.doc))
        return ir.Struct(name, tuple(fields), doc=node.doc)

    # ------------------------------------------------------------------ programs, RFC 5531 §12.3

    def program(self, node: ast.Program, name: str) -> ir.Program | None:
        number = self.types.number(node.number, node.namespace)
        versions = tuple(
            ir.Version(version.name, value, self.procedures(version, node.namespace), version.doc)
            for version, value in self._numbered("version", node.versions, node.namespace)
        )
        return None if number is None else ir.Program(name, number, versions, node.doc)

    def procedures(
        self, version: ast.Version, namespace: tuple[str, ...]
    ) -> tuple[ir.Procedure, ...]:
        found: list[ir.Procedure] = []
        for each, value in self._numbered("procedure", version.procedures, namespace):
            result = self.types.declared(each.result, namespace)
            parameters: list[ir.Parameter] = []
            named: set[str] = set()
            for argument in each.arguments:
                if argument.name in named:
                    self.report.add(argument.position, f"duplicate argument '{argument.name}'")
                named.update(filter(None, [argument.name]))
                type_ = self.types.declared(argument, namespace)
                if type_ is not None:
                    parameters.append(ir.Parameter(argument.name or None, type_))
            if result is not None:
                found.append(ir.Procedure(each.name, value, tuple(parameters), result, each.doc))
        return tuple(found)

    def _numbered(
        self, what: str, parts: Sequence[_Numbered], namespace: tuple[str, ...]
    ) -> list[tuple[_Numbered, int]]:
        """Each part with its number; names and numbers occur once."""
        names: dict[str, int] = {}
        numbers: dict[int, str] = {}
        found: list[tuple[_Numbered, int]] = []
        for part in parts:
            if part.name in names:
                message = f"duplicate {what} '{part.name}': the first is in line {names[part.name]}"
                self.report.add(part.position, message)
            names.setdefault(part.name, part.position.line)
            number = self.types.number(part.number, namespace)
            if number in numbers:
                message = f"duplicate {what} number {number}: it is that of '{numbers[number]}'"
                self.report.add(part.number.position, message)
            elif number is not None:
                numbers[number] = part.name
                found.append((part, number))
        return found

    # ------------------------------------------------------------------ % lines

    def _pass_through(self, places: list[tuple[int, int]]) -> list[ir.PassThrough]:
        """The runs of adjacent `%` lines, each with how many definitions begin before it."""
        runs: list[tuple[int, list[str]]] = []
        line_behind = None
        for each in self.table.module.percent:
            place = self.table.module.place(each.position)
            before = sum(1 for other in places if other < place)
            line = (each.position.source, each.position.line)
            if line == line_behind and runs[-1][0] == before:
                runs[-1][1].extend(each.lines)
            else:
                runs.append((before, list(each.lines)))
            line_behind = (each.position.source, each.position.line + len(each.lines))
        return [ir.PassThrough(tuple(lines), before) for before, lines in runs]
