"""AUTH_SYS: a caller that states its user and groups, and is believed or not (RFC 5531 App. A)."""

from __future__ import annotations

import os
import time
from struct import Struct
from struct import error as StructError  # noqa: N812 (a class, which struct spells small)
from typing import TYPE_CHECKING, Final, Self

from rpcgen_py.runtime.errors import AuthError, AuthStat
from rpcgen_py.runtime.identity import Identity
from rpcgen_py.runtime.message import EMPTY_AUTH, pack_auth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rpcgen_py.runtime.identity import Peer

__all__ = ["AUTH_SYS", "MAX_GIDS", "MAX_MACHINE_NAME", "AuthSys", "SysServer"]

AUTH_SYS: Final = 1
MAX_GIDS: Final = 16
MAX_MACHINE_NAME: Final = 255
"""Most bytes of a machine name."""

_two = Struct(">II")
_three = Struct(">III")


class AuthSys:
    """The client's side.

    The host's name and the time stand for a `machine_name` and `stamp` that are not given. More
    than 16 `gids` raise ValueError: leaving some out silently would take rights away, or, where a
    group is a reason to refuse, give some. Choose those that matter.
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
        if len(gids) > MAX_GIDS:
            raise ValueError(
                f"AUTH_SYS has room for {MAX_GIDS} groups, not {len(gids)}: choose which"
            )
        name = os.fsencode(os.uname().nodename if machine_name is None else machine_name)
        if len(name) > MAX_MACHINE_NAME:
            raise ValueError(
                f"a machine name has {MAX_MACHINE_NAME} bytes at most, not {len(name)}"
            )
        for number in (uid, gid, *gids):
            if not 0 <= number <= 0xFFFFFFFF:
                raise ValueError(f"{number} is no user or group: they have 32 bits")
        self.uid = uid
        self.gid = gid
        self.gids = tuple(gids)
        stamp = int(time.time()) if stamp is None else stamp
        words = (uid, gid, len(gids), *gids)
        body = Struct(f">II{len(name)}s{-len(name) % 4}x{len(words)}I").pack(
            stamp & 0xFFFFFFFF, len(name), name, *words
        )
        self._header = pack_auth(AUTH_SYS, body) + EMPTY_AUTH

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

    flavor: Final = AUTH_SYS

    def identify(self, body: bytes, peer: Peer) -> Identity:
        """The user and groups in a credential's body; AUTH_BADCRED if it holds none.

        Bytes behind them are ignored, as C does.
        """
        try:
            _, length = _two.unpack_from(body)
            behind_name = 8 + length + (-length % 4)
            uid, gid, count = _three.unpack_from(body, behind_name)
            if length > MAX_MACHINE_NAME or count > MAX_GIDS:
                raise AuthError(AuthStat.AUTH_BADCRED)
            gids = Struct(f">{count}I").unpack_from(body, behind_name + 12)
        except StructError:
            raise AuthError(AuthStat.AUTH_BADCRED) from None
        return Identity(AUTH_SYS, peer, uid, gid, gids, os.fsdecode(body[8 : 8 + length]))
