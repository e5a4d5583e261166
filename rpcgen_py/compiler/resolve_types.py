"""Types with every name looked up and every size a number: from `ast` to `ir`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ast, ir
from rpcgen_py.compiler.scope import ExternalName
from rpcgen_py.compiler.symbols import Symbol

if TYPE_CHECKING:
    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.resolve_constants import Constants
    from rpcgen_py.compiler.scope import Scope, TypeMeaning
    from rpcgen_py.compiler.source import Position
    from rpcgen_py.compiler.symbols import Table

__all__ = ["Types"]

_WORD_MAX: Final = (1 << 32) - 1


class Types:
    """Resolves the declarations of one module, and notes which others they lead to."""

    def __init__(self, table: Table, scope: Scope, constants: Constants, report: Report) -> None:
        self._table = table
        self._scope = scope
        self._constants = constants
        self._report = report
        self.used: dict[int, Table] = {}
        self.externals: dict[str, ast.Name] = {}

    def declared(self, declared: ast.Declaration, namespace: tuple[str, ...]) -> ir.Type | None:
        """The type of a declaration; None, and reported, if there is no such type."""
        size = None
        if declared.size is not None:
            size = self.size(declared.size, namespace)
            if size is None:
                return None
        specifier = declared.specifier
        if isinstance(specifier, ast.Bytes):
            if declared.shape == "fixed":
                return ir.FixedOpaque(size or 0)
            return ir.String(size) if specifier.word == "string" else ir.Opaque(size)
        element = self._specified(specifier, namespace)
        return None if element is None else _shaped(element, declared.shape, size)

    def size(self, expression: ast.Expression, namespace: tuple[str, ...]) -> int | None:
        """A number of elements or bytes; None, and reported, if it is not one."""
        return self._word(expression, namespace, "a size")

    def number(self, expression: ast.Expression, namespace: tuple[str, ...]) -> int | None:
        """The number of a program, version or procedure; None, and reported, if it is not one."""
        return self._word(expression, namespace, "a number")

    def _word(
        self, expression: ast.Expression, namespace: tuple[str, ...], what: str
    ) -> int | None:
        value = self._constants.value(expression, namespace, self._table)
        if value is not None and not 0 <= value <= _WORD_MAX:
            message = f"expected {what} from 0 to {_WORD_MAX}, not {value}"
            self._report.add(expression.position, message)
            return None
        return value

    def _specified(self, specifier: ast.Specifier, namespace: tuple[str, ...]) -> ir.Type | None:
        if isinstance(specifier, ast.Plain):
            return specifier.type
        if not isinstance(specifier, ast.Name):
            raise TypeError(f"a body is left in a declaration: {specifier}")
        meaning = self._scope.type(specifier, namespace, self._table)
        if isinstance(meaning, Symbol):
            self.used.setdefault(id(meaning.table), meaning.table)
            return meaning.ref
        if isinstance(meaning, ExternalName):
            self.externals.setdefault(meaning.name, specifier)
            return ir.Ref(self._table.module.name, meaning.name)
        return meaning

    # ------------------------------------------------------------------ discriminants

    def discriminant(
        self, declared: ast.Declaration, namespace: tuple[str, ...]
    ) -> ir.Integer | ir.Bool | Symbol | None:
        """What a union is switched by, behind all typedefs: the symbol of an enum, or a word.

        None, and reported, for any other type.
        """
        table, position = self._table, declared.position
        seen: set[Symbol] = set()
        specifier = declared.specifier
        while isinstance(specifier, ast.Name):
            meaning: TypeMeaning | None = self._scope.type(specifier, namespace, table)
            if meaning is None:
                return None
            if not isinstance(meaning, Symbol):
                return self._countable(meaning, position)
            if isinstance(meaning.node, ast.Enum):
                return meaning
            if not isinstance(meaning.node, ast.Typedef) or meaning in seen:
                break
            if meaning.node.declaration.shape != "plain":
                break
            seen.add(meaning)
            table, namespace = meaning.table, meaning.namespace
            specifier = meaning.node.declaration.specifier
        return self._countable(
            specifier.type if isinstance(specifier, ast.Plain) else None, position
        )

    def _countable(
        self, type_: TypeMeaning | None, position: Position
    ) -> ir.Integer | ir.Bool | None:
        if isinstance(type_, ir.Integer | ir.Bool):
            return type_
        self._report.add(position, "expected an integer, an enum or a bool to switch on")
        return None


def _shaped(element: ir.Type, shape: ast.Shape, size: int | None) -> ir.Type:
    match shape:
        case "plain":
            return element
        case "optional":
            return ir.Optional(element)
        case "fixed":
            return ir.FixedArray(element, size or 0)
        case "variable":
            return ir.Array(element, size)
