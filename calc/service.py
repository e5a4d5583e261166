"""The calculator's procedures: arithmetic on operands, without a thought for how they came.

Version 1 answers with an `int` and has no word for a result that does not fit in one, so the
caller gets SYSTEM_ERR. A wrong number would be worse, and GARBAGE_ARGS would blame operands that
were decoded well. Version 2 says what happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc._generated.calc import (
    CALC_V1AsyncServer,
    CALC_V1Server,
    CALC_V2AsyncServer,
    CALC_V2Server,
    answer_CALC_DIVISION_BY_ZERO,
    answer_CALC_OK,
    answer_CALC_OVERFLOW,
)
from rpcgen_py.runtime.errors import SystemError_

if TYPE_CHECKING:
    from calc._generated.calc import answer, operands
    from rpcgen_py import Context

__all__ = [
    "INT_MAX",
    "INT_MIN",
    "AsyncCalculator1",
    "AsyncCalculator2",
    "Calculator1",
    "Calculator2",
    "fits",
    "quotient",
]

INT_MIN = -(2**31)
INT_MAX = 2**31 - 1


def fits(exact: int) -> bool:
    """Whether a number can travel as an XDR `int` (RFC 4506 §4.1)."""
    return INT_MIN <= exact <= INT_MAX


def quotient(a: int, b: int) -> int:
    """`a / b` with the fraction cut off, as C99 §6.5.5 does it; ZeroDivisionError for b = 0."""
    whole = abs(a) // abs(b)
    return whole if (a < 0) == (b < 0) else -whole


def _int(exact: int) -> int:
    """A version 1 answer; SYSTEM_ERR where it has none."""
    if not fits(exact):
        raise SystemError_(f"{exact} does not fit in an int, and version 1 cannot say so")
    return exact


def _answer(exact: int) -> answer:
    """A version 2 answer."""
    return answer_CALC_OK(exact) if fits(exact) else answer_CALC_OVERFLOW()


def _divided(both: operands) -> answer:
    if both.b == 0:
        return answer_CALC_DIVISION_BY_ZERO()
    return _answer(quotient(both.a, both.b))


class Calculator1(CALC_V1Server):
    """Version 1, on threads."""

    def ADD(self, arg: operands, context: Context) -> int:
        """a + b."""
        return _int(arg.a + arg.b)

    def SUBTRACT(self, arg: operands, context: Context) -> int:
        """a - b."""
        return _int(arg.a - arg.b)

    def MULTIPLY(self, arg: operands, context: Context) -> int:
        """a * b."""
        return _int(arg.a * arg.b)


class Calculator2(CALC_V2Server):
    """Version 2, on threads."""

    def ADD(self, arg: operands, context: Context) -> answer:
        """a + b."""
        return _answer(arg.a + arg.b)

    def SUBTRACT(self, arg: operands, context: Context) -> answer:
        """a - b."""
        return _answer(arg.a - arg.b)

    def MULTIPLY(self, arg: operands, context: Context) -> answer:
        """a * b."""
        return _answer(arg.a * arg.b)

    def DIVIDE(self, arg: operands, context: Context) -> answer:
        """a / b, the fraction cut off."""
        return _divided(arg)


class AsyncCalculator1(CALC_V1AsyncServer):
    """Version 1, on an event loop."""

    async def ADD(self, arg: operands, context: Context) -> int:
        """a + b."""
        return _int(arg.a + arg.b)

    async def SUBTRACT(self, arg: operands, context: Context) -> int:
        """a - b."""
        return _int(arg.a - arg.b)

    async def MULTIPLY(self, arg: operands, context: Context) -> int:
        """a * b."""
        return _int(arg.a * arg.b)


class AsyncCalculator2(CALC_V2AsyncServer):
    """Version 2, on an event loop."""

    async def ADD(self, arg: operands, context: Context) -> answer:
        """a + b."""
        return _answer(arg.a + arg.b)

    async def SUBTRACT(self, arg: operands, context: Context) -> answer:
        """a - b."""
        return _answer(arg.a - arg.b)

    async def MULTIPLY(self, arg: operands, context: Context) -> answer:
        """a * b."""
        return _answer(arg.a * arg.b)

    async def DIVIDE(self, arg: operands, context: Context) -> answer:
        """a / b, the fraction cut off."""
        return _divided(arg)
