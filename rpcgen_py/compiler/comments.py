"""Which comment documents what: the one right above a definition, or behind it on its line.

Real files use both, `/* … */` and `//`, with rows of stars around and in front; the text is what
remains without those.
"""

from __future__ import annotations

import bisect
import re
import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rpcgen_py.compiler.source import Comment, Position, SourceFile

__all__ = ["above", "behind", "module_doc"]

MAX_LENGTH: Final = 20_000
"""Characters of one comment that are kept."""

_DECORATION: Final = re.compile(r"^[\s*=#~_/-]*$")


def above(position: Position) -> str:
    """The text of the comment that ends on the line above `position`, or before it on its own."""
    source = position.source
    run = _run_up_to(source, position.offset)
    if not run or not source.text[run[-1].end : position.offset].isspace():
        return ""
    if source.text.count("\n", run[-1].end, position.offset) > 1:
        return ""
    return _text(source, run)


def behind(position: Position) -> str:
    """The text of the comment that follows `position` on its line, continued lines included."""
    source = position.source
    index = bisect.bisect_left(source.comments, position.offset, key=lambda each: each.start)
    if index == len(source.comments):
        return ""
    first = source.comments[index]
    between = source.text[position.offset : first.start]
    if between.strip() or "\n" in between:
        return ""
    line_end = source.text.find("\n", first.end)
    rest = source.text[first.end : line_end if line_end >= 0 else None]
    if rest.strip():
        return ""  # it stands before something else on that line
    run = [first]
    for comment in source.comments[index + 1 :]:
        if not _continues(source, run[-1], comment):
            break
        run.append(comment)
    return _text(source, run)


def module_doc(source: SourceFile, first: Position | None) -> str:
    """The text of the comment at the top of a file, unless it documents the first definition."""
    run: list[Comment] = []
    for comment in source.comments:
        start = run[-1].end if run else 0
        between = source.text[start : comment.start]
        if between.strip() or (run and not _joined(source, run[-1], comment)):
            break
        run.append(comment)
    if not run or (first is not None and run[0].start > first.offset):
        return ""
    if first is not None:
        between = source.text[run[-1].end : first.offset]
        if between.isspace() and between.count("\n") == 1:
            return ""
    return _text(source, run)


def _run_up_to(source: SourceFile, offset: int) -> list[Comment]:
    """The last comment before `offset`, with the `//` lines that it continues."""
    index = bisect.bisect_left(source.comments, offset, key=lambda each: each.start)
    run: list[Comment] = []
    while index > 0:
        index -= 1
        comment = source.comments[index]
        if not _alone_on_line(source, comment):
            # A comment behind something belongs to that, and so does what continues it.
            if run and _continues(source, comment, run[0]):
                return []
            break
        if run and not _joined(source, comment, run[0]):
            break
        run.insert(0, comment)
    return run


def _alone_on_line(source: SourceFile, comment: Comment) -> bool:
    start = source.line_start(source.line_at(comment.start))
    return not source.text[start : comment.start].strip()


def _joined(source: SourceFile, one: Comment, other: Comment) -> bool:
    """Whether the two are `//` lines of one comment."""
    both = source.text.startswith("//", one.start) and source.text.startswith("//", other.start)
    return both and source.text.count("\n", one.end, other.start) == 1


def _continues(source: SourceFile, one: Comment, other: Comment) -> bool:
    """Whether `other` stands right below `one`, alone, and starts in the same column."""
    if source.text[one.end : other.start].strip():
        return False
    if source.text.count("\n", one.end, other.start) != 1:
        return False
    columns = [
        len(source.text[source.line_start(source.line_at(each.start)) : each.start].expandtabs())
        for each in (one, other)
    ]
    return columns[0] == columns[1]


def _text(source: SourceFile, run: list[Comment]) -> str:
    lines: list[str] = []
    for comment in run:
        text = source.text[comment.start : comment.end][:MAX_LENGTH]
        if text.startswith("//"):
            lines.append(re.sub(r"^//[/!]?<? ?", "", text))
        else:
            lines.extend(_block_lines(text))
    while lines and _DECORATION.match(lines[0]):
        del lines[0]
    while lines and _DECORATION.match(lines[-1]):
        del lines[-1]
    return "\n".join(line.rstrip() for line in lines)


def _block_lines(text: str) -> list[str]:
    first, *rest = re.sub(r"^/\*[*!]*<?|\**/$", "", text).expandtabs().split("\n")
    starred = [line for line in rest if line.strip()]
    if starred and all(line.lstrip().startswith("*") for line in starred):
        rest = [re.sub(r"^ *\*+", "", line) for line in rest]
    body = textwrap.dedent("\n".join(rest)).split("\n") if rest else []
    return [first.strip(), *body]
