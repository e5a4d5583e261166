"""Both colours have the same methods with the same arguments; importing one is quick."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any

import pytest

import kvstore
from kvstore.client import async_lease, sync_lease

PAIRS = [
    (kvstore.Store, kvstore.AsyncStore),
    (kvstore.Watch, kvstore.AsyncWatch),
    (kvstore.Txn, kvstore.AsyncTxn),
    (sync_lease.Lease, async_lease.AsyncLease),
    (kvstore.Lock, kvstore.AsyncLock),
    (kvstore.Leadership, kvstore.AsyncLeadership),
    (kvstore.Election, kvstore.AsyncElection),
]


def face(kind: type) -> dict[str, Any]:
    public = {name: value for name, value in vars(kind).items() if not name.startswith("_")}
    return {
        name: [
            (each.name, each.kind, each.default)
            for each in inspect.signature(value).parameters.values()
        ]
        if callable(value)
        else type(value)
        for name, value in public.items()
    }


@pytest.mark.parametrize(("blocking", "other"), PAIRS, ids=lambda kind: kind.__name__)
def test_both_colours_have_one_face(blocking: type, other: type) -> None:
    assert face(blocking) == face(other)


def test_every_public_name_is_there() -> None:
    for name in kvstore.__all__:
        assert getattr(kvstore, name).__name__ in {name, "kv_item"}
    with pytest.raises(AttributeError):
        kvstore.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("program", "absent"),
    [
        ("import kvstore", {"msgspec", "socket", "asyncio", "kvstore.client"}),
        (
            "import kvstore; kvstore.connect('localhost:1').close()",
            {"asyncio", "kvstore.client.watching", "kvstore.client.queueing", "kvstore.node"},
        ),
    ],
)
def test_what_is_not_used_is_not_imported(program: str, absent: set[str]) -> None:
    listing = f"{program}; import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, timeout=60, check=True
    )
    assert not absent & set(done.stdout.split())
