"""A group of cores whose messages, disks and state machines are moved by commands."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kvstore._generated import raft
from kvstore.raft.core import Raft
from kvstore.raft.errors import RaftError
from kvstore.raft.options import Options
from kvstore.raft.ready import Append, Apply, Stored
from kvstore.raft.state import Role
from kvstore.raft.storage import NO_LIMIT
from kvstore.raft.trace import Event
from tests.kvstore.raft import describe, trace_lines
from tests.kvstore.raft.datadriven import Directive
from tests.kvstore.raft.nodes import Acknowledgement, Disk, Node, Output, flag, option
from tests.kvstore.raft.trace_lines import LEVELS

ELECTION_TICKS = 3
HEARTBEAT_TICKS = 1


Message = raft.message | Acknowledgement


class Interaction:
    """The group. `run` carries out one command and returns what it prints."""

    def __init__(self) -> None:
        self.output = Output()
        self.nodes: list[Node] = []
        self.messages: list[Message] = []

    def run(self, directive: Directive) -> str:
        self.output.text = ""
        handler: Callable[[Directive], None] | None = getattr(
            self, "_" + directive.command.replace("-", "_"), None
        )
        if handler is None:
            return "unknown command"
        try:
            handler(directive)
        except (RaftError, ValueError) as error:
            if self.output.quiet:
                return str(error)
            self.output.write(str(error))
        return self.output.text.removesuffix("\n") or "ok"

    # Nodes.

    def _add_nodes(self, d: Directive) -> None:
        voters = tuple(sorted(map(int, d.values("voters"))))
        learners = tuple(sorted(map(int, d.values("learners"))))
        index = int((d.values("index") or ["0"])[0])
        fields: dict[str, object] = {}
        for key, values in d.arguments[1:]:
            for value in values:
                option(fields, key.replace("_", "-"), value)
        members = raft.conf_state(voters, (), learners, (), auto_leave=False)
        bootstrap = bool(voters or learners or index or d.values("content"))
        if bootstrap and index <= 1:
            raise ValueError("index must be specified as > 1 due to bootstrap")
        for _ in range(int(d.names[0])):
            self._add_node(fields, raft.snapshot_metadata(index, 1, members) if bootstrap else None)

    def _add_node(self, fields: dict[str, object], point: raft.snapshot_metadata | None) -> None:
        node = len(self.nodes) + 1
        options = Options(
            **{  # type: ignore[arg-type]  # each field's value was made for it
                "node": node,
                "election_ticks": ELECTION_TICKS,
                "heartbeat_ticks": HEARTBEAT_TICKS,
                "max_inflight": 1 << 31,
                "check_invariants": True,
                **fields,
            }
        )
        disk = Disk()
        if point is not None:
            disk.restore(point)
            disk.history = [point]
        self.nodes.append(Node(options, disk, self._core(options, disk)))

    def _core(self, options: Options, disk: Disk) -> Raft:
        def sink(event: Event) -> None:
            self.output.log(*trace_lines.line(options.node, event))

        return Raft(
            options,
            disk,
            hard_state=disk.hard_state,
            members=disk.history[-1].members,
            random_below=lambda limit: limit // 2,
            sink=sink,
        )

    def _restart(self, d: Directive) -> None:
        """The process dies: what is on the disk or was sent is all that is left of it."""
        node = self._first(d)
        node.options = msgspec.structs.replace(node.options, applied=node.disk.history[-1].index)
        node.appends, node.applies = [], []
        self.messages = [
            message
            for message in self.messages
            if message.to != node.id
            or (isinstance(message, raft.message) and message.from_ != node.id)
        ]
        node.core = self._core(node.options, node.disk)

    def _raft_state(self, _: Directive) -> None:
        for node in self.nodes:
            status = node.core.status()
            voter = "Voter" if node.id in status.configuration.voters else "Non-Voter"
            self.output.line(
                f"{status.node}: {status.role.value} ({voter}) Term:{status.term}"
                f" Lead:{status.lead}"
            )

    def _status(self, d: Directive) -> None:
        self.output.write(describe.all_progress(self._first(d).core.status().progress))

    def _raft_log(self, d: Directive) -> None:
        self._show_log(self._first(d))

    def _show_log(self, node: Node) -> None:
        first, last = node.disk.first_index(), node.disk.last_index()
        if last < first:
            self.output.write(f"log is empty: first index={first}, last index={last}")
        else:
            self.output.write(describe.entries(node.disk.entries(first, last + 1, NO_LIMIT)))

    def _compact(self, d: Directive) -> None:
        node = self._first(d)
        node.disk.compact(int(d.names[1]))
        self._show_log(node)

    def _log_level(self, d: Directive) -> None:
        self._set_level(d.names[0])

    def _set_level(self, name: str) -> None:
        if name.upper() not in LEVELS:
            raise ValueError(f"log levels must be either of [{' '.join(LEVELS)}]")
        self.output.level = LEVELS.index(name.upper())

    # What is asked of a node.

    def _campaign(self, d: Directive) -> None:
        self._first(d).core.campaign()

    def _propose(self, d: Directive) -> None:
        self._first(d).core.propose([d.names[1].encode()])

    def _propose_conf_change(self, d: Directive) -> None:
        transitions = {
            "auto": raft.TRANSITION_AUTO,
            "implicit": raft.TRANSITION_JOINT_IMPLICIT,
            "explicit": raft.TRANSITION_JOINT_EXPLICIT,
        }
        transition = (d.values("transition") or ["auto"])[0]
        if transition not in transitions:
            raise ValueError(f"unknown transition {transition}")
        changes = describe.changes_of(d.input)
        if flag((d.values("v1") or ["false"])[0]):
            if len(changes) != 1 or transition != "auto":
                raise ValueError("v1 conf change can only have one operation and no transition")
            v1 = raft.conf_change(changes[0].type, changes[0].node, b"")
            self._first(d).core.propose_conf_change(v1)
            return
        v2 = raft.conf_change_v2(transitions[transition], changes, b"")
        self._first(d).core.propose_conf_change(v2)

    def _transfer_leadership(self, d: Directive) -> None:
        (source,), (target,) = d.values("from"), d.values("to")
        self._node(source).core.transfer_leadership(int(target))

    def _forget_leader(self, d: Directive) -> None:
        self._first(d).core.forget_leader()

    def _report_unreachable(self, d: Directive) -> None:
        self._first(d).core.report_unreachable(int(d.names[1]))

    def _read_index(self, d: Directive) -> None:
        self._first(d).core.read_index(d.names[1].encode())

    def _report_snapshot(self, d: Directive) -> None:
        failed = flag((d.values("failed") or ["false"])[0])
        self._first(d).core.report_snapshot(int(d.names[1]), failed=failed)

    def _send_snapshot(self, d: Directive) -> None:
        source, target = self._some(d)
        message = raft.message(
            raft.MESSAGE_SNAPSHOT,
            target.id,
            source.id,
            source.core.status().term,
            0, 0, 0, False, 0, (), source.disk.snapshot(), b"",
        )  # fmt: skip
        if source.core.role is not Role.LEADER:
            # A script may let anybody send one. Its receiver follows two leaders in one term.
            target.core._invariants = None
        self.messages.append(message)
        self.output.write(describe.message(message))

    def _set_randomized_election_timeout(self, d: Directive) -> None:
        self._first(d).core.election_timeout = int(d.values("timeout")[0])

    def _tick_election(self, d: Directive) -> None:
        self._tick(d, ELECTION_TICKS)

    def _tick_heartbeat(self, d: Directive) -> None:
        self._tick(d, HEARTBEAT_TICKS)

    def _tick(self, d: Directive, ticks: int) -> None:
        for _ in range(ticks):
            self._first(d).core.tick()

    # What moves.

    def _process_ready(self, d: Directive) -> None:
        self._each(d, "handling Ready", self._handle_ready)

    def _process_append_thread(self, d: Directive) -> None:
        self._each(d, "processing append thread", self._append)

    def _process_apply_thread(self, d: Directive) -> None:
        self._each(d, "processing apply thread", self._apply)

    def _each(self, d: Directive, doing: str, work: Callable[[Node], None]) -> None:
        nodes = self._some(d)
        for node in nodes:
            if len(nodes) == 1:
                work(node)
                return
            self.output.line(f"> {node.id} {doing}")
            with self.output.indented():
                work(node)

    def _handle_ready(self, node: Node) -> None:
        ready = node.core.ready()
        self.output.write(describe.ready(node.id, ready))
        if not node.options.async_storage_writes:
            node.write(ready.hard_state, ready.entries, ready.snapshot)
            node.change_state(ready.committed_entries)
        self.messages += ready.messages
        if ready.append is not None:
            node.appends.append(ready.append)
        if ready.apply is not None:
            node.applies.append(ready.apply)
        if not node.options.async_storage_writes:
            node.core.advance()

    def _append(self, node: Node) -> None:
        if not node.appends:
            self.output.write("no append work to perform")
            return
        work = node.appends.pop(0)
        self.output.line("Processing:")
        self.output.line(describe.append(node.id, work, responses=False))
        node.write(work.hard_state, work.entries, work.snapshot)
        self.output.line("Responses:")
        for line in describe.append_responses(node.id, work):
            self.output.line(line)
        self.messages += work.responses
        if work.stored is not None:
            text = describe.stored(node.id, work.stored)
            self.messages.append(Acknowledgement(node.id, text, work.stored))

    def _apply(self, node: Node) -> None:
        if not node.applies:
            self.output.write("no apply work to perform")
            return
        work = node.applies.pop(0)
        self.output.line("Processing:")
        self.output.line(describe.apply(node.id, work, responses=False))
        node.change_state(work.entries)
        text = describe.applied(node.id, work)
        self.output.line("Responses:")
        self.output.line(text)
        self.messages.append(Acknowledgement(node.id, text, work.applied))

    def _deliver_msgs(self, d: Directive) -> None:
        kind = None
        receivers = []
        for key, values in d.arguments:
            if not values:
                receivers.append((int(key), False))
            for value in values:
                if key == "drop":
                    receivers.append((int(value), True))
                elif key == "type":
                    kind = value
                else:
                    raise ValueError(f"unknown option {key}")
        if len({node for node, _ in receivers}) < len(receivers):
            raise ValueError("can't both deliver and drop msgs to a node")
        count = sum(self._deliver(node, kind, drop=drop) for node, drop in receivers)
        if count == 0:
            self.output.line("no messages")

    def _deliver(self, node: int, kind: str | None, *, drop: bool) -> int:
        chosen, self.messages = self._split(node, kind, drop=drop)
        for message in chosen:
            text = (
                message.text if isinstance(message, Acknowledgement) else describe.message(message)
            )
            self.output.line(f"dropped: {text}" if drop else text)
            if drop:
                continue
            try:
                self._hand_over(self.nodes[node - 1].core, message)
            except RaftError as error:
                self.output.line(str(error))
        return len(chosen)

    @staticmethod
    def _hand_over(core: Raft, message: Message) -> None:
        if isinstance(message, raft.message):
            core.step(message)
        elif isinstance(message.value, Stored):
            core.stored(message.value)
        else:
            core.applied(message.value)

    def _split(
        self, node: int, kind: str | None = None, *, drop: bool = False
    ) -> tuple[list[Message], list[Message]]:
        """What goes to a node now, and what stays. What a node tells itself is never lost."""
        chosen: list[Message] = []
        rest: list[Message] = []
        for message in self.messages:
            own = isinstance(message, Acknowledgement) or message.from_ == message.to
            fits = kind in {None, self._kind(message)} and not (drop and own)
            (chosen if fits and message.to == node else rest).append(message)
        return chosen, rest

    @staticmethod
    def _kind(message: Message) -> str:
        if isinstance(message, raft.message):
            return describe.MESSAGE_NAMES[message.type]
        stored = isinstance(message.value, Stored)
        return "MsgStorageAppendResp" if stored else "MsgStorageApplyResp"

    def _stabilize(self, d: Directive) -> None:
        before = self.output.level
        for level in d.values("log-level"):
            self._set_level(level)
        try:
            self._run_until_quiet(self._some(d) if d.names else self.nodes)
        finally:
            self.output.level = before

    def _run_until_quiet(self, nodes: list[Node]) -> None:
        busy = True
        while busy:
            busy = False
            for node in nodes:
                if node.core.has_ready:
                    busy = True
                    self.output.line(f"> {node.id} handling Ready")
                    with self.output.indented():
                        self._handle_ready(node)
            for node in nodes:
                if self._split(node.id)[0]:
                    busy = True
                    self.output.line(f"> {node.id} receiving messages")
                    with self.output.indented():
                        self._deliver(node.id, None, drop=False)
            for node in nodes:
                busy = self._drain(node, node.appends, "append", self._append) or busy
            for node in nodes:
                busy = self._drain(node, node.applies, "apply", self._apply) or busy

    def _drain(
        self, node: Node, work: list[Append] | list[Apply], name: str, do: Callable[[Node], None]
    ) -> bool:
        if not work:
            return False
        self.output.line(f"> {node.id} processing {name} thread")
        while work:
            with self.output.indented():
                do(node)
        return True

    def _node(self, name: str) -> Node:
        return self.nodes[int(name) - 1]

    def _first(self, d: Directive) -> Node:
        return self._node(d.names[0])

    def _some(self, d: Directive) -> list[Node]:
        return [self._node(name) for name in d.names]
