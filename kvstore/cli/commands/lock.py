"""`kvctl lock`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from kvstore.cli.connecting import open_store
from kvstore.cli.exits import Exit, Interrupted, Interruption, interruptible
from kvstore.cli.holding import add_holding, hold, print_held
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    import argparse

    from kvstore.cli.command_parser import CommandParser
    from kvstore.client.sync_queue import Lock

__all__ = ["declare"]

GRACE = 5.0
"""Seconds that a command has to end after it was told to."""


def declare(parser: CommandParser) -> None:
    """Add the arguments of `lock`."""
    parser.does(lock)
    add_holding(parser)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "command_line",
        metavar="COMMAND",
        nargs="...",
        help="what to run while it is held; KVCTL_LOCK_KEY and KVCTL_LOCK_REVISION tell it which "
        "(default: hold it until Ctrl-C). Options of kvctl stand before NAME",
    )


def lock(options: argparse.Namespace) -> int:
    """Hold a lock while a command runs, and end as the command does; or until Ctrl-C."""
    command = options.command_line
    if command[:1] == ["--"]:
        command = command[1:]
    elif command and command[0].startswith("-"):
        raise InvalidRequest(
            f"{command[0]} stands where the command begins: options of kvctl stand before the "
            "lock's name, and a command that begins with - behind --"
        )
    if not options.name:
        raise InvalidRequest("the name of the lock is empty")
    with open_store(options) as store, interruptible() as interruption:
        wanted = store.lock(os.fsencode(options.name), ttl=options.ttl, wait=options.wait_for)
        with wanted as held:
            if command:
                return _run(held, command, interruption)
            print_held(options, held.key, held.revision)
            return hold(held, "the lock")


def _run(held: Lock, command: list[str], interruption: Interruption) -> int:
    """Run a command, and end it if the lock is lost."""
    environment = os.environ | {
        "KVCTL_LOCK_KEY": os.fsdecode(held.key),
        "KVCTL_LOCK_REVISION": str(held.revision),
    }
    sys.stderr.write(f"kvctl: holding the lock; its revision is {held.revision}\n")
    sys.stderr.flush()
    interruption.patient = True  # an exception in the midst of `subprocess` would leave it locked
    try:
        child = subprocess.Popen(command, env=environment)  # noqa: S603 (what the user asked for)
    except OSError as error:
        raise InvalidRequest(f"cannot run {command[0]}: {error.strerror}") from None
    try:
        while True:
            try:
                code = child.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                interruption.check()
                if held.lost:
                    return _ended_without_lock(child)
            else:
                return code if code >= 0 else 128 - code
    except Interrupted as interrupted:
        _end(child, interrupted.signal)
        raise


def _ended_without_lock(child: subprocess.Popen[bytes]) -> Exit:
    _end(child, signal.SIGTERM)
    sys.stderr.write(
        "kvctl: the lock was lost: it could not be renewed in time; the command was ended\n"
    )
    return Exit.UNREACHED


def _end(child: subprocess.Popen[bytes], number: int) -> None:
    child.send_signal(number)
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
