"""`rpcgen-py list` and `rpcgen-py describe`: what a `.x` file offers, and JSON to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcgen_py.cli.interface import add_interface, load_interface, reported

if TYPE_CHECKING:
    import argparse

    from rpcgen_py.dynamic.types import Encodable

__all__ = ["configure_describe", "configure_list", "run_describe", "run_list"]


def configure_list(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `list`."""
    parser.description = "Print the procedures of a .x file with their numbers, one a line."
    add_interface(parser)
    parser.add_argument("-o", dest="output", choices=("text", "json"), default="text")


def configure_describe(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `describe`."""
    parser.description = (
        "Print a type, or a procedure with its types, and the JSON of its zero value to start from."
    )
    add_interface(parser)
    parser.add_argument("name", metavar="NAME", help="a type, PROC, VERS.PROC or PROG.VERS.PROC")


def run_list(options: argparse.Namespace) -> int:
    """Print the procedures."""
    return reported("list", lambda: _list(options))


def run_describe(options: argparse.Namespace) -> int:
    """Print one type or procedure."""
    return reported("describe", lambda: _describe(options))


def _list(options: argparse.Namespace) -> None:
    # Imported late, so that other commands need not wait for them.
    from rpcgen_py.dynamic.json_scalars import dumps  # noqa: PLC0415
    from rpcgen_py.dynamic.names import procedures  # noqa: PLC0415
    from rpcgen_py.dynamic.spelling import spell_procedure, spell_type  # noqa: PLC0415

    found = list(procedures(load_interface(options)))
    if options.output == "text":
        for each in found:
            numbers = ".".join(str(part.number) for part in each.parts())
            print(f"{spell_procedure(each)}  # {numbers}")
        return
    rows = [
        {
            "program": {"name": each.program.name, "number": each.program.number},
            "version": {"name": each.version.name, "number": each.version.number},
            "procedure": {"name": each.procedure.name, "number": each.procedure.number},
            "parameters": [
                {"name": parameter.name, "type": spell_type(parameter.type)}
                for parameter in each.procedure.parameters
            ],
            "result": spell_type(each.procedure.result),
        }
        for each in found
    ]
    print(dumps(rows))


def _describe(options: argparse.Namespace) -> None:
    from rpcgen_py.compiler import ir  # noqa: PLC0415
    from rpcgen_py.dynamic.json_scalars import dumps  # noqa: PLC0415
    from rpcgen_py.dynamic.json_values import to_json  # noqa: PLC0415
    from rpcgen_py.dynamic.names import find_type_or_procedure  # noqa: PLC0415
    from rpcgen_py.dynamic.procedures import arguments_struct  # noqa: PLC0415
    from rpcgen_py.dynamic.spelling import spell_definition, spell_procedure  # noqa: PLC0415
    from rpcgen_py.dynamic.zero import zero_value  # noqa: PLC0415

    unit = load_interface(options)
    found = find_type_or_procedure(unit, options.name)
    shown: Encodable
    if isinstance(found, ir.Ref):
        shown = found
        types: list[ir.Type] = [shown]
    else:
        print(spell_procedure(found))
        struct = arguments_struct(found.procedure)
        shown = struct.fields[0].type if len(struct.fields) == 1 else struct
        types = [*(field.type for field in struct.fields), found.procedure.result]
    for type_ in dict.fromkeys(types):
        if isinstance(type_, ir.Ref):
            print(spell_definition(unit.lookup(type_)))
    print(dumps(to_json(unit, shown, zero_value(unit, shown)), indent=2))
