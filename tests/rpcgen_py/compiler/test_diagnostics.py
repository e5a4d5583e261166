"""What is said about wrong files, word for word: the stories under diagnostics/.

A story is a title, one or more files, and what the compiler says. After a change that is meant,
REWRITE_STORIES=1 writes down what it says now, to be read before it is committed.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from rpcgen_py.compiler.diagnostics import CompileErrors, Diagnostic
from tests.rpcgen_py.compiler.loading import load_files

FOLDER = Path(__file__).parent / "diagnostics"


@dataclass(frozen=True)
class Story:
    """`files` by name, the first is the input; `expected` is all that is said."""

    title: str
    files: dict[str, str]
    expected: str

    def __str__(self) -> str:
        parts = [f"--- {name}\n{text}" for name, text in self.files.items()]
        return f"=== {self.title}\n{''.join(parts)}--- says\n{self.expected}"


def stories(path: Path) -> list[Story]:
    """The stories of one file."""
    found = []
    for chunk in re.split(r"^=== ", path.read_text(), flags=re.MULTILINE)[1:]:
        title, _, rest = chunk.partition("\n")
        parts = re.split(r"^--- (\S+)\n", rest, flags=re.MULTILINE)
        texts = dict(zip(parts[1::2], parts[2::2], strict=True))
        # A blank line stands between two stories, and belongs to neither.
        says = texts.pop("says", "").strip("\n")
        found.append(Story(title, texts, f"{says}\n" if says else ""))
    return found


def said(story: Story) -> str:
    """What the compiler says about a story's input."""
    try:
        load_files(story.files, list(story.files)[:1])
    except CompileErrors as errors:
        return f"{errors}\n"
    return ""


ALL = [
    pytest.param(path, story, id=f"{path.stem}: {story.title}")
    for path in sorted(FOLDER.glob("*.txt"))
    for story in stories(path)
]


@pytest.mark.skipif("REWRITE_STORIES" in os.environ, reason="the stories are being rewritten")
@pytest.mark.parametrize(("path", "story"), ALL)
def test_story(path: Path, story: Story) -> None:
    assert story.expected, "a story must be about an error"
    assert said(story) == story.expected


if "REWRITE_STORIES" in os.environ:

    def test_rewrite() -> None:
        for path in FOLDER.glob("*.txt"):
            told = [Story(story.title, story.files, said(story)) for story in stories(path)]
            path.write_text("\n".join(map(str, told)))


@pytest.mark.parametrize(
    ("diagnostic", "shown"),
    [
        (Diagnostic("a.x", 3, 5, "wrong", "\tint x"), "a.x:3:5: wrong\n\tint x\n\t   ^"),
        (Diagnostic("a.x", 1, 1, "wrong"), "a.x:1:1: wrong"),
        (Diagnostic("a.x", 1, 2, "wrong", "\x1b[2J"), "a.x:1:2: wrong\n?[2J\n ^"),
    ],
)
def test_layout(diagnostic: Diagnostic, shown: str) -> None:
    assert str(diagnostic) == shown


def test_a_long_line_is_shown_around_the_caret() -> None:
    lines = str(Diagnostic("a.x", 1, 5001, "wrong", "a" * 5000 + "!" + "b" * 5000)).split("\n")
    assert len(lines[1]) <= 160
    assert lines[1][lines[2].index("^")] == "!"


def test_errors_are_not_without_end() -> None:
    with pytest.raises(CompileErrors) as caught:
        load_files({"a.x": "int;\n" * 1000})
    assert len(caught.value.diagnostics) == 101
    assert "900 further errors" in str(caught.value)


@pytest.mark.parametrize(
    ("title", "text", "said_first"),
    [
        ("nested types", "struct a {\n" * 10_000, "a.x:41:1: expected types at most 40 deep"),
        (
            "parentheses",
            f"const A = {'(' * 10_000}1;",
            "a.x:1:75: expected an expression of",
        ),
        ("itself, twice", '#include "a.x"\n' * 2, "a.x:1:1: files include each other more than 40"),
        (
            "macros of macros",
            "#define m0 1\n" + "".join(f"#define m{n} {f'm{n - 1} ' * 9}\n" for n in range(1, 9)),
            "a.x:9:1: macros expand to more than 300000 tokens",
        ),
        (
            "a pasted name",
            f"#define p(a) a##a\n#define q(a) p(a)\nconst {'q(' * 60}x{')' * 60} = 1;\n",
            "a.x:2:1: a macro's arguments are too long",
        ),
        (
            "macros with arguments",
            "#define f(a) a\n" + "const A = f(1);\n" * 9_000,
            "a.x:1:1: macros with arguments are used too often",
        ),
        (
            "undefined names",
            "".join(f"struct s{n} {{ t{n} x; }};\n" for n in range(3_000)),
            "a.x:1:13: undefined type 't0': define it, or give",
        ),
        ("no text", "\0" * 200_000, "a.x:1:1: expected a text file: this has too much else"),
        ("a large file", "/*" * 5_000_000, "a.x:1:1: the file cannot be read: the file is larger"),
        ("a long name", f"typedef {'x' * 1_000_000} y;", f"a.x:1:9: undefined type '{'x' * 234}…"),
    ],
)
def test_more_than_any_file_has_is_refused_within_bounds(
    title: str, text: str, said_first: str
) -> None:
    with pytest.raises(CompileErrors) as caught:
        load_files({"a.x": text})
    assert str(caught.value).startswith(said_first), title
    assert len(str(caught.value)) < 100_000
