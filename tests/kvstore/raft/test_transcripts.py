"""The core against transcripts, to the letter: our own stories, and any folder of `--goldens`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from tests.kvstore.raft.datadriven import Directive, read
from tests.kvstore.raft.interaction import Interaction
from tests.kvstore.raft.pure_functions import ConfChanges, Quorums


class Runner(Protocol):
    def run(self, directive: Directive) -> str: ...


_STORIES = Path(__file__).parent / "testdata"
_RUNNERS: dict[str, type[Runner]] = {
    "committed": Quorums,
    "vote": Quorums,
    "simple": ConfChanges,
    "enter-joint": ConfChanges,
    "leave-joint": ConfChanges,
}


def _transcripts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.txt"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "golden" in metafunc.fixturenames:
        folder = metafunc.config.getoption("goldens")
        # Without a folder there is one test, which skips with the option's own reason.
        files = [] if folder is None else _transcripts(Path(folder))
        metafunc.parametrize("golden", files or [None], ids=lambda file: file and file.stem)


def runner_of(directives: list[Directive]) -> Runner:
    """What carries these commands out: the first one tells which kind of transcript it is."""
    runner: type[Runner] = _RUNNERS.get(directives[0].command, Interaction)
    return runner()


def play(file: Path) -> None:
    directives = read(file)
    assert directives, f"{file} holds no command"
    runner = runner_of(directives)
    for directive in directives:
        actual = runner.run(directive)
        assert actual.split("\n") == directive.expected.split("\n"), (
            f"{file}:{directive.line}: {directive.text}\n{actual}"
        )


def test_golden(goldens: Path, golden: Path | None) -> None:
    assert golden is not None, f"{goldens} holds no transcript"
    play(golden)


@pytest.mark.parametrize("story", _transcripts(_STORIES), ids=lambda file: file.stem)
def test_story(story: Path) -> None:
    play(story)
