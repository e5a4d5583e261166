"""Unions: which arm each value of the discriminant leads to (RFC 4506 §4.15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from rpcgen_py.compiler import ast, ir
from rpcgen_py.compiler.symbols import Symbol

if TYPE_CHECKING:
    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.resolve_constants import Constants
    from rpcgen_py.compiler.resolve_types import Types
    from rpcgen_py.compiler.symbols import Table

__all__ = ["UnionResolver"]

_Switch: TypeAlias = ir.Integer | ir.Bool | Symbol

_WORD_BITS: Final = 32


class UnionResolver:
    """Resolves the unions of one module."""

    def __init__(self, table: Table, types: Types, constants: Constants, report: Report) -> None:
        self._table = table
        self._types = types
        self._constants = constants
        self._report = report

    def union(self, node: ast.Union, name: str) -> ir.Union | None:
        """The resolved form; None, and reported, without a discriminant."""
        switch = self._types.discriminant(node.discriminant, node.namespace)
        discriminant = self._types.declared(node.discriminant, node.namespace)
        arms: list[ir.Arm] = []
        default: ir.Arm | None = None
        seen: dict[int, ast.Case] = {}
        if not node.arms:
            self._report.add(node.position, f"expected at least one case in union '{node.name}'")
        for arm in node.arms:
            cases = self._cases(arm, node, switch, seen) if switch is not None else ()
            field = self._field(arm.declaration, node.namespace)
            marks = [case for case in arm.cases if case.value is None]
            for again in marks if default is not None else marks[1:]:
                self._report.add(again.position, "duplicate default: a union has one")
            if marks:
                # `case 3: default:` is what `default:` alone would be.
                default = default or ir.Arm((), field, arm.declaration.doc)
            elif cases:
                arms.append(ir.Arm(cases, field, arm.declaration.doc))
        if switch is None or discriminant is None:
            return None
        declared = ir.Field(node.discriminant.name, discriminant)
        return ir.Union(name, declared, tuple(arms), default, doc=node.doc)

    def _field(self, declared: ast.Declaration, namespace: tuple[str, ...]) -> ir.Field | None:
        type_ = self._types.declared(declared, namespace)
        if type_ is None or isinstance(type_, ir.Void):
            return None
        return ir.Field(declared.name, type_, declared.doc)

    def _cases(
        self, arm: ast.Arm, node: ast.Union, switch: _Switch, seen: dict[int, ast.Case]
    ) -> tuple[ir.Case, ...]:
        cases: list[ir.Case] = []
        for case in arm.cases:
            if case.value is None:
                continue
            number = self._number(case.value, node, switch)
            if number is None:
                continue
            first = seen.setdefault(number, case)
            if first is case:
                cases.append(ir.Case(number, case.spelling))
            else:
                line = first.position.line
                message = f"duplicate case {case.spelling}: the first is in line {line}"
                if case.spelling != first.spelling:
                    message += f", as {first.spelling}"
                self._report.add(case.position, message)
        return tuple(cases)

    def _number(self, value: ast.Expression, node: ast.Union, switch: _Switch) -> int | None:
        """The discriminant's value for one case; None, and reported, if it cannot have it."""
        if isinstance(switch, Symbol):
            return self._enum_number(value, node, switch)
        number = self._constants.value(value, node.namespace, self._table)
        if number is None:
            return None
        if isinstance(switch, ir.Bool):
            if number not in {0, 1}:
                self._report.add(value.position, f"expected TRUE or FALSE, not {number}")
                return None
            return number
        low = -(1 << (switch.bits - 1)) if switch.signed else 0
        high = low + (1 << switch.bits) - 1
        if not low <= number <= high and switch.bits == _WORD_BITS:
            # C converts: 0xFFFFFFFF is a case of an int, and -1 one of an unsigned.
            wrapped = (number - low) % (1 << _WORD_BITS) + low
            number = wrapped if -(1 << 31) <= number < 1 << 32 else number
        if not low <= number <= high:
            self._report.add(value.position, f"expected a case from {low} to {high}, not {number}")
            return None
        return number

    def _enum_number(self, value: ast.Expression, node: ast.Union, enum: Symbol) -> int | None:
        """The number of a case of an enum: by the name of a member, or else by its value."""
        members = enum.table.members[enum.node]
        if isinstance(value, ast.Name):
            for member in members:
                if member.name == value.parts[-1]:
                    return self._constants.of(member)
        number = self._constants.value(value, node.namespace, self._table)
        if number is None or number in {self._constants.of(member) for member in members}:
            return number
        message = f"expected a member of enum '{enum.name}', which has none of value {number}"
        self._report.add(value.position, message)
        return None
