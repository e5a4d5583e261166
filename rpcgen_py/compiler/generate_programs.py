"""Programs, versions and procedures as data, and the stubs: clients and servers of both colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.emitter import docstring
from rpcgen_py.compiler.generate_shapes import parameters_shape, shape

if TYPE_CHECKING:
    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.generate_codecs import CodecsGenerator
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["ProgramsGenerator"]


_LONGEST: Final = 80
"""Characters of a variable and its type before which both still stand with the value."""


@dataclass(frozen=True, slots=True)
class _Signature:
    """How one procedure looks in Python."""

    procedure: ir.Procedure
    variable: str
    method: str
    names: list[str]
    annotations: list[str]
    result: str
    pack_args: str
    unpack_args: str


@dataclass(frozen=True, slots=True)
class _Colour:
    """What differs between stubs that block and stubs for asyncio."""

    prefix: str
    define: str
    wait: str


_COLOURS = (_Colour("", "def", ""), _Colour("Async", "async def", "await "))


class ProgramsGenerator:
    """Writes everything about the programs of one module."""

    def __init__(self, context: ModuleContext, out: Emitter, codecs: CodecsGenerator) -> None:
        self._context = context
        self._out = out
        self._codecs = codecs
        self._unnamed: dict[str, tuple[str, str]] = {}
        self._signatures: dict[tuple[str, str], list[_Signature]] = {}

    def write(self) -> None:
        """Write codecs of arguments and results, then the data, then the stubs."""
        programs = [
            each for each in self._context.module.definitions if isinstance(each, ir.Program)
        ]
        for program in programs:
            for version in program.versions:
                methods = self._context.names.methods(version)
                self._signatures[program.name, version.name] = [
                    self._signature(version, procedure, methods[procedure.name])
                    for procedure in version.procedures
                ]
        for program in programs:
            self._data(program)
        for colour in _COLOURS:
            for program in programs:
                for version in program.versions:
                    self._client(program, version, colour)
        for colour in _COLOURS:
            for program in programs:
                for version in program.versions:
                    self._server(program, version, colour)

    # ------------------------------------------------------------------ codecs

    def _signature(self, version: ir.Version, procedure: ir.Procedure, method: str) -> _Signature:
        names = self._context.names.parameters(procedure)
        types = [parameter.type for parameter in procedure.parameters]
        if len(types) == 1 and self._context.layout.resolve(types[0]) == ir.Void():
            names, types = [], []
        prefix = version.name.lstrip("_") or "version"
        variable = self._context.names.scope.take(f"_{prefix}_{procedure.name}")
        return _Signature(
            procedure,
            variable,
            method,
            names,
            [self._context.annotation(type_) for type_ in types],
            self._context.annotation(procedure.result),
            *self._arguments(variable, names, types),
        )

    def _arguments(self, variable: str, names: list[str], types: list[ir.Type]) -> tuple[str, str]:
        """Write what the arguments need; the names of their encoder and decoder."""
        if not types:
            return "_rt.pack_void", "_rt.unpack_no_arguments"
        if len(types) == 1:
            pack, unpack = self._codec(types[0])
            return pack, f"_rt.single({unpack})"
        label = f"{variable.strip('_')} arguments"
        self._codecs.shapes[label] = parameters_shape(self._context, names, types)
        return self._codecs.arguments(variable, names, types, label)

    def _codec(self, type_: ir.Type) -> tuple[str, str]:
        """Encoder and decoder of a type; written here if it has no name."""
        if isinstance(type_, ir.Ref) and not self._context.is_late(type_):
            return self._context.codec(type_, "pack"), self._context.codec(type_, "unpack")
        if self._context.layout.resolve(type_) == ir.Void():
            return "_rt.pack_void", "_rt.unpack_void"
        label = _spelling(type_)
        if label not in self._unnamed:
            word = "".join(letter if letter.isalnum() else "_" for letter in label).strip("_")
            pack = self._context.names.scope.number(f"_pack_{word}")
            unpack = self._context.names.scope.number(f"_unpack_{word}")
            annotation = self._context.annotation(type_)
            self._codecs.shapes[label] = shape(self._context, type_)
            self._codecs.pack(pack, annotation, type_, label)
            self._codecs.unpack(unpack, annotation, type_, label)
            self._unnamed[label] = pack, unpack
        return self._unnamed[label]

    # ------------------------------------------------------------------ data

    def _data(self, program: ir.Program) -> None:
        names = self._context.names
        for version in program.versions:
            signatures = self._signatures[program.name, version.name]
            lines = []
            for each in signatures:
                pack, unpack = self._codec(each.procedure.result)
                numbers = f"{_number(program)}, {version.number}, {each.procedure.number}"
                annotation = f"_rt.Procedure[[{', '.join(each.annotations)}], {each.result}]"
                made = (
                    f'_rt.Procedure({numbers}, "{each.procedure.name}", '
                    f"{each.pack_args}, {each.unpack_args}, {pack}, {unpack})"
                )
                if len(each.variable) + len(annotation) > _LONGEST:
                    lines += [f"{each.variable}: {annotation}", f"{each.variable} = {made}"]
                else:
                    lines.append(f"{each.variable}: {annotation} = {made}")
            self._out.line()
            for line in lines:
                self._out.line(line)
            variables = "".join(f"{each.variable}, " for each in signatures)
            text = f"({variables.rstrip(' ') if len(signatures) == 1 else variables[:-2]})"
            self._out.line(
                f"{names.versions[program.name, version.name]} = "
                f'_rt.Version("{version.name}", {_number(program)}, {version.number}, {text})'
            )
        versions = [names.versions[program.name, each.name] for each in program.versions]
        text = f"({', '.join(versions)}{',' if len(versions) == 1 else ''})"
        self._out.line(
            f'{names.programs[program.name]} = _rt.Program("{program.name}", {_number(program)}, '
            f"{text})"
        )

    # ------------------------------------------------------------------ stubs

    def _class(self, program: ir.Program, version: ir.Version, kind: str, role: str) -> str:
        self._out.raw(["", ""])
        name = self._context.names.stubs[program.name, version.name, kind]
        self._out.line(f"class {name}(_rt.{kind}):")
        text = f"{role} of {program.name}, version {version.number} ({version.name})."
        if version.doc.strip():
            text += f"\n\n{version.doc.strip()}\n"
        return text

    def _client(self, program: ir.Program, version: ir.Version, colour: _Colour) -> None:
        text = self._class(program, version, f"{colour.prefix}Client", "Calls the procedures")
        variable = self._context.names.versions[program.name, version.name]
        signatures = self._signatures[program.name, version.name]
        hidden = frozenset(each.method for each in signatures)
        with self._out.indented():
            self._out.raw([*docstring(text), ""])
            self._out.line(f"version: typing.ClassVar[_rt.Version] = {variable}")
            for each in signatures:
                types = self._annotations(each, hidden)
                parameters = "".join(
                    f", {name}: {type_}" for name, type_ in zip(each.names, types[:-1], strict=True)
                )
                self._out.line()
                header = (
                    f"{colour.define} {each.method}(self{parameters}, *, "
                    f"timeout: float | None = None) -> {types[-1]}:"
                )
                with self._out.block(header):
                    if each.procedure.doc.strip():
                        self._out.raw(docstring(each.procedure.doc))
                    args = 'b""'
                    if each.names:
                        args = f"{each.pack_args}({', '.join(each.names)}, caller.limit)"
                    self._out.line("caller = self._caller")
                    self._out.line(
                        f"return {colour.wait}caller.call({each.variable}, {args}, timeout)"
                    )

    def _server(self, program: ir.Program, version: ir.Version, colour: _Colour) -> None:
        text = self._class(program, version, f"{colour.prefix}Server", "Answers the procedures")
        variable = self._context.names.versions[program.name, version.name]
        signatures = self._signatures[program.name, version.name]
        hidden = frozenset(each.method for each in signatures)
        pairs = [f'({each.variable}, "{each.method}")' for each in signatures]
        pairs_type = "tuple[tuple[_rt.Procedure[..., typing.Any], str], ...]"
        comma = "," if len(pairs) == 1 else ""
        with self._out.indented():
            self._out.raw([*docstring(text), ""])
            self._out.line(f"version: typing.ClassVar[_rt.Version] = {variable}")
            self._out.line(
                f"procedure_methods: typing.ClassVar[{pairs_type}] = ({', '.join(pairs)}{comma})"
            )
            for each in signatures:
                types = self._annotations(each, hidden)
                parameters = "".join(
                    f", {name}: {type_}" for name, type_ in zip(each.names, types[:-1], strict=True)
                )
                result = types[-1]
                if not colour.prefix:
                    future = f"_Future[{result}]"
                    result = f"{future} | None" if result == "None" else f"{result} | {future}"
                self._out.line()
                header = (
                    f"{colour.define} {each.method}(self{parameters}, context: _rt.Context)"
                    f" -> {result}:"
                )
                with self._out.block(header):
                    if each.procedure.doc.strip():
                        self._out.raw(docstring(each.procedure.doc))
                    self._out.line("raise _rt.ProcedureUnavailable")

    def _annotations(self, signature: _Signature, hidden: frozenset[str]) -> list[str]:
        """The types of arguments and result, inside of a class with methods of these names."""
        types = [parameter.type for parameter in signature.procedure.parameters]
        types = types[: len(signature.names)]
        return [
            self._context.annotation(type_, hidden)
            for type_ in (*types, signature.procedure.result)
        ]


def _number(program: ir.Program) -> str:
    """Program numbers are given out in hexadecimal (RFC 5531 §8.5)."""
    return f"0x{program.number:08X}"


def _spelling(type_: ir.Type) -> str:  # noqa: PLR0911 (one answer a kind)
    """A type without a name as the `.x` language spells it, near enough to tell it apart."""
    match type_:
        case ir.Integer(bits=bits, signed=signed):
            kind = "" if signed else "unsigned "
            return kind + {32: "int", 64: "hyper"}.get(bits, f"int of {bits} bits")
        case ir.Float(bits=bits):
            return "float" if bits == 32 else "double"
        case ir.String(bound=bound):
            return f"string<{'' if bound is None else bound}>"
        case ir.Opaque(bound=bound):
            return f"opaque<{'' if bound is None else bound}>"
        case ir.FixedOpaque(size=size):
            return f"opaque[{size}]"
        case ir.Array(element=element, bound=bound):
            return f"{_spelling(element)}<{'' if bound is None else bound}>"
        case ir.FixedArray(element=element, size=size):
            return f"{_spelling(element)}[{size}]"
        case ir.Optional(element=element):
            return f"{_spelling(element)}*"
        case ir.Ref(module=module, name=name):
            return f"{module}.{name}"
        case _:
            return type(type_).__name__.lower()
