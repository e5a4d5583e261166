"""Entries, messages and Readys as the transcripts write them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kvstore._generated import raft
from kvstore.raft.configuration import Configuration, conf_change_of
from kvstore.raft.progress import ProgressStatus
from kvstore.raft.ready import Append, Apply, Ready, SoftState, Stored

MESSAGE_NAMES = {
    raft.MESSAGE_PROPOSE: "MsgProp",
    raft.MESSAGE_APPEND: "MsgApp",
    raft.MESSAGE_APPEND_RESPONSE: "MsgAppResp",
    raft.MESSAGE_VOTE: "MsgVote",
    raft.MESSAGE_VOTE_RESPONSE: "MsgVoteResp",
    raft.MESSAGE_PRE_VOTE: "MsgPreVote",
    raft.MESSAGE_PRE_VOTE_RESPONSE: "MsgPreVoteResp",
    raft.MESSAGE_SNAPSHOT: "MsgSnap",
    raft.MESSAGE_HEARTBEAT: "MsgHeartbeat",
    raft.MESSAGE_HEARTBEAT_RESPONSE: "MsgHeartbeatResp",
    raft.MESSAGE_TRANSFER_LEADER: "MsgTransferLeader",
    raft.MESSAGE_TIMEOUT_NOW: "MsgTimeoutNow",
    raft.MESSAGE_READ_INDEX: "MsgReadIndex",
    raft.MESSAGE_READ_INDEX_RESPONSE: "MsgReadIndexResp",
}
_ENTRY_NAMES = {
    raft.ENTRY_NORMAL: "EntryNormal",
    raft.ENTRY_CONF_CHANGE: "EntryConfChange",
    raft.ENTRY_CONF_CHANGE_V2: "EntryConfChangeV2",
}
_CHANGE_LETTERS = {
    raft.CONF_CHANGE_ADD_NODE: "v",
    raft.CONF_CHANGE_ADD_LEARNER_NODE: "l",
    raft.CONF_CHANGE_REMOVE_NODE: "r",
    raft.CONF_CHANGE_UPDATE_NODE: "u",
}
_CHANGE_NAMES = {
    raft.CONF_CHANGE_ADD_NODE: "ConfChangeAddNode",
    raft.CONF_CHANGE_ADD_LEARNER_NODE: "ConfChangeAddLearnerNode",
    raft.CONF_CHANGE_REMOVE_NODE: "ConfChangeRemoveNode",
    raft.CONF_CHANGE_UPDATE_NODE: "ConfChangeUpdateNode",
}
_TRANSITION_NAMES = {
    raft.TRANSITION_AUTO: "ConfChangeTransitionAuto",
    raft.TRANSITION_JOINT_IMPLICIT: "ConfChangeTransitionJointImplicit",
    raft.TRANSITION_JOINT_EXPLICIT: "ConfChangeTransitionJointExplicit",
}


def changes_of(text: str) -> tuple[raft.conf_change_single, ...]:
    """Return the changes that `v1 l2 r3 u4` stands for."""
    kinds = {letter: kind for kind, letter in _CHANGE_LETTERS.items()}
    changes = []
    for token in text.split():
        if token[0] not in kinds:
            raise ValueError(f"unknown input: {token}")
        changes.append(raft.conf_change_single(kinds[token[0]], int(token[1:])))
    return tuple(changes)


def ids(nodes: Iterable[int]) -> str:
    return "(" + " ".join(map(str, sorted(nodes))) + ")"


def configuration(value: Configuration) -> str:
    text = f"voters={ids(value.incoming)}"
    if value.outgoing:
        text += f"&&{ids(value.outgoing)}"
    if value.learners:
        text += f" learners={ids(value.learners)}"
    if value.learners_next:
        text += f" learners_next={ids(value.learners_next)}"
    return text + (" autoleave" if value.auto_leave else "")


def progress(value: ProgressStatus) -> str:
    text = f"{value.state.value} match={value.match} next={value.next}"
    text += " learner" if value.learner else ""
    text += " paused" if value.paused else ""
    text += f" pendingSnap={value.pending_snapshot}" if value.pending_snapshot else ""
    text += "" if value.recent_active else " inactive"
    if value.inflight:
        text += f" inflight={value.inflight}" + ("[full]" if value.inflight_full else "")
    return text


def all_progress(value: dict[int, ProgressStatus]) -> str:
    return "".join(f"{node}: {progress(value[node])}\n" for node in sorted(value))


def conf_change(value: raft.conf_change | raft.conf_change_v2) -> str:
    """A change of membership as text of its fields, those that are not set left out."""
    if isinstance(value, raft.conf_change):
        parts = [f"type:{_CHANGE_NAMES[value.type]}", f"node_id:{value.node}"]
    else:
        parts = [f"transition:{_TRANSITION_NAMES[value.transition]}"]
        parts += [
            f"changes:{{type:{_CHANGE_NAMES[change.type]} node_id:{change.node}}}"
            for change in value.changes
        ]
    if value.context:
        parts.append(f"context:{_quoted(value.context)}")
    return " ".join(parts)


def entry(value: raft.entry) -> str:
    if value.type == raft.ENTRY_NORMAL:
        content = _quoted(value.data)
    else:
        change = conf_change_of(value)
        assert change is not None
        content = " ".join(f"{_CHANGE_LETTERS[c.type]}{c.node}" for c in change.changes)
    name = _ENTRY_NAMES[value.type]
    return f"{value.term}/{value.index} {name}" + (f" {content}" if content else "")


def entries(values: Iterable[raft.entry]) -> str:
    return "".join(entry(value) + "\n" for value in values)


def conf_state(value: raft.conf_state) -> str:
    def listed(nodes: tuple[int, ...]) -> str:
        return "[" + " ".join(map(str, nodes)) + "]"

    return (
        f"Voters:{listed(value.voters)} VotersOutgoing:{listed(value.voters_outgoing)}"
        f" Learners:{listed(value.learners)} LearnersNext:{listed(value.learners_next)}"
        f" AutoLeave:{str(value.auto_leave).lower()}"
    )


def snapshot(value: raft.snapshot_metadata) -> str:
    return f"Index:{value.index} Term:{value.term} ConfState:{conf_state(value.members)}"


def message(value: raft.message, indent: str = "") -> str:
    return _line(
        indent,
        f"{_node(value.from_)}->{_node(value.to)} {MESSAGE_NAMES[value.type]}",
        value.term,
        value.log_term,
        value.index,
        reject=f" Rejected (Hint: {value.reject_hint})" if value.reject else "",
        commit=value.commit,
        carried=value.entries,
        snapshot=value.snapshot,
    )


def append(node: int, value: Append, *, responses: bool = True) -> str:
    state = value.hard_state or raft.hard_state(0, 0, 0)
    text = _line(
        "",
        f"{_node(node)}->AppendThread MsgStorageAppend",
        state.term,
        0,
        0,
        commit=state.commit,
        vote=state.vote,
        carried=value.entries,
        snapshot=value.snapshot,
    )
    lines = append_responses(node, value, "  ") if responses else []
    return text + _responses(lines)


def append_responses(node: int, value: Append, indent: str = "") -> list[str]:
    lines = [message(response, indent) for response in value.responses]
    return lines + ([stored(node, value.stored, indent)] if value.stored else [])


def stored(node: int, value: Stored, indent: str = "") -> str:
    return _line(
        indent,
        f"AppendThread->{_node(node)} MsgStorageAppendResp",
        value.term,
        value.log_term,
        value.index,
        snapshot=value.snapshot,
    )


def apply(node: int, value: Apply, *, responses: bool = True) -> str:
    text = _line("", f"{_node(node)}->ApplyThread MsgStorageApply", 0, 0, 0, carried=value.entries)
    return text + _responses([applied(node, value, "  ")] if responses else [])


def applied(node: int, value: Apply, indent: str = "") -> str:
    heading = f"ApplyThread->{_node(node)} MsgStorageApplyResp"
    return _line(indent, heading, 0, 0, 0, carried=value.entries)


def soft_state(value: SoftState) -> str:
    return f"Lead:{value.lead} State:{value.role.value}"


def hard_state(value: raft.hard_state) -> str:
    vote = f" Vote:{value.vote}" if value.vote else ""
    return f"Term:{value.term}{vote} Commit:{value.commit}"


def ready(node: int, value: Ready) -> str:
    lines = []
    if value.soft_state:
        lines.append(soft_state(value.soft_state))
    if value.hard_state:
        lines.append(f"HardState {hard_state(value.hard_state)}")
    if value.read_states:
        states = " ".join(f"{{{s.index} {_quoted(s.context)}}}" for s in value.read_states)
        lines.append(f"ReadStates [{states}]")
    if value.entries:
        lines += ["Entries:", *map(entry, value.entries)]
    if value.snapshot:
        lines.append(f"Snapshot {snapshot(value.snapshot)}")
    if value.committed_entries:
        lines += ["CommittedEntries:", *map(entry, value.committed_entries)]
    lines += _ready_messages(node, value)
    if not lines:
        return "<empty Ready>"
    return "\n".join([f"Ready MustSync={str(value.must_sync).lower()}:", *lines]) + "\n"


def _ready_messages(node: int, value: Ready) -> list[str]:
    messages = [message(m) for m in value.messages]
    if value.append:
        messages.append(append(node, value.append))
    if value.apply:
        messages.append(apply(node, value.apply))
    return ["Messages:", *messages] if messages else []


def _line(
    indent: str,
    heading: str,
    term: int,
    log_term: int,
    index: int,
    *,
    reject: str = "",
    commit: int = 0,
    vote: int = 0,
    carried: Iterable[raft.entry] = (),
    snapshot: raft.snapshot_metadata | None = None,
) -> str:
    text = f"{indent}{heading} Term:{term} Log:{log_term}/{index}{reject}"
    text += f" Commit:{commit}" if commit else ""
    text += f" Vote:{vote}" if vote else ""
    listed = [entry(value) for value in carried]
    if len(listed) == 1:
        text += f" Entries:[{listed[0]}]"
    elif listed:
        text += " Entries:[" + "".join(f"\n{indent}  {line}" for line in listed)
        text += f"\n{indent}]"
    if snapshot is not None:
        text += f"\n{indent}  Snapshot: {_snapshot(snapshot)}"
    return text


_snapshot = snapshot


def _responses(lines: list[str]) -> str:
    return " Responses:[\n" + "\n".join(lines) + "\n]" if lines else ""


def _node(node: int) -> str:
    return f"{node:x}" if node else "None"


def _quoted(data: bytes) -> str:
    return json.dumps(data.decode(), ensure_ascii=False)
