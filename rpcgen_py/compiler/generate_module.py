"""A module's text from a unit: the sections in reading order."""

from __future__ import annotations

from typing import Final, Literal

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.emitter import Emitter, docstring
from rpcgen_py.compiler.generate_codecs import CodecsGenerator
from rpcgen_py.compiler.generate_programs import ProgramsGenerator
from rpcgen_py.compiler.generate_types import TypesGenerator
from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["generate"]

API_VERSION: Final = 1
"""The `rpcgen_py.runtime.generated.API_VERSION` that this output is written for."""

_MODULES: Final = ("enum", "struct", "typing", "msgspec")


def generate(unit: ir.Unit, module: str, *, strings: Literal["str", "bytes"] = "str") -> str:
    """The text of one module of `unit`: its types, their codecs, its programs and their stubs.

    `strings` is what XDR's `string` becomes. The same unit gives the same text.
    """
    context = ModuleContext(unit, module, strings)
    types_text, codecs_text, programs_text = Emitter(), Emitter(), Emitter()
    types = TypesGenerator(context, types_text)
    types.write()
    codecs = CodecsGenerator(context, codecs_text)
    codecs.write()
    ProgramsGenerator(context, programs_text, codecs).write()
    links = codecs.finish()
    shapes_text = _shapes(codecs.shapes)
    for index in range(len(context.module.definitions) + 1):
        types.remaining_pass_through(index)

    out = Emitter()
    used = "\n".join(types_text.lines + codecs_text.lines + programs_text.lines)
    used += "".join(value for _, value in context.constants())
    used += "typing." if context.aliases() else ""
    _header(out, context, [name for name in _MODULES if f"{name}." in used])
    out.lines += _trimmed(types_text)
    if context.aliases():
        out.separate(1)
        out.lines += ["# Types whose names mean something else inside of a class."]
        for alias, name in context.aliases():
            out.line(f"{alias}: typing.TypeAlias = {name}")
    if context.constants():
        out.separate(1)
        out.lines += ["# The runs of words that codecs read and write at once."]
        for name, value in context.constants():
            out.line(f"{name} = {value}")
    out.lines += codecs_text.lines + shapes_text.lines
    if links:
        out.lines += ["", ""]
        for line in links:
            out.line(line)
    if any(isinstance(each, ir.Program) for each in context.module.definitions):
        out.lines += ["", *programs_text.lines]
    return out.text()


def _trimmed(text: Emitter) -> list[str]:
    """Lines behind a blank one, or behind two if they start with a class."""
    lines = text.lines
    while lines and not lines[0]:
        lines = lines[1:]
    if not lines:
        return []
    return ["", *([""] if lines[0].startswith("class ") else []), *lines]


def _shapes(shapes: dict[str, str]) -> Emitter:
    out = Emitter()
    if shapes:
        out.lines += ["", ""]
        with out.block("def _shapes() -> dict[str, _rt.Shape]:"):
            out.line('"""What the types are made of: read only to say what is wrong, and where."""')
            out.line("_s = _rt.shapes")
            with out.block("return {"):
                for name, text in shapes.items():
                    out.line(f'"{name}": {text},')
            out.line("}")
    return out


def _header(out: Emitter, context: ModuleContext, used: list[str]) -> None:
    title = f"{context.module.source}, compiled by rpcgen-py. Edit that file, not this one."
    doc = context.module.doc.strip()
    out.raw(docstring(f"{title}\n\n{doc}\n" if doc else title))
    out.raw(["", "from __future__ import annotations", ""])
    out.raw([f"import {name}" for name in used if name != "msgspec"])
    if "msgspec" in used:
        out.raw(["", "import msgspec"])
    imports = ["from rpcgen_py.runtime import generated as _rt", *context.imports()]
    siblings = [line for line in imports if line.startswith("from . ")]
    out.raw(["", *sorted(line for line in imports if line not in siblings)])
    if siblings:
        out.raw(["", *sorted(siblings)])
    if any(isinstance(each, ir.Program) for each in context.module.definitions):
        with out.block("\nif typing.TYPE_CHECKING:"):
            out.line("from concurrent.futures import Future as _Future")
    out.raw(["", f"_rt.require({API_VERSION})"])
    names = context.names.public()
    if names:
        out.raw(["", "__all__ = ["])
        out.raw([f'    "{name}",' for name in names])
        out.raw(["]"])
