"""`python -m tests.kvstore.server.other_user UID SERVER CLAIM…`: what another user is answered.

It becomes that user, and calls what only an operator may, once for each AUTH_SYS claim (a number,
or "-" for none). One line for each call: claim, procedure, and the answer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from kvstore._generated import admin, raft
from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.errors import RpcError
from rpcgen_py.runtime.transport.sync_client import Connection, connect
from tests.kvstore.service.calls import header

FORWARDED = raft.forwarded_call(0, 2, 1, admin.ADMIN_V1.program, 3, 1000, b"")


def calls(connection: Connection) -> dict[str, Callable[[], object]]:
    """All that an operator may ask for, and what a member sends."""
    head = header()
    client = admin.ADMIN_V1Client(connection)
    peer = raft.RAFT_V1Client(connection)
    return {
        "MEMBER_LIST": lambda: client.ADMIN_MEMBER_LIST(admin.admin_call(head)),
        "MEMBER_ADD": lambda: client.ADMIN_MEMBER_ADD(
            admin.admin_member_add_args(head, 0, "localhost:1")
        ),
        "MEMBER_PROMOTE": lambda: client.ADMIN_MEMBER_PROMOTE(admin.admin_member_args(head, 1)),
        "MEMBER_REMOVE": lambda: client.ADMIN_MEMBER_REMOVE(admin.admin_member_args(head, 1)),
        "MOVE_LEADER": lambda: client.ADMIN_MOVE_LEADER(admin.admin_move_leader_args(head, 0)),
        "SNAPSHOT": lambda: client.ADMIN_SNAPSHOT(admin.admin_snapshot_args(head, 0, 0)),
        "HASH": lambda: client.ADMIN_HASH(admin.admin_hash_args(head, 0)),
        "FORWARD": lambda: peer.RAFT_FORWARD(FORWARDED),
    }


def main() -> None:
    """See the module."""
    uid, server, *claims = sys.argv[1:]
    with connect(server, auth=AuthSys(1, 1), timeout=10.0) as connection:
        admin.ADMIN_V1Client(connection).ADMIN_CHALLENGE()  # all is imported now
    os.setgroups([])
    os.setgid(int(uid))
    os.setuid(int(uid))
    for claim in claims:
        auth = None if claim == "-" else AuthSys(int(claim), int(claim))
        with connect(server, auth=auth, timeout=10.0) as connection:
            for name, call in calls(connection).items():
                try:
                    answer = f"answered {call()}"
                except RpcError as error:
                    answer = f"{type(error).__name__}: {error}"
                sys.stdout.write(f"{claim} {name} {answer}\n")


if __name__ == "__main__":
    main()
