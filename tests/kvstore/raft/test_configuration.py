from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import raft
from kvstore.raft.configuration import (
    Change,
    Configuration,
    check,
    enter_joint,
    from_conf_state,
    leave_joint,
    simple,
)
from kvstore.raft.errors import ConfChangeRefused
from kvstore.raft.tracker import Tracker
from tests.kvstore.raft.dumb_configuration import (
    LEARNER,
    VOTER,
    Roles,
    dumb_change,
    learners,
    voters,
)
from tests.kvstore.raft.dumb_quorum import majorities

NODES = st.integers(0, 5)
CHANGES = st.lists(
    st.builds(
        raft.conf_change_single,
        st.sampled_from(
            [
                raft.CONF_CHANGE_ADD_NODE,
                raft.CONF_CHANGE_REMOVE_NODE,
                raft.CONF_CHANGE_UPDATE_NODE,
                raft.CONF_CHANGE_ADD_LEARNER_NODE,
            ]
        ),
        NODES,
    ),
    max_size=6,
)
ROLES = st.dictionaries(st.integers(1, 5), st.sampled_from([VOTER, LEARNER]), min_size=1).filter(
    voters
)


def configuration_of(roles: Roles) -> Configuration:
    return Configuration(frozenset(voters(roles)), learners=frozenset(learners(roles)))


@given(ROLES, CHANGES, st.booleans())
def test_through_a_joint_configuration_or_not_at_all(
    roles: Roles, changes: list[raft.conf_change_single], auto_leave: bool
) -> None:
    after = dumb_change(roles, changes)
    try:
        joint = enter_joint(configuration_of(roles), changes, auto_leave=auto_leave).configuration
    except ConfChangeRefused:
        assert not voters(after)
        return
    assert joint.outgoing == voters(roles)
    assert joint.incoming == voters(after)
    assert joint.learners | joint.learners_next == learners(after)
    assert joint.learners_next == learners(after) & voters(roles)
    assert joint.auto_leave == auto_leave
    check(joint)
    assert from_conf_state(joint.conf_state()) == joint
    assert leave_joint(joint).configuration == configuration_of(after)


@given(ROLES, CHANGES)
def test_in_one_step_only_where_majorities_meet(
    roles: Roles, changes: list[raft.conf_change_single]
) -> None:
    after = dumb_change(roles, changes)
    try:
        result = simple(configuration_of(roles), changes).configuration
    except ConfChangeRefused:
        assert not voters(after) or len(voters(roles) ^ voters(after)) > 1
        return
    assert result == configuration_of(after)
    for before in majorities(sorted(voters(roles))):
        for later in majorities(sorted(voters(after))):
            assert set(before) & set(later)


@given(ROLES, st.lists(CHANGES, max_size=4), st.integers(1, 9))
def test_progress_lives_as_long_as_membership(
    roles: Roles, rounds: list[list[raft.conf_change_single]], match: int
) -> None:
    tracker = Tracker(8, 0)
    before = configuration_of(roles)
    tracker.switch(Change(before, before.members), 1)
    for changes in rounds:
        try:
            change = enter_joint(tracker.configuration, changes, auto_leave=False)
        except ConfChangeRefused:
            continue
        for progress in tracker.progress.values():
            progress.match = match
        known = set(tracker.progress)
        for step in (change, leave_joint(change.configuration)):
            tracker.switch(step, 10)
            assert list(tracker.progress) == sorted(step.configuration.members)
            for node, progress in tracker.progress.items():
                kept = node in known and node not in change.fresh
                assert progress.match == (match if kept else 0)
                assert progress.learner == (node in step.configuration.learners)
