"""The command `rpcgen-py`: finds the subcommand and runs it.

Exit codes: 0 done, 1 the answer is no (a file has errors), 2 wrong usage, 3 unreachable or timed
out, 4 refused. A subcommand is a pair of functions, `configure(parser)` and `run(options) -> int`,
in a module that is loaded only when it is asked for, so that each starts as fast as it can.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["COMMANDS", "main"]

EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 128 + 2
EXIT_BROKEN_PIPE: Final = 128 + 13


class Command(NamedTuple):
    """What a subcommand is for, its module, and what its two functions' names end with."""

    summary: str
    module: str
    suffix: str = ""


COMMANDS: Final = {
    "compile": Command("write the Python modules of .x files", "compile"),
    "check": Command("report what is wrong with .x files", "check"),
    "interfaces": Command("list the .x files that are installed", "interfaces"),
    "list": Command("list the procedures of a .x file", "describe", "_list"),
    "describe": Command("print a type and a JSON value to start from", "describe", "_describe"),
    "call": Command("call a procedure of a server, in JSON", "call"),
    "decode": Command("turn XDR of a type into JSON", "transcode", "_decode"),
    "encode": Command("turn JSON into XDR of a type", "transcode", "_encode"),
    "portmapper": Command("run a portmapper where no rpcbind runs", "portmapper"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; `arguments` default to the process's. Returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    name = given[0] if given else ""
    if name in {"", "-h", "--help", "help"}:
        print(_overview())
        return 0 if name else EXIT_USAGE
    if name == "--version":
        from rpcgen_py.command_line import print_version  # noqa: PLC0415 (the overview goes without)

        print_version("rpcgen-py")
        return 0
    command = COMMANDS.get(name)
    if command is None:
        known = ", ".join(COMMANDS)
        print(f"rpcgen-py: no command '{name}'; there are {known}", file=sys.stderr)
        return EXIT_USAGE
    module = importlib.import_module(f"rpcgen_py.cli.{command.module}")
    from argparse import RawDescriptionHelpFormatter  # noqa: PLC0415 (the same)

    from rpcgen_py.command_line import OneLineParser  # noqa: PLC0415 (the same)

    parser = OneLineParser(prog=f"rpcgen-py {name}", formatter_class=RawDescriptionHelpFormatter)
    getattr(module, f"configure{command.suffix}")(parser)
    options = parser.parse_args(given[1:])
    return _finish(name, lambda: getattr(module, f"run{command.suffix}")(options))


def _finish(name: str, run: Callable[[], int]) -> int:
    """Run the subcommand and write out what it printed. Returns the exit code."""
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has had enough.
        _forget_output()
        return EXIT_BROKEN_PIPE
    except OSError as error:
        # The subcommands answer for the files that they are given; only the streams are left.
        print(f"rpcgen-py {name}: standard input or output: {error.strerror}", file=sys.stderr)
        _forget_output()
        return EXIT_USAGE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return code


def _forget_output() -> None:
    """Lead standard output away; without this, Python tries again at exit, and complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: rpcgen-py COMMAND [ARGUMENT...]",
            "",
            "ONC (Sun) RPC for Python: the .x compiler, and tools for what it describes.",
            "",
            *lines,
            "",
            "rpcgen-py COMMAND --help says what a command takes.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
