"""Something that happens at a chosen step of the cache's code: between two instructions of it.

Part of that code is the client's `get`, where the fastest look is written out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TypeVar

import kvstore.hotcache
from kvstore.client import sync_cached

CODE = (str(Path(kvstore.hotcache.__file__).parent), str(sync_cached.__file__))
Result = TypeVar("Result")


def with_breaks(
    work: Callable[[], Result],
    actions: Mapping[int, Callable[[], object]],
    *,
    kind: str = "opcode",
) -> tuple[Result, int]:
    """Do `work`, and each action before the step of its number; return how many steps it has.

    A step is an instruction of the interpreter (`kind` "opcode") or a line ("line"), of the
    modules in CODE only. What an action raises comes out of `work`.
    """
    steps = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal steps
        if not frame.f_code.co_filename.startswith(CODE):
            return None
        frame.f_trace_opcodes = kind == "opcode"
        if event == kind:
            action = actions.get(steps)
            steps += 1
            if action is not None:
                sys.settrace(None)
                action()
                sys.settrace(trace)  # type: ignore[arg-type]
        return trace

    outer = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]  # the stub knows no function that returns itself
    try:
        result = work()
    finally:
        sys.settrace(outer)
    return result, steps


def with_a_break(
    work: Callable[[], Result], step: int, action: Callable[[], object], *, kind: str = "opcode"
) -> tuple[Result, bool]:
    """Do `work` with one break; return whether it came so far."""
    result, steps = with_breaks(work, {step: action}, kind=kind)
    return result, step < steps
