"""From the text of `.x` files to imported modules, as a user of the compiler gets them."""

from __future__ import annotations

import importlib
import itertools
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from rpcgen_py.compiler.frontend import load
from rpcgen_py.compiler.generate_module import generate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import ModuleType

_packages = itertools.count()


def write_package(
    folder: Path,
    sources: Mapping[str, str],
    *,
    strings: Literal["str", "bytes"] = "str",
    externals: Mapping[str, str] | None = None,
    inline: bool = False,
) -> list[Path]:
    """Compile `sources` (by file name) as one unit into modules in `folder`; the files written."""
    paths = []
    for name, text in sources.items():
        paths.append(folder / name)
        paths[-1].write_text(textwrap.dedent(text))
    unit = load(paths, externals=externals, inline=inline)
    (folder / "__init__.py").write_text("")
    written = []
    for name, module in unit.modules.items():
        if module.absolute is None:
            written.append(folder / f"{name}.py")
            written[-1].write_text(generate(unit, name, strings=strings))
    return written


@contextmanager
def imported(folder: Path, names: list[str]) -> Iterator[list[ModuleType]]:
    """The modules of the package in `folder`, which are forgotten afterwards."""
    sys.path.insert(0, str(folder.parent))
    try:
        importlib.invalidate_caches()
        yield [importlib.import_module(f"{folder.name}.{name}") for name in names]
    finally:
        sys.path.remove(str(folder.parent))
        for name in [name for name in sys.modules if name.partition(".")[0] == folder.name]:
            del sys.modules[name]


def new_package(root: Path) -> Path:
    """An empty folder below `root` whose name no other package has."""
    folder = root / f"compiled_{next(_packages)}"
    folder.mkdir()
    return folder
