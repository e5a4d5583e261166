"""What operators ask of a cluster: its members, its leader, snapshots and hashes of its nodes."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TypeVar

from kvstore._generated import admin, kv
from kvstore.client.answers import checked, error_of
from kvstore.client.routing import ELSEWHERE
from kvstore.errors import (
    Busy,
    Denied,
    InvalidRequest,
    KvError,
    NodeFailed,
    NoQuorum,
    ProtocolError,
    Unreachable,
)
from kvstore.node.cluster_key import admin_proof
from rpcgen_py.runtime.address import parse_address
from rpcgen_py.runtime.errors import AuthError, RpcError, XdrError
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from rpcgen_py.runtime.program import Procedure
    from rpcgen_py.runtime.transport.connection import Connection

__all__ = ["Admin", "ContentHash", "Members"]

R = TypeVar("R")

_PROCEDURES: Final[dict[str, Procedure[..., Any]]] = {
    procedure.name: procedure for procedure in admin.ADMIN_V1.procedures
}
_ELSEWHERE: Final = (*ELSEWHERE, NodeFailed, ProtocolError)
"""What another server may not end with; a node that is only starting does not know the program."""

_PAUSE: Final = 0.2
"""Seconds between two looks whether a learner has caught up, where the node gives no advice."""


class Members(NamedTuple):
    """The members as one node sees them; `leader` is 0 where it knows none."""

    leader: int
    members: tuple[admin.admin_member, ...]


class ContentHash(NamedTuple):
    """Equal floors and revisions have equal hashes, or the nodes have diverged."""

    node_id: int
    revision: int
    compacted_revision: int
    hash: bytes


class Admin:
    """One operator's connection: to the first of `servers` that can do what is asked.

    The next one is asked where one cannot be reached, or has no quorum, or is only starting, if
    what was asked for was certainly not done.

    `key` is the cluster's (see `kvstore.node.cluster_key.read_key`); over a Unix socket none is
    needed, as the kernel says who calls. `timeout` (seconds) bounds each call. All methods raise
    `KvError`; `Denied` without the right key. Leaving a `with` block closes the connection.
    """

    def __init__(
        self,
        servers: str,
        *,
        key: bytes | None = None,
        timeout: float = 5.0,
        cluster_id: int = 0,
    ) -> None:
        """Connect to nothing yet. Raises `InvalidRequest` for what is no address."""
        self.timeout = timeout
        self._servers = [text.strip() for text in servers.split(",") if text.strip()]
        self._key = key
        self._cluster_id = cluster_id
        self._connection: Connection | None = None
        try:
            for server in self._servers:
                parse_address(server)
        except ValueError as error:
            raise InvalidRequest(str(error)) from None
        if not self._servers:
            raise InvalidRequest("no server is named; one looks like localhost:9001")
        self._at = self._servers[0]

    def __enter__(self) -> Self:
        """Return the connection."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the connection; a later call opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    # ------------------------------------------------------------------ members

    def members(self) -> Members:
        """Return the members, as the node that is asked sees them."""
        return self._members("ADMIN_MEMBER_LIST", admin.admin_call, changes=False)

    def add_member(self, address: str, node_id: int = 0) -> Members:
        """Add a learner that will listen at `address` (`HOST:PORT`), and return the members.

        A number is chosen for it unless `node_id` gives one. Start it then, with `--peers` naming
        some of the members; `promote_member` gives it a vote.
        """
        return self._members(
            "ADMIN_MEMBER_ADD",
            lambda header: admin.admin_member_add_args(header, node_id, address),
        )

    def promote_member(self, node_id: int) -> Members:
        """Give a learner a vote, as soon as it has caught up, and return the members.

        Raises `Busy` if it has not within the timeout.
        """
        until = time.monotonic() + self.timeout
        while True:
            try:
                return self._members(
                    "ADMIN_MEMBER_PROMOTE",
                    lambda header: admin.admin_member_args(header, node_id),
                )
            except Busy as busy:
                pause = busy.retry_after or _PAUSE
                if time.monotonic() + pause >= until:
                    raise
                time.sleep(pause)

    def remove_member(self, node_id: int) -> Members:
        """End a membership, and return the members that are left."""
        return self._members(
            "ADMIN_MEMBER_REMOVE", lambda header: admin.admin_member_args(header, node_id)
        )

    def _members(
        self,
        name: str,
        arguments: Callable[[kv.kv_request_header], object],
        *,
        changes: bool = True,
    ) -> Members:
        ok = self._ask(name, arguments, changes=changes).result.ok
        return Members(ok.leader, ok.members)

    def move_leader(self, node_id: int = 0) -> int:
        """Have `node_id` lead (0: the voter that is furthest); return who does."""
        reply = self._ask(
            "ADMIN_MOVE_LEADER",
            lambda header: admin.admin_move_leader_args(header, node_id),
            changes=True,
        )
        leader: int = reply.result.ok.leader
        return leader

    # ------------------------------------------------------------------ content

    def snapshot(self) -> Iterator[bytes]:
        """Yield the content of the node's state, piece by piece; all are of one moment."""
        snapshot_id, offset, last = 0, 0, False
        while not last:
            arguments = _snapshot_args(snapshot_id, offset)
            same = bool(snapshot_id)  # other nodes do not hold it
            ok = self._ask("ADMIN_SNAPSHOT", arguments, changes=False, same=same).result.ok
            if ok.offset != offset:
                raise KvError(f"{self._at}: byte {ok.offset} of the snapshot, not {offset}")
            snapshot_id, last = ok.snapshot_id, ok.last
            offset += len(ok.data)
            yield ok.data

    def content_hash(self, revision: int = 0) -> ContentHash:
        """Return the hash of what the node holds at `revision`, 0 for its newest."""
        reply = self._ask(
            "ADMIN_HASH",
            lambda header: admin.admin_hash_args(header, revision),
            changes=False,
        )
        ok = reply.result.ok
        return ContentHash(reply.header.node_id, ok.revision, ok.compacted_revision, ok.hash)

    # ------------------------------------------------------------------ asking

    def _ask(
        self,
        name: str,
        arguments: Callable[[kv.kv_request_header], object],
        *,
        changes: bool,
        same: bool = False,
    ) -> Any:
        """Ask one server after the other, until one answers, or may have done what it was asked.

        `same`: only the one that was asked last can know what is asked for.
        """
        until = time.monotonic() + self.timeout
        servers = self._in_turn()
        if same:
            del servers[1:]
        failures: list[KvError] = []
        for number, server in enumerate(servers, 1):
            left = until - time.monotonic()
            if failures and left <= 0:
                break
            # One that waits in vain for a quorum leaves time to ask another.
            seconds = left if number == len(servers) else left / 2
            try:
                return self._ask_one(server, name, arguments, seconds, changes=changes)
            except _ELSEWHERE as error:
                if error.may_have_executed or same:
                    raise
                failures.append(error)
                self.close()
        raise _of_all(failures)

    def _in_turn(self) -> list[str]:
        """Return the servers, from the one on that was asked last."""
        first = self._servers.index(self._at)
        return self._servers[first:] + self._servers[:first]

    def _ask_one(
        self,
        server: str,
        name: str,
        arguments: Callable[[kv.kv_request_header], object],
        seconds: float,
        *,
        changes: bool,
    ) -> Any:
        procedure = _PROCEDURES[name]
        try:
            packed = procedure.pack_args(arguments(_header(self._cluster_id, seconds)))
        except XdrError as error:
            raise InvalidRequest(str(error)) from error
        until = time.monotonic() + seconds
        known = self._connection
        connection = known or self._connect(server, seconds)
        try:
            reply = self._call(connection, procedure, packed, until, changes=changes)
        except Denied:
            if known is None or self._key is None:
                raise
            # It was idle, and lost: what stands there now is a new one, that has proved nothing.
            self.close()
            connection = self._connect(server, until - time.monotonic())
            reply = self._call(connection, procedure, packed, until, changes=changes)
        return checked(reply)

    def _call(
        self,
        connection: Connection,
        procedure: Procedure[..., R],
        packed: bytes,
        until: float,
        *,
        changes: bool,
    ) -> R:
        try:
            return connection.call(procedure, packed, max(0.0, until - time.monotonic()))
        except AuthError as error:
            raise Denied(
                f"{self._at}: operators have to show the cluster's key: name its file with "
                "--cluster-key-file, or ask over the node's Unix socket"
            ) from error
        except (RpcError, XdrError) as error:
            self.close()  # what was proved was for that connection
            raise error_of(error, self._at, changes=changes) from error

    def _connect(self, server: str, seconds: float) -> Connection:
        until = time.monotonic() + seconds
        self._at = server
        try:
            connection = connect(server, timeout=seconds)
        except RpcError as error:
            raise Unreachable(str(error), unreachable=(server,)) from error
        try:
            self._prove(connection, until)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _prove(self, connection: Connection, until: float) -> None:
        if self._key is None:
            return
        challenge: admin.admin_challenge = self._call(
            connection, _PROCEDURES["ADMIN_CHALLENGE"], b"", until, changes=False
        )
        nonce = secrets.token_bytes(admin.ADMIN_NONCE_SIZE)
        proof = admin.admin_proof(nonce, admin_proof(self._key, challenge, nonce))
        prove = _PROCEDURES["ADMIN_PROVE"]
        if not self._call(connection, prove, prove.pack_args(proof), until, changes=False):
            raise Denied(
                f"{self._at}: the node holds another cluster key: name its file with "
                "--cluster-key-file"
            )


