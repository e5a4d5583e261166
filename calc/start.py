"""Where the commands start: Ctrl-C ends them quietly from here on, while they import the rest.

Python's own answer to it is a traceback, of whatever module is just being imported.
"""

from __future__ import annotations

import signal

__all__ = ["client", "server"]


def server() -> int:
    """Run `calc-server`; return its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from calc.server import main  # noqa: PLC0415 (see the module)

    return main()


def client() -> int:
    """Run `calc-client`; return its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from calc.client import main  # noqa: PLC0415 (see the module)

    return main()
