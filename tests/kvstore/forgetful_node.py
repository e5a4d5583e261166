"""A kvd whose memory is bad: it takes the values under one key for something else."""

from __future__ import annotations

import sys

import msgspec

from kvstore._generated import command as commands
from kvstore.mvcc.outcomes import Outcome
from kvstore.mvcc.state_machine import StateMachine
from kvstore.node.node import Node
from kvstore.node.release import Release
from kvstore.server import process
from kvstore.server.main import main

KEY = b"fragile"


class ForgetfulMachine(StateMachine):
    def _outcome(self, command: commands.command) -> Outcome:
        change = command.change
        if isinstance(change, commands.command_change_COMMAND_PUT) and change.put.key == KEY:
            put = msgspec.structs.replace(change.put, value=change.put.value[:-1] + b"?")
            command = commands.command(command.origin, commands.command_change_COMMAND_PUT(put=put))
        return super()._outcome(command)


class ForgetfulNode(Node):
    release = Release(machine=ForgetfulMachine)


if __name__ == "__main__":
    process.Node = ForgetfulNode  # type: ignore[misc] # this process is that of a broken node
    sys.exit(main())
