"""A server of the kv program that answers what a test tells it, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kvstore._generated import kv
from rpcgen_py.runtime.transport.threaded_server import Server

HEADER = kv.kv_reply_header(
    cluster_id=1,
    node_id=1,
    term=2,
    revision=7,
    compacted_revision=0,
    applied_index=9,
    age_ms=0,
    extensions=(),
)

Script = dict[str, Any]
"""For each procedure, without `KV_`: the fields of its `ok`, an error, or a function of the
arguments that returns either, or a list of these for one call after the other."""


def error(code: int, message: str, **fields: Any) -> tuple[int, kv.kv_error]:
    told = {"retry_after_ms": 0, "leader_address": "", "executed": 0, "unreachable": ()}
    return code, kv.kv_error(message=message, **(told | fields))


def item(key: bytes, value: bytes = b"", **fields: int) -> kv.kv_item:
    numbers = {"create_revision": 3, "mod_revision": 5, "key_version": 2, "lease": 0}
    return kv.kv_item(key=key, value=value, **(numbers | fields))


def commit(nodes: int, revision: int = 7) -> kv.kv_commit:
    return kv.kv_commit(revision=revision, durable_nodes=nodes)


class Scripted(kv.KV_V1Server):
    """`asked` are the arguments of all calls, by procedure, in order."""

    def __init__(self, script: Script) -> None:
        sessions = {
            "SESSION_OPEN": {"session": 5, "ttl_ms": 60000},
            "SESSION_KEEPALIVE": {"ttl_ms": 60000},
            "SESSION_CLOSE": None,
        }
        self.script = sessions | script
        self.asked: dict[str, list[Any]] = {name: [] for name in self.script}

    def answer(self, name: str, arg: Any) -> Any:
        self.asked[name].append(arg)
        told = self.script[name]
        if isinstance(told, list):
            told = told[min(len(self.asked[name]), len(told)) - 1]
        if callable(told):
            told = told(arg)
        stem = f"kv_{name.lower()}"
        if isinstance(told, tuple):
            code, problem = told
            result = getattr(kv, f"{stem}_result_default")(code=code, error=problem)
        else:
            arm = getattr(kv, f"{stem}_result_KV_OK")
            if told is None:
                result = arm()
            elif isinstance(told, dict):
                result = arm(ok=getattr(kv, f"{stem}_ok")(**told))
            else:
                result = arm(told)
        return getattr(kv, f"{stem}_reply")(header=HEADER, result=result)


def _handler(name: str) -> Callable[[Scripted, Any, object], Any]:
    def handle(self: Scripted, arg: Any, context: object) -> Any:
        return self.answer(name, arg)

    return handle


for _procedure in kv.KV_V1.procedures:
    setattr(Scripted, _procedure.name, _handler(_procedure.name.removeprefix("KV_")))


@contextmanager
def serving(script: Script) -> Iterator[tuple[str, Scripted]]:
    """Serve a script; yield the address and what it will have been asked."""
    handler = Scripted(script)
    with Server() as server:
        server.add(handler)
        address = server.listen("tcp://127.0.0.1:0")
        server.start()
        yield str(address).removeprefix("tcp://"), handler


def members_at(*addresses: str) -> tuple[kv.kv_member, ...]:
    return tuple(
        kv.kv_member(node=kv.kv_node(id=number, address=address), voter=True, reachable=True)
        for number, address in enumerate(addresses, 1)
    )


def status_of(members: tuple[kv.kv_member, ...]) -> dict[str, Any]:
    return {
        "role": kv.KV_LEADER,
        "leader": kv.kv_node(id=1, address="localhost:9001"),
        "commit_index": 9,
        "first_index": 1,
        "last_index": 9,
        "keys": 1,
        "data_bytes": 2,
        "log_bytes": 3,
        "uptime_ms": 4,
        "members": members,
        "alarms": (),
        "counters": (),
        "properties": (),
    }
