"""Where the commands start: Ctrl-C ends them quietly from here on, while they import the rest.

Python's own answer to it is a traceback, of whatever module is just being imported.
"""

from __future__ import annotations

import signal

__all__ = ["kvctl", "kvd"]


def kvd() -> int:
    """Run `kvd`; return its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from kvstore.server.main import main  # noqa: PLC0415 (see the module)

    return main()


def kvctl() -> int:
    """Run `kvctl`; return its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from kvstore.cli.main import main  # noqa: PLC0415 (see the module)

    return main()
