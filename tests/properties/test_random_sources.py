"""Sources that nobody would write: they compile, import, and their codecs agree with `dynamic`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties.agreement import (
    check_bytes,
    check_value,
    compile_and_import,
    forget,
    mutations,
)
from tests.properties.sources import sources

if TYPE_CHECKING:
    from pathlib import Path

_numbers = itertools.count()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@settings(
    max_examples=max(50, settings().max_examples // 2),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_any_source_compiles_and_its_codecs_agree(root: Path, data: st.DataObject) -> None:
    package = f"random_{next(_numbers)}"
    source = root / f"{package}.x"
    source.write_text(data.draw(sources()))
    compiled = compile_and_import([source], root, package)
    try:
        for type_ in compiled.types():
            right = check_value(compiled, type_, data.draw(compiled.strategies.of(type_)))
            check_bytes(compiled, type_, data.draw(mutations(right)))
    finally:
        forget(package)
