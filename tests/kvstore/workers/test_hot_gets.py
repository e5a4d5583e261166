"""What hot keys answer is what the node would, byte for byte; all else is passed on."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvstore._generated import kv
from kvstore.hotcache.keys import prefix_of
from kvstore.hotcache.segments import boot_clock
from kvstore.service.access import Policy
from kvstore.service.policy_file import parse_policy
from kvstore.workers.hot_gets import HotGets, readers_of
from rpcgen_py.runtime.auth.sys import AuthSys
from rpcgen_py.runtime.identity import Peer
from tests.kvstore.hotcache.plain import hide
from tests.kvstore.service.calls import arguments, header
from tests.kvstore.service.fake_node import CLUSTER, ITEM
from tests.kvstore.workers.gets import ABSENT, OTHER_SPACE, Both, both

PEER = Peer("tcp", "192.0.2.7", 1023, "192.0.2.1")
NEAR = Peer("tcp", "127.0.0.1", 1023, "127.0.0.1")

POLICY = """
[[allow]]
operations = ["read"]
prefixes = ["k"]
users = [7]
claims = true
[[allow]]
operations = ["read"]
from = ["127.0.0.0/8"]
name_spaces = ["other"]
"""

NUMBERS = {procedure.name: procedure for procedure in kv.KV_V1.procedures}


def record(
    arg: Any,
    *,
    uid: int | None = None,
    xid: int = 1,
    name: str = "KV_GET",
    words: tuple[int, ...] = (0, 2, kv.KV_V1.program, 1),
) -> bytes:
    procedure = NUMBERS[name]
    credential = bytes(16)  # AUTH_NONE, and a verifier of the same
    if uid is not None:
        credential = AuthSys(uid=uid, gid=uid, gids=(), machine_name="there").header()
    head = b"".join(word.to_bytes(4) for word in (xid, *words, procedure.number))
    message = head + credential + procedure.pack_args(arg)
    return (0x80000000 | len(message)).to_bytes(4) + message


HEADERS = st.builds(
    header,
    cluster_id=st.sampled_from((0, 0, 0, CLUSTER, 5)),
    session=st.sampled_from((0, 0, 9)),
    consistency=st.sampled_from((kv.KV_LEASE, kv.KV_LEASE, kv.KV_SERIALIZABLE, 0, 7)),
    min_revision=st.sampled_from((0, 0, 9, 10)),
    deadline_ms=st.sampled_from((0, 50)),
    hops=st.sampled_from((0, 1)),
    trace_id=st.sampled_from((bytes(16), bytes(16), b"t" * 16)),
    name_space=st.sampled_from((b"", b"", OTHER_SPACE)),
    extensions=st.sampled_from(
        ((), (), (kv.kv_extension(3, True, b"")), (kv.kv_extension(3, False, b"")))
    ).map(lambda found: found if isinstance(found, tuple) else (found,)),
)

GETS = st.builds(
    record,
    st.builds(
        kv.kv_get_args,
        header=HEADERS,
        key=st.sampled_from((ITEM.key, ITEM.key, ABSENT, b"")),
        revision=st.sampled_from((0, 0, 0, 8)),
    ),
    uid=st.sampled_from((None, 7, 8)),
    xid=st.integers(0, (1 << 32) - 1),
)


def ageless(reply: bytes | None) -> bytes | None:
    """The answer of a node that is as new as can be: of one that is alone, for instance."""
    if reply is None:
        return None
    header = kv.unpack_kv_get_reply(reply, 28, len(reply))[0].header
    if header.age_ms:
        assert header.age_ms < 60_000
        return reply[: 28 + 48] + bytes(4) + reply[28 + 52 :]
    return reply


@pytest.mark.parametrize("policy", [None, POLICY])
def test_an_answer_is_the_nodes(policy: str | None) -> None:
    answered = []
    with both(None if policy is None else parse_policy(policy)) as made:

        @settings(max_examples=300, deadline=None)
        @given(GETS, st.sampled_from((PEER, NEAR)))
        def compare(record: bytes, peer: Peer) -> None:
            hot = made.hot_says(record, peer)
            answered.append(hot is not None)
            if hot is not None:
                assert ageless(hot) == made.node_says(record, peer)

        compare()
    assert True in answered
    assert False in answered


def test_the_plain_ones_are_answered() -> None:
    with both() as made:
        for key in (ITEM.key, ABSENT):
            for consistency in (kv.KV_LEASE, kv.KV_SERIALIZABLE):
                asked = arguments("KV_GET", head=header(consistency=consistency), key=key)
                for xid in (1, 2):
                    call = record(asked, xid=xid)
                    assert ageless(made.hot_says(call, PEER)) == made.node_says(call, PEER)
                    assert made.hot_says(call, PEER) is not None


def test_whoever_is_not_let_is_passed_on() -> None:
    asked = arguments("KV_GET", head=header(consistency=kv.KV_LEASE))
    elsewhere = arguments("KV_GET", head=header(consistency=kv.KV_LEASE, name_space=OTHER_SPACE))
    with both(parse_policy(POLICY)) as made:
        assert made.hot_says(record(asked, uid=7), PEER) is not None
        assert made.hot_says(record(asked, uid=8), PEER) is None
        assert made.hot_says(record(asked), PEER) is None
        # The same bytes, from where they are let and from where they are not.
        assert made.hot_says(record(elsewhere, uid=8), NEAR) is not None
        assert made.hot_says(record(elsewhere, uid=8), PEER) is None
        made.hot.rule_by(parse_policy(""))
        assert made.hot_says(record(asked, uid=7), PEER) is None
        made.hot.rule_by(None)
        assert made.hot_says(record(asked, uid=7), PEER) is None


def state_of(reply: bytes | None) -> tuple[int, bytes | None]:
    assert reply is not None
    found, _ = kv.unpack_kv_get_reply(reply, 28, len(reply))
    result = found.result
    value = result.item.value if isinstance(result, kv.kv_get_result_KV_OK) else None
    return found.header.revision, value


def test_it_follows_what_changes() -> None:
    call = record(arguments("KV_GET", head=header(consistency=kv.KV_LEASE)))
    cached = prefix_of(b"") + ITEM.key
    with both() as made:
        writer = made.keys.writer
        assert state_of(made.hot_says(call, PEER)) == (9, b"of ")
        for revision in range(10, 30, 2):
            value = str(revision).encode()
            hide(writer, [cached])
            assert made.hot_says(call, PEER) is None
            made.machine.revision = revision  # type: ignore[misc]  # of this machine alone
            made.publish()
            assert made.hot_says(call, PEER) is None
            writer.put(cached, msgspec.structs.replace(ITEM, value=value, mod_revision=revision))
            assert state_of(made.hot_says(call, PEER)) == (revision, value)
            # Another key has changed: the state has another name, the value is the same.
            made.machine.revision = revision + 1  # type: ignore[misc]  # the same
            made.publish()
            assert state_of(made.hot_says(call, PEER)) == (revision + 1, value)
        writer.withdraw_lease()
        assert made.hot_says(call, PEER) is None


class Meddling:
    """A reader during whose every look, before or behind it, the node applies another change."""

    def __init__(self, made: Both, reader: Any, times: int) -> None:
        self._made = made
        self._reader = reader
        self._times = times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def lease(self, key: bytes) -> Any:
        return self._disturbed(self._reader.lease, key)

    def serializable(self, key: bytes) -> Any:
        return self._disturbed(self._reader.serializable, key)

    def _disturbed(self, look: Any, key: bytes) -> Any:
        if self._times % 2:
            self._meddle()
        hit = look(key)
        self._meddle()
        return hit

    def _meddle(self) -> None:
        if self._times:
            self._times -= 1
            revision = self._made.machine.revision + 1
            self._made.machine.revision = revision  # type: ignore[misc]  # of this machine alone
            cached = prefix_of(b"") + ITEM.key
            writer = self._made.keys.writer
            hide(writer, [cached])
            self._made.publish()
            value = str(revision).encode()
            writer.put(cached, msgspec.structs.replace(ITEM, value=value, mod_revision=revision))


@pytest.mark.parametrize("consistency", [kv.KV_LEASE, kv.KV_SERIALIZABLE])
@pytest.mark.parametrize("times", range(5))
def test_a_change_in_the_middle_of_a_look_is_not_mixed_with_what_was_before(
    times: int, consistency: int
) -> None:
    call = record(arguments("KV_GET", head=header(consistency=consistency)))
    with both() as made:
        open_reader = made.hot._open_reader
        made.hot._open_reader = lambda prefix: Meddling(made, open_reader(prefix), times)  # type: ignore[assignment]  # as good as one
        for _ in range(4):
            reply = made.hot_says(call, PEER)
            if reply is not None:
                revision, value = state_of(reply)
                assert value == (b"of " if revision == 9 else str(revision).encode())
        assert state_of(made.hot_says(call, PEER))[0] == 9 + times


@pytest.mark.parametrize(("max_age_ms", "is_answered"), [(0, True), (60_000, True), (1, False)])
def test_an_answer_without_a_lease_has_an_age(max_age_ms: int, is_answered: bool) -> None:
    head = header(consistency=kv.KV_SERIALIZABLE, max_age_ms=max_age_ms)
    with both() as made:
        made.keys.writer.withdraw_lease()
        made.keys.writer.publish_known(boot_clock() - 40_000_000)
        reply = made.hot_says(record(arguments("KV_GET", head=head)), PEER)
        assert (reply is not None) == is_answered
        if reply is not None:
            found, _ = kv.unpack_kv_get_reply(reply, 28, len(reply))
            assert 40 < found.header.age_ms < 10_000


@pytest.mark.parametrize(("max_age_ms", "age_ms"), [(0, 1041), (1041, 1041), (1040, None)])
def test_an_age_counts_the_time_that_the_look_took(max_age_ms: int, age_ms: int | None) -> None:
    """The worker may be stopped between the age and the value, and the node is not."""
    now = boot_clock()
    head = header(consistency=kv.KV_SERIALIZABLE, max_age_ms=max_age_ms)
    call = record(arguments("KV_GET", head=head))

    class Slow:
        def __init__(self, reader: Any) -> None:
            self._reader = reader
            reader.clock = lambda: now

        def __getattr__(self, name: str) -> Any:
            return getattr(self._reader, name)

        def serializable(self, key: bytes) -> Any:
            nonlocal now
            hit = self._reader.serializable(key)
            now += 1_000_000_000
            return hit

    with both() as made:
        made.keys.writer.publish_known(now - 40_000_000)
        open_reader = made.hot._open_reader
        made.hot._open_reader = lambda prefix: Slow(open_reader(prefix))  # type: ignore[assignment,return-value]  # as good as one
        made.hot._clock = lambda: now
        reply = made.hot_says(call, PEER)
        if age_ms is None:
            assert reply is None
        else:
            assert reply is not None
            found, _ = kv.unpack_kv_get_reply(reply, 28, len(reply))
            assert found.header.age_ms == age_ms


def test_an_age_does_not_depend_on_a_lease() -> None:
    """The node's own clock tells how old its state may be, at it and at its workers."""
    call = record(arguments("KV_GET", head=header(consistency=kv.KV_SERIALIZABLE)))
    with both() as made:
        made.keys.writer.publish_known(boot_clock() - 40_000_000)
        for _ in range(3):
            reply = made.hot_says(call, PEER)
            assert reply is not None
            found, _ = kv.unpack_kv_get_reply(reply, 28, len(reply))
            assert 40 < found.header.age_ms < 10_000
        bounded = header(consistency=kv.KV_SERIALIZABLE, max_age_ms=40)
        assert made.hot_says(record(arguments("KV_GET", head=bounded)), PEER) is None


