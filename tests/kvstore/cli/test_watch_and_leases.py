"""kvctl watch and kvctl lease: what etcdctl's users expect to read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kvstore._generated import kv
from tests.kvstore.cli.scripted import error, item, serving
from tests.kvstore.product import kvctl

LEASE = 0x32695410DCC0CA06


def run(script: dict[str, Any], *arguments: str) -> tuple[Any, Any]:
    with serving(script) as (server, asked):
        return kvctl(*arguments, server=server), asked.asked


def told(*events: kv.kv_event, revision: int = 8) -> dict[str, Any]:
    return {"events": events, "next": kv.kv_watch_position(revision=revision, offset=0)}


PUT = kv.kv_event(kind=kv.KV_EVENT_PUT, item=item(b"a", b"1", mod_revision=6), previous=None)
DELETE = kv.kv_event(
    kind=kv.KV_EVENT_DELETE,
    item=item(b"a", create_revision=0, mod_revision=7, key_version=0),
    previous=item(b"a", b"1"),
)


def test_watch_prints_changes_in_order() -> None:
    script = {"WATCH": [told(PUT, revision=7), told(DELETE)]}
    done, asked = run(script, "watch", "a", "--rev=6", "--prev", "--count=2")
    assert (done.stdout, done.returncode) == (b"PUT\na\n1\nDELETE\na\n1\na\n\n", 0)
    first, second = asked["WATCH"][:2]
    assert (first.position.revision, second.position.revision) == (6, 7)
    assert first.flags & kv.KV_PREVIOUS


def test_watch_as_json_is_a_line_for_each_change() -> None:
    script = {"WATCH": told(PUT, DELETE)}
    done, asked = run(script, "watch", "--prefix", "a", "--rev=6", "--count=2", "-o", "json")
    put, delete = map(json.loads, done.stdout.splitlines())
    assert (put["kind"], put["value"], put["mod_revision"]) == ("put", "1", 6)
    assert (delete["kind"], delete["key"], delete["mod_revision"]) == ("delete", "a", 7)
    assert asked["WATCH"][0].ranges[0].kind == kv.KV_PREFIX


def test_watch_as_a_table_has_a_header() -> None:
    script = {"WATCH": told(PUT, DELETE)}
    done, _ = run(script, "watch", "--prefix", "a", "--rev=6", "--count=2", "-o", "table")
    rows = [line.split() for line in done.stdout.decode().splitlines()]
    assert rows == [
        ["MOD", "REVISION", "KIND", "KEY", "VALUE"],
        ["6", "put", "a", "1"],
        ["7", "delete", "a"],
    ]


def test_a_watch_of_what_is_compacted_says_so() -> None:
    done, _ = run({"WATCH": error(kv.KV_COMPACTED, "revision 2 is gone")}, "watch", "a", "--rev=2")
    assert (done.stdout, done.returncode) == (b"", 1)
    assert done.stderr.count(b"\n") == 1
    assert b"are lost" in done.stderr


def test_lease_grant_and_revoke() -> None:
    done, asked = run({"LEASE_GRANT": {"lease": LEASE, "ttl_ms": 60000}}, "lease", "grant", "60")
    assert done.stdout == b"lease 32695410dcc0ca06 granted with TTL(60s)\n"
    assert asked["LEASE_GRANT"][0].ttl_ms == 60000
    revoked = {"commit": kv.kv_commit(revision=7, durable_nodes=3), "count": 1}
    done, asked = run({"LEASE_REVOKE": revoked}, "lease", "revoke", "32695410dcc0ca06")
    assert done.stdout == b"lease 32695410dcc0ca06 revoked\n"
    assert asked["LEASE_REVOKE"][0].lease == LEASE


def test_lease_timetolive_and_list() -> None:
    left = {
        "granted_ttl_ms": 60000,
        "ttl_ms": 41500,
        "keys": (kv.kv_lease_key(key=b"a"), kv.kv_lease_key(key=b"b")),
        "more": False,
    }
    done, _ = run({"LEASE_TTL": left}, "lease", "timetolive", f"{LEASE:x}", "--keys")
    assert done.stdout == (
        b"lease 32695410dcc0ca06 granted with TTL(60s), remaining(41.5s), attached keys([a b])\n"
    )
    info = kv.kv_lease_info(lease=LEASE, granted_ttl_ms=60000, ttl_ms=1000)
    done, _ = run({"LEASE_LIST": {"leases": (info,), "more": False}}, "lease", "list")
    assert done.stdout == b"found 1 leases\n32695410dcc0ca06\n"


@pytest.mark.parametrize("command", ["keepalive", "keep-alive"])
def test_lease_keepalive(command: str) -> None:
    script = {"LEASE_KEEPALIVE": {"ttl_ms": 60000}}
    done, _ = run(script, "lease", command, "--once", f"{LEASE:x}")
    assert done.stdout == b"lease 32695410dcc0ca06 keepalived with TTL(60)\n"
    gone = {"LEASE_KEEPALIVE": [{"ttl_ms": 30}, error(kv.KV_LEASE_UNKNOWN, "no such lease")]}
    done, asked = run(gone, "lease", command, f"{LEASE:x}")
    assert (done.returncode, len(asked["LEASE_KEEPALIVE"])) == (1, 2)
    assert done.stderr == b"kvctl: lease 32695410dcc0ca06 expired or revoked\n"


def test_a_lease_that_has_ended_is_the_answer_no() -> None:
    script = {"LEASE_TTL": error(kv.KV_LEASE_UNKNOWN, "no such lease")}
    done, _ = run(script, "lease", "timetolive", "12")
    assert (done.stdout, done.returncode) == (b"", 1)


def test_a_lease_that_is_not_there_is_named_as_it_was_given() -> None:
    gone = error(kv.KV_LEASE_UNKNOWN, "there is no lease 57005")
    done, _ = run({"LEASE_REVOKE": gone}, "lease", "revoke", "dead")
    assert done.stderr == b"kvctl: lease 000000000000dead expired or revoked\n"
    assert done.returncode == 1
    done, _ = run({"PUT": gone}, "put", "k", "v", "--lease=dead")
    assert done.stderr == b"kvctl: not stored: there is no lease 000000000000dead\n"
    assert done.returncode == 1


def test_what_is_no_lease() -> None:
    done, _ = run({}, "lease", "revoke", "xyz")
    assert done.returncode == 2
    assert b"not a lease's number" in done.stderr
