"""A node's hot keys in this host's shared memory, filled by a test."""

from __future__ import annotations

import os
from typing import Self

from kvstore._generated.kv import kv_item
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.layout import SIDE_HITS, Geometry
from kvstore.hotcache.segments import Segment, boot_clock
from kvstore.hotcache.writer import HotCache
from tests.kvstore.client.fake_cluster import Node
from tests.kvstore.hotcache.plain import FAR, EachInTurn

SIZE = 1 << 18


class SharedKeys:
    """The segment of a node, which tells of it. What is put here is not what the cluster holds, so
    that an answer shows where it is from."""

    def __init__(self, node: Node | None = None, *, cluster: int = 7, number: int = 0) -> None:
        self.segment = Segment.create(
            cluster, number or (node.number if node is not None else 1), Geometry.fitting(SIZE)
        )
        self.name = str(self.segment.name)
        made = self.segment
        self.writer = HotCache(
            made.memory,
            made.header,
            made.locks,
            EachInTurn(made.header.geometry.ways),
            name=made.holder,
        )
        self.writer.publish_alive(FAR)
        self.writer.publish_lease(FAR)
        self.writer.publish_known(boot_clock())
        if node is not None:
            node.properties["cache_segment"] = self.name

    def put(
        self, key: bytes, value: bytes | None, *, name_space: bytes = b"", revision: int = 5
    ) -> kv_item | None:
        item = None if value is None else kv_item(key, value, 1, revision, 2, 0)
        assert self.writer.put(prefix_of(name_space) + key, item)
        return item

    def marks(self) -> bytes:
        """The hit bytes of all slots."""
        return self.segment.memory.side[SIDE_HITS : self.segment.header.geometry.side_bytes]

    def damage(self, begin: int, data: bytes) -> None:
        self.segment.memory.main[begin : begin + len(data)] = data

    def give_away(self, user: int) -> None:
        """Let it belong to another user: for root only."""
        for name in (self.name, self.segment.name.side):
            os.chown(f"/dev/shm{name}", user, -1)  # noqa: S108 (where Linux keeps it)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.writer.retire()
        self.segment.close()