def test_an_unknown_age_is_the_nodes_to_tell() -> None:
    """One that is alone knows that its state is the newest."""
    with both() as made:
        made.keys.writer.publish_known(0)
        for max_age_ms in (0, 1 << 31):
            head = header(consistency=kv.KV_SERIALIZABLE, max_age_ms=max_age_ms)
            assert made.hot_says(record(arguments("KV_GET", head=head)), PEER) is None


ASKED = arguments("KV_GET", head=header(consistency=kv.KV_LEASE))
WHOLE = record(ASKED)


@pytest.mark.parametrize(
    "data",
    [
        *(WHOLE[:end] for end in range(4, len(WHOLE))),
        record(ASKED, words=(1, 2, kv.KV_V1.program, 1)),
        record(ASKED, words=(0, 3, kv.KV_V1.program, 1)),
        record(ASKED, words=(0, 2, kv.KV_V1.program + 1, 1)),
        record(ASKED, words=(0, 2, kv.KV_V1.program, 2)),
        record(arguments("KV_PUT"), name="KV_PUT"),
        record(arguments("KV_STATUS"), name="KV_STATUS"),
        record(arguments("KV_GET")),
    ],
)
def test_everything_else_is_passed_on(data: bytes) -> None:
    with both() as made:
        assert made.hot_says(data, PEER) is None


