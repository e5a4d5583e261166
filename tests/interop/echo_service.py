"""The procedures of torture.x for our servers: every argument comes back."""

from __future__ import annotations

from typing import Any

GREETING = "hello from Python"

VERSIONS = ("TORTURE_V1", "TORTURE_V2", "TORTURE_OTHER_V7")


def handlers(torture: Any, colour: str) -> list[Any]:
    """A handler for each version of both programs; `colour` is "threads" or "asyncio"."""
    base = "Server" if colour == "threads" else "AsyncServer"
    return [_handler(torture, getattr(torture, version + base), colour) for version in VERSIONS]


def _handler(torture: Any, base: Any, colour: str) -> Any:
    methods = {}
    for procedure, name in base.procedure_methods:
        methods[name] = _method(torture, procedure.name, colour)
    return type(f"Echoing{base.__name__}", (base,), methods)()


def _method(torture: Any, procedure: str, colour: str) -> Any:
    def answer(_self: object, *arguments: Any) -> Any:
        return _answer(torture, procedure, *arguments)

    async def answer_later(_self: object, *arguments: Any) -> Any:
        return _answer(torture, procedure, *arguments)

    return answer if colour == "threads" else answer_later


def _answer(torture: Any, procedure: str, *arguments: Any) -> Any:
    *values, context = arguments
    match procedure:
        case "NOTHING" | "SWALLOW":
            return None
        case "NEGATE":
            return -values[0]
        case "GREET":
            return GREETING
        case "WHO_AM_I":
            caller = context.identity
            return torture.caller_identity(
                caller.flavor, caller.machine_name, caller.uid or 0, caller.gid or 0, caller.gids
            )
    return values[-1]
