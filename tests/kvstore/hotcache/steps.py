"""Something that happens at a chosen step of the cache's code: between two instructions of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

import kvstore.hotcache

FOLDER = str(Path(kvstore.hotcache.__file__).parent)
Result = TypeVar("Result")


def with_a_break(
    work: Callable[[], Result], step: int, action: Callable[[], object], *, kind: str = "opcode"
) -> tuple[Result, bool]:
    """Do `work`, and `action` before its step of that number; return whether it came so far.

    A step is an instruction of the interpreter (`kind` "opcode") or a line ("line"), of the
    cache's own modules only. What `action` raises comes out of `work`.
    """
    left = step

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal left
        if not frame.f_code.co_filename.startswith(FOLDER):
            return None
        frame.f_trace_opcodes = kind == "opcode"
        if event == kind:
            left -= 1
            if left == -1:
                sys.settrace(None)
                action()
        return trace

    outer = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]  # the stub knows no function that returns itself
    try:
        result = work()
    finally:
        sys.settrace(outer)
    return result, left < 0
