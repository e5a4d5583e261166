"""Locks and leaderships that kvctl holds: given back however it ends, and given up when lost."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from kvstore._generated import kv
from tests.kvstore.cli.scripted import Scripted, commit, error, item, serving
from tests.kvstore.product import ENVIRONMENT, kvctl
from tests.lab import command

LEASE = 0xABC
REVISION = 12


def queue_of_one() -> dict[str, Any]:
    """A cluster in which nobody else wants it: the lease's key is the first in the queue."""
    page = kv.kv_page(revision=0, after=b"")

    def first(arg: kv.kv_range_args) -> dict[str, Any]:
        key = arg.range.keys.key + b"%016x" % LEASE
        found = item(key, b"host 17", create_revision=REVISION, mod_revision=REVISION)
        return {"revision": 20, "items": (found,), "more": False, "next": page, "count": 0}

    done = (kv.kv_operation_result_KV_OPERATION_PUT(previous=None),)
    return {
        "LEASE_GRANT": {"lease": LEASE, "ttl_ms": 10000},
        "TXN": {"commit": commit(3, REVISION), "succeeded": True, "results": done},
        "RANGE": first,
        "LEASE_KEEPALIVE": {"ttl_ms": 10000},
        "LEASE_REVOKE": {"commit": commit(3), "count": 1},
    }


@contextmanager
def holding(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], Scripted]]:
    """A kvctl that is at work; it is ended if the test does not."""
    with serving(queue_of_one()) as (server, asked):
        process = subprocess.Popen(
            [command("kvctl"), f"--server={server}", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            start_new_session=True,
        )
        try:
            yield process, asked
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the command that it runs, too
            process.communicate(timeout=20)


def test_a_command_runs_while_the_lock_is_held() -> None:
    with serving(queue_of_one()) as (server, asked):
        shell = 'echo "$KVCTL_LOCK_KEY at $KVCTL_LOCK_REVISION"; exit 7'
        done = kvctl("lock", "backups", "sh", "-c", shell, server=server)
    assert done.stdout == b"backups/0000000000000abc at 12\n"
    assert done.returncode == 7
    assert done.stderr == b"kvctl: holding the lock; its revision is 12\n"
    assert [arg.lease for arg in asked.asked["LEASE_REVOKE"]] == [LEASE]
    (grant,) = asked.asked["LEASE_GRANT"]
    assert grant.ttl_ms == 10000


def test_options_of_the_command_are_its_own() -> None:
    with serving(queue_of_one()) as (server, _):
        done = kvctl("lock", "--ttl=5", "backups", "--", "echo", "--ttl", "-n", server=server)
    assert done.stdout == b"--ttl -n\n"


def test_a_command_that_is_not_there() -> None:
    with serving(queue_of_one()) as (server, asked):
        done = kvctl("lock", "backups", "/no/such/command", server=server)
    assert done.returncode == 2
    assert b"cannot run /no/such/command: No such file" in done.stderr
    assert len(asked.asked["LEASE_REVOKE"]) == 1


def test_an_option_behind_the_name_is_not_taken_for_the_command() -> None:
    with serving(queue_of_one()) as (server, asked):
        done = kvctl("lock", "backups", "-o", "json", server=server)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"options of kvctl stand before the lock's name" in done.stderr
    assert asked.asked["LEASE_GRANT"] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_gives_the_lock_back(number: signal.Signals) -> None:
    with holding("lock", "backups") as (process, asked):
        assert process.stdout is not None
        assert process.stdout.readline() == b"backups/0000000000000abc\n"
        assert process.stdout.readline() == b"revision: 12\n"
        process.send_signal(number)
        assert process.wait(20) == 128 + number
        assert process.communicate()[1] == b""
        assert len(asked.asked["LEASE_REVOKE"]) == 1


def test_a_signal_reaches_the_command_first() -> None:
    script = "trap 'echo told; exit 0' TERM; echo up; while :; do sleep 0.05; done"
    with holding("lock", "backups", "sh", "-c", script) as (process, asked):
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        assert asked.asked["LEASE_REVOKE"] == []
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=20)[0] == b"told\n"
        assert process.returncode == 128 + signal.SIGTERM
        assert len(asked.asked["LEASE_REVOKE"]) == 1


def test_a_lock_that_is_lost_ends_its_command() -> None:
    script = queue_of_one() | {
        "LEASE_GRANT": {"lease": LEASE, "ttl_ms": 600},
        "LEASE_KEEPALIVE": error(kv.KV_LEASE_UNKNOWN, "no such lease"),
    }
    with serving(script) as (server, _):
        done = kvctl("lock", "--ttl=0.6", "backups", "sleep", "50", server=server)
    assert done.returncode == 3
    assert b"the lock was lost" in done.stderr


def test_elect_prints_what_it_leads_with() -> None:
    with holding("elect", "chief", "host 17") as (process, asked):
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        assert lines == [b"chief/0000000000000abc\n", b"host 17\n", b"revision: 12\n"]
        (put,) = asked.asked["TXN"][0].txn.success
        assert put.put.value == b"host 17"
        os.kill(process.pid, signal.SIGTERM)
        process.wait(20)


def test_listening_prints_the_leader() -> None:
    with holding("elect", "--listen", "chief") as (process, _):
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        assert lines == [b"chief/0000000000000abc\n", b"host 17\n", b"revision: 12\n"]


@pytest.mark.parametrize("arguments", [["chief"], ["--listen", "chief", "x"], ["", "x"]])
def test_elections_that_make_no_sense(arguments: list[str]) -> None:
    assert kvctl("elect", *arguments, server="localhost:1").returncode == 2
