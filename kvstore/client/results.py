"""What the library's calls return, where it is not a struct of kv.x itself."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from kvstore._generated import kv

__all__ = ["DeleteResult", "Item", "NodeStatus", "Page", "PutResult"]

Item: TypeAlias = kv.kv_item
"""A key and its value (both bytes) with `create_revision`, `mod_revision`, `key_version`, `lease`.
"""


class PutResult(NamedTuple):
    """`durable_nodes` had the change on disk when the answer was sent.

    `previous` is the item before, where there was one and it was asked for.
    """

    revision: int
    durable_nodes: int
    previous: Item | None


class DeleteResult(NamedTuple):
    """So many keys were `deleted`; `previous` are their items, where they were asked for.

    `revision` is 0 where there was nothing to delete.
    """

    revision: int
    durable_nodes: int
    deleted: int
    previous: tuple[Item, ...]


class Page(NamedTuple):
    """Part of a range, read at `revision`. `more` says that `next` is where it goes on."""

    items: tuple[Item, ...]
    revision: int
    more: bool
    next: kv.kv_page


class NodeStatus(NamedTuple):
    """What a node says about itself: the header of its answer and the answer."""

    header: kv.kv_reply_header
    status: kv.kv_status_ok
