"""What a driver does for a flow: the only three things that differ between threads and asyncio.

A flow is a generator. It yields a step; the driver takes it and sends back what came of it, or
throws in the `KvError` that it ended with. What a flow returns is the answer to the user's call.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple, TypeAlias, TypeVar

__all__ = ["Flow", "Send", "Step", "Turn", "Wait"]

R = TypeVar("R")


class Send(NamedTuple):
    """Send a call to `address`; the step's result is the reply, whatever it says.

    `arguments` are packed. The answer is waited for `seconds` at most; of these, `to_connect` may
    go into making a connection: what was not sent can go elsewhere. `changes` says whether a call
    that was sent may have changed something.
    """

    address: str
    seconds: float
    to_connect: float
    procedure: Any
    arguments: bytes
    changes: bool


class Wait(NamedTuple):
    """Do nothing for so many seconds."""

    seconds: float


class Turn(NamedTuple):
    """Wait for the turn to open a session: the flow that got it gives it back.

    Ends with `DeadlineExceeded` after so many seconds.
    """

    seconds: float


Step: TypeAlias = Send | Wait | Turn
Flow: TypeAlias = Generator[Step, Any, R]
