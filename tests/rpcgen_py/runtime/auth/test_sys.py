"""What AUTH_SYS claims arrives as it was claimed; what cannot be claimed is said to be so."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcgen_py.runtime.auth.sys import AuthSys, SysServer
from rpcgen_py.runtime.errors import AuthError, AuthStat
from rpcgen_py.runtime.identity import Identity, Peer
from tests.rpcgen_py.runtime.wire.messages import auth, sys_body

PEER = Peer("tcp", "192.0.2.1", 1000)
ids = st.integers(0, 0xFFFFFFFF)


@given(
    uid=ids,
    gid=ids,
    gids=st.lists(ids, max_size=16),
    name=st.binary(max_size=255),
    stamp=ids,
)
def test_claims_arrive(uid: int, gid: int, gids: list[int], name: bytes, stamp: int) -> None:
    """Names too that are no text, as C sends them."""
    text = os.fsdecode(name)
    header = AuthSys(uid, gid, gids, machine_name=text, stamp=stamp).header()
    assert header.endswith(auth())
    size = int.from_bytes(header[4:8])
    assert size <= 400
    identity = SysServer().identify(header[8 : 8 + size], PEER)
    assert identity == Identity(1, PEER, uid, gid, tuple(gids), text)


def test_the_bytes_are_those_of_the_rfc() -> None:
    header = AuthSys(1000, 100, (4, 24), machine_name="host", stamp=7).header()
    assert header == auth(1, sys_body(1000, 100, (4, 24), b"host")) + auth()


def test_groups_are_never_left_out_silently() -> None:
    with pytest.raises(ValueError, match="16 groups, not 17"):
        AuthSys(1, 1, range(17))


def test_a_process_in_too_many_groups_must_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getgroups", lambda: list(range(20)))
    with pytest.raises(ValueError, match="not 20"):
        AuthSys.of_process()


def test_a_process_is_itself() -> None:
    header = AuthSys.of_process().header()
    identity = SysServer().identify(header[8 : 8 + int.from_bytes(header[4:8])], PEER)
    assert (identity.uid, identity.gid) == (os.geteuid(), os.getegid())
    assert identity.gids == tuple(os.getgroups())
    assert identity.machine_name == os.uname().nodename


@pytest.mark.parametrize(
    "claim",
    [{"uid": -1}, {"uid": 2**32}, {"gid": -1}, {"gids": (2**32,)}, {"machine_name": "n" * 256}],
)
def test_what_does_not_fit_is_refused(claim: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"uid|gid|gids|machinename"):
        AuthSys(**{"uid": 1, "gid": 1, **claim})  # type: ignore[arg-type]  # wrong on purpose


@given(st.binary(max_size=400) | st.integers(0, 60).map(lambda n: sys_body(gids=(1, 2))[:n]))
def test_any_body_is_a_claim_or_badcred(body: bytes) -> None:
    stat: int | None = None
    try:
        assert len(SysServer().identify(body, PEER).gids) <= 16
    except AuthError as error:
        stat = error.stat
    assert stat in {None, AuthStat.AUTH_BADCRED}
