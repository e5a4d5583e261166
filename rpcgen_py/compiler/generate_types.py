"""The types of a module: constants, enums, structs, the arms of unions, and the aliases."""

from __future__ import annotations

import builtins
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.codec_formats import tuple_text
from rpcgen_py.compiler.codec_frames import explained_pack, explained_unpack
from rpcgen_py.compiler.codec_reader import CodecReader
from rpcgen_py.compiler.codec_writer import CodecWriter
from rpcgen_py.compiler.emitter import comment, docstring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["TypesGenerator"]

_BUILTINS: Final = frozenset(dir(builtins))


class TypesGenerator:
    """Writes the classes and aliases of one module."""

    def __init__(self, context: ModuleContext, out: Emitter) -> None:
        self._context = context
        self._out = out
        self._passed: set[int] = set()
        self._defined: set[str] = set()

    def write(self) -> None:
        """Write all types: what is needed at import before what needs it, else as in the source."""
        definitions = self._context.module.definitions
        for index, each in enumerate(definitions):
            if isinstance(each, ir.Const):
                self._pass_through(index)
                self._constant(each)
        for index, each in enumerate(definitions):
            if isinstance(each, ir.Enum):
                self._pass_through(index)
                self._enum(each)
                self._defined.add(each.name)
        waiting: list[ir.Typedef] = []
        for index, each in enumerate(definitions):
            if isinstance(each, ir.Struct):
                self._pass_through(index)
                self._struct(each)
                self._defined.add(each.name)
            elif isinstance(each, ir.Union):
                self._pass_through(index)
                self._union(each)
                self._defined.add(each.name)
            elif isinstance(each, ir.Typedef):
                self._pass_through(index)
                waiting.append(each)
            waiting = self._aliases(waiting)
        for each in waiting:
            self._typedef(each, quoted=True)

    def remaining_pass_through(self, index: int) -> None:
        """Write the `%` lines before a definition that is no type."""
        self._pass_through(index)

    def _pass_through(self, index: int) -> None:
        """Write the `%` lines that stand before a definition."""
        for run in self._context.module.pass_through:
            if run.before == index and id(run) not in self._passed:
                self._passed.add(id(run))
                self._out.separate(1)
                self._out.raw([f"# %{line}".rstrip() for line in run.lines])

    def _aliases(self, waiting: list[ir.Typedef]) -> list[ir.Typedef]:
        """Write the typedefs whose types stand above by now; the others."""
        progress = True
        while progress:
            progress = False
            for each in waiting:
                if self._ready(each.type):
                    self._typedef(each, quoted=self._context.is_late(each.type))
                    self._defined.add(each.name)
                    waiting = [other for other in waiting if other is not each]
                    progress = True
                    break
        return waiting

    def _ready(self, type_: ir.Type) -> bool:
        match type_:
            case ir.Array(element=element) | ir.FixedArray(element=element):
                return self._ready(element)
            case ir.Optional(element=element):
                return self._ready(element)
            case ir.Ref(module=module, name=name) if module == self._context.module.name:
                return name in self._defined
            case _:
                return True

    # ------------------------------------------------------------------ definitions

    def _documented(self, doc: str) -> None:
        if doc.strip():
            self._out.raw(comment(doc))

    def _constant(self, constant: ir.Const) -> None:
        self._documented(constant.doc)
        kind = "str" if isinstance(constant.value, str) else "int"
        name = self._context.names.constants[constant.name]
        value = constant.value
        text = f"'{value}'" if isinstance(value, str) and '"' in value else repr(value)
        if isinstance(value, str):
            text = _string(value)
        self._out.line(f"{name}: typing.Final[{kind}] = {text}")

    def _enum(self, enum: ir.Enum) -> None:
        self._out.raw(["", ""])
        members = self._context.names.members(enum)
        with self._out.block(f"class {self._context.names.types[enum.name]}(enum.IntEnum):"):
            if enum.doc.strip():
                self._out.raw([*docstring(enum.doc), ""])
            for member in enum.members:
                self._documented(member.doc)
                self._out.line(f"{members[member.name]} = {member.value}")

    def _hidden(self, fields: Iterable[str]) -> frozenset[str]:
        """The names of types that mean something else in a class with these fields.

        A builtin's name is one until its type has been defined: mypy would take the builtin.
        """
        names = self._context.names.types.items()
        late = {name for source, name in names if source not in self._defined}
        return frozenset([*fields, *(late & _BUILTINS)])

    def _class(self, name: str, *, recursive: bool) -> str:
        self._out.raw(["", ""])
        options = "frozen=True" if recursive else "frozen=True, gc=False"
        return f"class {name}(msgspec.Struct, {options}):"

    def _struct(self, struct: ir.Struct) -> None:
        name = self._context.names.types[struct.name]
        fields = self._context.names.fields(struct)
        hidden = self._hidden(fields.values())
        header = self._class(name, recursive=struct.recursive)
        if self._context.layout.cycle(struct):
            header = header.replace("msgspec.Struct", "_rt.ListNode")
        with self._out.block(header):
            if struct.doc.strip():
                self._out.raw([*docstring(struct.doc), ""])
            for field in struct.fields:
                self._documented(field.doc)
                annotation = self._context.annotation(field.type, hidden)
                self._out.line(f"{fields[field.name]}: {annotation}")
            self._out.line()
            self._to_xdr(struct, name)
            self._out.line()
            self._struct_from_xdr(struct, name, hidden)

    def _to_xdr(self, struct: ir.Struct, name: str) -> None:
        with (
            self._out.block("def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:"),
            explained_pack(self._out, name, "self"),
        ):
            if len(self._context.layout.cycle(struct)) == 1:  # a list but for the flag before it
                depth = ", _rt.MAX_DEPTH" if self._context.layout.recurses(struct) else ""
                self._out.line("out: list[bytes] = []")
                function = self._context.private("_write", struct, "_list")
                self._out.line(f"{function}(self, out, limit{depth})")
                self._out.line('return b"".join(out)[4:]')
                return
            writer = CodecWriter(self._context, self._out, "_rt.MAX_DEPTH")
            ref = ir.Ref(self._context.module.name, struct.name)
            writer.write_returning(writer.steps(ref, "self"))

    @contextmanager
    def _from_xdr(self, name: str, hidden: frozenset[str]) -> Iterator[None]:
        own = self._context.alias(name) if name in hidden else name
        self._out.line("@classmethod")
        header = f"def from_xdr(cls, data: bytes, limit: int = _rt.DEFAULT_LIMIT) -> {own}:"
        with self._out.block(header):
            yield

    def _struct_from_xdr(self, struct: ir.Struct, name: str, hidden: frozenset[str]) -> None:
        with self._from_xdr(name, hidden):
            reader = CodecReader(self._context, self._out, "")
            if not reader.short(struct):
                unpack = self._context.names.unpack[struct.name]
                self._out.line(f"return _rt.unpack_whole({unpack}, data, limit)")
                return
            with explained_unpack(self._out, name, "0, len(data)"):
                reader.write_whole(struct)

    def _union(self, union: ir.Union) -> None:
        arms = [*union.arms, *filter(None, [union.default])]
        for arm in arms:
            self._arm(union, arm)
        self._out.raw(["", ""])
        self._documented(union.doc)
        classes = [self._context.arm_class(union, arm) for arm in arms]
        name = self._context.names.types[union.name]
        self._out.raw(_alias(name, classes))

    def _arm(self, union: ir.Union, arm: ir.Arm) -> None:
        name = self._context.arm_class(union, arm)
        discriminant, field = self._context.names.arm_fields(union, arm)
        hidden = self._hidden([discriminant, field])
        kind = self._context.annotation(union.discriminant.type, hidden)
        has_field = bool(field) and arm.field is not None
        stored = len(arm.cases) != 1
        late = self._context.is_late(union.discriminant.type)
        with self._out.block(self._class(name, recursive=union.recursive)):
            if arm.doc.strip():
                self._out.raw([*docstring(arm.doc), ""])
            if stored:
                self._out.line(f"{discriminant}: {kind}")
            elif not late:
                case = self._case(union, arm.cases[0])
                self._out.line(f"{discriminant}: typing.ClassVar[{kind}] = {case}")
            if has_field and arm.field is not None:
                self._documented(arm.field.doc)
                self._out.line(f"{field}: {self._context.annotation(arm.field.type, hidden)}")
            self._out.line()
            if not stored and late:
                self._out.line("@property")
                with self._out.block(f"def {discriminant}(self) -> {kind}:"):
                    self._out.line(f"return {self._case(union, arm.cases[0])}")
                self._out.line()
            if stored:
                self._refusal(union, arm, discriminant)
            with self._out.block("def to_xdr(self, limit: int = _rt.DEFAULT_LIMIT) -> bytes:"):
                self._out.line(f"return {self._context.names.pack[union.name]}(self, limit)")
            self._out.line()
            with self._from_xdr(name, hidden):
                unpack = self._context.names.unpack[union.name]
                self._out.line(f"return _rt.unpack_arm(cls, {unpack}, data, limit)")

    def _case(self, union: ir.Union, case: ir.Case) -> str:
        """The discriminant of a case, as an expression."""
        target = self._context.layout.follow(union.discriminant.type)
        if isinstance(target, ir.Ref):
            return self._context.member(target, case)
        return str(bool(case.value)) if isinstance(target, ir.Bool) else str(case.value)

    def _refusal(self, union: ir.Union, arm: ir.Arm, discriminant: str) -> None:
        """The check that a stored discriminant is one that this arm owns."""
        if arm.cases:
            numbers = [str(case.value) for case in arm.cases]
            test = f"self.{discriminant} not in {tuple_text(numbers)}"
        else:
            numbers = [str(case.value) for other in union.arms for case in other.cases]
            among = f"in {tuple_text(numbers)}" if len(numbers) > 1 else f"== {''.join(numbers)}"
            test = f"self.{discriminant} {among}"
        if not numbers:
            return
        with self._out.block("def __post_init__(self) -> None:"), self._out.block(f"if {test}:"):
            self._out.line(
                f'raise _rt.XdrError(f"{{self.{discriminant}!r}} belongs to another arm", '
                f'("{discriminant}",))'
            )
        self._out.line()

    def _typedef(self, typedef: ir.Typedef, *, quoted: bool) -> None:
        self._out.separate()
        self._documented(typedef.doc)
        annotation = self._context.annotation(typedef.type)
        name = self._context.names.types[typedef.name]
        self._out.line(
            f"{name}: typing.TypeAlias = " + (f'"{annotation}"' if quoted else annotation)
        )


def _alias(name: str, classes: list[str]) -> list[str]:
    """The alias of a union, on one line or on one a class."""
    line = f"{name}: typing.TypeAlias = {' | '.join(classes)}"
    if len(line) <= 100:
        return [line]
    head = f"{name}: typing.TypeAlias = ("
    if len(" | ".join(classes)) <= 96:
        return [head, f"    {' | '.join(classes)}", ")"]
    return [head, f"    {classes[0]}", *(f"    | {each}" for each in classes[1:]), ")"]


def _string(value: str) -> str:
    """A literal in the quotes that need fewer backslashes."""
    text = repr(value)
    if text.startswith("'") and '"' not in value:
        text = '"' + re.sub(r"\\'", "'", text[1:-1]) + '"'
    return text
