"""Write a data folder as this release of kvd leaves it when it is killed, and what it showed."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import kvstore
from kvstore._generated import kv
from kvstore.cli.output import item_as_json
from rpcgen_py.runtime.transport.sync_client import connect
from tests.kvstore.product import Kvd, kvctl
from tests.kvstore.service.test_kv_program import (
    compare,
    op_delete,
    op_put,
    prefix,
    put,
    transact,
)

BINARY = bytes(range(256))


def first_life(node: Kvd) -> None:
    with connect(f"tcp://{node.server}") as connection:
        client = kv.KV_V1Client(connection)
        put(client, b"plain", b"one")
        put(client, b"plain", b"two")
        put(client, b"empty", b"")
        put(client, BINARY, BINARY)
        put(client, b"dir/a", b"a" * 1000)
        put(client, b"dir/b", b"b" * 1000)
        put(client, b"dir/c", b"c" * 1000)
        put(client, b"plain", b"team's", name_space=b"team")


def second_life(node: Kvd) -> None:
    with connect(f"tcp://{node.server}") as connection:
        client = kv.KV_V1Client(connection)
        transact(
            client,
            [compare(b"plain", revision=2)],
            [op_put(b"plain", b"three"), op_put(b"made", b"x"), op_delete(prefix(b"dir/b"))],
            [op_put(b"never", b"")],
        )
        # A command that is in the log and was refused when it was applied.
        put(client, b"missing", b"", flags=kv.KV_KEEP_VALUE)
        put(client, b"empty", b"no more")
        put(client, b"plain", b"", flags=kv.KV_KEEP_VALUE)
    kvctl("del", "empty", server=node.server)
    kvctl("del", "--prefix", "dir/", server=node.server)
    kvctl("put", "dir/a", "again", server=node.server)


def shown(node: Kvd) -> list[dict[str, object]]:
    """What every revision looks like, as `kvctl range -o json` prints it."""
    states: list[dict[str, object]] = []
    for space in ("", "team"):
        with kvstore.connect(node.server, name_space=space) as store:
            for revision in range(1, store.status().header.revision + 1):
                items = [item_as_json(item) for item in store.range(prefix="", revision=revision)]
                states.append({"namespace": space, "revision": revision, "items": items})
    return states


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        node = Kvd(Path(temporary) / "node", "--segment-size=4096")
        with node:
            first_life(node)
        node.start()
        second_life(node)
        expected = shown(node)
        node.kill()
        (folder / "wal").mkdir(parents=True)
        for segment in (node.folder / "wal").glob("*.wal"):
            shutil.copy(segment, folder / "wal")
        lines = ",\n".join(json.dumps(state, ensure_ascii=False) for state in expected)
        (folder / "expected.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
