"""Hellos and standings for tests."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from hypothesis import strategies as st

from kvstore._generated import raft
from kvstore.node.peers.standing import Standing


def counting_bytes() -> Callable[[int], bytes]:
    """Bytes that never come twice, and are the same in every run."""
    counter = itertools.count(1)
    return lambda size: next(counter).to_bytes(size)


def info(node: int, birth: bytes | None = None, port: int = 9000) -> raft.member_info:
    made = bytes([node % 256]) * raft.BIRTH_SIZE if birth is None else birth
    return raft.member_info(node=node, address=f"localhost:{port + node}", birth=made)


def standing(node: int, *, birth: bytes | None = None, incarnation: int = 1) -> Standing:
    return Standing(info(node, birth), incarnation, counting_bytes())


U64 = st.integers(0, 2**64 - 1)
INFOS = st.builds(
    raft.member_info,
    node=U64,
    address=st.text("abc:0123", max_size=20),
    birth=st.binary(min_size=16, max_size=16),
)
HELLOS = st.builds(
    raft.hello,
    cluster_id=U64,
    node=U64,
    birth=st.binary(min_size=16, max_size=16),
    incarnation=U64,
    address=st.text("abc:0123", max_size=20),
    feature_low=st.integers(0, 9),
    feature_high=st.integers(0, 9),
    founders=st.lists(INFOS, max_size=3).map(tuple),
    expected=st.integers(0, 9),
    nonce=st.binary(min_size=32, max_size=32),
)
KEYS = st.binary(min_size=32, max_size=40)
