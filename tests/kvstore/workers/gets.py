"""A node's answer to a record, and that of the hot keys, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from kvstore._generated import kv
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.segments import boot_clock
from kvstore.service.access import Policy
from kvstore.service.kv_service import KvService
from kvstore.workers.hot_gets import HotGets, readers_of
from rpcgen_py.runtime.identity import Peer
from rpcgen_py.runtime.server_core import Call, ServerConnection, ServerCore
from tests.kvstore.client.shared_keys import SharedKeys
from tests.kvstore.service.fake_node import CLUSTER, ITEM, TERM, FakeNode

ABSENT = b"absent"
OTHER_SPACE = b"other"


class Both:
    """A node whose state is the fake machine's, and hot keys of that state."""

    def __init__(self, keys: SharedKeys, policy: Policy) -> None:
        self.keys = keys
        self.node = FakeNode()
        self.machine = machine = self.node.machine
        machine.get = self._get  # type: ignore[method-assign]  # what there is, and what not
        self._core = ServerCore()
        self._core.add(KvService(self.node, policy=policy))
        self.hot = HotGets(CLUSTER, 1, readers_of(keys.name), boot_clock, policy)
        self.publish()
        for name_space in (b"", OTHER_SPACE):
            for key in (ITEM.key, ABSENT):
                keys.writer.put(prefix_of(name_space) + key, self._get(name_space, key, 0))

    def publish(self) -> None:
        machine = self.machine
        self.keys.writer.publish_state(
            machine.revision, machine.compacted_revision, machine.applied_index, TERM
        )

    def _get(self, name_space: bytes, key: bytes, revision: int) -> kv.kv_item | None:
        if key != ITEM.key:
            return None
        return kv.kv_item(ITEM.key, b"of " + name_space, 4, 5, 2, 6)

    def node_says(self, record: bytes, peer: Peer) -> bytes | None:
        async def ask() -> bytes | None:
            call = self._core.accept(record, 4, len(record), ServerConnection(peer))
            if not isinstance(call, Call):
                assert call is None or isinstance(call, bytes)
                return call
            reply = call.method(*call.args, call)
            if asyncio.iscoroutine(reply):
                reply = await reply
            return call.reply(reply)

        return asyncio.run(ask())

    def hot_says(self, record: bytes, peer: Peer) -> bytes | None:
        return self.hot.answer(record, 4, len(record), peer)


@contextmanager
def both(policy: Policy | None = None) -> Iterator[Both]:
    with SharedKeys(cluster=CLUSTER) as keys:
        made = Both(keys, policy or Policy())
        try:
            yield made
        finally:
            made.hot.close()
