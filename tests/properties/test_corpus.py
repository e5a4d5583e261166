"""Every real `.x` file: it compiles, imports, and its codecs agree with `dynamic` on every type.

The files come from `--corpus DIR` and from Debian's packages. `make soak` draws more values.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rpcgen_py.compiler.diagnostics import CompileErrors
from rpcgen_py.compiler.frontend import load
from tests.properties.agreement import (
    Compiled,
    assert_strictly_typed,
    check_agreement,
    compile_and_import,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rpcgen_py.compiler import ir

INSTALLED = {
    "rpcsvc-proto and libnsl-dev": Path("/usr/include/rpcsvc"),
    "libtirpc-dev": Path("/usr/include/tirpc"),
}

# The name that our error is about. Above it, what the tool says that the file is written for, or
# the C compiler to the output of stock rpcgen.
REJECTED = {
    # gcc on rpcgen's header: unknown type name 'proc_req_arg_t'. RFC 2203 never defines it.
    "pynfs/gss.x": "'proc_req_arg_t'",
    # gcc on rpcgen's header: unknown type name 'FSINFO3args'; the file has FSINFOargs.
    "pynfs/nfs3.x": "'FSINFO3args'",
    # gcc on rpcgen's header: field 'next' has incomplete type; RFC 1833 has a pointer there.
    "pynfs/portmap.x": "'pmaplist'",
    # xdrpp: Stellar-contract.x and two more, which it includes, are not in the corpus.
    "stellar/Stellar-ledger-entries.x": "'SCAddress'",
}

EXAMPLES = max(5, settings().max_examples // 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each file a test of its own: `accepted` ones, and `rejected` ones."""
    corpus = metafunc.config.getoption("corpus")
    folders = {"--corpus DIR": Path(corpus).resolve() if corpus else None, **INSTALLED}
    for fixture in {"accepted", "rejected"} & {*metafunc.fixturenames}:
        sources: list[Any] = []
        for name, folder in folders.items():
            there = sorted(folder.rglob("*.x")) if folder is not None else []
            wanted = [path for path in there if (key(path) in REJECTED) == (fixture == "rejected")]
            sources += [pytest.param(path, id=key(path)) for path in wanted]
            if not there:
                skip = pytest.mark.skip(reason=f"needs {name}")
                sources.append(pytest.param(None, id=name, marks=skip))
        metafunc.parametrize(fixture, sources)


def key(source: Path) -> str:
    """The file and its folder: names of files alone are not unique."""
    return f"{source.parent.name}/{source.name}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where generated packages are written; on the import path."""
    folder = tmp_path_factory.mktemp("corpus")
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def compiled(root: Path) -> Callable[[Path], Compiled]:
    """Compile a file, once."""

    @cache
    def compile_once(source: Path) -> Compiled:
        package = "of_" + re.sub(r"\W", "_", key(source))
        return compile_and_import([source], root, package, include_dirs=[source.parent])

    return compile_once


def test_what_others_reject_is_rejected_for_their_reason(rejected: Path) -> None:
    with pytest.raises(CompileErrors) as caught:
        load([rejected], include_dirs=[rejected.parent])
    assert REJECTED[key(rejected)] in str(caught.value)


def test_generated_codecs_agree_with_dynamic(
    accepted: Path, compiled: Callable[[Path], Compiled]
) -> None:
    unit = compiled(accepted)

    @settings(max_examples=EXAMPLES, database=None)
    @given(st.data())
    def agree(type_: ir.Ref, data: st.DataObject) -> None:
        check_agreement(unit, type_, data)

    for type_ in unit.types():
        agree(type_)


def test_generated_modules_pass_strict_mypy(
    request: pytest.FixtureRequest, root: Path, compiled: Callable[[Path], Compiled]
) -> None:
    everything = [
        path
        for folder in (request.config.getoption("corpus"), *INSTALLED.values())
        if folder is not None
        for path in sorted(Path(folder).resolve().rglob("*.x"))
        if key(path) not in REJECTED
    ]
    if not everything:
        pytest.skip("needs --corpus DIR")
    for path in everything:
        compiled(path)
    assert_strictly_typed(root)
