"""The bodies of encoders: statements that turn a value into pieces of XDR.

As in decoders, a type is first laid out as steps. Words of neighbours, one string or array and
its padding among them, become the arguments of one precompiled `Struct`; a choice with few
branches takes the words before it along into each branch. A body whose pieces are known without
a loop or a choice returns them; any other appends them to a list that is joined at the end.

Range errors are `struct`'s own; what it would not notice (bounds, enum members, lengths) raises a
bare ValueError. `_rt.explain_pack` finds out what is wrong and where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.codec_formats import constant_name, merged
from rpcgen_py.compiler.naming import LOCAL_RESERVED, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["CodecWriter"]

CARRYING: Final = 4
"""Most branches into which the words before a choice are copied."""

_SHORT: Final = 256
"""Greatest bound of bytes whose packers are kept in a list."""

_LONG: Final = 75
"""Characters of two pieces that are not to be put on one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement that later steps rely on."""

    text: str


@dataclass(frozen=True, slots=True)
class Encode:
    """The bytes of the str `value`, into `name`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that makes the value wrong."""

    condition: str


@dataclass(frozen=True, slots=True)
class Word:
    """Arguments of a `struct` code."""

    code: str
    argument: str


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` units of a code, as many as only the value tells: bytes with padding, or words.

    `bound` is the most that there may be; None where only the caller knows.
    """

    code: str
    count: str
    argument: str
    bound: int | None


@dataclass(frozen=True, slots=True)
class Single:
    """What is packed by a call of its own."""

    part: Counted


