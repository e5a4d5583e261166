"""What is wrong with a source file, and where: collected, so that one run reports several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rpcgen_py.compiler.source import Position

__all__ = ["CompileErrors", "Diagnostic", "Report"]

MAX_DIAGNOSTICS: Final = 100
"""A file that is not a `.x` file at all should not fill the screen."""

MAX_EXCERPT: Final = 160
"""Characters of a source line that are shown; a longer line is shown around the caret."""

MAX_MESSAGE: Final = 500
"""Characters of a message; a longer one quotes a name of the source that nobody wants to see."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `line` and `column` count from 1; `source_line` is the line as it stands.

    Its text is `file:line:column: message`, the source line, and a caret under the column.
    """

    file: str
    line: int
    column: int
    message: str
    source_line: str = ""

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}: {self.message}"
        if not self.source_line:
            return head
        start = max(0, self.column - 1 - MAX_EXCERPT // 2)
        if len(self.source_line) <= MAX_EXCERPT:
            start = 0
        excerpt = self.source_line[start : start + MAX_EXCERPT]
        # A terminal obeys control characters; tabs stay, and before the caret too, to keep it under
        # its column.
        shown = "".join(char if char.isprintable() or char == "\t" else "?" for char in excerpt)
        before = shown[: self.column - 1 - start]
        return f"{head}\n{shown}\n{''.join(c if c == chr(9) else ' ' for c in before)}^"


class CompileErrors(Exception):
    """The sources cannot be compiled; `diagnostics` says why, in the order of the sources."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.diagnostics)


class Report:
    """Collects diagnostics: each one once, and not without end."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, tuple[int, int]] = {}
        self._files: dict[str, int] = {}
        self._seen: set[tuple[str, int, str]] = set()
        self._left_out = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, position: Position, message: str) -> None:
        """Report `message` at `position`."""
        if len(message) > MAX_MESSAGE:
            half = MAX_MESSAGE // 2
            message = f"{message[:half]}…{message[-half:]}"
        key = (position.source.name, position.offset, message)
        if key in self._seen:
            return
        self._seen.add(key)
        if len(self._found) == MAX_DIAGNOSTICS:
            self._left_out += 1  # without looking for its line, which may be long
            return
        self.add_diagnostic(position.diagnostic(message))

    def add_diagnostic(self, diagnostic: Diagnostic) -> None:
        """Report what is already worded."""
        if diagnostic in self._found:
            return
        if len(self._found) == MAX_DIAGNOSTICS:
            self._left_out += 1
            return
        file = self._files.setdefault(diagnostic.file, len(self._files))
        self._found[diagnostic] = (file, diagnostic.line)

    def merge(self, other: Report) -> None:
        """Report also what `other` has collected."""
        for diagnostic in other.sorted():
            self.add_diagnostic(diagnostic)

    def lines(self) -> frozenset[tuple[str, int]]:
        """The files and lines with something wrong."""
        return frozenset((each.file, each.line) for each in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """The diagnostics, file by file as they turned up, from the top of each."""
        return tuple(sorted(self._found, key=lambda each: (*self._found[each], each.column)))

    def raise_if_any(self) -> None:
        """Raise `CompileErrors` if anything has been reported."""
        if not self._found:
            return
        found = self.sorted()
        if self._left_out:
            last = found[-1]
            text = f"{self._left_out} further errors are not shown"
            found = (*found, Diagnostic(last.file, last.line, last.column, text))
        raise CompileErrors(found)
