"""What an operator asks of a node: one connection, which proves that kvctl holds the cluster's key.

Over a Unix socket the kernel says who is asking, and nothing is to be proven.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kvstore._generated import admin, kv
from kvstore.cli.connecting import servers_of
from kvstore.client.answers import checked, error_of
from kvstore.errors import Denied, InvalidRequest, KvError, ProtocolError, Unreachable
from kvstore.node.cluster_key import ClusterKeyRefused, default_key_file, read_key
from rpcgen_py.runtime.errors import RpcError, XdrError
from rpcgen_py.runtime.transport.sync_client import connect

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import TypeVar

    T = TypeVar("T")

__all__ = ["Admin", "open_admin"]

_PURPOSE = b"sunrpc-kv admin"


def open_admin(options: argparse.Namespace, server: str | None = None) -> Admin:
    """Return a connection to `server`, or to the first that the options name and that answers.

    Raises `KvError`: `Denied` where the key is not the cluster's, or cannot be read.
    """
    problem: KvError = Unreachable("no server is named")
    for address in [server] if server else servers_of(options):
        try:
            return Admin(address, _key_file(options), options.timeout)
        except Unreachable as error:
            problem = error
    raise problem


def _key_file(options: argparse.Namespace) -> Path:
    return Path(options.cluster_key_file) if options.cluster_key_file else default_key_file()


class Admin:
    """The admin program of the node at `address`. `timeout` (seconds) bounds each call.

    All methods raise `KvError`.
    """

    def __init__(self, address: str, key_file: Path, timeout: float) -> None:
        """Connect, and prove."""
        self.address = address
        self._timeout = timeout
        try:
            connection = connect(address, timeout=timeout)
        except ValueError as error:
            raise InvalidRequest(str(error)) from None
        except RpcError as error:
            raise error_of(error, address, changes=False) from error
        self._client = admin.ADMIN_V1Client(connection)
        try:
            if not address.startswith("unix://"):
                self._prove(key_file)
        except BaseException:
            self.close()
            raise

    def _prove(self, key_file: Path) -> None:
        try:
            key = read_key(key_file)
        except ClusterKeyRefused as error:
            raise Denied(str(error)) from None
        except OSError as error:
            raise Denied(
                f"cannot read the cluster's key {key_file}: {error.strerror}; --cluster-key-file "
                "names a copy of it"
            ) from None
        challenge = self._call(self._client.ADMIN_CHALLENGE, changes=False)
        nonce = secrets.token_bytes(admin.ADMIN_NONCE_SIZE)
        text = b"".join(
            (
                _PURPOSE,
                challenge.cluster_id.to_bytes(8),
                challenge.node_id.to_bytes(8),
                challenge.nonce,
                nonce,
            )
        )
        proof = admin.admin_proof(nonce=nonce, hmac=hmac.digest(key, text, hashlib.sha256))
        if not self._call(self._client.ADMIN_PROVE, proof, changes=False):
            raise Denied(
                f"{self.address}: {key_file} does not hold this cluster's key; --cluster-key-file "
                "names another one"
            )

    def members(self) -> admin.admin_members_ok:
        """Return the members as this node knows them."""
        call = admin.admin_call(header=self._header())
        return self._members(self._client.ADMIN_MEMBER_LIST, call, changes=False)

    def add(self, address: str, node_id: int) -> admin.admin_members_ok:
        """Add a learner; 0 is any number that is free."""
        call = admin.admin_member_add_args(header=self._header(), node_id=node_id, address=address)
        return self._members(self._client.ADMIN_MEMBER_ADD, call, changes=True)

    def promote(self, node_id: int) -> admin.admin_members_ok:
        """Make a learner a voter."""
        call = admin.admin_member_args(header=self._header(), node_id=node_id)
        return self._members(self._client.ADMIN_MEMBER_PROMOTE, call, changes=True)

    def remove(self, node_id: int) -> admin.admin_members_ok:
        """Remove a member."""
        call = admin.admin_member_args(header=self._header(), node_id=node_id)
        return self._members(self._client.ADMIN_MEMBER_REMOVE, call, changes=True)

    def move_leader(self, node_id: int) -> int:
        """Have another voter lead, 0 for whichever is furthest; return who leads."""
        call = admin.admin_move_leader_args(header=self._header(), node_id=node_id)
        reply = self._answer(self._client.ADMIN_MOVE_LEADER, call, changes=True)
        leader: int = reply.result.ok.leader
        return leader

    def hash(self, revision: int) -> tuple[int, admin.admin_hash_ok]:
        """Return the node's number, and the hash of what it holds up to a revision."""
        call = admin.admin_hash_args(header=self._header(), revision=revision)
        reply = self._answer(self._client.ADMIN_HASH, call, changes=False)
        return reply.header.node_id, reply.result.ok

    def snapshot(self) -> Iterator[bytes]:
        """Yield the node's state, as it is now."""
        number = offset = 0
        last = False
        while not last:
            call = admin.admin_snapshot_args(
                header=self._header(), snapshot_id=number, offset=offset
            )
            found = self._answer(self._client.ADMIN_SNAPSHOT, call, changes=False).result.ok
            if found.offset != offset or not (found.data or found.last):
                raise ProtocolError(f"{self.address}: the snapshot is not answered in order")
            yield found.data
            number, offset, last = found.snapshot_id, offset + len(found.data), found.last

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __enter__(self) -> Self:
        """Return the connection."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    def _header(self) -> kv.kv_request_header:
        return kv.kv_request_header(
            cluster_id=0,
            session=0,
            sequence=0,
            lowest_unanswered=0,
            consistency=kv.KV_LINEARIZABLE,
            min_revision=0,
            max_age_ms=0,
            deadline_ms=max(1, int(self._timeout * 1000)),
            hops=0,
            trace_id=bytes(16),
            name_space=b"",
            extensions=(),
        )

    def _members(
        self, procedure: Callable[..., Any], argument: Any, *, changes: bool
    ) -> admin.admin_members_ok:
        found: admin.admin_members_ok = self._answer(procedure, argument, changes=changes).result.ok
        return found

    def _answer(self, procedure: Callable[..., Any], argument: Any, *, changes: bool) -> Any:
        return checked(self._call(procedure, argument, changes=changes))

    def _call(self, procedure: Callable[..., T], *arguments: Any, changes: bool) -> T:
        try:
            return procedure(*arguments, timeout=self._timeout)
        except (RpcError, XdrError) as error:
            raise error_of(error, self.address, changes=changes) from error
