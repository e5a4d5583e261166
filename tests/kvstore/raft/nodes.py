"""A node of the group: its core, its disk, its state machine, and what it prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kvstore._generated import raft
from kvstore.raft.configuration import conf_change_of
from kvstore.raft.core import Raft
from kvstore.raft.options import Options, ReadOnly
from kvstore.raft.ready import Append, Applied, Apply, Stored
from kvstore.raft.storage import MemoryStorage
from tests.kvstore.raft.trace_lines import LEVELS

_QUIET = LEVELS.index("NONE")


class Output:
    """What a command prints: its own lines, and the log lines of the chosen level."""

    def __init__(self) -> None:
        self.level = 0
        self.text = ""

    @property
    def quiet(self) -> bool:
        return self.level == _QUIET

    def write(self, text: str) -> None:
        if not self.quiet:
            self.text += text

    def line(self, text: str) -> None:
        self.write(text.removesuffix("\n") + "\n")

    def log(self, level: int, text: str) -> None:
        if level >= self.level:
            self.line(f"{LEVELS[level]} {text}")

    @contextmanager
    def indented(self) -> Iterator[None]:
        before, self.text = self.text, ""
        try:
            yield
        finally:
            lines = self.text.removesuffix("\n").split("\n") if self.text else []
            self.text = before + "".join(f"  {line}\n" for line in lines)


class Disk(MemoryStorage):
    """A log whose snapshot is always the newest state of the state machine."""

    def __init__(self) -> None:
        super().__init__()
        self.history = [self.point]

    def snapshot(self) -> raft.snapshot_metadata:
        return self.history[-1]


@dataclass
class Acknowledgement:
    """What a node's own thread tells it, on its way through the network like a message."""

    to: int
    text: str
    value: Stored | Applied


@dataclass
class Node:
    options: Options
    disk: Disk
    core: Raft
    appends: list[Append] = field(default_factory=list)
    applies: list[Apply] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.options.node

    def write(
        self,
        hard_state: raft.hard_state | None,
        entries: Sequence[raft.entry],
        snapshot: raft.snapshot_metadata | None,
    ) -> None:
        if hard_state is not None:
            self.disk.hard_state = hard_state
        if snapshot is not None:
            assert not entries, "a snapshot and entries at once"
            self.disk.restore(snapshot)
            self.disk.history.append(snapshot)
        self.disk.append(entries)

    def change_state(self, entries: Sequence[raft.entry]) -> None:
        for entry in entries:
            if entry.index <= self.disk.history[-1].index:
                continue  # a snapshot has brought what it did
            change = conf_change_of(entry)
            if change is None:
                members = self.disk.history[-1].members
            elif entry.type == raft.ENTRY_CONF_CHANGE:
                v1 = raft.conf_change.from_xdr(entry.data)
                members = self.core.apply_conf_change(entry.index, v1)
            else:
                members = self.core.apply_conf_change(entry.index, change)
            self.disk.history.append(raft.snapshot_metadata(entry.index, entry.term, members))


def option(fields: dict[str, object], key: str, value: str) -> None:
    """Add what an argument of `add-nodes` asks for to the fields of `Options`."""
    flags = {
        "async-storage-writes": "async_storage_writes",
        "prevote": "pre_vote",
        "checkquorum": "check_quorum",
        "step-down-on-removal": "step_down_on_removal",
        "forward-proposals": "forward_proposals",
        "tell-committed": "tell_committed",
    }
    limits = {
        "inflight": "max_inflight",
        "inflight-bytes": "max_inflight_bytes",
        "max-message-size": "max_message_size",
        "max-uncommitted-size": "max_uncommitted_size",
        "max-committed-size-per-ready": "max_committed_size",
        "index": "applied",
    }
    if key in flags:
        fields[flags[key]] = flag(value)
    elif key == "disable-conf-change-validation":
        fields["validate_conf_changes"] = not flag(value)
    elif key in limits:
        fields[limits[key]] = int(value)
    elif key == "read-only":
        if value not in {"safe", "lease-based"}:
            raise ValueError(f'invalid read-only option "{value}"')
        fields["read_only"] = ReadOnly(value)
    elif key not in {"voters", "learners", "content"}:
        raise ValueError(f"unknown option {key}")


def flag(value: str) -> bool:
    if value not in {"true", "false"}:
        raise ValueError(f"{value} is neither true nor false")
    return value == "true"
