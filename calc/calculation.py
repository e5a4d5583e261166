"""One calculation by a server: which version to ask, where it is, and what went wrong if it did.

Version 2 is asked first, since only it can say what is wrong with operands. A server that does
not have it is asked for version 1: that is how a new client works with an old server.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from calc import service
from calc._generated.calc import (
    CALC_PROG,
    CALC_V1,
    CALC_V2,
    CALC_V1Client,
    CALC_V2Client,
    answer_CALC_DIVISION_BY_ZERO,
    answer_CALC_OK,
    answer_CALC_OVERFLOW,
    answer_default,
    operands,
)
from calc.outcome import CommandFailed, Exit
from rpcgen_py import RpcError, connect, find
from rpcgen_py.runtime.errors import (
    AuthError,
    ProgramMismatch,
    ProgramUnavailable,
    SystemError_,
    TimedOut,
    Unreachable,
)
from rpcgen_py.runtime.rpcbind.locate import ProgramNotRegistered
from rpcgen_py.runtime.transport.sockets import UnknownHost

if TYPE_CHECKING:
    from calc._generated.calc import answer
    from rpcgen_py.runtime.auth.flavor import ClientAuth

__all__ = ["OPERATIONS", "Result", "Target", "calculate"]

OPERATIONS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
EXACT = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul}
VERSIONS = {1: CALC_V1, 2: CALC_V2}
NETIDS = {"tcp": ("tcp", "tcp6"), "udp": ("udp", "udp6"), "unix": ("local",)}
AUTH_FAILED = "AUTH failed: RPC: Authentication error"


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask, and how.

    `address` is where the server is, as `connect` takes it; None looks it up on `host`.
    `versions` are tried in their order. `timeout` seconds are for all of it together, and end at
    `deadline` on `time.monotonic`'s clock.
    """

    host: str
    address: str | None
    transport: str
    versions: tuple[int, ...]
    timeout: float
    deadline: float
    auth: ClientAuth | None

    def left(self) -> float:
        """Seconds left; never so few that what is tried could not even begin."""
        return max(self.deadline - monotonic(), 0.001)


@dataclass(frozen=True, slots=True)
class Result:
    """What was calculated, and the version that answered."""

    value: int
    version: int


def calculate(target: Target, operation: str, both: operands) -> Result:
    """Have `both` calculated by the server. Raises CommandFailed with the reason if it was not."""
    able = [version for version in target.versions if version > 1 or operation != "divide"]
    if not able:
        raise CommandFailed(Exit.USAGE, f"version 1 has no {operation}; drop --rpc-version")
    problem: CommandFailed | None = None
    dead: set[str] = set()
    for version in able:
        address = target.address or _look_up(target, version)
        if address is None or address in dead:
            continue
        try:
            return _calculate_at(address, version, target, operation, both)
        except ProgramMismatch as error:
            problem = _not_served(operation, able, address, error.low, error.high)
        except UnknownHost as error:
            raise CommandFailed(Exit.UNREACHABLE, str(error)) from error
        except Unreachable as error:
            # Another version may live elsewhere, if this one's server died and is still listed.
            dead.add(address)
            line = f"server unreachable: {error}; is calc-server running there?"
            problem = CommandFailed(Exit.UNREACHABLE, line)
        except RpcError as error:
            raise _explained(error, address, target) from error
    raise problem or _not_registered(target, operation, able)


def _look_up(target: Target, version: int) -> str | None:
    """The server's address: over IPv4 or else IPv6. None where the version is not registered."""
    problem: RpcError | None = None
    absent = False
    for netid in NETIDS[target.transport]:
        try:
            return find(target.host, VERSIONS[version], netid, timeout=target.left())
        except ProgramNotRegistered:
            absent = True
        except RpcError as error:
            problem = problem or error
    if absent or problem is None:
        return None
    raise CommandFailed(Exit.UNREACHABLE, str(problem)) from problem


def _calculate_at(
    address: str, version: int, target: Target, operation: str, both: operands
) -> Result:
    with connect(address, timeout=target.left(), auth=target.auth) as connection:
        left = target.left()
        if version == 1:
            return Result(_ask_1(CALC_V1Client(connection), operation, both, left), version)
        return Result(_ask_2(CALC_V2Client(connection), operation, both, left), version)


def _ask_1(client: CALC_V1Client, operation: str, both: operands, timeout: float) -> int:
    ask = {"add": client.ADD, "subtract": client.SUBTRACT, "multiply": client.MULTIPLY}[operation]
    try:
        return ask(both, timeout=timeout)
    except SystemError_:
        # Version 1 has no word for overflow, but who asked knows the operands.
        if not service.fits(EXACT[operation](both.a, both.b)):
            raise _overflow(operation, both) from None
        raise


def _ask_2(client: CALC_V2Client, operation: str, both: operands, timeout: float) -> int:
    ask = {
        "add": client.ADD,
        "subtract": client.SUBTRACT,
        "multiply": client.MULTIPLY,
        "divide": client.DIVIDE,
    }[operation]
    return _value_of(ask(both, timeout=timeout), operation, both)


def _value_of(given: answer, operation: str, both: operands) -> int:
    match given:
        case answer_CALC_OK(value=value):
            return value
        case answer_CALC_DIVISION_BY_ZERO():
            line = f"division by zero: {both.a} / {both.b} has no result"
            raise CommandFailed(Exit.NO, line)
        case answer_CALC_OVERFLOW():
            raise _overflow(operation, both)
        case answer_default(status=status, message=message):
            raise CommandFailed(Exit.NO, f"the server answers status {status}: {message}")


def _overflow(operation: str, both: operands) -> CommandFailed:
    line = (
        f"overflow: {both.a} {OPERATIONS[operation]} {both.b} does not fit in 32 bits "
        f"({service.INT_MIN} to {service.INT_MAX})"
    )
    return CommandFailed(Exit.NO, line)


def _not_served(
    operation: str, able: list[int], address: str, low: int, high: int
) -> CommandFailed:
    wanted = " or ".join(str(version) for version in sorted(able))
    served = f"{low}" if low == high else f"{low} to {high}"
    line = (
        f"version not served: {operation} needs version {wanted} of the calculator, and {address} "
        f"has {served}; ask a newer server"
    )
    return CommandFailed(Exit.UNREACHABLE, line)


def _not_registered(target: Target, operation: str, able: list[int]) -> CommandFailed:
    """Nobody told rpcbind of a version that has the operation; perhaps of one that has it not."""
    for version in sorted(VERSIONS.keys() - set(able)):
        address = _look_up(target, version)
        if address is not None:
            return _not_served(operation, able, address, version, version)
    line = (
        f"program not registered: {target.host} knows no calculator ({CALC_PROG.number:#x}) "
        f"over {target.transport}; is calc-server running there?"
    )
    return CommandFailed(Exit.UNREACHABLE, line)


def _explained(error: RpcError, address: str, target: Target) -> CommandFailed:
    """What an error means for who asked, and what to do next."""
    match error:
        case AuthError():
            hint = "" if target.auth else f" ({address} wants to know who asks: try --auth=sys)"
            return CommandFailed(Exit.REFUSED, AUTH_FAILED + hint)
        case TimedOut():
            line = f"timeout: no answer from {address} within {target.timeout:g} s; try --timeout"
        case ProgramUnavailable():
            line = f"{address} is no calculator: it does not have program {CALC_PROG.number:#x}"
        case SystemError_():
            line = f"the server at {address} failed (SYSTEM_ERR); its log says why"
        case _:
            line = f"{address}: {error}"
    return CommandFailed(Exit.UNREACHABLE, line)
