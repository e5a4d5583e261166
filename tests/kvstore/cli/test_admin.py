"""What operators do: members, leadership, hashes, snapshots; and that they have to prove it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from msgspec import structs

from kvstore._generated import admin, kv
from rpcgen_py.runtime.errors import AuthError
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.kvstore.cli.scripted import HEADER, Scripted, error, members_at, status_of
from tests.kvstore.product import kvctl

PROJECT = Path(__file__).resolve().parents[3]
KEY = bytes(range(32))
NONCE = b"n" * 32


def member(number: int, **fields: Any) -> admin.admin_member:
    told = {"voter": True, "reachable": True, "match_index": 10 + number} | fields
    return admin.admin_member(node_id=number, address=f"localhost:900{number}", **told)


class Node(admin.ADMIN_V1Server):
    """Believes whoever holds the key, for the one connection that a test makes."""

    def __init__(self) -> None:
        self.proven = False
        self.members = [member(1), member(2), member(3, reachable=False)]
        self.refusal: tuple[int, kv.kv_error] | None = None
        self.content = bytes(range(256)) * 1000
        self.number = 1
        self.digest = b"h" * 32
        self.floor = 2

    def ADMIN_CHALLENGE(self, context: object) -> admin.admin_challenge:
        return admin.admin_challenge(cluster_id=7, node_id=1, nonce=NONCE)

    def ADMIN_PROVE(self, arg: admin.admin_proof, context: object) -> bool:
        text = b"sunrpc-kv admin" + (7).to_bytes(8) + (1).to_bytes(8) + NONCE + arg.nonce
        self.proven = hmac.digest(KEY, text, hashlib.sha256) == arg.hmac
        return self.proven

    def _members(self) -> admin.admin_members_reply:
        assert self.proven
        result: admin.admin_members_result
        if self.refusal is not None:
            code, problem = self.refusal
            result = admin.admin_members_result_default(code=code, error=problem)
        else:
            ok = admin.admin_members_ok(leader=2, members=tuple(self.members))
            result = admin.admin_members_result_KV_OK(ok=ok)
        return admin.admin_members_reply(header=HEADER, result=result)

    def ADMIN_MEMBER_LIST(self, arg: object, context: object) -> admin.admin_members_reply:
        return self._members()

    def ADMIN_MEMBER_ADD(
        self, arg: admin.admin_member_add_args, context: object
    ) -> admin.admin_members_reply:
        number = arg.node_id or 4
        added = admin.admin_member(
            node_id=number, address=arg.address, voter=False, reachable=False, match_index=0
        )
        self.members.append(added)
        return self._members()

    def ADMIN_MEMBER_REMOVE(
        self, arg: admin.admin_member_args, context: object
    ) -> admin.admin_members_reply:
        self.members = [each for each in self.members if each.node_id != arg.node_id]
        return self._members()

    ADMIN_MEMBER_PROMOTE = ADMIN_MEMBER_REMOVE

    def ADMIN_MOVE_LEADER(
        self, arg: admin.admin_move_leader_args, context: object
    ) -> admin.admin_move_leader_reply:
        ok = admin.admin_move_leader_ok(leader=arg.node_id or 3)
        return admin.admin_move_leader_reply(
            header=HEADER, result=admin.admin_move_leader_result_KV_OK(ok=ok)
        )

    def ADMIN_SNAPSHOT(
        self, arg: admin.admin_snapshot_args, context: object
    ) -> admin.admin_snapshot_reply:
        assert (arg.snapshot_id == 0) == (arg.offset == 0)
        data = self.content[arg.offset : arg.offset + 100_000]
        last = arg.offset + len(data) == len(self.content)
        ok = admin.admin_snapshot_ok(snapshot_id=4, offset=arg.offset, data=data, last=last)
        return admin.admin_snapshot_reply(
            header=HEADER, result=admin.admin_snapshot_result_KV_OK(ok=ok)
        )

    def ADMIN_HASH(self, arg: admin.admin_hash_args, context: object) -> admin.admin_hash_reply:
        if not self.proven:
            raise AuthError(admin.KV_DENIED)
        ok = admin.admin_hash_ok(revision=7, compacted_revision=self.floor, hash=self.digest)
        return admin.admin_hash_reply(
            header=structs.replace(HEADER, node_id=self.number),
            result=admin.admin_hash_result_KV_OK(ok=ok),
        )


@contextmanager
def serving(*handlers: Any) -> Iterator[str]:
    with Server() as server:
        for handler in handlers:
            server.add(handler)
        address = server.listen("tcp://127.0.0.1:0")
        server.start()
        yield str(address).removeprefix("tcp://")


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "cluster.key"
    path.write_text(KEY.hex())
    path.chmod(0o600)
    return path


def run(node: Node, key_file: Path, *arguments: str) -> Any:
    with serving(node) as server:
        return kvctl(*arguments, f"--cluster-key-file={key_file}", server=server)


def test_member_list(key_file: Path) -> None:
    done = run(Node(), key_file, "member", "list")
    assert (done.stderr, done.returncode) == (b"", 0)
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    assert lines[1] == ["1", "localhost:9001", "yes", "no", "yes", "11"]
    assert lines[2] == ["2", "localhost:9002", "yes", "yes", "yes", "12"]
    assert lines[3] == ["3", "localhost:9003", "yes", "no", "no", "13"]
    told = json.loads(run(Node(), key_file, "member", "list", "-o", "json").stdout)
    assert (told["leader_id"], [each["node_id"] for each in told["members"]]) == (2, [1, 2, 3])


def test_member_add_says_how_to_start_it(key_file: Path) -> None:
    done = run(Node(), key_file, "member", "add", "localhost:9004")
    assert done.stdout.decode().splitlines()[1] == (
        "kvd --id=4 --port=9004 --peers=1@localhost:9001,2@localhost:9002,3@localhost:9003"
    )


def test_members_go_and_leadership_moves(key_file: Path) -> None:
    assert run(Node(), key_file, "member", "remove", "3").stdout == b"member 3 removed\n"
    assert run(Node(), key_file, "member", "promote", "3").stdout == b"member 3 promoted\n"
    moved = run(Node(), key_file, "move-leader", "3")
    assert moved.stdout == b"leadership moved to member 3\n"


def test_what_the_cluster_refuses_is_wrong_usage(key_file: Path) -> None:
    node = Node()
    node.refusal = error(kv.KV_INVALID, "removing member 2 could cost the quorum")
    done = run(node, key_file, "member", "remove", "2")
    assert (done.returncode, done.stderr) == (
        2,
        b"kvctl: removing member 2 could cost the quorum\n",
    )


def test_without_the_clusters_key_one_is_refused(key_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text("ab" * 32)
    other.chmod(0o600)
    done = run(Node(), other, "member", "list")
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"the node holds another cluster key" in done.stderr
    key_file.chmod(0o644)
    done = run(Node(), key_file, "member", "list")
    assert done.returncode == 4
    assert b"chmod 600" in done.stderr
    done = run(Node(), tmp_path / "none", "member", "list")
    assert done.returncode == 4
    assert b"--cluster-key-file names a copy" in done.stderr


def test_a_snapshot_is_saved_whole(key_file: Path, tmp_path: Path) -> None:
    node = Node()
    path = tmp_path / "saved"
    path.write_bytes(b"what was there before")
    done = run(node, key_file, "snapshot", "save", str(path))
    assert (done.stderr, done.returncode) == (b"", 0)
    saved = path.read_bytes()
    assert node.content in saved
    assert saved.endswith(hashlib.sha256(saved[:-32]).digest())
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cluster.key", "saved"]
    done = run(node, key_file, "snapshot", "save", str(tmp_path / "no" / "folder"))
    assert done.returncode == 2
    assert b"No such file" in done.stderr


@pytest.mark.parametrize(
    ("digest", "floor", "verdict", "code"),
    [
        (b"h" * 32, 2, "equal", 0),
        (b"x" * 32, 2, "DIFFERENT", 1),
        (b"h" * 32, 3, "cannot be compared", 1),
    ],
)
def test_hash_compares_all_members(
    key_file: Path, digest: bytes, floor: int, verdict: str, code: int
) -> None:
    other = Node()
    other.number, other.digest, other.floor = 2, digest, floor
    with serving(other) as second:
        node, script = Node(), Scripted({})
        with serving(node, script) as first:
            members = members_at(first, second)
            script.script["STATUS"] = status_of(members)
            script.asked["STATUS"] = []
            done = kvctl("hash", f"--cluster-key-file={key_file}", "--timeout=0.5", server=first)
    assert done.returncode == code, done.stderr
    assert done.stdout.decode().splitlines()[-1].startswith(verdict)


def test_a_hash_that_is_missing_is_not_taken_for_equal(key_file: Path) -> None:
    node, script = Node(), Scripted({})
    with serving(node, script) as first:
        members = members_at(first, "localhost:1")
        script.script["STATUS"] = status_of(members)
        script.asked["STATUS"] = []
        done = kvctl("hash", f"--cluster-key-file={key_file}", "--timeout=0.5", server=first)
    assert done.returncode == 3
    verdict = done.stdout.decode().splitlines()[-1]
    assert verdict == "incomplete: 1 of 2 members could be asked"
    assert b"localhost:1" in done.stderr


def test_status_lists_every_member_and_knows_no_cache() -> None:
    told = status_of(members_at("localhost:9001", "localhost:9002", "localhost:9003"))
    script = Scripted({"STATUS": told})
    with serving(script) as server:
        plain = kvctl("status", server=server).stdout.decode().splitlines()
        (shown,) = json.loads(kvctl("status", "-o", "json", server=server).stdout)
        table = kvctl("status", "-o", "table", server=server).stdout.decode().splitlines()
    assert [line for line in plain if line.startswith("member: ")] == [
        f"member: node_id={number} address=localhost:900{number} voter=yes "
        f"leader={'yes' if number == 1 else 'no'} reachable=yes"
        for number in (1, 2, 3)
    ]
    assert "cache_hits: -" in plain
    assert shown["cache_hits"] is None
    assert "None" not in table[1]


@pytest.mark.parametrize("command", ["status", "health", "hash"])
def test_all_servers_are_asked_at_the_same_time(command: str, key_file: Path) -> None:
    """However many are silent, it takes as long as one: here none answers before all are asked."""
    together = Barrier(3)

    def answer(_: object) -> dict[str, Any]:
        if command != "hash":  # of which one server is asked first who the members are
            together.wait(10)
        return status_of(members_at(*servers))

    class Meeting(Node):
        def ADMIN_CHALLENGE(self, context: object) -> admin.admin_challenge:
            together.wait(10)
            return super().ADMIN_CHALLENGE(context)

    script = {"STATUS": answer, "GET": error(kv.KV_DENIED, "not for you")}
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(Meeting(), Scripted(script))) for _ in range(3)]
        options = (f"--cluster-key-file={key_file}", "--timeout=20", "-o", "json")
        done = kvctl(command, *options, server=",".join(servers))
    told = _told(done.stdout)
    assert (done.stderr, len(told)) == (b"", 3)
    assert [each["error"] for each in told if each.get("error")] == []


def _told(output: bytes) -> list[Any]:
    found = json.loads(output)
    told: list[Any] = found["nodes"] if isinstance(found, dict) else found
    return told


def test_one_thing_has_one_name_in_every_command(key_file: Path) -> None:
    """What JSON calls it, its column is called; and what a member is, two commands tell alike."""
    node, script = Node(), Scripted({})
    with serving(node, script) as server:
        script.script["STATUS"] = status_of(members_at(server, "localhost:9002"))
        script.asked["STATUS"] = []
        general = (f"--cluster-key-file={key_file}", "--timeout=0.5")

        def told(*command: str) -> Any:
            return json.loads(kvctl(*command, *general, "-o", "json", server=server).stdout)

        def columns(*command: str) -> list[str]:
            table = kvctl(*command, *general, "-o", "table", server=server).stdout.decode()
            titles = [title for title in table.splitlines()[0].split("  ") if title]
            return [title.strip().lower().replace(" ", "_") for title in titles]

        (status,), members, hashes, (health,), (cache,) = (
            told("status"),
            told("member", "list"),
            told("hash"),
            told("health"),
            told("cache", "stats"),
        )
        assert set(columns("status")) <= set(status)
        assert columns("member", "list") == list(members["members"][0])
        assert columns("hash") == list(hashes["nodes"][0])
        assert columns("health") == list(health)
    page = (PROJECT / "docs" / "kvctl.md").read_text()
    for shown in (status, members, hashes["nodes"][0], members["members"][0], health, cache):
        assert [name for name in shown if f"`{name}`" not in page] == []
    assert status["leader_id"] == 1
    assert members["leader_id"] == 2
    assert set(status["members"][0]) == set(members["members"][0]) - {"match_index"}
    assert set(hashes["nodes"][0]) - {"hash"} <= set(status)
    assert set(health) - {"healthy", "error"} <= set(status)
