"""The encoders and decoders of a module: `pack_T` and `unpack_T` for each named type.

What recurses, and what is too large to be written out wherever it is used, has a `_write_T` and a
`_read_T` besides, which others call; a linked list's node has `_write_T_list` and `_read_T_list`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.codec_formats import tuple_text
from rpcgen_py.compiler.codec_frames import explained_pack, explained_unpack
from rpcgen_py.compiler.codec_reader import CodecReader
from rpcgen_py.compiler.codec_writer import CodecWriter
from rpcgen_py.compiler.generate_shapes import definition_shape
from rpcgen_py.compiler.write_steps import Word as Argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.layout import Composite
    from rpcgen_py.compiler.module_context import ModuleContext
    from rpcgen_py.compiler.write_steps import Step as WriterStep

__all__ = ["CodecsGenerator"]


class CodecsGenerator:
    """Writes the codecs of one module.

    `shapes` are the shapes to explain faults by, each under its name; `links` are statements for
    the end, where all that they name is defined.
    """

    def __init__(self, context: ModuleContext, out: Emitter) -> None:
        self._context = context
        self._layout = context.layout
        self._out = out
        self.shapes: dict[str, str] = {}
        self.links: list[str] = []
        self._private: list[tuple[str, int, int]] = []

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

    # ------------------------------------------------------------------ public codecs

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

    def arguments(self, function: str, names: list[str], types: list[ir.Type], shape: str) -> None:
        """`_pack_..._args` and `_unpack_..._args` of a procedure."""
        annotations = [self._context.annotation(type_) for type_ in types]
        if len(names) > 1:
            parameters = ", ".join(map(": ".join, zip(names, annotations, strict=True)))
            attributes = f"_rt.Arguments({', '.join(f'{name}={name}' for name in names)})"
            with self._packing(f"_pack_{function}", parameters, shape, attributes):
                writer = CodecWriter(self._context, self._out, "_rt.MAX_DEPTH", names)
                steps = [
                    step
                    for name, type_ in zip(names, types, strict=True)
                    for step in writer.steps(type_, name)
                ]
                writer.write_returning(steps)
        whole = f"tuple[{', '.join(annotations)}]"
        with self._unpacking(f"_unpack_{function}", whole, shape):
            reader = CodecReader(self._context, self._out, "_rt.MAX_DEPTH")
            parts = [reader.steps(type_, name) for name, type_ in zip(names, types, strict=True)]
            reader.write([step for steps, _ in parts for step in steps])
            value = tuple_text([value for _, value in parts])
            reader.settle()
            with self._out.block("if at > end:"):
                self._out.line("raise ValueError")
            self._out.line(f"return {value}, at")

    # ------------------------------------------------------------------ structs and unions

    def _composite(self, definition: Composite) -> None:
        name = self._context.names.types[definition.name]
        ref = ir.Ref(self._context.module.name, definition.name)
        own = self._context.names
        pack, unpack = own.pack[definition.name], own.unpack[definition.name]
        depth = self._layout.recurses(definition)
        if self._layout.inlined(ref):
            if isinstance(definition, ir.Union):
                self.pack(pack, name, ref, name)
            self.unpack(unpack, name, ref, name)
            return
        links = self._layout.cycle(definition) if isinstance(definition, ir.Struct) else ()
        if isinstance(definition, ir.Struct) and len(links) > 1:
            self._links(definition, name, depth=depth)
        else:
            if isinstance(definition, ir.Struct) and links:
                self._list(definition, name, depth=depth)
            self._write_function(definition, name, depth=depth)
            self._read_function(definition, name, depth=depth)
        if isinstance(definition, ir.Union):
            self.pack(pack, name, ref, name)
        if isinstance(definition, ir.Struct) and len(links) == 1:
            with self._unpacking(unpack, name, name):
                reader = CodecReader(self._context, self._out, "_rt.MAX_DEPTH")
                steps, value = reader.fields(definition, name)
                self.finish_reading(reader, reader.flat(steps, value))
        else:
            self.unpack(unpack, name, ref, name)

    def _write_header(self, function: str, annotation: str, *, depth: bool) -> str:
        more = ", depth: int" if depth else ""
        return f"def {function}(value: {annotation}, out: list[bytes], limit: int{more}) -> None:"

    def _read_header(self, function: str, annotation: str, *, depth: bool) -> str:
        more = ", depth: int" if depth else ""
        return (
            f"def {function}(data: bytes, at: int, end: int, limit: int{more})"
            f" -> tuple[{annotation}, int]:"
        )

    def _enter(self, *, depth: bool) -> None:
        if depth:
            with self._out.block("if not depth:"):
                self._out.line("raise ValueError")

    @contextmanager
    def _if_called(self, function: str) -> Iterator[None]:
        """Around a private codec, which `finish` leaves out if nobody calls it."""
        start = len(self._out.lines)
        self._out.raw(["", ""])
        yield
        self._private.append((function, start, len(self._out.lines)))

    def finish(self) -> None:
        """Leave out what is never called; to be used once, when all bodies are written."""
        for function, start, end in reversed(self._private):
            if function not in self._context.called:
                del self._out.lines[start:end]

    def _write_function(self, definition: Composite, name: str, *, depth: bool) -> None:
        header = self._write_header(f"_write_{name}", name, depth=depth)
        with self._if_called(f"_write_{name}"), self._out.block(header):
            self._enter(depth=depth)
            writer = CodecWriter(self._context, self._out, _inner(depth=depth))
            if isinstance(definition, ir.Union):
                steps = writer.union(definition, "value")
            else:
                steps = writer.fields(definition, "value")
            writer.write_adding(steps)

    def _read_function(self, definition: Composite, name: str, *, depth: bool) -> None:
        header = self._read_header(f"_read_{name}", name, depth=depth)
        with self._if_called(f"_read_{name}"), self._out.block(header):
            self._enter(depth=depth)
            reader = CodecReader(self._context, self._out, _inner(depth=depth))
            if isinstance(definition, ir.Union):
                ref = ir.Ref(self._context.module.name, definition.name)
                steps, value = reader.union(definition, ref, "result")
            else:
                steps, value = reader.fields(definition, name)
            value = reader.flat(steps, value)
            self._out.line(f"return {value}, {reader.position()}")

    # ------------------------------------------------------------------ linked lists

    def _list(self, struct: ir.Struct, name: str, *, depth: bool) -> None:
        """The loops over a list whose nodes are all of one struct."""
        self._out.raw(["", ""])
        header = self._write_header(f"_write_{name}_list", f"{name} | None", depth=depth)
        with self._out.block(header):
            self._enter(depth=depth)
            self._list_loop(struct)
        self._out.raw(["", ""])
        header = self._read_header(f"_read_{name}_list", f"{name} | None", depth=depth)
        with self._out.block(header):
            self._enter(depth=depth)
            CodecReader(self._context, self._out, _inner(depth=depth)).write_list(struct, name)

    def _list_loop(self, struct: ir.Struct) -> None:
        fields = self._context.names.fields(struct)
        tail = fields[struct.fields[-1].name]
        writer = CodecWriter(self._context, self._out, _inner(depth=self._layout.recurses(struct)))
        code = writer.single_word(struct)
        if code is not None:
            self._out.line("words: list[int] = []")
            with self._out.block("while value is not None:"):
                self._out.line(f"words.append(value.{fields[struct.fields[0].name]})")
                self._out.line(f"value = value.{tail}")
            self._out.line(f'out.append(_rt.linked_words("{code}", words))')
            return
        with self._out.block("while value is not None:"):
            flag: list[WriterStep] = [Argument("I", "1")]
            writer.write_adding(flag + writer.fields(struct, "value", struct.fields[:-1]))
            self._out.line(f"value = value.{tail}")
        self._out.line("out.append(_rt.END)")

    def _links(self, struct: ir.Struct, name: str, *, depth: bool) -> None:
        """The codecs of a list whose nodes are of several structs in turn."""
        links = self._layout.cycle(struct)
        inner = _inner(depth=depth)
        self._out.raw(["", ""])
        with self._out.block(self._write_header(f"_write_{name}_head", name, depth=True)):
            writer = CodecWriter(self._context, self._out, inner)
            steps = writer.fields(struct, "value", struct.fields[:-1])
            writer.write_adding(steps)
            if not steps:
                self._out.line("pass")
        self._out.raw(["", ""])
        whole = "tuple[typing.Any, ...]"
        with self._out.block(self._read_header(f"_read_{name}_head", whole, depth=True)):
            reader = CodecReader(self._context, self._out, inner)
            steps_values = [
                reader.steps(field.type, self._context.names.fields(struct)[field.name])
                for field in struct.fields[:-1]
            ]
            reader.write([step for more, _ in steps_values for step in more])
            values = tuple_text([value for _, value in steps_values])
            self._out.line(f"return {values}, {reader.position()}")
        parts = []
        for link in links:
            other = self._context.names.types[link.struct.name]
            tail = self._context.names.fields(link.struct)[link.struct.fields[-1].name]
            parts.append(
                f"_rt.Link({other}, _read_{other}_head, _write_{other}_head, "
                f'"{tail}", optional={link.optional})'
            )
        self.links.append(f"_links_{name} = ({', '.join(parts)})")
        left = "depth" if depth else "0"
        for suffix, annotation, none in (("", name, False), ("_list", f"{name} | None", True)):
            self._out.raw(["", ""])
            header = self._write_header(f"_write_{name}{suffix}", annotation, depth=depth)
            with self._out.block(header):
                self._enter(depth=depth)
                if none:
                    self._out.line("out.append(_rt.END if value is None else _rt.MORE)")
                self._out.line(f"_rt.write_links(_links_{name}, value, out, limit, {left})")
            self._out.raw(["", ""])
            header = self._read_header(f"_read_{name}{suffix}", annotation, depth=depth)
            with self._out.block(header):
                self._enter(depth=depth)
                if none:
                    table = self._context.constant("_unpack_I", 'struct.Struct(">I").unpack_from')
                    self._out.line(f"(flag,) = {table}(data, at)")
                    self._out.line("at += 4")
                    with self._out.block("if flag == 0:"):
                        self._out.line("return None, at")
                    with self._out.block("if flag != 1:"):
                        self._out.line("raise ValueError")
                self._out.line(
                    f"return _rt.read_links(_links_{name}, data, at, end, limit, {left})"
                )


def _inner(*, depth: bool) -> str:
    """The depth left inside of a function that has a `depth` of its own, or not."""
    return "depth - 1" if depth else "_rt.MAX_DEPTH"
