"""The process of a worker; `workers.worker` is what it does. The node alone starts it."""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import gc
import os
import signal
import socket
import sys
from typing import Final

from kvstore.server.descriptors import connections_allowed
from kvstore.server.logs import configure
from kvstore.server.loops import GARBAGE, loop_factory
from kvstore.workers.worker import Worker

_PR_SET_PDEATHSIG: Final = 1


def main() -> int:
    """Run a worker until its node ends, or tells it to."""
    found = _parser().parse_args()
    _end_with(found.node)
    # Who stops the node by its terminal does not stop the workers: the node does.
    for each in (signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    lines = configure(found.log_level, found.log_format, found.node_id)
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(_work(found.channel, connections_allowed(2)))
    finally:
        lines.close()
    return 0


async def _work(channel: int, most: int) -> None:
    await Worker(socket.socket(fileno=channel), most).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Serve in front of a node, which starts this.")
    parser.add_argument("--node", type=int, required=True, help="process id of the node")
    parser.add_argument("--node-id", type=int, required=True)
    parser.add_argument("--log-level", required=True)
    parser.add_argument("--log-format", required=True)
    parser.add_argument("channel", type=int, help="descriptor that leads to the node")
    return parser


def _end_with(node: int) -> None:
    """Have this process killed with its node, also while it is stopped."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != node:  # it was faster
        sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
