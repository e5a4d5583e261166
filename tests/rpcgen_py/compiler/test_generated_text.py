"""What the compiler writes, as text: the same each time, clean by the project's own rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rpcgen_py.compiler.compiling import new_package, write_package
from tests.rpcgen_py.compiler.test_mapping_lists import LISTS
from tests.rpcgen_py.compiler.test_mapping_modules import CIRCLE
from tests.rpcgen_py.compiler.test_mapping_names import AWKWARD
from tests.rpcgen_py.compiler.test_mapping_programs import SOURCE as PROGRAMS
from tests.rpcgen_py.compiler.test_mapping_types import SOURCE as TYPES

if TYPE_CHECKING:
    from tests.rpcgen_py.compiler.conftest import CompileText

PROJECT = Path(__file__).parents[3]
OURS = ["--config", "lint.isort.known-first-party = ['rpcgen_py']"]
GOLDEN = Path(__file__).with_name("golden")


def long_names(long: str) -> str:
    """A source in which lines become long."""
    return f"""
        enum {long}_enum {{ {long}_MEMBER = 1, {long}_OTHER = 2 }};
        struct {long} {{ int {long}_x; hyper {long}_y; string {long}_s<>; {long} *{long}_next; }};
        struct s_{long} {{
            hyper {long}_1; int {long}_2<>; short {long}_3; opaque {long}_4<9>; int {long}_5[3];
        }};
        union u_{long} switch ({long}_enum {long}_d) {{
        case {long}_MEMBER: {long} {long}_a;
        case {long}_OTHER: void;
        default: s_{long} {long}_b<>;
        }};
        program P_{long} {{ version V_{long} {{
            {long} R_{long}(s_{long} {long}_p, u_{long} {long}_q, int {long}_r) = 1;
        }} = 1; }} = 0x20000099;
    """


BUILTINS = """
struct holder { filter *maybe; struct filter some<>; set kind; map other; enum hash h; };
struct filter { filter *next; object thing; };
struct object { int id; };
union set switch (hash which) { case ODD: filter one; default: object *other; };
typedef object map<3>;
enum hash { ODD, EVEN };
program INPUT { version RANGE { filter ZIP(object, set) = 1; map ITER(hash) = 2; } = 1; } = 7;
"""

SOURCES = {
    "builtin_names.x": BUILTINS,
    "types.x": TYPES,
    "lists.x": LISTS,
    "programs.x": PROGRAMS,
    "wide.x": long_names("sixteen_letters_"),
    "widest.x": long_names("a_name_that_is_so_long_that_hardly_two_go_together_on_a_line"),
    **{f"awkward_{name.strip('_')}.x": f"struct {name} {{ int {name}; }};" for name in AWKWARD},
}


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `_generated`, for which the project's rules for generated code hold."""
    project = tmp_path_factory.mktemp("text")
    shutil.copy(PROJECT / "pyproject.toml", project)
    root = project / "_generated"
    root.mkdir()
    (root / "__init__.py").write_text("")
    for name, text in SOURCES.items():
        folder = root / f"only_{name.removesuffix('.x')}"
        folder.mkdir()
        write_package(folder, {name: text})
    folder = root / "circle"
    folder.mkdir()
    write_package(folder, CIRCLE)
    return root


def test_a_small_module_reads_like_this(tmp_path: Path) -> None:
    """Its text stands in the repository, to be read and judged when it changes."""
    folder = new_package(tmp_path)
    (path,) = write_package(folder, {"ledger.x": (GOLDEN / "ledger.x").read_text()})
    assert path.read_text() == (GOLDEN / "ledger.py").read_text()


def test_comments_may_have_any_characters(compile_text: CompileText) -> None:
    odd = "".join(chr(code) for code in range(256) if chr(code) not in "\n\r") + '\u2028\\""" \\"'
    module = compile_text(
        f"/* {odd} */\n\nconst A = 1;\n%{odd}\n/** {odd} */\nstruct s {{ int x; }};\n"
    )
    assert module.s(1).to_xdr() == b"\0\0\0\1"
    assert "ABCDEFG" in module.s.__doc__


def test_generated_modules_are_typed(written: Path, tmp_path: Path) -> None:
    folders = sorted(path for path in written.iterdir() if path.is_dir())
    checked = run(
        sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path}", *map(str, folders)
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("command", [["check"], ["format", "--check", "--diff"]])
def test_generated_modules_pass_the_linter(written: Path, command: list[str]) -> None:
    # Where a name is longer than a line, breaking lines is no longer a matter of rules.
    folders = [path for path in sorted(written.iterdir()) if path.name != "only_widest"]
    checked = run(sys.executable, "-m", "ruff", *command, *OURS, "--no-cache", *folders)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """In other processes, under other hash seeds, from another folder."""
    texts = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        for name, text in {**SOURCES, **CIRCLE}.items():
            (folder / name).write_text(text)
        sources = sorted(folder.glob("*.x"))
        command = [sys.executable, "-m", "rpcgen_py.cli.main", "compile", "-o", folder, *sources]
        compiled = run(*command, PYTHONHASHSEED=seed)
        assert compiled.returncode == 0, compiled.stderr
        texts.append({path.name: path.read_bytes() for path in folder.glob("*.py")})
    assert texts[0] == texts[1]
    assert len(texts[0]) == len(SOURCES) + len(CIRCLE)
