"""Writes docs/wire.md from the tables: `python -m tests.rpcgen_py.runtime.wire.page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rpcgen_py.runtime._generated import rpc_msg
from tests.rpcgen_py.runtime.wire import client_cases, server_cases, xdr_cases
from tests.rpcgen_py.runtime.wire.rules import PARTS, RULES, Rule

PAGE = Path(__file__).resolve().parents[4] / "docs" / "wire.md"

MOST_WORDS = 14
"""Words of a message that the page shows."""

INTRODUCTION = """\
# On the wire

What `rpcgen_py` does where implementations of XDR and ONC RPC differ from each other or from
their RFCs. "C" is stock rpcgen with libtirpc: where it differs from the RFC, we take what C sends,
and send what the RFC says.

This page is written from the tables that the tests run
(`python -m tests.rpcgen_py.runtime.wire.page`). Each server case goes to the cores alone and to
the servers for threads and asyncio, over TCP, UDP and Unix sockets; each client case to the cores
and to the blocking and asyncio clients. Over streams each is delivered whole, split at every byte,
and followed by other data.

Bytes are in hexadecimal, a word of four bytes at a time; record marks are left out unless a case
is about them. Calls go to program 31230000 (calc), of which versions 1 and 2 are served; xids are
11223344, and a policy refuses uid 9999 (270f) with AUTH_TOOWEAK.
"""


def hexadecimal(data: bytes) -> str:
    """Bytes as the page shows them."""
    words = [data[at : at + 4].hex() for at in range(0, len(data), 4)]
    if len(words) <= MOST_WORDS:
        return f"`{' '.join(words)}`" if words else "nothing"
    return f"`{' '.join(words[: MOST_WORDS - 2])} …` ({len(data):,} bytes)"


def reply(data: bytes) -> str:
    """A reply in words."""
    decoded, behind = rpc_msg.unpack_rpc_msg(data, 0, len(data))
    match decoded.body:
        case rpc_msg.msg_body_REPLY(rbody=rpc_msg.reply_body_MSG_DENIED(rreply=denied)):
            match denied:
                case rpc_msg.rejected_reply_RPC_MISMATCH(mismatch=served):
                    return f"RPC_MISMATCH {served.low} to {served.high}"
                case rpc_msg.rejected_reply_AUTH_ERROR(reason=reason):
                    return f"AUTH_ERROR {rpc_msg.auth_stat(reason).name}"
        case rpc_msg.msg_body_REPLY(rbody=rpc_msg.reply_body_MSG_ACCEPTED(areply=accepted)):
            match accepted.data:
                case rpc_msg.accepted_data_PROG_MISMATCH(mismatch=served):
                    return f"PROG_MISMATCH {served.low} to {served.high}"
                case other:
                    rest = data[behind:]
                    return f"{other.stat.name} {hexadecimal(rest)}" if rest else other.stat.name
    raise AssertionError(data)


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    for row in (heads, ("---",) * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def xdr_row(case: xdr_cases.Case) -> tuple[str, ...]:
    if case.way == "not read":
        return case.title, f"`{case.type}`", hexadecimal(case.data), "an error"
    if case.way == "not written":
        return case.title, f"`{case.type}`", "an error", f"`{case.value}`"
    arrow = "" if case.way == "both ways" else " (read only)"
    return case.title, f"`{case.type}`", hexadecimal(case.data), f"`{case.value}`{arrow}"


def server_row(case: server_cases.Case) -> tuple[str, ...]:
    answers = ", ".join(map(reply, case.answers)) or "silence"
    sent = hexadecimal(case.sent) + (" (with marks)" if case.framed else "")
    return case.title, sent, "the connection is closed" if case.closes else answers


def client_row(case: client_cases.Case) -> tuple[str, ...]:
    if isinstance(case.outcome, int):
        outcome = f"the result, {case.outcome}"
    else:
        details = ", ".join(f"{name}={value}" for name, value in case.details.items())
        outcome = f"`{case.outcome.__name__}{f'({details})' if details else ''}`"
    if case.framed:
        return case.title, hexadecimal(case.stream) + " (with marks)", outcome
    heard = "; ".join(map(hexadecimal, case.records))
    return case.title, heard or "the end of the connection", outcome


def section(number: int, rule: Rule) -> Iterator[str]:
    yield ""
    yield f"### {number}. {rule.title}"
    yield ""
    yield rule.text
    yield from table(
        ("XDR", "type", "bytes", "Python"),
        [xdr_row(case) for case in xdr_cases.CASES if case.rule == number],
    )
    yield from table(
        ("at a server", "call", "answer"),
        [server_row(case) for case in server_cases.CASES if case.rule == number],
    )
    yield from table(
        ("at a client", "what comes", "outcome"),
        [client_row(case) for case in client_cases.CASES if case.rule == number],
    )
    if rule.tests:
        yield ""
        yield "Also tested by:"
        yield ""
        for test in rule.tests:
            path, _, name = test.partition("::")
            yield f"- [`{name}`](../{path})"


def render() -> str:
    """The whole page."""
    lines = [INTRODUCTION.rstrip()]
    for part, numbers in PARTS.items():
        lines += ["", f"## {part}"]
        for number in numbers:
            lines += section(number, RULES[number])
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render())
