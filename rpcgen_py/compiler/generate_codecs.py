"""The encoders and decoders of a module: `pack_T` and `unpack_T` for each named type.

The encoders of structs are the methods that `generate_types` writes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.codec_formats import tuple_text
from rpcgen_py.compiler.codec_frames import explained_pack, explained_unpack
from rpcgen_py.compiler.codec_reader import CodecReader
from rpcgen_py.compiler.codec_writer import CodecWriter
from rpcgen_py.compiler.generate_private_codecs import PrivateCodecsGenerator
from rpcgen_py.compiler.generate_shapes import definition_shape
from rpcgen_py.compiler.naming import LOCAL_RESERVED, Scope, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.layout import Composite
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["CodecsGenerator"]


class CodecsGenerator:
    """Writes the codecs of one module.

    `shapes` are the shapes to explain faults by, each under its name.
    """

    def __init__(self, context: ModuleContext, out: Emitter) -> None:
        self._context = context
        self._layout = context.layout
        self._out = out
        self.shapes: dict[str, str] = {}
        self._private = PrivateCodecsGenerator(context, out)

    def write(self) -> None:
        """Write the codecs of every type of the module."""
        structs = [each for each in self._context.module.definitions if isinstance(each, ir.Struct)]
        self._out.raw([""] if structs else [])
        for struct in structs:  # their encoders are methods
            name = self._context.names.types[struct.name]
            self._out.line(f"{self._context.names.pack[struct.name]} = {name}.to_xdr")
        equal: list[tuple[str, ir.Ref]] = []
        for each in self._context.module.definitions:
            match each:
                case ir.Struct() | ir.Union():
                    self._composite(each)
                case ir.Enum():
                    self._type(each.name, ir.Ref(self._context.module.name, each.name))
                case ir.Typedef(type=ir.Ref() as target) if not self._context.is_late(target):
                    equal.append((each.name, target))
                case ir.Typedef():
                    self._type(each.name, each.type)
                case _:
                    continue
            if not isinstance(each, ir.Typedef):
                name = self._context.names.types[each.name]
                self.shapes[name] = definition_shape(self._context, each)
        self._equal(equal)

    def _equal(self, waiting: list[tuple[str, ir.Ref]]) -> None:
        """The codecs of typedefs that only give another name: the other type's own."""
        if waiting:
            self._out.raw(["", ""])
        own = {name for name, _ in waiting}
        while waiting:
            name, target = waiting.pop(0)
            if target.module == self._context.module.name and target.name in own:
                waiting.append((name, target))
                continue
            own.discard(name)
            for kind, names in (
                ("pack", self._context.names.pack),
                ("unpack", self._context.names.unpack),
            ):
                codec = self._context.codec(target, "pack" if kind == "pack" else "unpack")
                self._out.line(f"{names[name]} = {codec}")

    def finish(self) -> list[str]:
        """When all bodies are written: drop what is never called; the statements for the end."""
        self._private.drop_uncalled()
        return self._private.links

    # ------------------------------------------------------------------ codecs of any type

    def _type(self, name: str, type_: ir.Type) -> None:
        """The codecs of an enum, or of a typedef that is more than another name."""
        annotation = self._context.names.types[name]
        shape = definition_shape(self._context, ir.Typedef(name, type_))
        self.shapes[annotation] = shape
        self.pack(self._context.names.pack[name], annotation, type_, annotation)
        self.unpack(self._context.names.unpack[name], annotation, type_, annotation)

    def pack(self, function: str, annotation: str, type_: ir.Type, shape: str) -> None:
        """An encoder of any type."""
        with self._packing(function, f"value: {annotation}", shape):
            writer = CodecWriter(self._context, self._out, "_rt.MAX_DEPTH")
            writer.write_returning(writer.steps(type_, "value"))

    def unpack(self, function: str, annotation: str, type_: ir.Type, shape: str) -> None:
        """A decoder of any type."""
        with self._unpacking(function, annotation, shape):
            reader = CodecReader(self._context, self._out, "_rt.MAX_DEPTH")
            steps, value = reader.steps(type_, "result")
            self.finish_reading(reader, reader.flat(steps, value))

    def finish_reading(self, reader: CodecReader, value: str) -> None:
        """The end of a decoder: keep the value, see that it ended in time, return both."""
        if not value.isidentifier() or value == "None":
            self._out.line(f"value = {value}")
            value = "value"
        reader.settle()
        with self._out.block("if at > end:"):
            self._out.line("raise ValueError")
        self._out.line(f"return {value}, at")

    @contextmanager
    def _packing(
        self, function: str, parameters: str, shape: str, value: str = "value"
    ) -> Iterator[None]:
        """An encoder: what is written inside of the `with` is its body."""
        self._out.raw(["", ""])
        header = f"def {function}({parameters}, limit: int = _rt.DEFAULT_LIMIT) -> bytes:"
        with self._out.block(header), explained_pack(self._out, shape, value):
            yield

    @contextmanager
    def _unpacking(self, function: str, annotation: str, shape: str) -> Iterator[None]:
        """A decoder: what is written inside of the `with` is its body."""
        self._out.raw(["", ""])
        header = (
            f"def {function}(data: bytes, offset: int, end: int, limit: int = _rt.DEFAULT_LIMIT)"
            f" -> tuple[{annotation}, int]:"
        )
        with self._out.block(header):
            self._out.line("at = offset")
            with explained_unpack(self._out, shape):
                yield

    def arguments(
        self, variable: str, names: list[str], types: list[ir.Type], shape: str
    ) -> tuple[str, str]:
        """Write the codecs of several arguments; the names of encoder and decoder."""
        annotations = [self._context.annotation(type_) for type_ in types]
        own = Scope(LOCAL_RESERVED)  # inside, what is called `len` must be Python's
        inner = [own.number(local_name(name), self._context.names.scope) for name in names]
        parameters = ", ".join(map(": ".join, zip(inner, annotations, strict=True)))
        pairs = ", ".join(map("=".join, zip(names, inner, strict=True)))
        pack = self._context.names.scope.take(f"_pack{variable}_args")
        with self._packing(pack, parameters, shape, f"_rt.Arguments({pairs})"):
            writer = CodecWriter(self._context, self._out, "_rt.MAX_DEPTH", inner)
            parts = zip(inner, types, strict=True)
            steps = [step for name, type_ in parts for step in writer.steps(type_, name)]
            writer.write_returning(steps)
        unpack = self._context.names.scope.take(f"_unpack{variable}_args")
        with self._unpacking(unpack, f"tuple[{', '.join(annotations)}]", shape):
            reader = CodecReader(self._context, self._out, "_rt.MAX_DEPTH")
            read = [reader.steps(type_, name) for name, type_ in zip(names, types, strict=True)]
            reader.write([step for steps, _ in read for step in steps])
            value = tuple_text([value for _, value in read])
            reader.settle()
            with self._out.block("if at > end:"):
                self._out.line("raise ValueError")
            self._out.line(f"return {value}, at")
        return pack, unpack

    # ------------------------------------------------------------------ structs and unions

    def _composite(self, definition: Composite) -> None:
        name = self._context.names.types[definition.name]
        ref = ir.Ref(self._context.module.name, definition.name)
        own = self._context.names
        pack, unpack = own.pack[definition.name], own.unpack[definition.name]
        if not self._layout.inlined(ref):
            self._private.write(definition)
        if isinstance(definition, ir.Union):
            self.pack(pack, name, ref, name)
        if isinstance(definition, ir.Struct) and len(self._layout.cycle(definition)) == 1:
            with self._unpacking(unpack, name, name):
                reader = CodecReader(self._context, self._out, "_rt.MAX_DEPTH")
                steps, value = reader.fields(definition, self._context.inside(name))
                self.finish_reading(reader, reader.flat(steps, value))
        else:
            self.unpack(unpack, name, ref, name)
