"""What kvctl asks of a cluster for its changes, and what it says of the answers."""

from __future__ import annotations

import json
import subprocess
import time
from typing import Any

import pytest

from kvstore._generated import kv
from tests.kvstore.cli.scripted import commit, error, item, serving, status_of
from tests.kvstore.product import Kvd, kvctl

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
    done, _ = run({"TXN": txn_done(succeeded=False)}, "txn", "-o", "json", stdin=TXN)
    told = json.loads(done.stdout)
    assert (told["succeeded"], told["results"][0]["get"]["items"][0]["value"]) == (False, "x")
    done, _ = run({"TXN": txn_done(succeeded=False)}, "txn", stdin=b"{}")
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)


def found(*items: Any, count: int = 0) -> Any:
    page = kv.kv_page(revision=0, after=b"")
    read = kv.kv_range_ok(revision=7, items=items, more=False, next=page, count=count)
    return kv.kv_operation_result_KV_OPERATION_RANGE(range=read)


def test_what_a_transaction_reads_is_printed_as_it_was_asked_for() -> None:
    text = b"then\n get a --prefix --count\n get b --prefix --keys-only\n get c"
    results = found(), found(item(b"b1"), item(b"b2")), found(item(b"c", b"3"))
    script = {"TXN": {"commit": commit(3, 0), "succeeded": True, "results": results}}
    assert run(script, "txn", stdin=text)[0].stdout == b"SUCCESS\n\n0\n\nb1\nb2\n\nc\n3\n"
    told = json.loads(run(script, "txn", "-o", "json", stdin=text)[0].stdout)
    counted, keys, items = (each["get"] for each in told["results"])
    assert (counted, told["revision"]) == ({"count": 0}, None)
    assert all("value" not in each for each in keys["items"])
    assert (items["items"][0]["value"], set(items)) == ("3", {"items", "more"})
    table = run(script, "txn", "-o", "table", stdin=text)[0].stdout.decode().splitlines()
    assert [line.split()[2:] for line in table[2:]] == [["0"], ["b1", "b2"], ["c=3"]]


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
    status = status_of(())
    done, asked = run({"COMPACT": None, "STATUS": status}, "compact", "5")
    assert (done.stdout, asked["COMPACT"][0].revision) == (b"compacted revision 5\n", 5)
    refused = {"COMPACT": error(kv.KV_FUTURE_REVISION, "not yet"), "STATUS": status}
    done, _ = run(refused, "compaction", "99")
    assert done.returncode == 1


def test_both_calls_of_compact_share_the_time_that_it_has() -> None:
    def slow_status(_: object) -> dict[str, Any]:
        time.sleep(0.5)
        return status_of(())

    done, asked = run({"COMPACT": None, "STATUS": slow_status}, "--timeout=20", "compact", "5")
    assert done.returncode == 0, done.stderr
    first, second = (asked[name][0].header.deadline_ms for name in ("STATUS", "COMPACT"))
    assert second < first - 200


def test_what_is_compacted_already_is_said(kvd: Kvd) -> None:
    for value in "1234":
        kvctl("put", "compacted", value, server=kvd.server)
    newest = json.loads(kvctl("get", "compacted", "-o", "json", server=kvd.server).stdout)
    floor = newest["mod_revision"] - 1
    assert kvctl("compact", str(floor), server=kvd.server).returncode == 0
    for revision in (floor, floor - 1):
        done = kvctl("compact", str(revision), server=kvd.server)
        assert (done.stdout, done.returncode) == (b"", 1)
        assert done.stderr.decode() == (
            f"kvctl: revision {revision} is compacted already; the oldest kept is {floor}\n"
        )


def test_the_cluster_and_kvctl_write_a_lease_alike() -> None:
    refused = {"TXN": error(kv.KV_LEASE_UNKNOWN, "there is no lease 31")}
    done, _ = run(refused, "txn", stdin=b"then\n put k v --lease 1f")
    assert (done.returncode, done.stderr) == (1, b"kvctl: there is no lease 000000000000001f\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["k", "v", "--prev", "--lease=5", "--wait", "quorum"],
        ["k", "--prev", "--lease=5", "v", "--wait", "quorum"],
        ["--prev", "k", "--wait", "quorum", "--lease", "5", "v"],
        ["k", "--prev", "-o", "json", "--wait=quorum", "--lease=5", "--", "v"],
        ["k", "-ojson", "--prev", "v", "--wait=quorum", "--lease=5"],
    ],
)
def test_words_and_options_in_any_order(arguments: list[str]) -> None:
    done, asked = run({"PUT": PUT_DONE}, "put", *arguments)
    assert (done.stderr, done.returncode) == (b"", 0)
    (put,) = asked["PUT"]
    assert (put.put.key, put.put.value, put.put.lease, put.wait) == (b"k", b"v", 5, 0)
    assert put.put.flags == kv.KV_PREVIOUS


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (["k", "-1"], b"k", b"-1"),
        (["k", "--prev", "-1.5"], b"k", b"-1.5"),
        (["--prev", "--", "-k", "--prev"], b"-k", b"--prev"),
        (["k", "--prev", "--", "-v"], b"k", b"-v"),
    ],
)
def test_words_that_look_like_options(arguments: list[str], key: bytes, value: bytes) -> None:
    done, asked = run({"PUT": PUT_DONE}, "put", *arguments)
    assert (done.stderr, done.returncode) == (b"", 0)
    assert (asked["PUT"][0].put.key, asked["PUT"][0].put.value) == (key, value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["put", "k", "v", "w"], "unrecognized arguments: w; see kvctl put --help"),
        (["put", "-k", "v"], "there is no option -k; words that begin with - go behind --; see"),
        (["get", "k", "--lease=5"], "there is no option --lease=5; "),
        (["put", "k", "--lease"], "--lease needs a value; see kvctl put --help"),
        (["put", "k", "--lease", "--prev", "v"], "--lease needs a value; see"),
        (["member", "list", "all"], "unrecognized arguments: all; see kvctl member list --help"),
    ],
)
def test_wrong_usage_says_which_command_explains(arguments: list[str], said: str) -> None:
    done = kvctl(*arguments, server="localhost:1")
    assert (done.stdout, done.returncode) == (b"", 2)
    assert done.stderr.decode().startswith(f"kvctl: {said}")
    assert done.stderr.count(b"\n") == 1
