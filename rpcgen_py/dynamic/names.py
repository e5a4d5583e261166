"""Types and procedures of a loaded unit, found by the names (or numbers) that a person types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rpcgen_py.compiler import ir

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Found", "find_procedure", "find_type", "procedures", "type_names"]

Part: TypeAlias = ir.Program | ir.Version | ir.Procedure


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure and where it stands; `str()` is its full name."""

    program: ir.Program
    version: ir.Version
    procedure: ir.Procedure

    def parts(self) -> tuple[Part, ...]:
        """From the outermost inwards."""
        return self.program, self.version, self.procedure

    def __str__(self) -> str:
        return ".".join(part.name for part in self.parts())


def procedures(unit: ir.Unit) -> Iterator[Found]:
    """Every procedure of the input files, in source order."""
    for module in unit.inputs:
        for program in unit.modules[module].definitions:
            if isinstance(program, ir.Program):
                for version in program.versions:
                    for procedure in version.procedures:
                        yield Found(program, version, procedure)


def find_procedure(
    unit: ir.Unit, name: str, program: str | None = None, version: str | None = None
) -> Found:
    """The procedure that `name` means: `PROC`, `VERS.PROC` or `PROG.VERS.PROC`.

    Each part, and `program` and `version`, is a name of the source or a number. Raises
    `LookupError`, whose text names what there is, if none or several match.
    """
    parts = name.split(".")
    wanted = [program, version, None]
    wanted[3 - len(parts[-3:]) :] = parts[-3:]
    if len(parts) > 3 or (program and len(parts) > 2) or (version and len(parts) > 1):
        raise LookupError(f"{name}: expected PROC, VERS.PROC or PROG.VERS.PROC")
    known = list(procedures(unit))
    found = [each for each in known if all(map(_means, wanted, each.parts()))]
    if len(found) == 1:
        return found[0]
    if found:
        raise LookupError(f"{name} is one of {_listed(found)}: say which")
    if not known:
        raise LookupError(f"{name}: the file declares no program")
    raise LookupError(f"{name}: no such procedure; there are {_listed(known)}")


def _means(part: str | None, definition: Part) -> bool:
    if part is None or part == definition.name:
        return True
    try:
        return int(part, 0) == definition.number
    except ValueError:
        return False


def _listed(found: list[Found]) -> str:
    names = [str(each) for each in found]
    return ", ".join(names[:20]) + (f", … ({len(names)} in all)" if len(names) > 20 else "")


def find_type(unit: ir.Unit, name: str) -> ir.Ref:
    """The type called `name`, in the input files or in what they include.

    Raises `LookupError`, whose text names what there is, for any other name.
    """
    for module in (*unit.inputs, *unit.modules):
        for definition in unit.modules[module].definitions:
            if definition.name == name and _is_type(definition):
                return ir.Ref(module, name)
    names = type_names(unit)
    listed = ", ".join(names[:20]) + (f", … ({len(names)} in all)" if len(names) > 20 else "")
    raise LookupError(f"{name}: no such type; there are {listed}" if names else "no types here")


def type_names(unit: ir.Unit) -> list[str]:
    """The types that the input files define, in source order."""
    return [
        definition.name
        for module in unit.inputs
        for definition in unit.modules[module].definitions
        if _is_type(definition)
    ]


def _is_type(definition: ir.Definition) -> bool:
    return not isinstance(definition, ir.Const | ir.Program)
