"""What snapshots are made, sent and received with, as small as it can be played in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kvstore._generated import raft

Result = TypeVar("Result")


class Worker(Protocol):
    """A thread beside the loop's, for what waits for the disk."""

    def run(
        self,
        job: Callable[[], Result],
        done: Callable[[Result | None, Exception | None], None],
    ) -> None:
        """Run `job` there, behind all earlier ones, and `done` in the loop's thread.

        `done` gets what the job returned, or raised.
        """
        ...


class Turns(Protocol):
    """Whoever runs the loop."""

    def soon(self, callback: Callable[[], None]) -> None:
        """Call `callback` in this thread, after this call has returned and others had a turn."""
        ...


class Pin(Protocol):
    """A state as it was when it was pinned."""

    @property
    def point(self) -> raft.snapshot_metadata:
        """Its place in the log."""
        ...

    def pieces(self) -> Iterator[bytes]:
        """Yield the state in pieces, some maybe empty, each in bounded work."""
        ...

    def release(self) -> None:
        """Let go of it. May be called again."""
        ...


class Chunk(NamedTuple):
    """A `snapshot_chunk` without the names of the two nodes."""

    announced: raft.message
    snapshot_id: int
    offset: int
    total: int
    checksum: int
    data: bytes


class ChunkPort(Protocol):
    """The way to the other members for bulk, beside that of the messages."""

    def send(
        self,
        to: int,
        chunk: Chunk,
        done: Callable[[raft.snapshot_progress | None], None],
    ) -> None:
        """Send a chunk behind all earlier ones, and call `done` with the answer.

        With None when the connection was lost, could not be made, or took too long over it.
        """
        ...
