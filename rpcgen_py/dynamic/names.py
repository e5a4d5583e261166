"""Types and procedures of a loaded unit, found by the names (or numbers) that a person types."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rpcgen_py.compiler import ir

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Found",
    "find_procedure",
    "find_type",
    "find_type_or_procedure",
    "procedures",
    "type_names",
]

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
    found = _matching(unit, name, program, version)
    if len(found) == 1:
        return found[0]
    if found:
        raise LookupError(f"{name} is one of {_listed(list(map(str, found)))}: say which")
    names = list(map(str, procedures(unit)))
    if not names:
        raise LookupError(f"{name}: the file declares no program")
    raise LookupError(f"{name}: no such procedure{_guess(name, names)}; there are {_listed(names)}")


def _matching(unit: ir.Unit, name: str, program: str | None, version: str | None) -> list[Found]:
    parts = name.split(".")
    wanted = [program, version, None]
    wanted[3 - len(parts[-3:]) :] = parts[-3:]
    if len(parts) > 3 or (program and len(parts) > 2) or (version and len(parts) > 1):
        raise LookupError(f"{name}: expected PROC, VERS.PROC or PROG.VERS.PROC")
    return [each for each in procedures(unit) if all(map(_means, wanted, each.parts()))]


def _means(part: str | None, definition: Part) -> bool:
    if part is None or part == definition.name:
        return True
    try:
        return int(part, 0) == definition.number
    except ValueError:
        return False


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:20]) + (f", … ({len(names)} in all)" if len(names) > 20 else "")


def _guess(name: str, known: Sequence[str]) -> str:
    """What `name` may be a slip for, as a question; as many parts are compared as it has."""
    parts = name.count(".") + 1
    short = [".".join(each.split(".")[-parts:]) for each in known]
    # Capitals matter to the language, not to what somebody means.
    by_lower = {each.lower(): each for each in short}
    near = difflib.get_close_matches(name.lower(), list(by_lower), 1, 0.75)
    return f" (did you mean {by_lower[near[0]]}?)" if near else ""


def find_type(unit: ir.Unit, name: str) -> ir.Ref:
    """The type called `name`, in the input files or in what they include.

    Raises `LookupError`, whose text names what there is, for any other name.
    """
    ref = _type(unit, name)
    if ref is not None:
        return ref
    names = type_names(unit)
    if not names:
        raise LookupError(f"{name}: the file defines no type")
    raise LookupError(f"{name}: no such type{_guess(name, names)}; there are {_listed(names)}")


def _type(unit: ir.Unit, name: str) -> ir.Ref | None:
    for module in (*unit.inputs, *unit.modules):
        for definition in unit.modules[module].definitions:
            if definition.name == name and _is_type(definition):
                return ir.Ref(module, name)
    return None


def find_type_or_procedure(unit: ir.Unit, name: str) -> ir.Ref | Found:
    """The type called `name`, else the procedure that it means.

    Raises `LookupError`, whose text names what there is, if none or several match.
    """
    ref = _type(unit, name)
    if ref is not None:
        return ref
    if _matching(unit, name, None, None):
        return find_procedure(unit, name)
    types, known = type_names(unit), [str(each) for each in procedures(unit)]
    raise LookupError(
        f"{name}: neither a type nor a procedure{_guess(name, [*types, *known])}; "
        f"the types are {_listed(types) or 'none'}; the procedures are {_listed(known) or 'none'}"
    )


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
