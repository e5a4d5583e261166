"""docs/wire.md is what the tables say, and no rule is without a test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.rpcgen_py.runtime.wire import client_cases, server_cases, xdr_cases
from tests.rpcgen_py.runtime.wire.page import PAGE, render
from tests.rpcgen_py.runtime.wire.rules import PARTS, RULES

PROJECT = PAGE.parents[1]
NUMBERS = range(1, 33)


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == render(), "run `python -m tests.rpcgen_py.runtime.wire.page`"


def test_every_rule_is_there_once() -> None:
    assert [number for numbers in PARTS.values() for number in numbers] == list(NUMBERS)
    assert list(RULES) == list(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_rule_has_a_test(number: int) -> None:
    cases = (*xdr_cases.CASES, *server_cases.CASES, *client_cases.CASES)
    assert RULES[number].tests or any(case.rule == number for case in cases)


@pytest.mark.parametrize("test", sorted({test for rule in RULES.values() for test in rule.tests}))
def test_every_test_that_is_named_exists(test: str) -> None:
    path, _, name = test.partition("::")
    tree = ast.parse((PROJECT / path).read_text())
    assert name in {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert Path(path).name.startswith("test_")
