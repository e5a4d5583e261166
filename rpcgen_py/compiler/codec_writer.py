"""The bodies of encoders: statements that turn a value into pieces of XDR.

A choice with few branches takes the words before it along into each of them. A body whose pieces
are known without a loop or a choice returns them; any other appends them to a list, `out`, that
is joined at the end.

Range errors are `struct`'s own; what it would not notice (bounds, enum members, lengths) raises a
bare ValueError. `_rt.explain_pack` finds out what is wrong and where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler.codec_formats import constant_name, merged
from rpcgen_py.compiler.write_layout import CARRYING, WriteLayout
from rpcgen_py.compiler.write_steps import (
    Call,
    Check,
    Choice,
    Counted,
    Encode,
    Line,
    Repeat,
    Run,
    Single,
    Step,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rpcgen_py.compiler.emitter import Emitter
    from rpcgen_py.compiler.module_context import ModuleContext

__all__ = ["CodecWriter"]

_SHORT: Final = 256
"""Greatest bound of bytes whose packers are kept in a list."""

_LONG: Final = 75
"""Characters of two pieces that are not to be put on one line."""


class CodecWriter(WriteLayout):
    """Lays out and writes the body of one encoder."""

    def __init__(
        self, context: ModuleContext, out: Emitter, depth: str, taken: Iterable[str] = ()
    ) -> None:
        super().__init__(context, depth, taken)
        self._out = out
        self._declared = False

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
                self._out.line("out = []" if self._declared else "out: list[bytes] = []")
                self._declared = True
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
                    self._repeat(step)
                case Call():
                    self._add(self._piece(run))
                    self._out.line(f"out.append({step.text})" if step.returning else step.text)
                case _:
                    self._add(self._gather(step, run))
        self._add(self._piece(run))

    def _repeat(self, step: Repeat) -> None:
        if not step.steps:
            return  # the elements are empty structs: their count says it all
        pieces: list[str] = []
        if all(isinstance(each, Word) for each in step.steps):
            pieces = self._piece([each for each in step.steps if isinstance(each, Word)])
        elif len(step.steps) == 1 and isinstance(step.steps[0], Call) and step.steps[0].returning:
            pieces = [step.steps[0].text]
        if pieces:
            self._out.line(f"out += [{pieces[0]} for {step.item} in {step.values}]")
            return
        with self._out.block(f"for {step.item} in {step.values}:"):
            self.write_adding(list(step.steps))

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
