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

    def value(
        self, expression: ast.Expression, namespace: tuple[str, ...], table: Table
    ) -> int | None:
        """The number that an expression stands for; None, and reported, if it has none."""
        for name in names_in(expression):
            meaning = self._scope.constant(name, namespace, table)
            if isinstance(meaning, Symbol):
                self.of(meaning)
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
            quiet = _is_optional(symbol)
            meaning = self._scope.constant(name, symbol.namespace, symbol.table, quiet=quiet)
            if isinstance(meaning, Symbol):
                found.append(meaning)
        return found

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
            name = f"the enum value {value + 1} of '{symbol.name}'"
            self._report.add(symbol.position, f"{name} is out of the range of signed 32 bits")
            return None
        return None if value is None else value + 1

    def _member(self, symbol: Symbol, expression: ast.Expression, value: int) -> int | None:
        """An enum is a signed word on the wire; 0x80000000 and up, and such, mean its bits."""
        if _INT_MIN <= value <= _INT_MAX:
            return value
        plain_number = isinstance(expression, ast.Number) and not expression.hexadecimal
        if 0 <= value < _WORD and not plain_number:
            return value - _WORD
        message = f"the enum value {value} of '{symbol.name}' is out of the range of signed 32 bits"
        self._report.add(expression.position, message)
        return None

    def _evaluate(
        self,
        expression: ast.Expression,
        namespace: tuple[str, ...],
        table: Table,
        user: Symbol | None = None,
    ) -> int | None:
        quiet = user is not None and _is_optional(user)

        def lookup(name: ast.Name) -> int:
            meaning = self._scope.constant(name, namespace, table, quiet=quiet)
            if isinstance(meaning, int):
                return meaning
            value = self._values.get(meaning) if meaning is not None else None
            if value is None:
                if meaning is not None and not quiet:
                    self._complain_of_string(name, meaning)
                raise _NoValueError
            return value

        try:
            return evaluate(expression, lookup)
        except ValueProblem as problem:
            if not quiet:
                self._report.add(problem.position, problem.message)
        except _NoValueError:
            pass
        return None

    def _complain_of_string(self, name: ast.Name, meaning: Symbol) -> None:
        if isinstance(meaning.node, ast.Const) and isinstance(meaning.node.value, str):
            self._report.add(name.position, f"expected a number, but '{name}' is a string")


def _is_optional(symbol: Symbol) -> bool:
    """Whether it is a `#define`, which need not be a number at all."""
    return isinstance(symbol.node, ast.Const) and symbol.node.optional


def _previous(symbol: Symbol) -> Symbol | None:
    """The member before an enum's member."""
    return symbol.table.members[symbol.node][symbol.member - 1] if symbol.member > 0 else None
