"""The bodies of decoders: statements that turn `data[at:end]` into a value.

A type is first laid out as steps, then the steps are written down. What this gains is that the
words of neighbours, also across the borders of structs, are read by one precompiled `Struct`,
together with the length, the flag or the discriminant that decides what comes next. Words behind
a choice are read in each of its branches, so that a choice costs no second read.

Inside a body `at` is the offset of the last variable-length step; what has been read since is a
constant that is added where it is needed. Faults raise a bare ValueError: `_rt.explain_unpack`
finds out what is wrong and where, so that right bytes pay nothing for it. Whether the data ended
too early is asked once, behind the whole value; before that, only counts are held against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.codec_formats import constant_name, merged, tuple_text
from rpcgen_py.compiler.layout import UNROLLED
from rpcgen_py.compiler.naming import LOCAL_RESERVED, Scope

if TYPE_CHECKING:
    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["CodecReader"]

CARRYING: Final = 4
"""Most branches into which what follows a choice is copied."""

_SHORT: Final = 10
"""Most statements, words aside, of a decoder that is written a second time as `from_xdr`."""

_CHUNK: Final = 1024
"""Bytes of a list that are looked at in one go: what is copied for a shorter list stays small."""


@dataclass(frozen=True, slots=True)
class Word:
    """One value of a format code, read into the variable `name`."""

    code: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that makes the bytes wrong; `{left}` in it stands for the bytes left."""

    condition: str


@dataclass(frozen=True, slots=True)
class Text:
    """`count` bytes and their padding, read into `name`."""

    name: str
    count: str
    decode: bool