@dataclass(frozen=True, slots=True)
class Branch:
    """One way of a `Choice`."""

    condition: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A union or an optional. No condition true: the value is wrong."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`steps` for each `item` of `values`."""

    item: str
    values: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Another encoder, which appends its pieces to `out` or, `returning`, returns them."""

    text: str
    returning: bool


Step: TypeAlias = Line | Encode | Check | Word | Counted | Single | Choice | Repeat | Call
Run: TypeAlias = list[Word | Counted]


class CodecWriter:
    """Lays out and writes the body of one encoder.

    `depth` is the expression for the depth left inside of the function's own type; `taken` are
    the names of its parameters.
    """

    def __init__(
        self, context: ModuleContext, out: Emitter, depth: str, taken: Iterable[str] = ()
    ) -> None:
        self._context = context
        self._layout = context.layout
        self._out = out
        self._depth = depth
        self._locals = Scope(LOCAL_RESERVED.union(taken))

    # ------------------------------------------------------------------ layout

    def local(self, hint: str) -> str:
        """A variable named like `hint`: no other, and none of the module's own names."""
        wanted = hint.strip("_") or "item"
        while True:
            name = self._locals.number(wanted)
            if not self._context.names.scope.has(name):
                return name

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
            return f"*[not not item for item in {name}]"
        value = self._word(element, "item")
        return f"*{name}" if value == "item" else f"*[{value} for item in {name}]"

    def _each(self, element: ir.Type, name: str) -> Repeat:
        item = self.local(f"{name}_item")
        return Repeat(item, name, tuple(self.steps(element, item)))

    def _optional(self, type_: ir.Type, element: ir.Type, value: str) -> list[Step]:
        node = self._layout.list_node(type_)
        if node is not None:
            function = f"_write_{self._context.names.types[node.name]}_list"
            return [Call(f"{function}({value}, out, limit{self._depth_for(node)})", False)]
        start, name = self._named(value)
        return [
            *start,
            Choice(
                (
                    Branch(f"{name} is None", (Word("I", "0"),)),
                    Branch("", (Word("I", "1"), *self.steps(element, name))),
                )
            ),
        ]

    def _depth_for(self, target: ir.Struct | ir.Union) -> str:
        return f", {self._depth}" if self._layout.recurses(target) else ""

    def _call(self, type_: ir.Type, value: str) -> Call:
        local = self._layout.local(type_)
        if local is not None:
            function = f"_write_{self._context.names.types[local.name]}"
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
        branches = []
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
            condition = f"{kind} is {self._context.arm_class(union, arm)}"
            branches.append(Branch(condition, tuple(inner)))
        return [*steps, Choice(tuple(branches))]

    def single_word(self, struct: ir.Struct) -> str | None:
        """The code of the one word before the last field, if there is only that: `i` or `I`."""
        steps = self.fields(struct, "value", struct.fields[:-1])
        if len(steps) == 1 and isinstance(steps[0], Word) and steps[0].code in {"i", "I"}:
            return steps[0].code
        return None

    # ------------------------------------------------------------------ writing down

    def write_returning(self, steps: list[Step], run: Run | None = None) -> None:
        """Write statements that end by returning the encoding of `steps`."""
        run = [*(run or [])]
        pieces: list[str] = []
        for index, step in enumerate(steps):
            last = index == len(steps) - 1
            if isinstance(step, Choice) and last and not pieces and len(step.branches) <= CARRYING:
                self._choice_returning(step, run)
                return
            if isinstance(step, Choice | Repeat) or (isinstance(step, Call) and not step.returning):
                self._out.line("out: list[bytes] = []")
                self._add(pieces)
                self.write_adding(steps[index:], run)
                self._out.line('return b"".join(out)')
                return
            if isinstance(step, Call):
                pieces += self._piece(run)
                pieces.append(step.text)
            else:
                pieces += self._gather(step, run)
        pieces += self._piece(run)
        if len(pieces) > 2:
            self._out.line(f'return b"".join(({", ".join(pieces)}))')
            return
        if len(pieces) == 2 and sum(map(len, pieces)) > _LONG:
            head = self.local("head")
            self._out.line(f"{head} = {pieces[0]}")
            pieces[0] = head
        self._out.line(f"return {' + '.join(pieces)}" if pieces else 'return b""')

    def _choice_returning(self, step: Choice, run: Run) -> None:
        for branch in step.branches:
            if branch.condition:
                with self._out.block(f"if {branch.condition}:"):
                    self.write_returning(list(branch.steps), run)
            else:
                self.write_returning(list(branch.steps), run)
        if all(branch.condition for branch in step.branches):
            self._out.line("raise ValueError")

    def write_adding(self, steps: list[Step], run: Run | None = None) -> None:
        """Write statements that append the encoding of `steps` to `out`."""
        run = [*(run or [])]
        for index, step in enumerate(steps):
            match step:
                case Choice():
                    following = [*steps[index + 1 :]]
                    self._choice(step, run, following)
                    self.write_adding(following)
                    return
                case Repeat():
                    self._add(self._piece(run))
                    with self._out.block(f"for {step.item} in {step.values}:"):
                        self.write_adding(list(step.steps))
                        if not step.steps:
                            self._out.line("pass")
                case Call():
                    self._add(self._piece(run))
                    self._out.line(f"out.append({step.text})" if step.returning else step.text)
                case _:
                    self._add(self._gather(step, run))
        self._add(self._piece(run))

    def _choice(self, step: Choice, run: Run, following: list[Step]) -> None:
        """Write a choice; words before and behind it go into each branch, if they are few."""
        carried: list[Step] = []
        if len(step.branches) <= CARRYING:
            while following and isinstance(following[0], Word):
                carried.append(following.pop(0))
        else:
            self._add(self._piece(run))
        keyword = "if"
        for branch in step.branches:
            with self._out.block(f"{keyword} {branch.condition}:" if branch.condition else "else:"):
                before = len(self._out.lines)
                self.write_adding([*branch.steps, *carried], run)
                if len(self._out.lines) == before:
                    self._out.line("pass")
            keyword = "elif"
        if all(branch.condition for branch in step.branches):
            with self._out.block("else:"):
                self._out.line("raise ValueError")

    def _gather(self, step: Line | Encode | Check | Word | Counted | Single, run: Run) -> list[str]:
        """Take one step into the run, or write it; the pieces that are complete by that."""
        match step:
            case Line():
                self._out.line(step.text)
            case Encode():
                # Without arguments `encode` is a third faster, and nearly all text is plain.
                with self._out.block("try:"):
                    self._out.line(f"{step.name} = {step.value}.encode()")
                with self._out.block("except UnicodeEncodeError:"):
                    self._out.line(f'{step.name} = {step.value}.encode("utf-8", "surrogateescape")')
            case Check():
                with self._out.block(f"if {step.condition}:"):
                    self._out.line("raise ValueError")
            case Word():
                run.append(step)
            case Single():
                return [*self._piece(run), *self._piece([step.part])]
            case Counted():
                done = []
                if any(isinstance(each, Counted) for each in run):
                    done = self._piece(run)
                run.append(step)
                return done
        return []

    def _add(self, pieces: list[str]) -> None:
        for piece in pieces:
            self._out.line(f"out.append({piece})")

    def _piece(self, run: Run) -> list[str]:
        """The call that packs the words gathered, if there are any; empties `run`."""
        if not run:
            return []
        arguments = ", ".join(step.argument for step in run)
        where = [index for index, step in enumerate(run) if isinstance(step, Counted)]
        if not where:
            code = merged([step.code for step in run])
            table = self._context.constant(
                constant_name("pack", code), f'struct.Struct(">{code}").pack'
            )
            piece = f"{table}({arguments})"
        else:
            counted = run[where[0]]
            if not isinstance(counted, Counted):
                raise TypeError("a word has no count")
            head = merged([step.code for step in run[: where[0]]])
            tail = merged([step.code for step in run[where[0] + 1 :]])
            table = self._table(head, counted, tail, where[0], arguments)
            piece = f"{table}[{counted.count}]({arguments})"
        run.clear()
        return [piece]

    def _table(self, head: str, counted: Counted, tail: str, position: int, arguments: str) -> str:
        """The module constant with the packers for a `Counted` between words, by its count."""
        name = constant_name("pack", f"{head}_n{counted.code}_{tail}".strip("_"))
        short = counted.bound is not None and counted.bound <= _SHORT
        if counted.code == "s" and short and "*" not in arguments:
            return self._context.constant(
                f"{name}_{counted.bound}",
                f'_rt.short_packers("{head}", "{tail}", {position}, {counted.bound})',
            )
        return self._context.constant(name, f'_rt.Packers("{head}", "{counted.code}", "{tail}")')


def _hint(value: str) -> str:
    """A name for what an expression gives: its last attribute."""
    return re.sub(r"\W", "_", value.rpartition(".")[2])
