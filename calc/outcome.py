"""What the calculator's commands say, and the exit code each of it has.

| code | meaning |
|---|---|
| 0 | done |
| 1 | the answer is "no": overflow, division by zero, somebody else is registered |
| 2 | wrong usage |
| 3 | the calculator was not reached, does not serve what was asked, or did not answer in time |
| 4 | the server refuses the caller |
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["CommandFailed", "Exit"]


class Exit(IntEnum):
    """The exit codes of both commands."""

    DONE = 0
    NO = 1
    USAGE = 2
    UNREACHABLE = 3
    REFUSED = 4


class CommandFailed(Exception):
    """A command ends here: `str()` is its one line on stderr, `code` its exit code."""

    def __init__(self, code: Exit, line: str) -> None:
        super().__init__(line)
        self.code = code
