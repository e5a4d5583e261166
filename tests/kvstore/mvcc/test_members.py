"""The book of members follows the configurations, and remembers what was said of each."""

from __future__ import annotations

import pytest

from kvstore._generated import command as commands
from kvstore._generated import raft
from kvstore.mvcc.state_machine import StateMachine
from tests.kvstore.mvcc.machines import apply, content, next_entry

ZEROS = bytes(raft.BIRTH_SIZE)


def info(node: int, address: str = "", birth: bytes = ZEROS) -> raft.member_info:
    return raft.member_info(node=node, address=address, birth=birth)


def members(voters: tuple[int, ...], learners: tuple[int, ...] = ()) -> raft.conf_state:
    return raft.conf_state(
        voters=voters,
        voters_outgoing=(),
        learners=learners,
        learners_next=(),
        auto_leave=False,
    )


def change(kind: int, node: int, context: bytes = b"") -> raft.conf_change_v2:
    return raft.conf_change_v2(
        transition=raft.TRANSITION_AUTO,
        changes=(raft.conf_change_single(kind, node),),
        context=context,
    )


def test_the_book_of_a_cluster_that_grows_and_shrinks() -> None:
    machine = StateMachine()

    def step(
        said: raft.conf_change | raft.conf_change_v2, conf_state: raft.conf_state
    ) -> dict[int, raft.member_info]:
        machine.apply_members(next_entry(machine, raft.ENTRY_CONF_CHANGE_V2), conf_state, said)
        return dict(machine.members)

    # The first release said nothing of its founder.
    founding = raft.conf_change(type=raft.CONF_CHANGE_ADD_NODE, node=1, context=b"")
    assert step(founding, members((1,))) == {1: info(1)}

    told = info(2, "b:1")
    added = change(raft.CONF_CHANGE_ADD_LEARNER_NODE, 2, told.to_xdr())
    assert step(added, members((1,), (2,))) == {1: info(1), 2: told}

    born = info(2, "b:2", bytes(range(16)))
    updated = change(raft.CONF_CHANGE_UPDATE_NODE, 2, born.to_xdr())
    assert step(updated, members((1,), (2,))) == {1: info(1), 2: born}

    promoted = change(raft.CONF_CHANGE_ADD_NODE, 2)
    assert step(promoted, members((1, 2)))[2] == born

    # What a change says of another node than the one it names is not listened to.
    odd = change(raft.CONF_CHANGE_UPDATE_NODE, 1, info(2, "evil").to_xdr())
    assert step(odd, members((1, 2)))[2] == born
    assert step(change(raft.CONF_CHANGE_UPDATE_NODE, 2, b"?"), members((1, 2)))[2] == born

    alarm = commands.command_alarm(kind=1, node_id=2, raised=True, message="full")
    apply(machine, commands.command_change_COMMAND_ALARM(alarm=alarm))
    assert [raised.node_id for raised in machine.alarms] == [2]
    restored = StateMachine.restore([content(machine)])
    assert dict(restored.members) == dict(machine.members)
    assert restored.conf_state == machine.conf_state

    # A voided change adds nobody; a removed node takes its alarms along.
    assert step(change(raft.CONF_CHANGE_ADD_NODE, 3, info(3).to_xdr()), members((1, 2))).keys() == {
        1,
        2,
    }
    assert step(change(raft.CONF_CHANGE_REMOVE_NODE, 2), members((1,))) == {1: info(1)}
    assert machine.alarms == ()

    # Its number stays known, also to who has only a snapshot.
    restored = StateMachine.restore([content(machine)])
    for each in (machine, restored):
        assert dict(each.members) == {1: info(1)}
        assert each.highest_member == 2
    assert content(restored) == content(machine)
    with pytest.raises(TypeError):
        machine.members[1] = born  # type: ignore[index] # it is to be read only
