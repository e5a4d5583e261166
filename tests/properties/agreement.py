"""Compile `.x` files as a user does, import the result, and hold it against `rpcgen_py.dynamic`."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.frontend import load
from rpcgen_py.compiler.generate_module import generate
from rpcgen_py.compiler.naming import ModuleNames
from rpcgen_py.dynamic.decoder import decode
from rpcgen_py.dynamic.encoder import encode
from rpcgen_py.dynamic.generated import GeneratedValues
from rpcgen_py.dynamic.json_scalars import dumps, loads
from rpcgen_py.dynamic.json_values import from_json, to_json
from rpcgen_py.runtime.errors import XdrError
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT
from tests.properties.faults import spoilt_values
from tests.properties.strategies import TypeValues, exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType


PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Compiled:
    """A unit, its generated modules by their names in the unit, and values for both."""

    package: str
    unit: ir.Unit
    modules: dict[str, ModuleType]
    generated: GeneratedValues
    strategies: TypeValues

    def types(self) -> Iterator[ir.Ref]:
        """Every type that the written modules define."""
        for name in self.unit.modules:
            if self.unit.modules[name].absolute is None:
                for definition in self.unit.modules[name].definitions:
                    if isinstance(definition, ir.Enum | ir.Struct | ir.Union | ir.Typedef):
                        yield ir.Ref(name, definition.name)

    def pack(self, type_: ir.Ref, value: object, limit: int = DEFAULT_LIMIT) -> bytes:
        """`value`, of generated classes, by the generated codec."""
        name = ModuleNames(self.unit.modules[type_.module]).pack[type_.name]
        data: bytes = getattr(self.modules[type_.module], name)(value, limit)
        return data

    def unpack(self, type_: ir.Ref, data: bytes, limit: int = DEFAULT_LIMIT) -> Any:
        """The value of generated classes that all of `data` holds; raises XdrError."""
        name = ModuleNames(self.unit.modules[type_.module]).unpack[type_.name]
        value, end = getattr(self.modules[type_.module], name)(data, 0, len(data), limit)
        if end != len(data):
            raise XdrError("bytes left over")
        return value


def compile_and_import(
    inputs: Sequence[Path], root: Path, package: str, include_dirs: Sequence[Path] = ()
) -> Compiled:
    """Write the modules of a unit as `root/package`, which must be on the path, and import them."""
    unit = load(inputs, include_dirs=include_dirs)
    folder = root / package
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    written = [name for name, module in unit.modules.items() if module.absolute is None]
    for name in written:
        (folder / f"{name}.py").write_text(generate(unit, name))
    importlib.invalidate_caches()
    modules = {
        name: importlib.import_module(module.absolute or f"{package}.{name}")
        for name, module in unit.modules.items()
    }
    return Compiled(package, unit, modules, GeneratedValues(unit, modules), TypeValues(unit))


def assert_strictly_typed(root: Path) -> None:
    """Every package below `root` passes `mypy --strict`, in one run."""
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary"]
    done = subprocess.run(
        [*mypy, "--cache-dir", str(root / ".cache"), "."],
        cwd=root, env={**os.environ, "MYPYPATH": str(PROJECT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def forget(package: str) -> None:
    """Take the modules of `package` out of the interpreter."""
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


def check_value(compiled: Compiled, type_: ir.Ref, plain: Any) -> bytes:
    """Both codecs write the same bytes and read the same value, and JSON loses nothing."""
    unit = compiled.unit
    data = encode(unit, type_, plain)
    assert compiled.pack(type_, compiled.generated.from_plain(type_, plain)) == data
    assert exact(decode(unit, type_, data)) == exact(plain)
    assert exact(compiled.generated.to_plain(type_, compiled.unpack(type_, data))) == exact(plain)
    text = dumps(to_json(unit, type_, plain))
    assert encode(unit, type_, from_json(unit, type_, loads(text))) == data
    return data


def check_bytes(compiled: Compiled, type_: ir.Ref, data: bytes, limit: int = DEFAULT_LIMIT) -> None:
    """Both codecs read the same value from any bytes, or both refuse them."""
    by_dynamic = _outcome(lambda: decode(compiled.unit, type_, data, limit))
    by_generated = _outcome(
        lambda: compiled.generated.to_plain(type_, compiled.unpack(type_, data, limit))
    )
    assert by_generated == by_dynamic, data.hex()


def check_limit(compiled: Compiled, type_: ir.Ref, plain: Any, limit: int) -> None:
    """Both codecs hold every `<>` of a value against a limit, in both directions."""
    value = compiled.generated.from_plain(type_, plain)
    by_dynamic = _outcome(lambda: encode(compiled.unit, type_, plain, limit))
    assert _outcome(lambda: compiled.pack(type_, value, limit)) == by_dynamic
    check_bytes(compiled, type_, encode(compiled.unit, type_, plain), limit)


def _outcome(work: Callable[[], Any]) -> Any:
    """What the work returns, in a form to be compared, or "refused"."""
    try:
        return exact(work())
    except XdrError:
        return "refused"


def check_spoilt(compiled: Compiled, type_: ir.Ref, plain: Any, spoilt: Any) -> None:
    """What one codec refuses to write, the other refuses too."""
    if spoilt is plain:
        return
    with pytest.raises(XdrError):
        encode(compiled.unit, type_, spoilt)
    with pytest.raises(XdrError):
        compiled.pack(type_, compiled.generated.from_plain(type_, spoilt))


WORDS = st.sampled_from([0, 1, 2, 3, 0xFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]) | st.integers(
    0, 0xFFFFFFFF
)


@st.composite
def mutations(draw: st.DrawFn, data: bytes) -> bytes:
    """`data` with one fault: a word replaced, removed or added, or bytes cut off or flipped."""
    places = st.integers(0, max(0, len(data) // 4 - 1)).map(lambda word: 4 * word)
    place = draw(places)
    word = draw(WORDS).to_bytes(4)
    kind = draw(st.sampled_from(["replace", "remove", "insert", "cut", "flip"]))
    if kind == "replace":
        return data[:place] + word + data[place + 4 :]
    if kind == "remove":
        return data[:place] + data[place + 4 :]
    if kind == "insert":
        return data[:place] + word + data[place:]
    if kind == "cut":
        return data[: draw(st.integers(0, len(data)))]
    changed = bytearray(data)
    if changed:
        changed[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(changed)


def check_agreement(compiled: Compiled, type_: ir.Ref, data: st.DataObject) -> None:
    """Both codecs do the same with a value, with bytes near its own, and with a value near it."""
    plain = data.draw(compiled.strategies.of(type_))
    right = check_value(compiled, type_, plain)
    check_bytes(compiled, type_, data.draw(mutations(right)))
    check_limit(compiled, type_, plain, data.draw(st.integers(0, 12)))
    check_spoilt(compiled, type_, plain, data.draw(spoilt_values(compiled.unit, type_, plain)))
