"""Codecs that other codecs call.

What recurses, and what is too large to be written out wherever it is used, has a `_write_T` and a
`_read_T`; the node of a linked list has a `_write_T_list` and a `_read_T_list`, which stand for
`T *`. Those of types that may hold themselves count down `depth`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.codec_formats import tuple_text
from rpcgen_py.compiler.codec_reader import CodecReader
from rpcgen_py.compiler.codec_writer import CodecWriter
from rpcgen_py.compiler.write_steps import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.layout import Composite, Link
    from rpcgen_py.compiler.module_context import ModuleContext
    from rpcgen_py.compiler.write_steps import Step

__all__ = ["PrivateCodecsGenerator"]


class PrivateCodecsGenerator:
    """Writes the private codecs of one module.

    `links` are statements that must stand where all functions that they name are defined.
    """

    def __init__(self, context: ModuleContext, out: Emitter) -> None:
        self._context = context
        self._layout = context.layout
        self._out = out
        self._written: list[tuple[str, int, int]] = []
        self.links: list[str] = []

    def write(self, definition: Composite) -> None:
        """Write the private codecs of one struct or union."""
        links = self._layout.cycle(definition) if isinstance(definition, ir.Struct) else ()
        if isinstance(definition, ir.Struct) and len(links) > 1:
            self._circle(definition)
            return
        if isinstance(definition, ir.Struct) and links:
            self._list(definition)
        self._whole(definition)

    def drop_uncalled(self) -> None:
        """Take out the `_write_T` and `_read_T` that no other codec calls."""
        for function, start, end in reversed(self._written):
            if function not in self._context.called:
                del self._out.lines[start:end]

    # ------------------------------------------------------------------ frames

    @contextmanager
    def _writing(self, definition: Composite, annotation: str, suffix: str = "") -> Iterator[str]:
        """A function that appends to `out`; gives the depth left inside of it."""
        function = self._context.private("_write", definition, suffix)
        with self._function(
            function, f"value: {annotation}, out: list[bytes], limit: int", "None", definition
        ) as depth:
            yield depth

    @contextmanager
    def _reading(self, definition: Composite, annotation: str, suffix: str = "") -> Iterator[str]:
        """A function that reads `data` from `at`; gives the depth left inside of it."""
        function = self._context.private("_read", definition, suffix)
        with self._function(
            function,
            "data: bytes, at: int, end: int, limit: int",
            f"tuple[{annotation}, int]",
            definition,
        ) as depth:
            yield depth

    @contextmanager
    def _function(
        self, name: str, parameters: str, result: str, definition: Composite
    ) -> Iterator[str]:
        recurses = self._layout.recurses(definition)
        more = ", depth: int" if recurses else ""
        self._out.raw(["", ""])
        with self._out.block(f"def {name}({parameters}{more}) -> {result}:"):
            yield "depth - 1" if recurses else "_rt.MAX_DEPTH"

    def _enter(self, definition: Composite) -> None:
        """Statements that refuse one level of depth too many."""
        if self._layout.recurses(definition):
            with self._out.block("if not depth:"):
                self._out.line("raise ValueError")

    # ------------------------------------------------------------------ structs and unions

    def _whole(self, definition: Composite) -> None:
        name = self._context.names.types[definition.name]
        start = len(self._out.lines)
        with self._writing(definition, name) as depth:
            self._enter(definition)
            writer = CodecWriter(self._context, self._out, depth)
            if isinstance(definition, ir.Union):
                steps = writer.union(definition, "value")
            else:
                steps = writer.fields(definition, "value")
            writer.write_adding(steps)
        middle = len(self._out.lines)
        with self._reading(definition, name) as depth:
            self._enter(definition)
            reader = CodecReader(self._context, self._out, depth)
            if isinstance(definition, ir.Union):
                ref = ir.Ref(self._context.module.name, definition.name)
                read, value = reader.union(definition, ref, "result")
            else:
                read, value = reader.fields(definition, self._context.inside(name))
            value = reader.flat(read, value)
            self._out.line(f"return {value}, {reader.position()}")
        self._written.append((self._context.private("_write", definition), start, middle))
        end = len(self._out.lines)
        self._written.append((self._context.private("_read", definition), middle, end))

    # ------------------------------------------------------------------ lists of one struct

    def _list(self, struct: ir.Struct) -> None:
        name = self._context.names.types[struct.name]
        with self._writing(struct, f"{name} | None", "_list") as depth:
            self._list_loop(struct, depth)
        with self._reading(struct, f"{name} | None", "_list") as depth:
            reader = CodecReader(self._context, self._out, depth)
            reader.write_list(struct, name, counting=self._layout.recurses(struct))

    def _list_loop(self, struct: ir.Struct, depth: str) -> None:
        fields = self._context.names.fields(struct)
        tail = fields[struct.fields[-1].name]
        code = CodecWriter(self._context, self._out, depth).single_word(struct)
        if code is not None:
            self._out.line("words: list[int] = []")
            with self._out.block("while value is not None:"):
                self._out.line(f"words.append(value.{fields[struct.fields[0].name]})")
                self._out.line(f"value = value.{tail}")
            self._out.line(f'out.append(_rt.linked_words("{code}", words))')
            self._free_long("words", struct, tail)
            return
        writer = CodecWriter(self._context, self._out, depth)
        with self._out.block("while value is not None:"):
            self._enter(struct)
            flag: list[Step] = [Word("I", "1")]
            writer.write_adding(flag + writer.fields(struct, "value", struct.fields[:-1]))
            self._out.line(f"value = value.{tail}")
        self._out.line("out.append(_rt.END)")
        self._free_long("out", struct, tail)

    def _free_long(self, pieces: str, struct: ir.Struct, tail: str) -> None:
        """A statement after which a long list, of which there are `pieces`, can be freed."""
        name = self._context.inside(self._context.names.types[struct.name])
        with self._out.block(f"if len({pieces}) > _rt.LONG:"):
            self._out.line(f'_rt.free_in_a_loop({name}, "{tail}")')

    # ------------------------------------------------------------------ lists of several structs

    def _circle(self, struct: ir.Struct) -> None:
        """The codecs of a list whose nodes are of several structs in turn."""
        name = self._context.names.types[struct.name]
        heads = self._context.names.fields(struct)
        with self._writing(struct, name, "_head") as depth:
            writer = CodecWriter(self._context, self._out, depth)
            steps = writer.fields(struct, "value", struct.fields[:-1])
            writer.write_adding(steps)
            if not steps:
                self._out.line("pass")
        with self._reading(struct, "tuple[typing.Any, ...]", "_head") as depth:
            reader = CodecReader(self._context, self._out, depth)
            parts = [reader.steps(each.type, heads[each.name]) for each in struct.fields[:-1]]
            reader.write([step for more, _ in parts for step in more])
            values = tuple_text([value for _, value in parts])
            self._out.line(f"return {values}, {reader.position()}")
        links = ", ".join(self._link(link) for link in self._layout.cycle(struct))
        variable = self._context.private("_links", struct)
        self.links.append(f"{variable} = ({links})")
        arguments = "depth" if self._layout.recurses(struct) else "0"
        with self._writing(struct, name):
            self._enter(struct)
            self._out.line(f"_rt.write_links({variable}, value, out, limit, {arguments})")
        with self._reading(struct, name):
            self._enter(struct)
            self._out.line(f"return _rt.read_links({variable}, data, at, end, limit, {arguments})")
        with self._writing(struct, f"{name} | None", "_list"):
            with self._out.block("if value is None:"):
                self._out.line("out.append(_rt.END)")
                self._out.line("return")
            self._enter(struct)
            self._out.line("out.append(_rt.MORE)")
            self._out.line(f"_rt.write_links({variable}, value, out, limit, {arguments})")
        with self._reading(struct, f"{name} | None", "_list"):
            self._out.line("more, at = _rt.read_flag(data, at)")
            with self._out.block("if not more:"):
                self._out.line("return None, at")
            self._enter(struct)
            self._out.line(f"return _rt.read_links({variable}, data, at, end, limit, {arguments})")

    def _link(self, link: Link) -> str:
        name = self._context.names.types[link.struct.name]
        tail = self._context.names.fields(link.struct)[link.struct.fields[-1].name]
        read = self._context.private("_read", link.struct, "_head")
        write = self._context.private("_write", link.struct, "_head")
        depth = self._layout.recurses(link.struct)
        return (
            f'_rt.Link({name}, {read}, {write}, "{tail}", '
            f"optional={link.optional}, recurses={depth})"
        )