@dataclass(frozen=True, slots=True)
class Bulk:
    """What one expression reads; `{at}` in it stands for the offset. It takes `size` bytes."""

    name: str
    expression: str
    size: int
    count: str | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """`count` elements, each read by `steps` and then worth `element`, collected into `name`."""

    name: str
    count: str
    annotation: str
    steps: tuple[Step, ...]
    element: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One way of a `Choice`: under `condition` read `steps`, then the value is `result`."""

    condition: str
    steps: tuple[Step, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A union or an optional, read into `name`. No condition true: the bytes are wrong."""

    name: str
    annotation: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Another decoder, whose value goes into `name`."""

    name: str
    function: str
    depth: str


Step: TypeAlias = Word | Check | Text | Bulk | Repeat | Choice | Call


class CodecReader:
    """Lays out and writes the body of one decoder.

    `depth` is the expression for the depth left inside of the function's own type.
    """

    def __init__(self, context: ModuleContext, out: Emitter, depth: str) -> None:
        self._context = context
        self._layout = context.layout
        self._out = out
        self._depth = depth
        self._locals = Scope(LOCAL_RESERVED)
        self._shift = 0

    # ------------------------------------------------------------------ layout

    def local(self, hint: str) -> str:
        """A variable named like `hint`: no other, and none of the module's own names."""
        wanted = hint.strip("_") or "item"
        while True:
            name = self._locals.number(wanted)
            if not self._context.names.scope.has(name):
                return name

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
        return self._context.type_name(target)

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
        annotation = self._context.annotation(element)
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
            function = f"_read_{self._context.names.types[node.name]}_list"
            return [Call(name, function, self._depth_for(node))], name
        flag, name = self.local(f"{hint}_flag"), self.local(hint)
        steps, value = self.steps(element, hint)
        choice = Choice(
            name,
            f"{self._context.annotation(element)} | None".replace("| None | None", "| None"),
            (Branch(f"{flag} == 1", tuple(steps), value), Branch(f"{flag} == 0", (), "None")),
        )
        return [Word("I", 4, flag), choice], name

    def _depth_for(self, target: ir.Struct | ir.Union) -> str:
        return f", {self._depth}" if self._layout.recurses(target) else ""

    def _call(self, type_: ir.Type, hint: str) -> tuple[list[Step], str]:
        name = self.local(hint)
        local = self._layout.local(type_)
        if local is not None:
            function = f"_read_{self._context.names.types[local.name]}"
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
        return [Word(scalar.unpack, 4, word), *checks, choice], name

    def _arm(self, union: ir.Union, arm: ir.Arm, condition: str, stored: str) -> Branch:
        steps: list[Step] = []
        values = [stored] if stored else []
        if arm.field is not None and self._layout.resolve(arm.field.type) != ir.Void():
            steps, value = self.steps(arm.field.type, arm.field.name)
            values.append(value)
        return Branch(
            condition, tuple(steps), f"{self._context.arm_class(union, arm)}({', '.join(values)})"
        )

    def _unpacker(self, code: str) -> str:
        return self._context.constant(
            constant_name("unpack", code), f'struct.Struct(">{code}").unpack_from'
        )

    # ------------------------------------------------------------------ writing down

    def position(self) -> str:
        """The expression for the offset behind everything read so far."""
        return f"at + {self._shift}" if self._shift else "at"

    def settle(self) -> None:
        """Bring `at` up to date."""
        if self._shift:
            self._out.line(f"at += {self._shift}")
            self._shift = 0

    def write(self, steps: list[Step]) -> None:
        """Write the statements for `steps`, which start at `position()`."""
        words: list[Word] = []
        checks: list[Check] = []
        for index, step in enumerate(steps):
            if isinstance(step, Word):
                if checks and any("{left}" in check.condition for check in checks):
                    self._flush(words, checks)
                words.append(step)
            elif isinstance(step, Check):
                checks.append(step)
            else:
                self._flush(words, checks)
                if isinstance(step, Choice):
                    carried = _leading(steps[index + 1 :]) if len(step.branches) <= CARRYING else []
                    self._choice(step, carried)
                    self.write(steps[index + 1 + len(carried) :])
                    return
                self._single(step)
        self._flush(words, checks)

    def short(self, struct: ir.Struct) -> bool:
        """Whether a struct's decoder is without loops, choices and calls, and of few statements."""
        if struct.recursive:
            return False
        steps, _ = CodecReader(self._context, self._out, "").fields(struct, "cls")
        plain = all(isinstance(step, Word | Check | Text | Bulk) for step in steps)
        return plain and sum(not isinstance(step, Word) for step in steps) <= _SHORT

    def write_whole(self, struct: ir.Struct) -> None:
        """Write a decoder of a struct of which `data` is to hold exactly one."""
        steps, value = self.fields(struct, "cls")
        words = [step for step in steps if isinstance(step, Word)]
        if len(words) == len(steps) and words:
            code = merged([word.code for word in words])
            table = self._context.constant(
                constant_name("whole", code), f'struct.Struct(">{code}").unpack'
            )
            names = [word.name for word in words]
            target, gathered = self._gathered(names, value)
            if target == "words":
                self._out.line(f"return {gathered.replace('*words', f'*{table}(data)')}")
            else:
                self._out.line(f"{target} = {table}(data)")
                self._out.line(f"return {value}")
            return
        self._out.line("at = 0")
        self._out.line("end = len(data)")
        self.write(steps)
        with self._out.block(f"if {self.position()} != end:"):
            self._out.line("raise ValueError")
        self._out.line(f"return {value}")

    def write_list(self, struct: ir.Struct, made: str) -> None:
        """Write a decoder of the nodes of a linked list, from the flag before the first.

        Where the first words of a node still fit, its flag is read together with them.
        """
        for name in ("flag", "nodes", "start", "stop"):
            self._locals.take(name)
        names = self._context.names.fields(struct)
        parts = [self.steps(field.type, names[field.name]) for field in struct.fields[:-1]]
        steps = [step for more, _ in parts for step in more]
        values = [value for _, value in parts]
        first, rest = _first_run(steps)
        words = [Word("I", 4, "flag"), *(step for step in first if isinstance(step, Word))]
        checks = [step for step in first if isinstance(step, Check)]
        kept = values[0] if len(values) == 1 else tuple_text(values)
        self._out.line("nodes: list[typing.Any] = []")
        if rest or checks:
            self._list_of_any_size(words, checks, rest, kept)
        else:
            self._list_of_words(words, kept)
        with self._out.block("if flag:"):
            self._out.line("raise ValueError")
        self._out.line("at += 4")
        result = self.local("result")
        self._out.line(f"{result}: {made} | None = None")
        fields = [self.local(names[field.name]) for field in struct.fields[:-1]]
        with self._out.block(f"for {', '.join(fields) or '_'} in reversed(nodes):"):
            self._out.line(f"{result} = {made}({', '.join([*fields, result])})")
        self._out.line(f"return {result}, at")

    def _list_of_any_size(
        self, words: list[Word], checks: list[Check], rest: list[Step], kept: str
    ) -> None:
        self._out.line(f"last = end - {sum(word.size for word in words)}")
        with self._out.block("while at <= last:"):
            self._flush(words, [])
            with self._out.block("if flag != 1:"):
                self._out.line("break")
            self._flush([], checks)
            self.write(rest)
            self.settle()
            self._out.line(f"nodes.append({kept})")
        with self._out.block("else:"):
            self._out.line(f"(flag,) = {self._unpacker('I')}(data, at)")

    def _list_of_words(self, words: list[Word], kept: str) -> None:
        size = sum(word.size for word in words)
        code = merged([word.code for word in words])
        table = self._context.constant(
            constant_name("iter", code), f'struct.Struct(">{code}").iter_unpack'
        )
        self._out.line("start = at")
        with self._out.block(f"while at + {size} <= end:"):
            self._out.line(
                f"stop = at + min((end - at) // {size}, {max(1, _CHUNK // size)}) * {size}"
            )
            target = ", ".join(word.name for word in words) + ("," if len(words) == 1 else "")
            with self._out.block(f"for {target} in {table}(data[at:stop]):"):
                with self._out.block("if flag != 1:"):
                    self._out.line("break")
                self._out.line(f"nodes.append({kept})")
            with self._out.block("else:"):
                self._out.line("at = stop")
                self._out.line("continue")
            self._out.line("break")
        self._out.line(f"at = start + len(nodes) * {size}")
        self._out.line(f"(flag,) = {self._unpacker('I')}(data, at)")

    def flat(self, steps: list[Step], value: str) -> str:
        """Write `steps`; the shortest expression for the value behind them."""
        words = [step for step in steps if isinstance(step, Word)]
        if len(words) == len(steps) and words:
            target, gathered = self._gathered([word.name for word in words], value)
            if target == "words":
                table = self._unpacker(merged([word.code for word in words]))
                call = gathered.replace("*words", f"*{table}(data, {self.position()})")
                self._shift += sum(word.size for word in words)
                return call
        self.write(steps)
        return value

    def _flush(self, words: list[Word], checks: list[Check]) -> None:
        if words:
            table = self._unpacker(merged([word.code for word in words]))
            names = [word.name for word in words]
            target = ", ".join(names) if len(names) > 1 else f"({names[0]},)"
            self._out.line(f"{target} = {table}(data, {self.position()})")
            self._shift += sum(word.size for word in words)
        for check in checks:
            left = f"end - {self.position()}".replace("at +", "at -")
            with self._out.block(f"if {check.condition.format(left=left)}:"):
                self._out.line("raise ValueError")
        words.clear()
        checks.clear()

    def _single(self, step: Text | Bulk | Repeat | Call) -> None:
        match step:
            case Text():
                self.settle()
                decode = '.decode("utf-8", "surrogateescape")' if step.decode else ""
                self._out.line(f"{step.name} = data[at : at + {step.count}]{decode}")
                self._out.line(f"at += ({step.count} + 3) & -4")
            case Bulk(count=None):
                self._out.line(f"{step.name} = {step.expression.format(at=self.position())}")
                self._shift += step.size
            case Bulk():
                if step.expression.count("{at}") > 1:
                    self.settle()
                self._out.line(f"{step.name} = {step.expression.format(at=self.position())}")
                ahead = f"{self._shift} + " if self._shift else ""
                self._out.line(f"at += {ahead}{step.count} * {step.size}")
                self._shift = 0
            case Repeat():
                self._repeat(step)
            case Call():
                arguments = f"data, {self.position()}, end, limit{step.depth}"
                self._out.line(f"{step.name}, at = {step.function}({arguments})")
                self._shift = 0

    def _repeat(self, step: Repeat) -> None:
        self.settle()
        items = self.local(f"{step.name}_items")
        self._out.line(f"{items}: list[{step.annotation}] = []")
        with self._out.block(f"for _ in range({step.count}):"):
            self.write(list(step.steps))
            self.settle()
            self._out.line(f"{items}.append({step.element})")
        self._out.line(f"{step.name} = tuple({items})")

    def _choice(self, step: Choice, carried: list[Step]) -> None:
        self._out.line(f"{step.name}: {step.annotation}")
        shift = self._shift
        keyword = "if"
        for branch in step.branches:
            self._shift = shift
            if len(step.branches) == 1 and not branch.condition:
                self._branch(step, branch, carried)
                break
            header = f"{keyword} {branch.condition}:" if branch.condition else "else:"
            with self._out.block(header):
                self._branch(step, branch, carried)
            keyword = "elif"
        if all(branch.condition for branch in step.branches):
            with self._out.block("else:"):
                self._out.line("raise ValueError")
        self._shift = 0

    def _branch(self, step: Choice, branch: Branch, carried: list[Step]) -> None:
        self.write([*branch.steps, *carried])
        self._out.line(f"{step.name} = {branch.result}")
        self.settle()


def _first_run(steps: list[Step]) -> tuple[list[Step], list[Step]]:
    """The words at the start that can be read at once, with their checks; the other steps."""
    for index, step in enumerate(steps):
        counted = isinstance(step, Check) and "{left}" in step.condition
        if counted or not isinstance(step, Word | Check):
            return steps[:index], steps[index:]
    return steps, []


def _leading(steps: list[Step]) -> list[Step]:
    """The words, and what is checked about them, that `steps` start with."""
    count = 0
    while count < len(steps) and isinstance(steps[count], Word | Check):
        count += 1
    return steps[:count]
