"""Our clients' side: `our_load call ADDRESS CALLS` and `our_load call-aio ADDRESS CALLS N`.

Prints the seconds that the calls took.
"""

from __future__ import annotations

import asyncio
import sys
import time

from calc._generated.calc import CALC_V1AsyncClient, CALC_V1Client, operands


def _call(address: str, calls: int) -> float:
    from rpcgen_py.runtime.transport.sync_client import connect

    with CALC_V1Client(connect(address)) as calculator:
        add = calculator.ADD
        assert add(operands(5, 3)) == 8
        started = time.perf_counter()
        for _ in range(calls):
            add(operands(5, 3))
        return time.perf_counter() - started


async def _call_aio(address: str, calls: int, together: int) -> float:
    from rpcgen_py.runtime.transport.asyncio_client import connect

    async with CALC_V1AsyncClient(await connect(address)) as calculator:

        async def worker(count: int) -> None:
            for _ in range(count):
                await calculator.ADD(operands(5, 3))

        await worker(1)
        started = time.perf_counter()
        await asyncio.gather(*(worker(calls // together) for _ in range(together)))
        return time.perf_counter() - started


def main() -> None:
    """Print how long the calls took."""
    match sys.argv[1:]:
        case ["call", address, calls]:
            print(_call(address, int(calls)))
        case ["call-aio", address, calls, together]:
            import uvloop

            print(uvloop.run(_call_aio(address, int(calls), int(together))))


if __name__ == "__main__":
    main()
