"""The command: options in, exit code out."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING, Final

from kvstore.node.cluster_key import ClusterKeyRefused
from kvstore.node.errors import NotServable
from kvstore.node.peers.gathering import CannotBegin
from kvstore.server.logs import configure
from kvstore.server.options import parse
from kvstore.server.process import CannotListen, run
from kvstore.server.voice import Voice
from kvstore.service.policy_file import PolicyError
from kvstore.storage.errors import StorageError
from rpcgen_py.runtime.errors import RpcError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_GARBAGE: Final = (50_000, 20, 100)
"""After how many new objects garbage is looked for, and how many rounds look at older ones, too.

What a node makes is freed as soon as nobody needs it; only what refers to itself in a circle, an
exception for example, waits for this. Python's own 700 objects are made by some dozens of calls,
and a look at all objects takes the longer the more keys there are.
"""

FAILED: Final = 1
"""Exit code of a node that could not start, or could not go on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a node until it is told to stop; return the exit code."""
    options = parse(arguments)
    voice = Voice(options.log_format, options.node_id)
    lines = configure(options.log_level, options.log_format, options.node_id)
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            failure = runner.run(run(options, voice))
    except (
        CannotBegin,
        CannotListen,
        ClusterKeyRefused,
        NotServable,
        PolicyError,
        RpcError,
        StorageError,
    ) as error:
        failure = str(error)
    except OSError as error:
        where = error.filename or options.data_folder
        failure = f"cannot use {where}: {error.strerror or error}; --data-dir names another folder"
    finally:
        lines.close()
    if failure is None:
        return 0
    voice.fail(failure)
    return FAILED


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    """Return uvloop's event loop where that is installed, None for asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 (it may be missing)
    except ImportError:
        return None
    return uvloop.Loop


if __name__ == "__main__":
    sys.exit(main())
