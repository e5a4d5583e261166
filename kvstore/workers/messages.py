"""What node and worker tell each other beside the calls. Descriptors go with the messages."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Told(msgspec.Struct, frozen=True, tag="told"):
    """To a worker: its node, and what it may answer by itself.

    `addresses` are those to listen at, as text. `segment` is the name of the node's hot keys, "":
    there are none. `policy` is the text of the node's policy, None: everybody may do everything.
    """

    cluster_id: int
    node_id: int
    addresses: tuple[str, ...]
    segment: str
    policy: str | None
    max_connections: int
    max_record: int


class Ruled(msgspec.Struct, frozen=True, tag="ruled"):
    """To a worker: the node's policy is another one now; see `Told`."""

    policy: str | None


class Moved(msgspec.Struct, frozen=True, tag="moved"):
    """To a worker: the node's hot keys are in another segment now; see `Told`."""

    segment: str


class Given(msgspec.Struct, frozen=True, tag="given"):
    """To a worker, with one descriptor: a connection that the node has accepted."""


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """From a worker that listens."""


class Relayed(msgspec.Struct, frozen=True, tag="relayed"):
    """From a worker, with one descriptor: the node's end of what takes a caller's calls to it."""

    host: str
    port: int
    local_host: str


class Handed(msgspec.Struct, frozen=True, tag="handed"):
    """From a worker, with two descriptors: a connection, and a file of what was received of it."""


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """From a worker, now and then: it lives. Numbers are since its start, connections of now."""

    connections: int
    hits: int
    passed: int
    handed: int


ToWorker: TypeAlias = Told | Ruled | Moved | Given
ToNode: TypeAlias = Ready | Relayed | Handed | Beat