def _of_all(failures: list[KvError]) -> KvError:
    """Return the error that says most of those that the servers ended with, one each."""
    unreachable = tuple(dict.fromkeys(each for one in failures for each in one.unreachable))
    told = [each for each in failures if not isinstance(each, Unreachable)]
    if told:
        # That a quorum is missing says more than that a node is only starting.
        most = next((each for each in told if isinstance(each, NoQuorum)), told[0])
        most.unreachable = unreachable
        return most
    hint = "; is kvd running there?"
    problems = [str(each).removeprefix("cannot reach ").removesuffix(hint) for each in failures]
    return Unreachable(f"cannot reach {'; '.join(problems)}{hint}", unreachable=unreachable)


def _header(cluster_id: int, seconds: float) -> kv.kv_request_header:
    return kv.kv_request_header(
        cluster_id=cluster_id,
        session=0,
        sequence=0,
        lowest_unanswered=0,
        consistency=kv.KV_LINEARIZABLE,
        min_revision=0,
        max_age_ms=0,
        deadline_ms=max(1, int(seconds * 900)),  # so that a refusal arrives in time
        hops=0,
        trace_id=secrets.token_bytes(16),
        name_space=b"",
        extensions=(),
    )


def _snapshot_args(
    snapshot_id: int, offset: int
) -> Callable[[kv.kv_request_header], admin.admin_snapshot_args]:
    return lambda header: admin.admin_snapshot_args(header, snapshot_id, offset)