def test_gets_that_are_passed_on_are_told_to_the_node() -> None:
    elsewhere = header(consistency=kv.KV_LEASE, name_space=OTHER_SPACE)
    with both() as made:
        usage = made.keys.writer.usage
        for call, counts in (
            (record(arguments("KV_GET")), True),  # linearizable, before there is any reader
            (WHOLE, False),
            (record(arguments("KV_GET", head=elsewhere)), False),
            (record(arguments("KV_GET", head=elsewhere, key=b"cold")), True),
            (record(arguments("KV_GET", head=elsewhere, key=b"cold")), True),
            (record(arguments("KV_GET")), True),
            (record(arguments("KV_PUT"), name="KV_PUT"), False),
            (record(arguments("KV_STATUS"), name="KV_STATUS"), False),
        ):
            usage.look()
            before = usage.fallbacks
            made.hot_says(call, PEER)
            usage.look()
            assert usage.fallbacks == before + counts


def test_more_name_spaces_than_are_looked_up_are_passed_on() -> None:
    with both() as made:
        _fill(made)
        head = header(consistency=kv.KV_LEASE, name_space=b"one more")
        made.keys.writer.put(prefix_of(b"one more") + ITEM.key, ITEM)
        assert made.hot_says(record(arguments("KV_GET", head=head)), PEER) is None


