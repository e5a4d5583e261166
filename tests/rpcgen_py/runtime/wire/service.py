"""The service that the conformance tests call: calc, with handlers that misbehave on request.

    ADD         adds; fails with an exception if the sum is `FAILS`
    SUBTRACT    is declared, and not implemented
    MULTIPLY    answers nothing (batching)

Version 2's handlers are there so that more than one version is.
"""

from __future__ import annotations

from calc._generated.calc import (
    CALC_V1AsyncServer,
    CALC_V1Server,
    CALC_V2AsyncServer,
    CALC_V2Server,
    operands,
)
from rpcgen_py.runtime.context import Context
from rpcgen_py.runtime.errors import AuthStat
from rpcgen_py.runtime.generated import NO_REPLY
from rpcgen_py.runtime.identity import Identity
from rpcgen_py.runtime.program import Procedure

PROGRAM = 0x31230000
ADD, SUBTRACT, MULTIPLY = 1, 2, 3
FAILS = 666
UNWANTED = 9999
"""The uid that the policy refuses whatever it calls."""


def policy(identity: Identity, procedure: Procedure[..., object]) -> int | None:
    """Refuse one user, and nobody else."""
    assert procedure.number != 0, "procedure 0 is exempt from policy"
    return AuthStat.AUTH_TOOWEAK if identity.uid == UNWANTED else None


def _add(arg: operands) -> int:
    if arg.a + arg.b == FAILS:
        raise LookupError("as asked")
    return arg.a + arg.b


class Sync1(CALC_V1Server):
    def ADD(self, arg: operands, context: Context) -> int:
        return _add(arg)

    def MULTIPLY(self, arg: operands, context: Context) -> int:
        return NO_REPLY


class Sync2(CALC_V2Server):
    pass


class Async1(CALC_V1AsyncServer):
    async def ADD(self, arg: operands, context: Context) -> int:
        return _add(arg)

    async def MULTIPLY(self, arg: operands, context: Context) -> int:
        return NO_REPLY


class Async2(CALC_V2AsyncServer):
    pass
