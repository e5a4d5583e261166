"""kvctl as a user types it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.kvstore.product import ENVIRONMENT, Kvd, kvctl
from tests.lab import command

BINARY = bytes(range(256)) * 5
OK = b"OK (replicated to 1 node)\n"


def ok(kvd: Kvd, *arguments: str | bytes, stdin: bytes = b"") -> bytes:
    done = kvctl(*arguments, server=kvd.server, stdin=stdin)
    assert (done.stderr, done.returncode) == (b"", 0)
    return done.stdout


def test_the_first_transcript(kvd: Kvd) -> None:
    assert ok(kvd, "put", "mykey", "Hello World") == OK
    assert ok(kvd, "get", "mykey") == b"Hello World\n"


@pytest.mark.parametrize("way", ["argument", "stdin", "dash", "file", "dash as file"])
@pytest.mark.parametrize(
    "value", [b"", b"text", "Grüße 🌍".encode(), b"\xff\xfe", b"-x", b"a\nb\n", BINARY]
)
def test_a_value_comes_back_byte_for_byte(kvd: Kvd, tmp_path: Path, way: str, value: bytes) -> None:
    if way == "argument":
        value = value.replace(b"\0", b"")  # which no argument can hold
        assert ok(kvd, "put", "bytes", "--", value) == OK
    elif way == "stdin":
        assert ok(kvd, "put", "bytes", stdin=value) == OK
    elif way == "dash":
        assert ok(kvd, "put", "bytes", "-", stdin=value) == OK
    elif way == "dash as file":
        assert ok(kvd, "put", "bytes", "--file=-", stdin=value) == OK
    else:
        (tmp_path / "value").write_bytes(value)
        assert ok(kvd, "put", "bytes", f"--file={tmp_path / 'value'}") == OK
    assert ok(kvd, "get", "bytes") == value + b"\n"
    assert ok(kvd, "get", "--raw", "bytes") == value
    shown = json.loads(ok(kvd, "get", "bytes", "-o", "json"))["value"]
    assert (base64.b64decode(shown["base64"]) if isinstance(shown, dict) else shown.encode()) == (
        value
    )


def test_keys_are_bytes_too(kvd: Kvd) -> None:
    key = b"k\xff\xfe \n"
    ok(kvd, "put", key, "x")
    assert ok(kvd, "get", key) == b"x\n"
    assert json.loads(ok(kvd, "get", key, "-o", "json"))["key"] == {
        "base64": base64.b64encode(key).decode()
    }
    table = ok(kvd, "get", key, "-o", "table").decode()
    assert r"k\xff\xfe \n" in table


def test_put_tells_what_was_there_before(kvd: Kvd) -> None:
    assert ok(kvd, "put", "prev", "one", "--prev") == OK
    assert ok(kvd, "put", "prev", "two", "--prev") == OK + b"one\n"
    told = json.loads(ok(kvd, "put", "prev", "three", "--prev", "-o", "json"))
    assert told["previous"]["value"] == "two"
    assert told["durable_nodes"] == 1
    assert told["revision"] > told["previous"]["mod_revision"]


def test_a_missing_key_is_the_answer_no(kvd: Kvd) -> None:
    done = kvctl("get", "missing", server=kvd.server)
    assert (done.stdout, done.returncode) == (b"", 1)
    assert done.stderr == b"kvctl: no such key\n"


def test_del_prints_how_many_there_were(kvd: Kvd) -> None:
    for key in ("del/a", "del/b", "del/c", "dem"):
        ok(kvd, "put", key, key.upper())
    assert ok(kvd, "del", "del/a") == b"1\n"
    assert ok(kvd, "del", "del/a") == b"0\n"
    assert ok(kvd, "del", "del/b", "del/c") == b"1\n"
    assert ok(kvd, "del", "--prefix", "del/", "--prev") == b"1\ndel/c\nDEL/C\n"
    assert ok(kvd, "get", "dem") == b"DEM\n"
    assert json.loads(ok(kvd, "del", "dem", "-o", "json"))["deleted"] == 1


@pytest.fixture(scope="module")
def fruit(kvd: Kvd) -> Kvd:
    for key in ("apple", "apricot", "banana", "cherry"):
        ok(kvd, "--namespace=fruit", "put", key, key[0])
    return kvd


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["range"], "apple\na\napricot\na\nbanana\nb\ncherry\nc\n"),
        (["range", "--keys-only"], "apple\napricot\nbanana\ncherry\n"),
        (["range", "--keys-only", "--reverse"], "cherry\nbanana\napricot\napple\n"),
        (["range", "--keys-only", "--limit=2"], "apple\napricot\n"),
        (["range", "--keys-only", "--limit=0"], ""),
        (["range", "--keys-only", "apricot"], "apricot\nbanana\ncherry\n"),
        (["range", "--keys-only", "apricot", "cherry"], "apricot\nbanana\n"),
        (["range", "--keys-only", "--prefix", "ap"], "apple\napricot\n"),
        (["range", "--count"], "4\n"),
        (["range", "--count", "--prefix", "ap"], "2\n"),
        (["get", "--prefix", "ap"], "apple\na\napricot\na\n"),
        (["get", "--prefix", "ap", "--keys-only", "--limit=1"], "apple\n"),
        (["get", "banana", "d", "--keys-only"], "banana\ncherry\n"),
        (["get", "zebra", "zoo"], ""),
        (["range", "-o", "json", "none", "nope"], "[]\n"),
    ],
)
def test_ranges(fruit: Kvd, arguments: list[str], printed: str) -> None:
    assert ok(fruit, "--namespace=fruit", *arguments).decode() == printed


def test_ranges_as_json_and_table(fruit: Kvd) -> None:
    items = json.loads(ok(fruit, "--namespace=fruit", "range", "-o", "json", "--limit=2"))
    assert [(item["key"], item["value"], item["key_version"]) for item in items] == [
        ("apple", "a", 1),
        ("apricot", "a", 1),
    ]
    table = ok(fruit, "--namespace=fruit", "range", "-o", "table", "--limit=1").decode()
    assert [line.split() for line in table.splitlines()] == [
        ["KEY", "VALUE", "CREATE", "REVISION", "MOD", "REVISION", "KEY", "VERSION", "LEASE"],
        ["apple", "a", str(items[0]["create_revision"]), str(items[0]["mod_revision"]), "1", "-"],
    ]


def test_name_spaces_do_not_see_each_other(kvd: Kvd) -> None:
    ok(kvd, "put", "shared", "default")
    ok(kvd, "--namespace=one", "put", "shared", "one")
    assert ok(kvd, "get", "shared") == b"default\n"
    assert ok(kvd, "--namespace=one", "get", "shared") == b"one\n"
    assert kvctl("--namespace=two", "get", "shared", server=kvd.server).returncode == 1


def test_the_past_stays_readable(kvd: Kvd) -> None:
    first = json.loads(ok(kvd, "put", "past", "one", "-o", "json"))["revision"]
    ok(kvd, "put", "past", "two")
    ok(kvd, "del", "past")
    assert ok(kvd, "get", "past", f"--rev={first}") == b"one\n"
    assert ok(kvd, "get", "past", f"--rev={first + 1}") == b"two\n"
    assert kvctl("get", "past", server=kvd.server).returncode == 1
    assert kvctl("get", "past", f"--rev={first - 1}", server=kvd.server).returncode == 1
    future = kvctl("get", "past", "--rev=1000000", server=kvd.server)
    assert (future.returncode, future.stdout) == (1, b"")
    assert b"revision 1000000 is not there yet" in future.stderr


def test_status(kvd: Kvd) -> None:
    ok(kvd, "put", "counted", "1")
    (told,) = json.loads(ok(kvd, "status", "-o", "json"))
    assert (told["node_id"], told["role"], told["leader_id"]) == (1, "leader", 1)
    assert told["leader_address"] == kvd.server
    assert told["commit_index"] == told["applied_index"] == told["last_index"]
    assert told["keys"] > 0
    assert f"term: {told['term']}\n" in ok(kvd, "status").decode()
    both = kvctl("status", "-o", "table", server=f"{kvd.server},localhost:1")
    assert both.returncode == 3
    assert kvd.server in both.stdout.decode()
    assert b"cannot reach" in both.stderr


WRONG = [
    (["put", ""], "the key is empty"),
    (["put", "k" * 8193, "v"], "the key has 8193 bytes; at most 8192"),
    (["put", "k", "v", "--file=/dev/null"], "not both"),
    (["put", "k", "--file=/no/such/file"], "No such file"),
    (["get", "k", "z", "--raw"], "--raw"),
    (["range", "--count", "--limit=2"], "--limit"),
    (["get", "k", "z", "--prefix"], "not both"),
    (["--output=xml", "get", "k"], "'xml' is not plain or json or table"),
    (["--timeout=never", "get", "k"], "number of seconds"),
    (["get", "k", "--rev=-1"], "not a number"),
    (["get", "k", "--consistency=eventual"], "not linearizable or"),
    (["frobnicate"], "invalid choice"),
    ([], "required"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_usage_says_what_is_wrong(kvd: Kvd, arguments: list[str], message: str) -> None:
    done = kvctl(*arguments, server=kvd.server)
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert message in said
    assert said.startswith("kvctl: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "command"),
    [
        ("KVCTL_TIMEOUT", ["get", "k"]),
        ("KVCTL_OUTPUT", ["get", "k"]),
        ("KVCTL_CONSISTENCY", ["get", "k"]),
        ("KVCTL_WAIT", ["put", "k", "v"]),
        ("KVCTL_TTL", ["lock", "k"]),
    ],
)
def test_a_variable_that_makes_no_sense_is_named(variable: str, command: list[str]) -> None:
    done = kvctl(*command, **{variable: "never"})
    assert done.returncode == 2
    assert f"'never' of {variable} is not" in done.stderr.decode()


def test_a_value_too_long_is_named(kvd: Kvd) -> None:
    done = kvctl("put", "long", "-", server=kvd.server, stdin=bytes((1 << 20) + 1))
    assert done.returncode == 2
    assert b"longer than 1048576 bytes" in done.stderr
    assert ok(kvd, "put", "long", stdin=bytes(1 << 20)) == OK
    assert ok(kvd, "get", "--raw", "long") == bytes(1 << 20)


def test_nobody_there() -> None:
    done = kvctl("get", "k", server="localhost:1")
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    assert b"cannot reach tcp://localhost:1" in done.stderr


def test_all_that_were_asked_in_vain_are_named() -> None:
    done = kvctl("get", "k", server="localhost:1,localhost:2,localhost:3")
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    for port in (1, 2, 3):
        assert f"localhost:{port}" in done.stderr.decode()


def test_a_host_that_nobody_knows() -> None:
    done = kvctl("get", "k", server="host.invalid:9001")
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"kvctl: host 'host.invalid' could not be resolved (")


def test_not_an_address() -> None:
    done = kvctl("get", "k", server="localhost:none")
    assert done.returncode == 2
    assert b"localhost:none" in done.stderr


def test_the_environment_stands_for_options(kvd: Kvd) -> None:
    variables = {
        "KVCTL_SERVER": kvd.server,
        "KVCTL_OUTPUT": "json",
        "KVCTL_NAMESPACE": "env",
        "KVCTL_TIMEOUT": "7",
    }
    assert kvctl("put", "k", "v", **variables).returncode == 0
    assert json.loads(kvctl("get", "k", **variables).stdout)["value"] == "v"
    assert kvctl("get", "k", "--namespace=", **variables).returncode == 1
    assert kvctl("get", "k", **variables | {"KVCTL_OUTPUT": "xml"}).returncode == 2
    assert kvctl("get", "k", **variables | {"KVCTL_CONSISTENCY": "none"}).returncode == 2


def test_options_may_stand_behind_the_command(kvd: Kvd) -> None:
    done = kvctl("put", "behind", "v", "--server", kvd.server, "-o", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["previous"] is None


@pytest.mark.parametrize(
    "command",
    [
        ["--consistency=lease", "get", "k"],
        ["--wait=all", "put", "k", "v"],
        ["--ttl=5", "lock", "k", "true"],
        ["--dir=/nowhere", "cluster", "status"],
    ],
)
def test_options_of_some_commands_stand_behind_them_only(kvd: Kvd, command: list[str]) -> None:
    refused = kvctl(*command, server=kvd.server)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert f"unrecognized arguments: {command[0]}" in refused.stderr.decode()


def test_a_reader_that_has_seen_enough_is_no_error(kvd: Kvd) -> None:
    for number in range(30):
        ok(kvd, "--namespace=pipe", "put", f"{number}", stdin=bytes(10_000))
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        import subprocess

        from tests.kvstore.product import ENVIRONMENT

        done = subprocess.run(
            [command("kvctl"), f"--server={kvd.server}", "--namespace=pipe", "range"],
            stdout=closed,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            check=False,
        )
    assert (done.stderr, done.returncode) == (b"", 0)


@pytest.mark.parametrize(
    ("shell", "code", "message"),
    [
        ("get k >/dev/full", 2, "cannot print the answer: No space left on device"),
        ("range >/dev/full", 2, "cannot print the answer: No space left on device"),
        ("get k >&-", 2, "cannot print the answer: standard output is closed"),
        ("put k <&-", 2, "no value given"),
        ("put k - <&-", 2, "standard input is closed"),
    ],
)
def test_streams_that_fail_are_one_line(kvd: Kvd, shell: str, code: int, message: str) -> None:
    ok(kvd, "put", "k", "v" * 100_000)
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {command('kvctl')} --server={kvd.server} {shell}"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        timeout=60,
        env=ENVIRONMENT,
        check=False,
    )
    assert message in done.stderr
    assert (done.stderr.count("\n"), done.returncode) == (1, code)


def test_status_overlooks_a_comma_too_many(kvd: Kvd) -> None:
    done = kvctl("status", server=f"{kvd.server},")
    assert (done.stderr, done.returncode) == (b"", 0)