def _fill(made: Both) -> None:
    for number in range(64):
        name_space = b"space %d" % number
        made.keys.writer.put(prefix_of(name_space) + ITEM.key, ITEM)
        head = header(consistency=kv.KV_LEASE, name_space=name_space)
        assert made.hot_says(record(arguments("KV_GET", head=head)), PEER) is not None


def test_without_a_segment_all_is_passed_on() -> None:
    with both() as made:
        assert made.hot_says(WHOLE, PEER) is not None
        made.hot.close()
        assert made.hot_says(WHOLE, PEER) is None


def test_replies_that_are_remembered_take_no_more_the_larger_the_slots_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each caller can have as many records of the same get as it has names for itself."""
    with both() as each:
        slot_bytes = each.keys.segment.header.geometry.slot_bytes
        monkeypatch.setattr("kvstore.workers.hot_gets._MOST_HELD", 4 * slot_bytes)
        get = kv.kv_get_args(header(consistency=kv.KV_LEASE), ITEM.key, 0)
        for uid in range(20):
            assert each.hot_says(record(get, uid=uid), PEER) is not None
            assert len(each.hot._known) <= 4


def test_all_memos_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many name spaces there are, and whether the records are short or long."""
    with both() as each:
        slot_bytes = each.keys.segment.header.geometry.slot_bytes
        monkeypatch.setattr("kvstore.workers.hot_gets._MOST_HELD", 4 * slot_bytes)
        for longest in (1024, 0):
            monkeypatch.setattr("kvstore.workers.hot_gets._LONGEST_KNOWN", longest)
            for number in range(20):
                name_space = b"space %d" % number
                each.keys.writer.put(prefix_of(name_space) + ITEM.key, ITEM)
                head = header(consistency=kv.KV_LEASE, name_space=name_space)
                get = record(arguments("KV_GET", head=head))
                assert each.hot_says(get, PEER) is not None
                assert sum(len(reader.memo) for reader in each.hot._readers.values()) <= 4
        assert len(each.hot._readers) == 20


def test_a_segment_that_cannot_be_opened_is_left_alone_for_a_while() -> None:
    times: list[int] = []
    now = 0

    def refuse(_: bytes) -> None:
        times.append(now)

    with both() as made:
        hot = HotGets(CLUSTER, 1, refuse, lambda: now, Policy())
        for now in range(0, 3_000_000_000, 10_000_000):  # noqa: B007 (the clock)
            assert hot.answer(WHOLE, 4, len(WHOLE), PEER) is None
        assert times == [0, 1_000_000_000, 2_000_000_000]
        # Another segment is looked at at once.
        hot.move_to(readers_of(made.keys.name))
        assert hot.answer(WHOLE, 4, len(WHOLE), PEER) == made.hot_says(WHOLE, PEER) is not None
        hot.close()
