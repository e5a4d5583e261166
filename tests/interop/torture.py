"""torture.x as our compiler reads it: the generated module, its IR, and calls as C takes them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.frontend import load
from rpcgen_py.runtime.program import Procedure, Version
from rpcgen_py.runtime.xdr import DEFAULT_LIMIT
from tests.interop.describe import describe
from tests.interop.partners import INTERFACES
from tests.interop.values import Values
from tests.lab import command

SEVERAL = "TORTURE_SEVERAL_ARGUMENTS"

C_GREETING = "hello from C"

Calls = list[tuple[str, tuple[Any, ...]]]


class Torture:
    """One compilation. `module` is what `rpcgen-py compile` wrote to `folder`, imported."""

    def __init__(self, folder: Path) -> None:
        source = INTERFACES["torture"]
        written = folder / "torture.py"
        if not written.exists():
            compiler = [
                command("rpcgen-py"),
                "compile",
                f"-D{SEVERAL}",
                "-o",
                str(folder),
                str(source),
            ]
            subprocess.run(compiler, check=True)
        self.folder = folder
        self.module = _imported("torture", written)
        self.unit = load([source], defines={SEVERAL: ""})
        self.values = Values(self.module)
        self._procedures: dict[str, tuple[str, Procedure[..., Any], ir.Procedure]] = {}
        for program in self.programs():
            for version in program.versions:
                made = getattr(self.module, version.name).procedures
                for declared, procedure in zip(version.procedures, made, strict=True):
                    self._procedures[declared.name] = (version.name, procedure, declared)

    def definitions(self) -> tuple[ir.Definition, ...]:
        return self.unit.modules["torture"].definitions

    def programs(self) -> list[ir.Program]:
        return [each for each in self.definitions() if isinstance(each, ir.Program)]

    def calls(self, several_arguments: bool, *, large: bool = False) -> Calls:
        """Procedures and arguments; plain rpcgen cannot make a call of several arguments."""
        chosen = self.values.too_large_for_udp() if large else self.values.by_procedure()
        names = [name for name in chosen if several_arguments or name != "ECHO_LAST"]
        return [(name, arguments) for name in names for arguments in chosen[name]]

    def versions(self) -> list[Version]:
        """Every version of both programs."""
        names = [version.name for program in self.programs() for version in program.versions]
        return [getattr(self.module, name) for name in names]

    def procedures(self) -> set[str]:
        return set(self._procedures)

    def version_of(self, name: str) -> str:
        """The version that declares a procedure, as the generated classes are named."""
        return self._procedures[name][0]

    def parameters(self, name: str) -> list[ir.Type]:
        """The types of a procedure's arguments."""
        return [parameter.type for parameter in self._procedures[name][2].parameters]

    def line(self, name: str, arguments: tuple[Any, ...]) -> str:
        """The call as torture_client reads it."""
        return f"{name} {self._procedures[name][1].pack_args(*arguments).hex() or '.'}"

    def answer(self, name: str, result: Any) -> str:
        """What torture_client prints for a result."""
        _, procedure, declared = self._procedures[name]
        packed = procedure.pack_result(result, DEFAULT_LIMIT).hex() or "."
        return f"ok {packed} {describe(self.unit, declared.result, result)}"

    def answers(self, calls: Calls, results: list[Any]) -> list[str]:
        """The same for many: results by their text, in which NaN and -0.0 can be compared."""
        both = zip(calls, results, strict=True)
        return [self.answer(name, result) for (name, _), result in both]

    def right_answers(self, calls: Calls, greeting: str) -> list[str]:
        """What torture_client prints for calls that a right server answered."""
        return self.answers(calls, [expected(self, *each, greeting) for each in calls])


def expected(torture: Torture, name: str, arguments: tuple[Any, ...], greeting: str) -> Any:
    """What a right server answers, but for WHO_AM_I."""
    match name:
        case "NOTHING" | "SWALLOW":
            return None
        case "NEGATE":
            return -arguments[0]
        case "GREET":
            return greeting
        case "WHO_AM_I":
            return torture.module.caller_identity(0, "", 0, 0, ())
    return arguments[-1]


def _imported(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # postponed annotations are looked up there
    spec.loader.exec_module(module)
    return module
