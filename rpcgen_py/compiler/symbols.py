"""What the names of a module mean to itself, with everything that is defined twice reported."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from rpcgen_py.compiler import ast, ir
from rpcgen_py.compiler.lift import lift
from rpcgen_py.compiler.percent_lines import c_constants, c_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.modules import ModuleSource
    from rpcgen_py.compiler.source import Position

__all__ = ["PREDEFINED", "Symbol", "Table"]

_SIGNED: Final = (
    "int8_t:8 int16_t:16 int32_t:32 int64_t:64 quad_t:64 longlong_t:64 hyper_t:64 enum_t:32 "
    "rpc_inline_t:32"
)
_UNSIGNED: Final = (
    "uint8_t:8 uint16_t:16 uint32_t:32 uint64_t:64 u_int8_t:8 u_int16_t:16 u_int32_t:32 "
    "u_int64_t:64 u_char:8 u_short:16 u_int:32 u_long:32 u_hyper:64 u_quad_t:64 u_longlong_t:64 "
    "uchar:8 ushort:16 uint:32 ulong:32"
)

PREDEFINED: Final[dict[str, ir.Type]] = {
    "bool_t": ir.Bool(),
    **{
        name: ir.Integer(int(bits), signed=signed)
        for words, signed in ((_SIGNED, True), (_UNSIGNED, False))
        for name, _, bits in (word.partition(":") for word in words.split())
    },
}
"""Types with a filter in libtirpc that real files use as if they were words of the language.

A definition of the same name goes before: `typedef unsigned int uint32_t;` is common.
"""

Kind: TypeAlias = Literal["type", "constant", "number"]


@dataclass(frozen=True, eq=False, slots=True)
class Symbol:
    """What a name stands for. `number`: of a program, version or procedure, which rpcgen defines
    as a constant too. An enum's member has its enum as `node`, and `member` is its index."""

    kind: Kind
    name: str
    table: Table
    node: ast.Definition
    expression: ast.Expression | None
    position: Position
    member: int = -1

    @property
    def namespace(self) -> tuple[str, ...]:
        """Where its expression's names are looked up from."""
        return self.node.namespace

    @property
    def ref(self) -> ir.Ref:
        """How the resolved form names the type."""
        return ir.Ref(self.table.module.name, self.table.ir_names[self.node])


class Table:
    """The symbols of one module, by their full names (`("a", "b")` is `b` in namespace `a`).

    `c_constants` and `c_types` are what only `%` lines say; `members` are those of each enum.
    Two enums may have a member of one name, as long as it means one number (Java's tools allow
    it): `shared_members` are such pairs, to be compared.
    """

    def __init__(self, module: ModuleSource, report: Report) -> None:
        self.module = module
        self.lifted = lift(module.definitions)
        self.symbols: dict[tuple[str, ...], Symbol] = {}
        self.members: dict[ast.Definition, list[Symbol]] = {}
        self.shared_members: list[tuple[Symbol, Symbol]] = []
        self.c_constants = {
            node.name: Symbol("constant", node.name, self, node, value, node.position)
            for node, value in c_constants(module.percent)
        }
        self.c_types = dict(c_types(module.percent))
        self.ir_names = self._ir_names()
        self._numbers: dict[tuple[str, ...], Symbol] = {}
        self._by_last: dict[str, list[Symbol]] = {}
        self._report = report
        for definition, _ in self.lifted:
            for symbol in self._symbols_of(definition):
                self._add(symbol)
        for symbol in (*self.symbols.values(), *self._numbers.values()):
            self._by_last.setdefault(symbol.name, []).append(symbol)

    def find(
        self, name: ast.Name, namespace: tuple[str, ...], kinds: tuple[Kind, ...]
    ) -> Symbol | None:
        """What `name` means in `namespace`: the innermost definition of one of these kinds.

        A name that is in another namespace only is found too, as long as there is but one: some
        tools ignore namespaces altogether.
        """
        scopes = [()] if name.absolute else [namespace[:n] for n in range(len(namespace), -1, -1)]
        for scope in scopes:
            for symbols in (self.symbols, self._numbers):
                found = symbols.get((*scope, *name.parts))
                if found is not None and found.kind in kinds:
                    return found
        same = [each for each in self._by_last.get(name.parts[-1], ()) if each.kind in kinds]
        return same[0] if len(same) == 1 else None

    def names(self, kinds: tuple[Kind, ...]) -> Iterator[str]:
        """Yield the names of these kinds, for a hint at what may have been meant."""
        for symbol in self.symbols.values():
            if symbol.kind in kinds:
                yield symbol.name

    # ------------------------------------------------------------------ filling

    def _ir_names(self) -> dict[ast.Definition, str]:
        """A definition's name, with its namespaces before it where two would be the same."""
        count = Counter(each.name for each, _ in self.lifted)
        taken = {
            each.name for each, _ in self.lifted if not each.namespace or count[each.name] == 1
        }
        names: dict[ast.Definition, str] = {}
        for each, _ in self.lifted:
            name = each.name
            if each.namespace and count[name] > 1:
                name = "_".join((*each.namespace, name))
                while name in taken:
                    name += "_"
                taken.add(name)
            names[each] = name
        return names

    def _symbols_of(self, node: ast.Definition) -> Iterator[Symbol]:
        match node:
            case ast.Const(value=number):
                expression = None if isinstance(number, str) else number
                yield Symbol("constant", node.name, self, node, expression, node.position)
            case ast.Enum(members=members):
                yield Symbol("type", node.name, self, node, None, node.position)
                for index, each in enumerate(members):
                    value, position = each.value, each.position
                    yield Symbol("constant", each.name, self, node, value, position, index)
            case ast.Program(versions=versions):
                yield Symbol("number", node.name, self, node, node.number, node.position)
                for version in versions:
                    yield self._number(node, version)
                    for procedure in version.procedures:
                        yield self._number(node, procedure)
            case _:
                yield Symbol("type", node.name, self, node, None, node.position)

    def _number(self, program: ast.Program, part: ast.Version | ast.Procedure) -> Symbol:
        return Symbol("number", part.name, self, program, part.number, part.position)

    def _add(self, symbol: Symbol) -> None:
        if symbol.member >= 0:
            self.members.setdefault(symbol.node, []).append(symbol)
        key = (*symbol.namespace, symbol.name)
        if symbol.kind == "number" and symbol.position != symbol.node.position:
            self._numbers.setdefault(key, symbol)  # the first of several versions' procedures
            return
        known = self.symbols.setdefault(key, symbol)
        if known is symbol or (isinstance(symbol.node, ast.Const) and symbol.node.optional):
            return
        if known.member >= 0 and symbol.member >= 0 and known.node is not symbol.node:
            self.shared_members.append((known, symbol))
            return
        where = "in line" if known.position.source is symbol.position.source else "at"
        place = known.position.line if where == "in line" else known.position
        message = f"duplicate name '{symbol.name}': it is already defined {where} {place}"
        self._report.add(symbol.position, message)
