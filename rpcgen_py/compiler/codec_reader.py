"""The bodies of decoders: statements that turn `data[at:end]` into a value.

Inside a body `at` is the offset of the last variable-length step; what has been read since is a
constant that is added where it is needed. Words behind a choice are read in each of its branches,
so that a choice costs no second read.

Faults raise a bare ValueError: `_rt.explain_unpack` finds out what is wrong and where, so that
right bytes pay nothing for it. Whether the data ended too early is asked once, behind the whole
value; before that, only counts are held against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler.codec_formats import constant_name, merged, tuple_text
from rpcgen_py.compiler.read_layout import ReadLayout
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
    from rpcgen_py.compiler import ir
    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["CodecReader"]

CARRYING: Final = 4
"""Most branches into which what follows a choice is copied."""

_SHORT: Final = 4
"""Most statements, words aside, of a decoder that is written a second time as `from_xdr`."""

_CHUNK: Final = 1024
"""Bytes of a list that are looked at in one go: what is copied for a shorter list stays small."""


class CodecReader(ReadLayout):
    """Lays out and writes the body of one decoder."""

    def __init__(self, context: ModuleContext, out: Emitter, depth: str) -> None:
        super().__init__(context, depth)
        self._out = out
        self._shift = 0

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

    def write_list(self, struct: ir.Struct, made: str, *, counting: bool) -> None:
        """Write a decoder of the nodes of a linked list, from the flag before the first.

        `counting` refuses nodes where no depth is left.
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
        if counting:
            checks.append(Check("not depth"))
        if rest or checks:
            self._list_of_any_size(words, checks, rest, kept)
        else:
            self._list_of_words(words, kept)
        with self._out.block("if flag:"):
            self._out.line("raise ValueError")
        self._out.line("at += 4")
        with self._out.block("if len(nodes) > _rt.LONG:"):
            tail = names[struct.fields[-1].name]
            self._out.line(f'_rt.free_in_a_loop({self._context.inside(made)}, "{tail}")')
        result = self.local("result")
        self._out.line(f"{result}: {self._context.inside(made)} | None = None")
        fields = [self.local(names[field.name]) for field in struct.fields[:-1]]
        with self._out.block(f"for {', '.join(fields) or '_'} in reversed(nodes):"):
            self._out.line(
                f"{result} = {self._context.inside(made)}({', '.join([*fields, result])})"
            )
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
            target = ", ".join(word.name for word in words) if len(words) > 1 else "(flag,)"
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
