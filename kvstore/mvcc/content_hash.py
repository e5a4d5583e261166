"""One number for all that can be read, to compare between nodes."""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import TYPE_CHECKING

from kvstore._generated import snapshot
from kvstore.mvcc.frozen_keys import FrozenKeys
from kvstore.mvcc.ranges import revision_to_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kvstore.mvcc.store import Store


def content_hash(store: Store, revision: int) -> Iterator[bytes | None]:
    """Yield None after each slice of work, and at last the SHA-256 of the keys.

    Hashed are the floor, `revision` (0: the newest), and then, as records of snapshot.x without
    lengths: the keys as they were at the floor, and all changes since up to the revision. Removal
    is held back until the generator is done or closed. Raises `Refusal`: KV_FUTURE_REVISION,
    KV_COMPACTED.
    """
    floor = store.compacted_revision
    revision = revision_to_read(revision, store.revision, floor)
    digest = sha256(struct.pack(">QQ", floor, revision))
    keys = FrozenKeys(store, floor, revision)
    try:
        for batch in keys.batches():
            if batch is not None:
                digest.update(
                    snapshot.snapshot_items(name_space=batch.name_space, items=batch.items).to_xdr()
                )
                digest.update(b"\0" if batch.is_base else b"\1")
            yield None
    finally:
        keys.release()
    yield digest.digest()
