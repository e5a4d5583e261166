"""Numbers for names: constants, enum members, and the numbers of programs.

A constant may use others in any order. Dependencies are followed with a stack of our own, since
their chain is as long as the author of a file likes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ast
from rpcgen_py.compiler.expressions import ValueProblem, evaluate, names_in
from rpcgen_py.compiler.symbols import Symbol

if TYPE_CHECKING:
    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.scope import Scope
    from rpcgen_py.compiler.symbols import Table

__all__ = ["Constants"]

_INT_MIN: Final = -(1 << 31)
_INT_MAX: Final = (1 << 31) - 1
_WORD: Final = 1 << 32


class _NoValueError(Exception):
    """A name has no value, and if that is wrong it has been reported."""


class Constants:
    """The values of symbols, computed as they are asked for."""

    def __init__(self, scope: Scope, report: Report) -> None:
        self._scope = scope
        self._report = report
        self._values: dict[Symbol, int | None] = {}
        self._meanings: dict[tuple[Symbol | None, int], Symbol | ast.Expression | None] = {}

    def value(
        self, expression: ast.Expression, namespace: tuple[str, ...], table: Table
    ) -> int | None:
        """The number that an expression stands for; None, and reported, if it has none."""
        for name in names_in(expression):
            meaning = self._scope.constant(name, namespace, table)
            self._require(meaning, namespace, table)
        return self._evaluate(expression, namespace, table)

    def of(self, symbol: Symbol) -> int | None:
        """The number of a constant, a member or a program; None, and reported, if it has none."""
        stack = [symbol]
        active: set[Symbol] = set()
        while stack:
            current = stack[-1]
            if current in self._values:
                active.discard(stack.pop())
                continue
            waiting = [each for each in self._needs(current) if each not in self._values]
            if current in active and waiting:
                self._report.add(
                    current.position, f"the value of '{current.name}' depends on itself"
                )
                self._values[current] = None
            elif waiting and any(each in active for each in waiting):
                active.add(current)
                self._values[current] = None
                message = f"the value of '{current.name}' depends on itself"
                self._report.add(current.position, message)
            elif waiting:
                active.add(current)
                stack.extend(waiting)
            else:
                self._values[current] = self._compute(current)
        return self._values[symbol]

    # ------------------------------------------------------------------ parts

    def _needs(self, symbol: Symbol) -> list[Symbol]:
        """The symbols whose values the value of `symbol` is made of."""
        if symbol.expression is None:
            previous = _previous(symbol)
            return [previous] if previous else []
        found: list[Symbol] = []
        for name in names_in(symbol.expression):
            meaning = self._constant(name, symbol)
            if isinstance(meaning, Symbol):
                found.append(meaning)
        return found

    def _constant(self, name: ast.Name, user: Symbol) -> Symbol | ast.Expression | None:
        quiet = isinstance(user.node, ast.Const) and user.node.optional
        return self._scope.constant(name, user.namespace, user.table, quiet=quiet)

    def _require(
        self,
        meaning: Symbol | ast.Expression | None,
        namespace: tuple[str, ...],
        table: Table,
        depth: int = 0,
    ) -> None:
        """Compute what a `%#define` or a symbol stands for before it is asked for its value."""
        if isinstance(meaning, Symbol):
            self.of(meaning)
        elif meaning is not None and depth < 8:
            for name in names_in(meaning):
                found = self._scope.constant(name, namespace, table)
                self._require(found, namespace, table, depth + 1)

    def _compute(self, symbol: Symbol) -> int | None:
        if symbol.expression is None:
            return self._without_expression(symbol)
        value = self._evaluate(symbol.expression, symbol.namespace, symbol.table, symbol)
        if value is None or symbol.member < 0:
            return value
        return self._member(symbol, symbol.expression, value)

    def _without_expression(self, symbol: Symbol) -> int | None:
        if symbol.member < 0:
            return None  # a string
        previous = _previous(symbol)
        if previous is None:
            return 0
        value = self._values[previous]
        if value == _INT_MAX:
            message = f"'{symbol.name}' would be {value + 1}, which does not fit an enum's 32 bits"
            self._report.add(symbol.position, message)
            return None
        return None if value is None else value + 1

    def _member(self, symbol: Symbol, expression: ast.Expression, value: int) -> int | None:
        """An enum is a signed word on the wire; 0x80000000 and up, and such, mean its bits."""
        if _INT_MIN <= value <= _INT_MAX:
            return value
        plain_number = isinstance(expression, ast.Number) and not expression.hexadecimal
        if 0 <= value < _WORD and not plain_number:
            return value - _WORD
        message = f"the value {value} of '{symbol.name}' does not fit an enum's signed 32 bits"
        self._report.add(expression.position, message)
        return None

    def _evaluate(
        self,
        expression: ast.Expression,
        namespace: tuple[str, ...],
        table: Table,
        user: Symbol | None = None,
    ) -> int | None:
        depth = 0

        def lookup(name: ast.Name) -> int:
            nonlocal depth
            quiet = user is not None and isinstance(user.node, ast.Const) and user.node.optional
            meaning = self._scope.constant(name, namespace, table, quiet=quiet)
            if isinstance(meaning, Symbol):
                found = self._values.get(meaning)
                if found is None and not quiet:
                    self._complain_of_string(name, meaning)
            elif meaning is None or depth > 8:
                found = None
            else:
                depth += 1
                found = evaluate(meaning, lookup)
                depth -= 1
            if found is None:
                raise _NoValueError
            return found

        try:
            return evaluate(expression, lookup)
        except ValueProblem as problem:
            if not (user and isinstance(user.node, ast.Const) and user.node.optional):
                self._report.add(problem.position, problem.message)
        except _NoValueError:
            pass
        return None

    def _complain_of_string(self, name: ast.Name, meaning: Symbol) -> None:
        if isinstance(meaning.node, ast.Const) and isinstance(meaning.node.value, str):
            self._report.add(name.position, f"expected a number, but '{name}' is a string")


def _previous(symbol: Symbol) -> Symbol | None:
    """The member before an enum's member."""
    return symbol.table.members[symbol.node][symbol.member - 1] if symbol.member > 0 else None
