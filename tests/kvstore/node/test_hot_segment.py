"""A segment that is to be replaced on a host that is short of something."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path

import posix_ipc
import pytest

from kvstore.config import NodeConfig
from kvstore.hotcache import segments
from kvstore.node import hot_segment
from kvstore.node.hot_segment import HotSegment, make_segment
from tests.kvstore.hotcache.shared import clean_host

SHORT: dict[str, tuple[object, str, Exception]] = {
    "threads": (asyncio, "to_thread", RuntimeError("can't start new thread")),
    "locks": (segments, "_is_locked", OSError(errno.ENOLCK, "no locks")),
    "memory": (HotSegment, "_written", MemoryError()),
}


@pytest.mark.parametrize("what", SHORT)
def test_another_one_is_made_once_the_host_has_what_it_takes(
    what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(hot_segment, "_LOOK", 0.01)
    monkeypatch.setattr(hot_segment, "_TRY_AGAIN", 0.01)
    config = NodeConfig(node_id=1, data_folder=tmp_path, cache_size=1 << 18)

    async def live(cluster: int) -> None:
        hot = make_segment(config, cluster)
        assert hot is not None
        target, name, error = SHORT[what]
        before = hot.name

        loop, failed_twice = asyncio.get_running_loop(), asyncio.Event()
        names = []

        def fail(*_: object, **__: object) -> None:
            names.append(hot.name)
            if len(names) == 2:
                loop.call_soon_threadsafe(failed_twice.set)
            raise error

        with monkeypatch.context() as short:
            short.setattr(target, name, fail)
            posix_ipc.unlink_shared_memory(before)
            hot.start()
            await asyncio.wait_for(failed_twice.wait(), 10)
        until = loop.time() + 10
        while hot.name in {"", before} and loop.time() < until:  # noqa: ASYNC110 (it tells nobody)
            await asyncio.sleep(0.01)
        assert names[:2] == [before, ""]
        assert hot.name not in {"", before}
        await hot.stop()

    with clean_host() as host:
        asyncio.run(live(host.cluster))
