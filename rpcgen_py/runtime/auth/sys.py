"""AUTH_SYS: a caller that states its user and groups, and is believed or not (RFC 5531 App. A)."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final, Self

from rpcgen_py.runtime._generated.rpc_msg import (
    MAX_AUTH_SYS_GIDS,
    auth_flavor,
    authsys_parms,
    opaque_auth,
    pack_authsys_parms,
    pack_opaque_auth,
    unpack_authsys_parms,
)
from rpcgen_py.runtime.errors import AuthError, AuthStat, XdrError
from rpcgen_py.runtime.identity import Identity
from rpcgen_py.runtime.message import EMPTY_AUTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rpcgen_py.runtime.identity import Peer

__all__ = ["AuthSys", "SysServer"]


class AuthSys:
    """The client's side.

    The host's name and the time stand for a `machine_name` and `stamp` that are not given.

    Raises ValueError for more than 16 `gids`: leaving some out silently would take rights away or,
    where a group is a reason to refuse, give some. Raises XdrError, which is one too, for a name
    of more than 255 bytes and for numbers that have no 32 bits.
    """

    def __init__(
        self,
        uid: int,
        gid: int,
        gids: Sequence[int] = (),
        *,
        machine_name: str | None = None,
        stamp: int | None = None,
    ) -> None:
        if len(gids) > MAX_AUTH_SYS_GIDS:
            raise ValueError(
                f"AUTH_SYS has room for {MAX_AUTH_SYS_GIDS} groups, not {len(gids)}: "
                "name those that matter"
            )
        parameters = authsys_parms(
            stamp=int(time.time()) & 0xFFFFFFFF if stamp is None else stamp,
            machinename=os.uname().nodename if machine_name is None else machine_name,
            uid=uid,
            gid=gid,
            gids=tuple(gids),
        )
        credential = opaque_auth(auth_flavor.AUTH_SYS, pack_authsys_parms(parameters))
        self._header = pack_opaque_auth(credential) + EMPTY_AUTH

    @classmethod
    def of_process(cls) -> Self:
        """The effective user and the groups of this process.

        Raises ValueError where it is in more than 16 groups.
        """
        return cls(os.geteuid(), os.getegid(), os.getgroups())

    def header(self) -> bytes:
        """The credential, and an empty verifier."""
        return self._header


class SysServer:
    """The server's side: whoever the caller claims to be. A policy decides what that is worth."""

    flavor: Final[int] = auth_flavor.AUTH_SYS

    def identify(self, body: bytes, peer: Peer) -> Identity:
        """The user and groups in a credential's body; AUTH_BADCRED if it holds none.

        Bytes behind them are ignored, as C does.
        """
        try:
            claim, _ = unpack_authsys_parms(body, 0, len(body))
        except XdrError:
            raise AuthError(AuthStat.AUTH_BADCRED) from None
        return Identity(self.flavor, peer, claim.uid, claim.gid, claim.gids, claim.machinename)
