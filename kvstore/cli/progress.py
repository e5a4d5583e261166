"""How far a long work is, on a terminal only: a file or a program is told nothing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["progress"]


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Yield what shows a text behind `what`, in place of the one before."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    shown = ""

    def show(text: str) -> None:
        nonlocal shown
        if terminal and text != shown:
            shown = text
            sys.stderr.write(f"\rkvctl: {what} {text}\033[K")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
