"""How a person names a procedure or a type."""

from __future__ import annotations

import pytest

from rpcgen_py.compiler import ir
from rpcgen_py.dynamic.names import find_procedure, find_type


@pytest.mark.parametrize(
    ("name", "program", "version", "full"),
    [
        ("PING", None, None, "ARITHMETIC.FIRST.PING"),
        ("SECOND.ADD", None, None, "ARITHMETIC.SECOND.ADD"),
        ("OTHER.ONLY.ADD", None, None, "OTHER.ONLY.ADD"),
        ("ADD", "OTHER", None, "OTHER.ONLY.ADD"),
        ("ADD", "ARITHMETIC", "2", "ARITHMETIC.SECOND.ADD"),
        ("ADD", "0x20000001", "FIRST", "ARITHMETIC.FIRST.ADD"),
        ("536870914.5.7", None, None, "OTHER.ONLY.ADD"),
        ("ONLY.ADD", "OTHER", None, "OTHER.ONLY.ADD"),
    ],
)
def test_procedures_are_found(
    unit: ir.Unit, name: str, program: str | None, version: str | None, full: str
) -> None:
    assert str(find_procedure(unit, name, program, version)) == full


@pytest.mark.parametrize(
    ("name", "program", "version", "error"),
    [
        ("ADD", None, None, "ADD is one of ARITHMETIC.FIRST.ADD, ARITHMETIC.SECOND.ADD, OTHER"),
        (
            "add",
            None,
            None,
            "add: no such procedure (did you mean ADD?); there are ",
        ),
        ("ADD", "OTHER", "9", "ADD: no such procedure"),
        ("a.b.c.d", None, None, "a.b.c.d: expected PROC, VERS.PROC or PROG.VERS.PROC"),
        ("FIRST.ADD", None, "1", "FIRST.ADD: expected PROC"),
    ],
)
def test_what_is_not_one_procedure_says_what_there_is(
    unit: ir.Unit, name: str, program: str | None, version: str | None, error: str
) -> None:
    with pytest.raises(LookupError) as caught:
        find_procedure(unit, name, program, version)
    assert str(caught.value).startswith(error)


def test_types_are_found_and_programs_are_none(unit: ir.Unit) -> None:
    assert find_type(unit, "point").name == "point"
    with pytest.raises(LookupError, match="OTHER: no such type; there are color, "):
        find_type(unit, "OTHER")
