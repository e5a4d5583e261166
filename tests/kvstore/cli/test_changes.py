"""What kvctl asks of a cluster for its changes, and what it says of the answers."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from kvstore._generated import kv
from tests.kvstore.cli.scripted import commit, error, item, serving
from tests.kvstore.product import kvctl

PUT_DONE = {"commit": commit(3), "previous": None}
DELETED = {"commit": commit(2), "deleted": kv.kv_deleted(count=2, previous=())}


def run(
    script: dict[str, Any], *arguments: str, stdin: bytes = b"", **variables: str
) -> tuple[subprocess.CompletedProcess[bytes], Any]:
    with serving(script) as (server, asked):
        done = kvctl(*arguments, server=server, stdin=stdin, **variables)
    return done, asked.asked


@pytest.mark.parametrize(("nodes", "said"), [(1, "1 node"), (2, "2 nodes"), (3, "3 nodes")])
def test_put_says_how_many_nodes_have_it(nodes: int, said: str) -> None:
    done, asked = run({"PUT": PUT_DONE | {"commit": commit(nodes)}}, "put", "k", "v")
    assert (done.stdout.decode(), done.stderr, done.returncode) == (
        f"OK (replicated to {said})\n",
        b"",
        0,
    )
    (put,) = asked["PUT"]
    assert (put.put.key, put.put.value, put.wait) == (b"k", b"v", kv.KV_WAIT_ALL)


def test_whose_disks_are_waited_for() -> None:
    assert run({"PUT": PUT_DONE}, "put", "k", "v", "--wait=quorum")[1]["PUT"][0].wait == 0
    assert run({"PUT": PUT_DONE}, "put", "k", "v", KVCTL_WAIT="quorum")[1]["PUT"][0].wait == 0
    assert run({"DELETE": DELETED}, "del", "k")[1]["DELETE"][0].wait == kv.KV_WAIT_ALL


@pytest.mark.parametrize(
    ("options", "flags", "lease"),
    [
        (["v", "--lease=32695410dcc0ca06"], 0, 0x32695410DCC0CA06),
        (["v", "--prev-kv"], kv.KV_PREVIOUS, 0),
        (["--ignore-value"], kv.KV_KEEP_VALUE, 0),
        (["v", "--ignore-lease"], kv.KV_KEEP_LEASE, 0),
    ],
)
def test_options_of_put(options: list[str], flags: int, lease: int) -> None:
    done, asked = run({"PUT": PUT_DONE}, "put", "k", *options)
    assert done.returncode == 0, done.stderr
    (put,) = asked["PUT"]
    assert (put.put.flags, put.put.lease) == (flags, lease)


def test_put_if_the_key_is_at_a_revision() -> None:
    stored = {
        "commit": commit(3),
        "succeeded": True,
        "results": (kv.kv_operation_result_KV_OPERATION_PUT(previous=None),),
    }
    done, asked = run({"TXN": stored}, "put", "k", "v", "--if-revision=5")
    assert (done.stdout, done.returncode) == (b"OK (replicated to 3 nodes)\n", 0)
    (compare,) = asked["TXN"][0].txn.compares
    assert (compare.target, compare.relation, compare.number) == (
        kv.KV_TARGET_MOD_REVISION,
        kv.KV_EQUAL,
        5,
    )


@pytest.mark.parametrize(
    ("items", "wanted", "why"),
    [
        (
            (item(b"k", mod_revision=6),),
            "5",
            "was changed at revision 6, not at revision 5",
        ),
        ((item(b"k", mod_revision=6),), "0", "was changed at revision 6, not absent"),
        ((), "5", "is absent, not at revision 5"),
    ],
)
def test_put_that_came_too_late_says_why(items: Any, wanted: str, why: str) -> None:
    found = kv.kv_range_ok(
        revision=7, items=items, more=False, next=kv.kv_page(revision=0, after=b""), count=0
    )
    refused = {
        "commit": commit(0, 0),
        "succeeded": False,
        "results": (kv.kv_operation_result_KV_OPERATION_RANGE(range=found),),
    }
    done, _ = run({"TXN": refused}, "put", "k", "v", f"--if-revision={wanted}")
    assert (done.stdout, done.returncode) == (b"", 1)
    assert done.stderr.decode() == f"kvctl: not stored: the key {why}\n"


TXN = b"if\n value(k) = v\nthen\n put k w --prev\n del tmp/ --prefix\nelse\n get k\n"


def txn_done(*, succeeded: bool) -> dict[str, Any]:
    page = kv.kv_page(revision=0, after=b"")
    found = kv.kv_range_ok(revision=7, items=(item(b"k", b"x"),), more=False, next=page, count=0)
    results: tuple[Any, ...] = (kv.kv_operation_result_KV_OPERATION_RANGE(range=found),)
    if succeeded:
        deleted = kv.kv_deleted(count=4, previous=())
        results = (
            kv.kv_operation_result_KV_OPERATION_PUT(previous=item(b"k", b"v")),
            kv.kv_operation_result_KV_OPERATION_DELETE(deleted=deleted),
        )
    return {"commit": commit(3), "succeeded": succeeded, "results": results}


def test_a_transaction_that_succeeds() -> None:
    done, asked = run({"TXN": txn_done(succeeded=True)}, "txn", stdin=TXN)
    assert (done.stdout, done.returncode) == (
        b"SUCCESS\n\nOK (replicated to 3 nodes)\nv\n\n4\n",
        0,
    )
    sent = asked["TXN"][0].txn
    assert (len(sent.compares), len(sent.success), len(sent.failure)) == (1, 2, 1)


def test_a_transaction_whose_comparison_fails_is_the_answer_no() -> None:
    done, _ = run({"TXN": txn_done(succeeded=False)}, "txn", stdin=TXN)
    assert (done.stdout, done.returncode) == (b"FAILURE\n\nk\nx\n", 1)
    done, _ = run({"TXN": txn_done(succeeded=False)}, "txn", "-o", "json", stdin=b"{}")
    told = json.loads(done.stdout)
    assert (told["succeeded"], told["results"][0]["get"]["items"][0]["value"]) == (False, "x")


def test_a_text_that_is_wrong_is_not_sent() -> None:
    done, asked = run({"TXN": txn_done(succeeded=True)}, "txn", stdin=b"then\nput k\n")
    assert (done.returncode, asked["TXN"]) == (2, [])
    assert done.stderr == b"kvctl: line 2, column 6: put needs a value behind the key\n"


UNREACHABLE = (
    kv.kv_node(id=1, address="localhost:9001"),
    kv.kv_node(id=3, address="localhost:9003"),
)


@pytest.mark.parametrize(
    ("executed", "verdict"),
    [
        (kv.KV_EXECUTED_NO, "nothing was changed"),
        (kv.KV_EXECUTED_UNKNOWN, "may"),
    ],
)
def test_without_a_quorum_it_says_who_is_missing_and_what_may_be(
    executed: int, verdict: str
) -> None:
    refusal = error(kv.KV_NO_QUORUM, "no quorum", executed=executed, unreachable=UNREACHABLE)
    done, _ = run({"PUT": refusal}, "--timeout=0.5", "put", "k", "v")
    assert (done.returncode, done.stdout) == (3, b"")
    said = done.stderr.decode()
    assert said.count("\n") == 1
    assert "localhost:9001" in said
    assert "localhost:9003" in said
    assert verdict in said


@pytest.mark.parametrize("command", [["get", "k"], ["health"]])
@pytest.mark.parametrize("verdict", ["", "; nothing was changed", "; the change may still happen"])
def test_a_read_without_a_quorum_speaks_of_no_change(command: list[str], verdict: str) -> None:
    refusal = error(kv.KV_NO_QUORUM, f"no quorum{verdict}", unreachable=UNREACHABLE)
    done, _ = run({"GET": refusal}, "--timeout=0.3", *command)
    said = done.stdout + done.stderr
    assert done.returncode == 3
    assert b"no quorum" in said
    assert b"change" not in said


def test_compact() -> None:
    done, asked = run({"COMPACT": None}, "compact", "5")
    assert (done.stdout, asked["COMPACT"][0].revision) == (b"compacted revision 5\n", 5)
    done, _ = run({"COMPACT": error(kv.KV_FUTURE_REVISION, "not yet")}, "compaction", "99")
    assert done.returncode == 1
