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
from kvstore.server.loops import GARBAGE, loop_factory
from kvstore.server.options import parse
from kvstore.server.process import CannotListen, run
from kvstore.server.voice import Voice
from kvstore.service.policy_file import PolicyError
from kvstore.storage.errors import StorageError
from rpcgen_py.runtime.errors import RpcError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

FAILED: Final = 1
"""Exit code of a node that could not start, or could not go on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a node until it is told to stop; return the exit code."""
    options = parse(arguments)
    voice = Voice(options.log_format, options.node_id)
    lines = configure(options.log_level, options.log_format, options.node_id)
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
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


if __name__ == "__main__":
    sys.exit(main())
