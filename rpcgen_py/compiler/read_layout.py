"""How a type is laid out as the steps of a decoder.

What this gains is that the words of neighbours, also across the borders of structs, stand side by
side in one list, together with the length, the flag or the discriminant that decides what comes
next: each such run is later read by one precompiled `Struct`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.codec_formats import constant_name, merged, tuple_text
from rpcgen_py.compiler.layout import UNROLLED
from rpcgen_py.compiler.naming import FUNCTION_RESERVED, LOCAL_RESERVED, Scope, local_name
from rpcgen_py.compiler.read_steps import (
    Branch,
    Bulk,
    Call,
    Check,
    Choice,
    Repeat,
    Step,
    Text,
    Word,
)

if TYPE_CHECKING:
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["ReadLayout"]


class ReadLayout:
    """Lays out one decoder, whose variables it names.

    `depth` is the expression for the depth left inside of the function's own type.
    """

    def __init__(self, context: ModuleContext, depth: str) -> None:
        self._context = context
        self._layout = context.layout
        self._depth = depth
        self._locals = Scope(LOCAL_RESERVED)

    def local(self, hint: str) -> str:
        """A variable named like `hint`: no other, and none of the module's own names."""
        return self._locals.number(local_name(hint), self._context.names.scope)

    def steps(  # noqa: C901, PLR0911 (one branch a kind of type)
        self, type_: ir.Type, hint: str
    ) -> tuple[list[Step], str]:
        """The steps that read a type, and the expression for its value behind them."""
        if scalar := self._layout.scalar(type_):
            name = self.local(hint)
            word = Word(scalar.unpack, scalar.size, name)
            return [word, *self._range_checks(type_, name, name)], self._converted(type_, name)
        concrete = self._layout.resolve(type_)
        match concrete:
            case ir.Void():
                return [], "None"
            case ir.Quadruple():
                return self._fixed_bytes(16, hint)
            case ir.FixedOpaque(size=size):
                return self._fixed_bytes(size, hint)
            case ir.String(bound=bound):
                return self._text(bound, hint, decode=self._context.strings == "str")
            case ir.Opaque(bound=bound):
                return self._text(bound, hint, decode=False)
            case ir.FixedArray(element=element, size=size):
                return self._fixed_array(element, size, hint)
            case ir.Array(element=element, bound=bound):
                return self._array(element, bound, hint)
            case ir.Optional(element=element):
                return self._optional(type_, element, hint)
        if not self._layout.inlined(type_):
            return self._call(type_, hint)
        if isinstance(concrete, ir.Struct):
            return self.fields(concrete, self._name(type_))
        if isinstance(concrete, ir.Union):
            return self.union(concrete, type_, hint)
        raise TypeError(f"{concrete} cannot be read in place")

    def _name(self, type_: ir.Type) -> str:
        target = self._layout.follow(type_)
        if not isinstance(target, ir.Ref):
            raise TypeError(f"{target} has no name")
        return self._context.inside(self._context.type_name(target))

    def _converted(self, type_: ir.Type, word: str) -> str:
        """The value that a word stands for."""
        target = self._layout.follow(type_)
        if isinstance(target, ir.Ref):
            return self._context.to_member(target, word)
        return f"_rt.BOOLS[{word}]" if isinstance(target, ir.Bool) else word

    def _range_checks(self, type_: ir.Type, low: str, high: str) -> list[Check]:
        """The checks of a type that is narrower than its word."""
        integer = self._layout.resolve(type_)
        if not isinstance(integer, ir.Integer) or integer.bits >= 32:
            return []
        if not integer.signed:
            return [Check(f"{high} > {(1 << integer.bits) - 1}")]
        bound = 1 << (integer.bits - 1)
        middle = low if low == high else f"{low} <= {high}"
        return [Check(f"not {-bound} <= {middle} < {bound}")]

    def _fixed_bytes(self, size: int, hint: str) -> tuple[list[Step], str]:
        name = self.local(hint)
        padding = f"{-size & 3}x" if size & 3 else ""
        return [Word(f"{size}s{padding}", size + 3 & -4, name)], name

    def _text(self, bound: int | None, hint: str, *, decode: bool) -> tuple[list[Step], str]:
        name, count = self.local(hint), self.local(f"{hint}_length")
        check = Check(f"{count} > {'limit' if bound is None else bound}")
        return [Word("I", 4, count), check, Text(name, count, decode)], name

    def _fixed_array(self, element: ir.Type, size: int, hint: str) -> tuple[list[Step], str]:
        if size <= UNROLLED and self._layout.scalar(element):
            parts = [self.steps(element, f"{hint}_{index}") for index in range(size)]
            return [step for steps, _ in parts for step in steps], tuple_text(
                [value for _, value in parts]
            )
        if scalar := self._layout.scalar(element):
            name = self.local(hint)
            table = self._unpacker(f"{size}{scalar.unpack}")
            bulk = Bulk(name, f"{table}(data, {{at}})", size * scalar.size, None)
            return [bulk, *self._array_checks(element, name)], self._mapped(element, name)
        return self._elements(element, str(size), hint, [])

    def _array_checks(self, element: ir.Type, name: str) -> list[Check]:
        return [
            Check(f"{name} and {check.condition}")
            for check in self._range_checks(element, f"min({name})", f"max({name})")
        ]

    def _mapped(self, element: ir.Type, words: str) -> str:
        value = self._converted(element, "word")
        return words if value == "word" else f"tuple([{value} for word in {words}])"

    def _array(self, element: ir.Type, bound: int | None, hint: str) -> tuple[list[Step], str]:
        count = self.local(f"{hint}_count")
        most = "limit" if bound is None else str(bound)
        minimum = self._layout.minimum(element)
        room = f"{count} * {minimum} > {{left}}" if minimum else f"{count} > _rt.MAX_EMPTY"
        start: list[Step] = [Word("I", 4, count), Check(f"{count} > {most} or {room}")]
        if scalar := self._layout.scalar(element):
            name = self.local(hint)
            table = self._context.constant(
                f"_unpack_n{scalar.unpack}",
                f'_rt.Unpackers("{scalar.unpack}")',
            )
            bulk = Bulk(name, f"{table}[{count}](data, {{at}})", scalar.size, count)
            checks = self._array_checks(element, name)
            return [*start, bulk, *checks], self._mapped(element, name)
        return self._elements(element, count, hint, start)

    def _elements(
        self, element: ir.Type, count: str, hint: str, start: list[Step]
    ) -> tuple[list[Step], str]:
        name = self.local(hint)
        steps, value = self.steps(element, f"{hint}_item")
        words = [step for step in steps if isinstance(step, Word)]
        size = sum(word.size for word in words)
        if len(words) == len(steps) and size:
            code = merged([word.code for word in words])
            table = self._context.constant(
                constant_name("iter", code), f'struct.Struct(">{code}").iter_unpack'
            )
            names = [word.name for word in words]
            target, value = self._gathered(names, value)
            span = f"data[{{at}} : {{at}} + {count} * {size}]"
            expression = f"tuple([{value} for {target} in {table}({span})])"
            if count.isdecimal():
                return [*start, Bulk(name, expression, int(count) * size, None)], name
            return [*start, Bulk(name, expression, size, count)], name
        annotation = self._context.annotation(element, FUNCTION_RESERVED)
        return [*start, Repeat(name, count, annotation, tuple(steps), value)], name

    def _gathered(self, names: list[str], value: str) -> tuple[str, str]:
        """The target to unpack words into, and the value then; `words` if all go into one call."""
        call = value.removesuffix(f"({', '.join(names)})")
        if call != value and call and "(" not in call:
            return "words", f"{call}(*words)"
        return tuple_text(names).strip("()") if len(names) > 1 else f"({names[0]},)", value

    def _optional(self, type_: ir.Type, element: ir.Type, hint: str) -> tuple[list[Step], str]:
        node = self._layout.list_node(type_)
        if node is not None:
            name = self.local(hint)
            function = self._context.private("_read", node, "_list")
            return [Call(name, function, self._depth_for(node))], name
        flag, name = self.local(f"{hint}_flag"), self.local(hint)
        steps, value = self.steps(element, hint)
        value = f"({value},)" if self._layout.wrapped(element) else value
        choice = Choice(
            name,
            self._context.annotation(ir.Optional(element), FUNCTION_RESERVED),
            (Branch(f"{flag} == 1", tuple(steps), value), Branch(f"{flag} == 0", (), "None")),
        )
        return [Word("I", 4, flag), choice], name

    def _depth_for(self, target: ir.Struct | ir.Union) -> str:
        return f", {self._depth}" if self._layout.recurses(target) else ""

    def _call(self, type_: ir.Type, hint: str) -> tuple[list[Step], str]:
        name = self.local(hint)
        local = self._layout.local(type_)
        if local is not None:
            function = self._context.private("_read", local)
            self._context.called.add(function)
            return [Call(name, function, self._depth_for(local))], name
        target = self._layout.follow(type_)
        if not isinstance(target, ir.Ref):
            raise TypeError(f"{target} has no codec")
        return [Call(name, self._context.codec(target, "unpack"), "")], name

    def fields(self, struct: ir.Struct, name: str) -> tuple[list[Step], str]:
        """The steps and the value of a struct, in place."""
        steps: list[Step] = []
        values = []
        names = self._context.names.fields(struct)
        for field in struct.fields:
            more, value = self.steps(field.type, names[field.name])
            steps += more
            values.append(value)
        return steps, f"{name}({', '.join(values)})"

    def union(self, union: ir.Union, type_: ir.Type, hint: str) -> tuple[list[Step], str]:
        """The steps and the value of a union, in place."""
        scalar = self._layout.scalar(union.discriminant.type)
        if scalar is None:
            raise TypeError(f"{union.name} has no discriminant")
        word, name = self.local(union.discriminant.name), self.local(hint)
        stored = self._converted(union.discriminant.type, word)
        checks = self._range_checks(union.discriminant.type, word, word)
        branches = []
        for arm in union.arms:
            numbers = [str(case.value) for case in arm.cases]
            one = len(numbers) == 1
            condition = f"{word} == {numbers[0]}" if one else f"{word} in {tuple_text(numbers)}"
            branches.append(self._arm(union, arm, condition, "" if one else stored))
        if union.default is not None:
            branches.append(self._arm(union, union.default, "", stored))
        choice = Choice(name, self._name(type_), tuple(branches))
        return [Word(scalar.unpack, scalar.size, word), *checks, choice], name

    def _arm(self, union: ir.Union, arm: ir.Arm, condition: str, stored: str) -> Branch:
        steps: list[Step] = []
        values = [stored] if stored else []
        if arm.field is not None and self._layout.resolve(arm.field.type) != ir.Void():
            steps, value = self.steps(arm.field.type, arm.field.name)
            values.append(value)
        return Branch(
            condition,
            tuple(steps),
            f"{self._context.inside(self._context.arm_class(union, arm))}({', '.join(values)})",
        )

    def _unpacker(self, code: str) -> str:
        return self._context.constant(
            constant_name("unpack", code), f'struct.Struct(">{code}").unpack_from'
        )
