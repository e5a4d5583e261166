"""A reader of shared memory in C that was written from docs/hotcache.md alone, and kvd."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kvstore
from kvstore.client.sync_store import Store
from tests.interop.partners import SOURCES
from tests.kvstore.cluster import within
from tests.kvstore.product import Kvd

SHARED = Path("/dev/shm")  # noqa: S108 (where Linux keeps shared memory)

FOUND, ABSENT, MISS, UNUSABLE = range(4)
"""How the C program ends."""

Look = Callable[..., tuple[int, bytes, str]]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("cc"):
        pytest.skip("needs cc")
    made = tmp_path_factory.mktemp("c") / "hot_get"
    source = SOURCES / "hot_get.c"
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", made], check=True)
    return made


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Kvd]:
    with Kvd(tmp_path / "node") as found:
        yield found


@pytest.fixture
def store(node: Kvd) -> Iterator[Store]:
    with kvstore.connect(node.server) as found:
        yield found


@pytest.fixture
def segment(store: Store) -> str:
    told = {each.name: each.value for each in store.status().status.properties}
    return told["cache_segment"]


@pytest.fixture
def look(program: Path, segment: str) -> Look:
    def look(key: str, consistency: str, *more: str) -> tuple[int, bytes, str]:
        command = [str(program), segment, key, consistency, *more]
        done = subprocess.run(command, capture_output=True, timeout=30, check=False)
        return done.returncode, done.stdout, done.stderr.decode()

    return look


def shown(store: Store, look: Look, key: str, *how: str) -> tuple[int, bytes]:
    """What the C program finds once the key was asked for, and the lease is kept up."""
    answers = []

    def hit() -> bool:
        store.get(key)
        answers.append(look(key, *how))
        return answers[-1][0] in {FOUND, ABSENT}

    assert within(20.0, hit), answers[-1]
    return answers[-1][:2]


@pytest.mark.parametrize("how", [("lease",), ("serializable",), ("serializable", "30")])
def test_c_finds_what_the_node_shares(store: Store, look: Look, how: tuple[str, ...]) -> None:
    for key, value in (("k", b"Hello World"), ("ké" * 30, bytes(range(256))), ("x" * 9, b"")):
        store.put(key, value)
        assert shown(store, look, key, *how) == (FOUND, value)
    assert shown(store, look, "absent", *how) == (ABSENT, b"")
    assert look("never asked for", *how)[0] == MISS


def test_c_sees_every_change_that_was_answered(store: Store, look: Look) -> None:
    store.put("k", "0")
    shown(store, look, "k", "lease")
    hits = 0
    for number in range(50):
        store.put("k", f"{number}")
        code, value, _ = look("k", "lease")
        hits += code == FOUND
        assert (code, value) in {(FOUND, b"%d" % number), (MISS, b"")}
    assert hits > 0


def test_c_takes_a_full_slot_and_no_more_is_shared(store: Store, look: Look) -> None:
    full = b"v" * (448 - len("k") - 1)
    store.put("k", full)
    assert shown(store, look, "k", "lease") == (FOUND, full)
    store.put("k", full + b"v")
    for _ in range(3):
        store.get("k")
    assert look("k", "lease")[0] == MISS


def test_c_sees_damage_and_has_it_mended(store: Store, look: Look, segment: str) -> None:
    value = b"a value that stands nowhere else"
    store.put("k", value)
    shown(store, look, "k", "lease")
    with (SHARED / segment[1:]).open("r+b") as main:
        (place,) = (at for at in [main.read().find(value)] if at > 0)
        main.seek(place)
        main.write(b"A")
    assert look("k", "lease") == (MISS, b"", "hot_get: the slot is damaged\n")
    assert shown(store, look, "k", "lease") == (FOUND, value)


def test_c_takes_nothing_from_a_node_that_ended(node: Kvd, store: Store, look: Look) -> None:
    def nothing_is_found() -> bool:
        return all(look("k", how)[0] == MISS for how in ("lease", "serializable"))

    store.put("k", "v")
    shown(store, look, "k", "lease")
    node.process.send_signal(signal.SIGSTOP)
    assert within(20.0, nothing_is_found)
    node.process.send_signal(signal.SIGCONT)
    assert shown(store, look, "k", "lease") == (FOUND, b"v")
    node.kill()
    assert within(20.0, nothing_is_found)
    node.start()
    assert look("k", "lease")[0] == UNUSABLE
