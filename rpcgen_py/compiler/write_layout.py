"""How a type is laid out as the steps of an encoder.

Words of neighbours become arguments of one precompiled `Struct`, also across the borders of
structs, and one string or array with its padding among them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.naming import LOCAL_RESERVED, Scope, local_name
from rpcgen_py.compiler.write_steps import (
    Branch,
    Call,
    Check,
    Choice,
    Counted,
    Encode,
    Line,
    Repeat,
    Single,
    Step,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["CARRYING", "WriteLayout"]

CARRYING: Final = 4
"""Most branches into which the words before a choice are copied."""


class WriteLayout:
    """Lays out one encoder, whose variables it names.

    `depth` is the expression for the depth left inside of the function's own type; `taken` are
    the names of its parameters.
    """

    def __init__(self, context: ModuleContext, depth: str, taken: Iterable[str] = ()) -> None:
        self._context = context
        self._layout = context.layout
        self._depth = depth
        self._locals = Scope(LOCAL_RESERVED.union(taken))

    def local(self, hint: str) -> str:
        """A variable named like `hint`: no other, and none of the module's own names."""
        return self._locals.number(local_name(hint), self._context.names.scope)

    def steps(  # noqa: C901, PLR0911 (one branch a kind of type)
        self, type_: ir.Type, value: str
    ) -> list[Step]:
        """The steps that write `value`, an expression without effects."""
        if scalar := self._layout.scalar(type_):
            checks = self._range_checks(type_, value, value)
            return [*checks, Word(scalar.pack, self._word(type_, value))]
        concrete = self._layout.resolve(type_)
        match concrete:
            case ir.Void():
                return []
            case ir.Quadruple():
                return self._fixed_bytes(16, value)
            case ir.FixedOpaque(size=size):
                return self._fixed_bytes(size, value)
            case ir.String(bound=bound):
                return self._text(bound, value, encode=self._context.strings == "str")
            case ir.Opaque(bound=bound):
                return self._text(bound, value, encode=False)
            case ir.FixedArray(element=element, size=size):
                return self._fixed_array(element, size, value)
            case ir.Array(element=element, bound=bound):
                return self._array(element, bound, value)
            case ir.Optional(element=element):
                return self._optional(type_, element, value)
        if not self._layout.inlined(type_):
            return [self._call(type_, value)]
        start, name = self._named(value)
        if isinstance(concrete, ir.Struct):
            return [*start, *self.fields(concrete, name)]
        if isinstance(concrete, ir.Union):
            return [*start, *self.union(concrete, name)]
        raise TypeError(f"{concrete} cannot be written in place")

    def _named(self, value: str) -> tuple[list[Step], str]:
        """A variable that holds `value`."""
        if value.isidentifier():
            return [], value
        name = self.local(_hint(value))
        return [Line(f"{name} = {value}")], name

    def _word(self, type_: ir.Type, value: str) -> str:
        target = self._layout.follow(type_)
        if isinstance(target, ir.Ref):
            return self._context.to_member(target, value)
        return value

    def _range_checks(self, type_: ir.Type, low: str, high: str) -> list[Check]:
        """What `struct` does not notice: a signed integer that is narrower than its word."""
        integer = self._layout.resolve(type_)
        if not isinstance(integer, ir.Integer) or integer.bits >= 32 or not integer.signed:
            return []
        bound = 1 << (integer.bits - 1)
        middle = low if low == high else f"{low} <= {high}"
        return [Check(f"not {-bound} <= {middle} < {bound}")]

    def _fixed_bytes(self, size: int, value: str) -> list[Step]:
        padding = f"{-size & 3}x" if size & 3 else ""
        return [Check(f"len({value}) != {size}"), Word(f"{size}s{padding}", value)]

    def _text(self, bound: int | None, value: str, *, encode: bool) -> list[Step]:
        start: list[Step]
        if encode:
            name = self.local(_hint(value))
            start = [Encode(name, value)]
        else:
            start, name = self._named(value)
        count = self.local(f"{name}_length")
        return [
            *start,
            Line(f"{count} = len({name})"),
            Check(f"{count} > {'limit' if bound is None else bound}"),
            Word("I", count),
            Counted("s", count, name, bound),
        ]

    def _fixed_array(self, element: ir.Type, size: int, value: str) -> list[Step]:
        start, name = self._named(value)
        start.append(Check(f"len({name}) != {size}"))
        if scalar := self._layout.scalar(element):
            checks = self._array_checks(element, name)
            code = scalar.pack * size if len(scalar.pack) > 1 else f"{size}{scalar.pack}"
            return [*start, *checks, Word(code, self._spread(element, name))]
        return [*start, self._each(element, name)]

    def _array(self, element: ir.Type, bound: int | None, value: str) -> list[Step]:
        start, name = self._named(value)
        count = self.local(f"{name}_count")
        start.append(Line(f"{count} = len({name})"))
        start.append(Check(f"{count} > {'limit' if bound is None else bound}"))
        if not self._layout.minimum(element):
            start.append(Check(f"{count} > _rt.MAX_EMPTY"))
        start.append(Word("I", count))
        if scalar := self._layout.scalar(element):
            # Without padding in the code, a repeat count can stand before it.
            code = scalar.pack if len(scalar.pack) == 1 else "I"
            checks = self._array_checks(element, name)
            # Alone in its call: the tuple itself is then the arguments, and is not copied.
            return [
                *start,
                *checks,
                Single(Counted(code, count, self._spread(element, name), bound)),
            ]
        return [*start, self._each(element, name)]

    def _array_checks(self, element: ir.Type, name: str) -> list[Step]:
        integer = self._layout.resolve(element)
        if isinstance(integer, ir.Integer) and integer.bits < 32 and not integer.signed:
            return [Check(f"{name} and max({name}) >= {1 << integer.bits}")]
        return [
            Check(f"{name} and {check.condition}")
            for check in self._range_checks(element, f"min({name})", f"max({name})")
        ]

    def _spread(self, element: ir.Type, name: str) -> str:
        """The words of an array's elements, as arguments."""
        if isinstance(self._layout.resolve(element), ir.Bool):
            return f"*[bool(item) for item in {name}]"
        value = self._word(element, "item")
        return f"*{name}" if value == "item" else f"*[{value} for item in {name}]"

    def _each(self, element: ir.Type, name: str) -> Repeat:
        item = self.local(f"{name}_item")
        return Repeat(item, name, tuple(self.steps(element, item)))

    def _optional(self, type_: ir.Type, element: ir.Type, value: str) -> list[Step]:
        node = self._layout.list_node(type_)
        if node is not None:
            function = self._context.private("_write", node, "_list")
            return [Call(f"{function}({value}, out, limit{self._depth_for(node)})", False)]
        start, name = self._named(value)
        inner = f"{name}[0]" if self._layout.wrapped(element) else name
        some = Word("I", "1"), *self.steps(element, inner)
        none = Branch(f"{name} is None", (Word("I", "0"),))
        return [*start, Choice((none, Branch("", some)))]

    def _depth_for(self, target: ir.Struct | ir.Union) -> str:
        return f", {self._depth}" if self._layout.recurses(target) else ""

    def _call(self, type_: ir.Type, value: str) -> Call:
        local = self._layout.local(type_)
        if local is not None:
            function = self._context.private("_write", local)
            self._context.called.add(function)
            return Call(f"{function}({value}, out, limit{self._depth_for(local)})", False)
        target = self._layout.follow(type_)
        if not isinstance(target, ir.Ref):
            raise TypeError(f"{target} has no codec")
        return Call(f"{self._context.codec(target, 'pack')}({value}, limit)", True)

    def fields(
        self, struct: ir.Struct, value: str, only: tuple[ir.Field, ...] | None = None
    ) -> list[Step]:
        """The steps of a struct's fields, or of `only` some; `value` is a variable."""
        names = self._context.names.fields(struct)
        return [
            step
            for field in (struct.fields if only is None else only)
            for step in self.steps(field.type, f"{value}.{names[field.name]}")
        ]

    def union(self, union: ir.Union, value: str) -> list[Step]:
        """The steps of a union; `value` is a variable."""
        scalar = self._layout.scalar(union.discriminant.type)
        if scalar is None:
            raise TypeError(f"{union.name} has no discriminant")
        arms = [*union.arms, *filter(None, [union.default])]
        early = len(arms) > CARRYING
        kind = self.local("kind")
        arm_value = self.local("arm")  # which of the classes it is, no checker could follow
        steps: list[Step] = [
            Line(f"{arm_value}: typing.Any = {value}"),
            Line(f"{kind} = {arm_value}.__class__"),
        ]
        value = arm_value
        if early:
            name = self._context.names.arm_fields(union, arms[0])[0]
            steps += self.steps(union.discriminant.type, f"{value}.{name}")
        branches: list[Branch] = []
        for arm in arms:
            discriminant, field = self._context.names.arm_fields(union, arm)
            inner: list[Step] = []
            if not early and len(arm.cases) == 1:
                code = "I" if scalar.pack == "3x?" else scalar.pack
                inner.append(Word(code, str(arm.cases[0].value)))
            elif not early:
                inner += self.steps(union.discriminant.type, f"{value}.{discriminant}")
            if arm.field is not None:
                inner += self.steps(arm.field.type, f"{value}.{field}")
            condition = f"{kind} is {self._context.inside(self._context.arm_class(union, arm))}"
            if branches and branches[-1].steps == tuple(inner):
                condition = f"{branches.pop().condition} or {condition}"
            branches.append(Branch(condition, tuple(inner)))
        return [*steps, Choice(tuple(branches))]

    def single_word(self, struct: ir.Struct) -> str | None:
        """The code of the one word before the last field, if there is only that: `i` or `I`."""
        steps = self.fields(struct, "value", struct.fields[:-1])
        if len(steps) == 1 and isinstance(steps[0], Word) and steps[0].code in {"i", "I"}:
            return steps[0].code
        return None


def _hint(value: str) -> str:
    """A name for what an expression gives: its last attribute."""
    return re.sub(r"\W", "_", value.rpartition(".")[2])
