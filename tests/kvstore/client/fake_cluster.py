"""Nodes that share one model in memory, and fail on command; served over real sockets.

Each call that a node takes meets the first of its `faults`, if there are any:

"lose": it is carried out, and never answered; "drop": it is neither; "busy", "no_quorum",
"unavailable": it is refused for now; "unsure": it is carried out, and answered KV_DEADLINE,
outcome unknown; "pass": nothing is wrong with this one.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Self

from kvstore._generated import kv
from rpcgen_py.runtime.transport.asyncio_server import AsyncServer
from tests.kvstore.client.model import Model, Refused

DURABLE = 3


class Node(kv.KV_V1AsyncServer):
    def __init__(self, cluster: Cluster, number: int) -> None:
        self.cluster = cluster
        self.number = number
        self.address = ""
        self.told_address = ""
        self.properties: dict[str, str] = {}
        self.faults: deque[str] = deque()
        self.received: list[tuple[str, kv.kv_request_header]] = []

    # ------------------------------------------------------------------ how calls go

    async def _call(self, name: str, arg: Any, execute: Callable[[Model], Any]) -> Any:
        """`execute` answers the KV_OK arm; what is refused becomes the default arm."""
        self.received.append((name, arg.header))
        family = name.lower()
        reply = getattr(kv, f"{family}_reply")
        try:
            result = getattr(kv, f"{family}_result_KV_OK")(**await self._answer(name, arg, execute))
        except _NotFound:
            result = kv.kv_get_result_KV_NOT_FOUND()
        except Refused as refused:
            error = kv.kv_error(
                message=str(refused),
                retry_after_ms=getattr(refused, "retry_after_ms", 0),
                leader_address=getattr(refused, "leader_address", ""),
                executed=getattr(refused, "executed", kv.KV_EXECUTED_NO),
                unreachable=getattr(refused, "unreachable", ()),
            )
            result = getattr(kv, f"{family}_result_default")(code=refused.code, error=error)
        return reply(header=self._header(), result=result)

    async def _answer(self, name: str, arg: Any, execute: Callable[[Model], Any]) -> Any:
        fault = self.faults.popleft() if self.faults and name != "KV_STATUS" else "pass"
        if fault == "drop":
            await asyncio.sleep(3600)
        if fault in {"busy", "no_quorum", "unavailable"}:
            raise _refusal(fault)
        if name not in READS:
            self._lead(arg.header)
        found = execute(self.cluster.model)
        self.cluster.changed()
        if fault == "lose":
            await asyncio.sleep(3600)
        if fault == "unsure":
            raise _refusal("unsure")
        return found

    def _lead(self, header: kv.kv_request_header) -> None:
        leader = self.cluster.leader
        if leader is None:
            raise _refusal("no_quorum")
        if leader is not self and header.hops:
            refused = Refused(kv.KV_NOT_LEADER, "this node is not the leader")
            refused.leader_address = leader.told_address  # type: ignore[attr-defined]
            raise refused

    def _header(self) -> kv.kv_reply_header:
        model = self.cluster.model
        return kv.kv_reply_header(
            cluster_id=7,
            node_id=self.number,
            term=1,
            revision=model.revision,
            compacted_revision=model.floor,
            applied_index=model.revision,
            age_ms=0,
            extensions=(),
        )

    # ------------------------------------------------------------------ keys

    async def KV_STATUS(self, arg: kv.kv_status_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            status = kv.kv_status_ok(
                role=kv.KV_LEADER if self.cluster.leader is self else kv.KV_FOLLOWER,
                leader=kv.kv_node(id=0, address=""),
                commit_index=0,
                first_index=0,
                last_index=0,
                keys=len(model.states[-1]),
                data_bytes=0,
                log_bytes=0,
                uptime_ms=0,
                members=(),
                alarms=(),
                counters=(),
                properties=tuple(
                    kv.kv_property(name=name, value=value)
                    for name, value in self.properties.items()
                ),
            )
            return {"ok": status}

        return await self._call("KV_STATUS", arg, execute)

    async def KV_GET(self, arg: kv.kv_get_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            item = model.at(arg.revision).get((arg.header.name_space, arg.key))
            if item is None:
                raise _NotFound
            return {"item": item}

        return await self._call("KV_GET", arg, execute)

    async def KV_RANGE(self, arg: kv.kv_range_args, context: Any) -> Any:
        space = arg.header.name_space
        return await self._call(
            "KV_RANGE", arg, lambda model: {"ok": model.range(space, arg.range)}
        )

    async def _change(self, name: str, arg: Any, execute: Callable[[Model], Any]) -> Any:
        def once(model: Model) -> Any:
            return {"ok": model.once(arg.header, lambda: execute(model))}

        return await self._call(name, arg, once)

    async def KV_PUT(self, arg: kv.kv_put_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            revision, (previous,) = model.change(arg.header.name_space, [arg.put])
            return kv.kv_put_ok(commit=commit(revision), previous=previous)

        return await self._change("KV_PUT", arg, execute)

    async def KV_DELETE(self, arg: kv.kv_delete_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            revision, (deleted,) = model.change(arg.header.name_space, [arg.deletion])
            return kv.kv_delete_ok(commit=commit(revision), deleted=deleted)

        return await self._change("KV_DELETE", arg, execute)

    async def KV_TXN(self, arg: kv.kv_txn_args, context: Any) -> Any:
        space, txn = arg.header.name_space, arg.txn

        def execute(model: Model) -> Any:
            succeeded = all(model.holds(space, compare) for compare in txn.compares)
            branch = txn.success if succeeded else txn.failure
            operations = [
                getattr(each, {0: "range", 1: "put", 2: "deletion"}[each.kind]) for each in branch
            ]
            revision, done = model.change(space, operations)
            kinds = {
                0: lambda result: kv.kv_operation_result_KV_OPERATION_RANGE(range=result),
                1: lambda result: kv.kv_operation_result_KV_OPERATION_PUT(previous=result),
                2: lambda result: kv.kv_operation_result_KV_OPERATION_DELETE(deleted=result),
            }
            results = tuple(
                kinds[each.kind](result) for each, result in zip(branch, done, strict=True)
            )
            return kv.kv_txn_ok(commit=commit(revision), succeeded=succeeded, results=results)

        return await self._change("KV_TXN", arg, execute)

    async def KV_COMPACT(self, arg: kv.kv_compact_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            model.compact(arg.revision)
            return {}

        return await self._call("KV_COMPACT", arg, execute)

    async def KV_WATCH(self, arg: kv.kv_watch_args, context: Any) -> Any:
        until = asyncio.get_running_loop().time() + arg.wait_ms / 1000
        space = arg.header.name_space
        cluster = self.cluster
        if not arg.flags & kv.KV_WATCH_NO_WAIT and not self.faults:
            while True:
                news = cluster.news
                try:
                    told = cluster.model.watch(space, arg)
                except Refused:
                    break
                left = until - asyncio.get_running_loop().time()
                if told.events or left <= 0:
                    break
                try:
                    async with asyncio.timeout(left):
                        await news.wait()
                except TimeoutError:
                    break
        return await self._call("KV_WATCH", arg, lambda model: {"ok": model.watch(space, arg)})

    # ------------------------------------------------------------------ leases and sessions

    async def KV_LEASE_GRANT(self, arg: kv.kv_lease_grant_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            lease = model.grant(arg.ttl_ms, arg.lease)
            return kv.kv_lease_grant_ok(lease=lease, ttl_ms=arg.ttl_ms)

        return await self._change("KV_LEASE_GRANT", arg, execute)

    async def KV_LEASE_REVOKE(self, arg: kv.kv_lease_revoke_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            revision, count = model.revoke(arg.lease)
            return kv.kv_lease_revoke_ok(commit=commit(revision), count=count)

        return await self._change("KV_LEASE_REVOKE", arg, execute)

    async def KV_LEASE_KEEPALIVE(self, arg: kv.kv_lease_keepalive_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            return {"ok": kv.kv_lease_keepalive_ok(ttl_ms=model.keep(arg.lease))}

        return await self._call("KV_LEASE_KEEPALIVE", arg, execute)

    async def KV_LEASE_TTL(self, arg: kv.kv_lease_ttl_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            granted, end = model.lease(arg.lease)
            keys = [key for _, key in model.keys_of(arg.lease, arg.header.name_space)]
            behind = [key for key in keys if key > arg.after] if arg.keys else []
            ok = kv.kv_lease_ttl_ok(
                granted_ttl_ms=granted,
                ttl_ms=end - model.now,
                keys=tuple(kv.kv_lease_key(key=key) for key in behind[:2]),
                more=len(behind) > 2,
            )
            return {"ok": ok}

        return await self._call("KV_LEASE_TTL", arg, execute)

    async def KV_LEASE_LIST(self, arg: kv.kv_lease_list_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            behind = sorted(lease for lease in model.leases if lease > arg.after)
            infos = [
                kv.kv_lease_info(
                    lease=lease,
                    granted_ttl_ms=model.leases[lease][0],
                    ttl_ms=model.leases[lease][1] - model.now,
                )
                for lease in behind[:2]
            ]
            return {"ok": kv.kv_lease_list_ok(leases=tuple(infos), more=len(behind) > 2)}

        return await self._call("KV_LEASE_LIST", arg, execute)

    async def KV_SESSION_OPEN(self, arg: kv.kv_session_open_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            if not self.cluster.sessions_served:
                raise Refused(kv.KV_UNSUPPORTED, "this node does not serve KV_SESSION_OPEN")
            session = model.open(arg.ttl_ms)
            return {"ok": kv.kv_session_open_ok(session=session, ttl_ms=arg.ttl_ms)}

        return await self._call("KV_SESSION_OPEN", arg, execute)

    async def KV_SESSION_CLOSE(self, arg: kv.kv_session_close_args, context: Any) -> Any:
        def execute(model: Model) -> Any:
            model.close(arg.header.session)
            return {}

        return await self._call("KV_SESSION_CLOSE", arg, execute)


READS = {"KV_STATUS", "KV_GET", "KV_RANGE", "KV_WATCH", "KV_LEASE_TTL", "KV_LEASE_LIST"}


class _NotFound(Exception):
    pass


def commit(revision: int) -> kv.kv_commit:
    return kv.kv_commit(revision=revision, durable_nodes=DURABLE)


def _refusal(fault: str) -> Refused:
    codes = {
        "busy": kv.KV_BUSY,
        "no_quorum": kv.KV_NO_QUORUM,
        "unavailable": kv.KV_UNAVAILABLE,
        "unsure": kv.KV_DEADLINE,
    }
    verdict = "" if fault == "unsure" else "; nothing was changed"
    refused: Any = Refused(codes[fault], f"refused for the test: {fault}{verdict}")
    refused.retry_after_ms = 20 if fault == "busy" else 0
    refused.executed = kv.KV_EXECUTED_UNKNOWN if fault == "unsure" else kv.KV_EXECUTED_NO
    if fault == "no_quorum":
        refused.unreachable = (kv.kv_node(id=9, address="lost:9009"),)
    return refused


class Cluster:
    """`with Cluster(3) as cluster:` serves nodes from a thread; the first one leads."""

    def __init__(self, size: int = 3) -> None:
        self.model = Model()
        self.nodes = [Node(self, number + 1) for number in range(size)]
        self.leader: Node | None = self.nodes[0]
        self.sessions_served = True
        self.news = asyncio.Event()
        self._servers: dict[int, AsyncServer] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    @property
    def servers(self) -> str:
        return ",".join(node.address for node in self.nodes)

    def headers(self, name: str) -> list[kv.kv_request_header]:
        return [header for node in self.nodes for called, header in node.received if called == name]

    def changed(self) -> None:
        """Wake the watches."""
        self.news.set()
        self.news = asyncio.Event()

    def do(self, action: Callable[[], Any]) -> Any:
        """Do something to the nodes in their own thread."""

        async def run() -> Any:
            found = action()
            self.changed()
            return found

        return self._run(run())

    def advance(self, seconds: float) -> None:
        self.do(lambda: self.model.advance(int(seconds * 1000)))

    def stop(self, node: Node) -> None:
        """Close a node's socket and connections, as if it had been killed."""
        self._run(self._servers.pop(node.number).stop(0))

    def start(self, node: Node) -> None:
        self._run(self._start(node))

    async def _start(self, node: Node) -> None:
        server = self._servers[node.number] = AsyncServer()
        server.add(node)
        where = await server.listen(f"tcp://{node.address or '127.0.0.1:0'}")
        node.address = f"127.0.0.1:{where.port}"
        node.told_address = node.told_address or node.address

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def __enter__(self) -> Self:
        self._thread.start()
        for node in self.nodes:
            self.start(node)
        return self

    def __exit__(self, *_: object) -> None:
        for number in list(self._servers):
            self._run(self._servers.pop(number).stop(0))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
