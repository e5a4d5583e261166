"""Our side of torture.x on a private host: run there, since a process has one network.

    on_a_private_host.py serve FOLDER threads|asyncio SOCKET

registers with rpcbind, prints `ready` and serves until its input ends.

    on_a_private_host.py ask FOLDER blocking|asyncio NETID

asks rpcbind on localhost where torture.x is served, makes every call, and prints each result as
torture_client does.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

from rpcgen_py.runtime.rpcbind.locate import find
from rpcgen_py.runtime.rpcbind.registration import Registration, services_of
from tests.interop.echo_service import handlers
from tests.interop.our_clients import CLIENTS
from tests.interop.our_servers import SHELLS
from tests.interop.torture import Torture


def serve(torture: Torture, shell: str, path: str) -> None:
    served = handlers(torture.module, shell)
    with ExitStack() as stack:
        places = stack.enter_context(SHELLS[shell](served, Path(path)))
        versions = [handler.version for handler in served]
        stack.enter_context(Registration(services_of(versions, places.addresses)))
        print("ready", flush=True)
        sys.stdin.read()


def ask(torture: Torture, client: str, netid: str) -> None:
    calls = torture.calls(several_arguments=False)
    answers: dict[int, str] = {}
    for version in torture.versions():
        places = [
            place for place, each in enumerate(calls) if torture.version_of(each[0]) == version.name
        ]
        address = find("localhost", version, netid)
        chosen = [calls[place] for place in places]
        results = CLIENTS[client](torture, address, chosen, None)
        answers |= zip(places, torture.answers(chosen, results), strict=True)
    for place in sorted(answers):
        print(answers[place])


if __name__ == "__main__":
    role, folder, *rest = sys.argv[1:]
    {"serve": serve, "ask": ask}[role](Torture(Path(folder)), *rest)
