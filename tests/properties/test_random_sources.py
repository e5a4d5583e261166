"""Sources that nobody would write: they compile, import, and their codecs agree with `dynamic`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.properties.agreement import (
    Compiled,
    assert_strictly_typed,
    check_agreement,
    compile_and_import,
    forget,
)
from tests.properties.sources import sources

if TYPE_CHECKING:
    from pathlib import Path

_numbers = itertools.count()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def compiled_sources(files: dict[str, str], root: Path) -> Compiled:
    package = f"random_{next(_numbers)}"
    folder = root / f"sources_of_{package}"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, newline="")
    return compile_and_import([folder / list(files)[-1]], root, package)


@settings(
    max_examples=max(50, settings().max_examples // 2),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_any_source_compiles_and_its_codecs_agree(root: Path, data: st.DataObject) -> None:
    compiled = compiled_sources(data.draw(sources()), root)
    try:
        for type_ in compiled.types():
            check_agreement(compiled, type_, data)
    finally:
        forget(compiled.package)


@settings(max_examples=1, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
@given(st.lists(sources(), min_size=40, max_size=40))
def test_any_module_passes_strict_mypy(root: Path, several: list[dict[str, str]]) -> None:
    for files in several:
        forget(compiled_sources(files, root).package)
    assert_strictly_typed(root)
