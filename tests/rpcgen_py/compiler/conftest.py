"""The compiler as a fixture: source text in, module out."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pytest

from tests.rpcgen_py.compiler.compiling import imported, new_package, write_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


class CompileText(Protocol):
    """`compile_text(source)` is the module that comes of it, imported."""

    def __call__(self, source: str, *, strings: Literal["str", "bytes"] = "str") -> ModuleType: ...


@pytest.fixture(scope="module")
def compile_text(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CompileText]:
    """Compiles one source and imports the module."""
    root = tmp_path_factory.mktemp("compiled")
    with ExitStack() as stack:

        def compile_one(source: str, **options: Any) -> ModuleType:
            folder = new_package(root)
            written = write_package(folder, {"source.x": source}, **options)
            names = [path.stem for path in written]
            return stack.enter_context(imported(folder, names))[names.index("source")]

        yield compile_one
