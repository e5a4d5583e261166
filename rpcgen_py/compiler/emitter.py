"""Lines of Python: indented, broken at 100 columns as the common formatters break them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["WIDTH", "Emitter", "comment", "docstring"]

WIDTH: Final = 100

_OPEN: Final = "([{"
_CLOSE: Final = ")]}"


class Emitter:
    """Collects logical lines; `text` is the module's text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._indent = ""

    def line(self, text: str = "") -> None:
        """Add one logical line at the current indentation, broken if it is too long."""
        self.lines += _broken(text, self._indent) if text else [""]

    def raw(self, lines: Iterable[str]) -> None:
        """Add lines at the current indentation as they are."""
        self.lines += [self._indent + line if line else "" for line in lines]

    def separate(self, lines: int = 0) -> None:
        """Blank lines: two if what stands above is the inside of something, else `lines`."""
        inside = bool(self.lines) and self.lines[-1].startswith(" ")
        self.lines += [""] * (2 if inside else lines)

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """Add `header`, and indent what is added inside of the `with`."""
        self.line(header)
        with self.indented():
            yield

    @contextmanager
    def indented(self) -> Iterator[None]:
        """Indent what is added inside of the `with`."""
        self._indent += "    "
        yield
        self._indent = self._indent[:-4]

    def text(self) -> str:
        """Everything, with one newline at the end."""
        text = "\n".join(self.lines).rstrip("\n") + "\n"
        return text.replace("\0", "\ufffd")  # a comment of the source may have one, Python may not


def docstring(text: str) -> list[str]:
    """`text` as the lines of a docstring, raw where it has a backslash."""
    text = text.strip().replace('"""', "'''")
    opening = 'r"""' if "\\" in text else '"""'
    lines = [line.rstrip() for line in text.split("\n")]
    if text.endswith(('"', "\\")):
        lines[-1] += " "
    if len(lines) == 1:
        return [f'{opening}{lines[0]}"""']
    return [opening + lines[0], *lines[1:], '"""']


def comment(text: str) -> list[str]:
    """`text` as lines of comment."""
    return [f"# {line}".rstrip() for line in text.strip().split("\n")]


def _broken(text: str, indent: str) -> list[str]:
    """`text` in as many lines as it needs, broken inside its brackets."""
    if len(indent) + len(text) <= WIDTH or text.startswith("#"):
        return [indent + text]
    if text.startswith(("if ", "elif ")):
        return _broken_condition(text, indent)
    start, end = _bracket(text)
    target, equals, value = _assignment(text)
    if equals and (len(indent) + start >= WIDTH or start < len(target)):
        return _broken_assignment(target, value, indent)
    if start < 0:
        return [indent + text]
    head, body, tail = text[: start + 1], text[start + 1 : end], text[end:]
    inner = indent + "    "
    return [
        indent + head,
        *(line for part in _parts(head, body, inner) for line in _broken(part, inner)),
        *_broken(tail, indent),
    ]


def _broken_condition(text: str, indent: str) -> list[str]:
    """An `if` with one side of each `or` on a line."""
    word, _, condition = text.removesuffix(":").partition(" ")
    first, *others = _split(condition, " or ")
    inner = indent + "    "
    return [
        f"{indent}{word} (",
        inner + first,
        *(f"{inner}or {other}" for other in others),
        f"{indent}):",
    ]


def _assignment(text: str) -> tuple[str, str, str]:
    """Target, ` = ` and value of an assignment; of another statement, itself and nothing."""
    parts = _split(text, " = ")
    if len(parts) == 1 or text.startswith(("def ", "async def ")):
        return "", "", text
    return parts[0], " = ", " = ".join(parts[1:])


def _broken_assignment(target: str, value: str, indent: str) -> list[str]:
    """An assignment whose value does not begin on the line of its target, or not as a whole."""
    inner = indent + "    "
    names = _split(target, ", ")
    fits = len(indent) + len(target) + 4 <= WIDTH
    *first, last = [target] if fits else _broken(target, indent)
    if first:
        return [*first, *_broken(f"{last.strip()} = {value}", indent)]
    if fits or len(names) == 1:
        return [f"{indent}{target} = (", *_broken(value, inner), f"{indent})"]
    return [f"{indent}(", *(f"{inner}{name}," for name in names), *_broken(f") = {value}", indent)]


def _parts(head: str, body: str, indent: str) -> list[str]:
    """What stands on lines of its own between the brackets."""
    fits = len(indent) + len(body) <= WIDTH
    items = [item.rstrip(",") for item in _split(body, ", ")]
    opened_after = head[-2:-1]
    display = not (opened_after.isalnum() or opened_after in {"_", ")", "]"})
    if fits and not (display and len(items) > 1):
        return [body]
    first, *clauses = _split(body, " for ")
    if clauses:
        return [first, *(f"for {clause}" for clause in clauses)]
    if len(items) > 1 or head.startswith(("def ", "async def ")):
        return [f"{item}," for item in items]
    return [body]


def _bracket(text: str) -> tuple[int, int]:
    """Where the bracket to break stands: of a `def` its parameters, else the last with content."""
    depth, start = 0, -1
    found = (-1, -1)
    quote = ""
    for position, character in enumerate(text):
        if position == 0 and character in _CLOSE:
            continue  # the end of what was broken before
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in _OPEN:
            if depth == 0:
                start = position
            depth += 1
        elif character in _CLOSE:
            depth -= 1
            if depth == 0 and position > start + 1:
                found = start, position
                if text.startswith(("def ", "async def ", "class ")):
                    break
    return found


def _split(text: str, separator: str) -> list[str]:
    """`text` cut at each `separator` that stands outside of brackets and quotes."""
    parts, depth, start, quote = [], 0, 0, ""
    for position, character in enumerate(text):
        if position == 0 and character in _CLOSE:
            continue
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth -= 1
        elif depth == 0 and text.startswith(separator, position):
            parts.append(text[start:position])
            start = position + len(separator)
    return [*parts, text[start:]]
