"""What is calculated, asked for over a socket and compared with arithmetic done another way."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calc._generated import calc
from calc.service import Calculator1, Calculator2
from rpcgen_py.runtime.errors import SystemError_
from rpcgen_py.runtime.transport.connection import Connection
from rpcgen_py.runtime.transport.sync_client import connect
from rpcgen_py.runtime.transport.threaded_server import Server

INT_MIN, INT_MAX = -(2**31), 2**31 - 1
EDGES = st.sampled_from([INT_MIN, INT_MIN + 1, -46341, -2, -1, 0, 1, 2, 46341, INT_MAX])
NUMBERS = EDGES | st.integers(INT_MIN, INT_MAX) | st.integers(-100, 100)

EXACT: dict[str, Callable[[int, int], int]] = {
    "ADD": operator.add,
    "SUBTRACT": operator.sub,
    "MULTIPLY": operator.mul,
    "DIVIDE": lambda a, b: math.trunc(Fraction(a, b)),
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection to a server of both versions."""
    path: Path = tmp_path_factory.mktemp("calc") / "socket"
    with Server() as server:
        server.add(Calculator1())
        server.add(Calculator2())
        server.listen(f"unix://{path}")
        server.start()
        with connect(f"unix://{path}") as made:
            yield made


def expected(operation: str, a: int, b: int) -> calc.answer:
    if operation == "DIVIDE" and b == 0:
        return calc.answer_CALC_DIVISION_BY_ZERO()
    exact = EXACT[operation](a, b)
    if INT_MIN <= exact <= INT_MAX:
        return calc.answer_CALC_OK(exact)
    return calc.answer_CALC_OVERFLOW()


@given(operation=st.sampled_from(sorted(EXACT)), a=NUMBERS, b=NUMBERS)
@example("DIVIDE", INT_MIN, -1)
@example("DIVIDE", -7, 2)
@example("DIVIDE", 7, -2)
@example("DIVIDE", 0, 0)
@example("MULTIPLY", INT_MIN, -1)
@example("SUBTRACT", 0, INT_MIN)
def test_version_2_calculates_or_says_why_not(
    connection: Connection, operation: str, a: int, b: int
) -> None:
    ask = getattr(calc.CALC_V2Client(connection), operation)
    assert ask(calc.operands(a, b)) == expected(operation, a, b)


@given(operation=st.sampled_from(["ADD", "SUBTRACT", "MULTIPLY"]), a=NUMBERS, b=NUMBERS)
@example("ADD", INT_MAX, 1)
@example("ADD", INT_MIN, 0)
def test_version_1_calculates_or_fails_but_never_wraps_around(
    connection: Connection, operation: str, a: int, b: int
) -> None:
    ask = getattr(calc.CALC_V1Client(connection), operation)
    match expected(operation, a, b):
        case calc.answer_CALC_OK(value=value):
            assert ask(calc.operands(a, b)) == value
        case _:
            with pytest.raises(SystemError_):
                ask(calc.operands(a, b))


def test_version_1_overflow_leaves_no_traceback_in_the_log(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SystemError_):
        calc.CALC_V1Client(connection).ADD(calc.operands(INT_MAX, 1))
    assert not [record for record in caplog.records if record.exc_info]
