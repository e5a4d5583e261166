"""The folder of a local cluster: what is where in it.

DIR/cluster.json      the nodes and their ports
DIR/lock              held while the cluster is started, stopped or wiped
DIR/node-1/data/      the node's data
DIR/node-1/kvd.log    what it printed
DIR/node-1/kvd.pid    the process that runs it
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from kvstore.config import REMOVED
from kvstore.dev.processes import Process, is_running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ClusterError", "ClusterFolder", "LocalNode", "OtherCluster", "default_folder"]


class ClusterError(Exception):
    """A local cluster cannot do what it is told; the message says why and what to do."""


def default_folder() -> Path:
    """Return the folder of a cluster that was given none: under the user's state."""
    state = os.environ.get("XDG_STATE_HOME")
    base = Path(state) if state else Path.home() / ".local" / "state"
    return base / "sunrpc-kv" / "cluster"


class LocalNode(NamedTuple):
    """One node of a local cluster; `folder` is its part of the cluster's."""

    id: int
    port: int
    folder: Path

    @property
    def address(self) -> str:
        """Where clients reach it."""
        return f"localhost:{self.port}"

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The file of what it printed."""
        return self.folder / "kvd.log"

    @property
    def pid_file(self) -> Path:
        """The file that names its process."""
        return self.folder / "kvd.pid"

    @property
    def is_removed(self) -> bool:
        """Whether it was removed from its cluster, and knows it."""
        return (self.data / REMOVED).exists()

    def process(self) -> Process | None:
        """Return the process that runs the node, None if none does."""
        try:
            found = Process.parse(self.pid_file.read_text(encoding="ascii", errors="replace"))
        except FileNotFoundError:
            return None
        return found if found is not None and is_running(found) else None

    def note_process(self, process: Process) -> None:
        """Remember the process that runs the node: either all of it or nothing."""
        draft = self.pid_file.with_suffix(".new")
        draft.write_text(str(process), encoding="ascii")
        draft.replace(self.pid_file)


class OtherCluster(ClusterError):
    """There is a cluster already, and not the one that is asked for."""


class ClusterFolder:
    """The folder at `path`, which need not exist."""

    def __init__(self, path: Path) -> None:
        """Look at nothing yet."""
        self.path = path.absolute()
        self._book = self.path / "cluster.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from starting or stopping the cluster. Raises `ClusterError`."""
        with self._lock_file() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ClusterError(
                    f"another kvctl is at work on {self.path}; try again when it has finished"
                ) from None
            yield

    def _lock_file(self) -> BinaryIO:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            return (self.path / "lock").open("ab")
        except OSError as error:
            raise ClusterError(
                f"cannot use {self.path}: {error.strerror}; --dir names another folder"
            ) from None

    def exists(self) -> bool:
        """Return whether there is a cluster."""
        return self._book.exists()

    def nodes(self) -> list[LocalNode]:
        """Return the nodes of the cluster. Raises `ClusterError` if there is none."""
        try:
            book = json.loads(self._book.read_text(encoding="utf-8"))
            return [self._node(each["id"], each["port"]) for each in book["nodes"]]
        except FileNotFoundError:
            raise ClusterError(
                f"there is no cluster in {self.path}; kvctl cluster start makes one"
            ) from None
        except (ValueError, KeyError, TypeError):
            raise ClusterError(f"{self._book} is damaged; remove {self.path}") from None

    def create(self, ports: Sequence[int]) -> list[LocalNode]:
        """Make a cluster of as many nodes as there are ports, and return them."""
        found = [self._node(place, port) for place, port in enumerate(ports, 1)]
        for node in found:
            node.folder.mkdir(exist_ok=True)
        book: dict[str, Any] = {"nodes": [{"id": node.id, "port": node.port} for node in found]}
        draft = self._book.with_suffix(".new")
        draft.write_text(json.dumps(book, indent=2) + "\n", encoding="utf-8")
        draft.replace(self._book)
        return found

    def remove(self) -> None:
        """Remove all that was made here, and the folder if nothing else is in it."""
        for node in self.nodes():
            shutil.rmtree(node.folder, ignore_errors=True)
            if node.folder.exists():
                raise ClusterError(f"{node.folder} cannot be removed")
        self._book.unlink()
        (self.path / "lock").unlink(missing_ok=True)
        with suppress(OSError):  # something else is in it
            self.path.rmdir()

    def _node(self, node_id: int, port: int) -> LocalNode:
        if not (isinstance(node_id, int) and isinstance(port, int)):
            raise TypeError(node_id, port)
        return LocalNode(node_id, port, self.path / f"node-{node_id}")
