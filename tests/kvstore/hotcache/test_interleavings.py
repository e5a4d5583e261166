"""What one side does between any two instructions of the other.

Past 400 lines, since the mutants are found out by the very stories that the true reader passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, NoReturn

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from kvstore.client import sync_cached
from kvstore.client.engine import Settings
from kvstore.client.sync_cached import CachedStore
from kvstore.hotcache import reader as reader_module
from kvstore.hotcache.reader import Reader
from kvstore.hotcache.records import Hit
from tests.kvstore.hotcache import plain
from tests.kvstore.hotcache.plain import FAR, Plain, drop, hide, holds, item
from tests.kvstore.hotcache.steps import with_a_break, with_breaks

KEY = b"key"
OLD = Hit(item(KEY, b"old" * 9, 1))
NEW = Hit(item(KEY, b"new" * 30, 2))
NOBODY = Hit(None)


class Killed(BaseException):
    """The end of a process, played."""


def played(*, memo: bool) -> tuple[Plain, Reader]:
    """The old value, readable under a lease; `memo`: the reader knows it already."""
    cache = Plain()
    cache.writer.put(KEY, OLD.item)
    cache.writer.publish_lease(FAR)
    cache.writer.publish_alive(FAR)
    cache.writer.publish_known(cache.now)
    reader = cache.reader()
    if memo:
        assert reader.lease(KEY) == OLD
    return cache, reader


# What happened before a look, what happens in the midst of it, and what may then be found.
Act = Callable[[Plain], object]
Story = tuple[Act, Act, list[Hit | None]]
Look = Callable[[], Hit | None]


def nothing(_: Plain) -> None:
    """Nothing."""


def lapse(cache: Plain) -> None:
    """The lease ends; a successor changes the key and says so, of which this node knows nothing."""
    cache.now = FAR + 1


def change(cache: Plain) -> None:
    hide(cache.writer, [KEY])
    cache.writer.put(KEY, NEW.item)


def delete(cache: Plain) -> None:
    hide(cache.writer, [KEY])
    cache.writer.put(KEY, None)


def come_back(cache: Plain) -> None:
    """Hear of it, and be elected again."""
    change(cache)
    cache.writer.publish_lease(FAR + 1000)


def come_back_behind_a_gate(cache: Plain) -> None:
    """Be elected while it is committed but not yet applied."""
    cache.writer.close_gate()
    cache.writer.publish_lease(FAR + 1000)


def through_the_gate(cache: Plain) -> None:
    come_back_behind_a_gate(cache)
    open_behind_a_change(cache)


def open_behind_a_change(cache: Plain) -> None:
    """Apply what was committed behind the gate."""
    cache.writer.put(KEY, NEW.item)
    cache.writer.open_gate()


def make_room(cache: Plain) -> None:
    """Put keys until the slot is another's."""
    for number in count():
        cache.writer.put(b"other/%d" % number, item(b"other", b"-"))
        if not holds(cache.writer, KEY):
            return


STORIES: dict[str, Story] = {
    "changed": (nothing, change, [OLD, NEW, None]),
    "deleted": (nothing, delete, [OLD, NOBODY, None]),
    "forgotten": (nothing, lambda cache: drop(cache.writer, KEY), [OLD, None]),
    "evicted": (nothing, make_room, [OLD, None]),
    "retired": (nothing, lambda cache: cache.writer.retire(), [OLD, None]),
    "changed before": (change, nothing, [NEW]),
    "gate shut before": (lambda cache: cache.writer.close_gate(), nothing, [None]),
    "gate shut, and opened": (
        lambda cache: cache.writer.close_gate(),
        open_behind_a_change,
        [NEW, None],
    ),
    "lapsed": (lapse, nothing, [None]),
    "lapsed and elected again": (lapse, come_back, [NEW, None]),
    "lapsed, gate shut": (lapse, come_back_behind_a_gate, [None]),
    "lapsed, through the gate": (lapse, through_the_gate, [NEW, None]),
    "withdrawn": (lambda cache: cache.writer.withdraw_lease(), come_back, [NEW, None]),
}


def by_lease(reader: Reader) -> Look:
    return lambda: reader.lease(KEY)


class NotHere(Exception):
    """A node would be asked."""


def by_get(reader: Reader, store: type[CachedStore] = CachedStore) -> Look:
    """Look by the client's `get`, which asks no node."""
    found = store(["tcp://localhost:1"], timeout=1.0, settings=Settings())
    found.cache.reader = reader

    def ask(_: object) -> NoReturn:
        raise NotHere

    found._driver.drive = ask  # type: ignore[method-assign] # what is behind it is another test's

    def look() -> Hit | None:
        try:
            return Hit(found.get(KEY, consistency="lease"))
        except NotHere:
            return None

    return look


BOUND = 100
"""The age that reads by it may have, in nanoseconds."""


def by_age(reader: Reader) -> Look:
    return lambda: reader.serializable(KEY, BOUND)


def tell(
    story: Story, *, memo: bool, look_by: Callable[[Reader], Look] = by_lease
) -> Iterator[bool]:
    """Tell it with the break at each instruction; yield whether that was well."""
    before, meanwhile, allowed = story
    for step in count():
        cache, reader = played(memo=memo)
        before(cache)
        hit, came_so_far = with_a_break(look_by(reader), step, lambda cache=cache: meanwhile(cache))
        if not came_so_far:
            assert step > 20, "a look has far more instructions"
            return
        yield hit in allowed


@pytest.mark.parametrize("memo", [False, True])
@pytest.mark.parametrize("story", STORIES)
def test_what_the_writer_does_during_a_look(story: str, *, memo: bool) -> None:
    assert all(tell(STORIES[story], memo=memo))


def age(cache: Plain) -> None:
    """Nobody tells this node for long what is committed."""
    cache.now += BOUND + 1


def know(cache: Plain) -> None:
    """Hear that all that is committed is applied here."""
    cache.writer.publish_known(cache.now)


def change_and_know(cache: Plain) -> None:
    change(cache)
    know(cache)


def know_behind_a_gate(cache: Plain) -> None:
    """Get another state at once, which the slots do not show yet."""
    cache.writer.close_gate()
    know(cache)


def know_through_the_gate(cache: Plain) -> None:
    know_behind_a_gate(cache)
    open_behind_a_change(cache)


def age_behind_a_gate(cache: Plain) -> None:
    age(cache)
    cache.writer.close_gate()


AGED_STORIES: dict[str, Story] = {
    "changed": (nothing, change, [OLD, NEW, None]),
    "aged": (age, nothing, [None]),
    "aged, known again": (age, change_and_know, [NEW, None]),
    "aged, gate shut": (age, know_behind_a_gate, [None]),
    "aged, through the gate": (age, know_through_the_gate, [NEW, None]),
    "gate shut before": (lambda cache: cache.writer.close_gate(), nothing, [None]),
    "aged behind the gate, opened": (age_behind_a_gate, know_through_the_gate, [NEW, None]),
    "silent": (lambda cache: cache.writer.publish_alive(cache.now), nothing, [None]),
}


@pytest.mark.parametrize("memo", [False, True])
@pytest.mark.parametrize("story", AGED_STORIES)
def test_what_the_writer_does_during_a_look_by_age(story: str, *, memo: bool) -> None:
    assert all(tell(AGED_STORIES[story], memo=memo, look_by=by_age))


@pytest.mark.parametrize("memo", [False, True])
@pytest.mark.parametrize("story", STORIES)
def test_what_the_writer_does_during_a_get(story: str, *, memo: bool) -> None:
    assert all(tell(STORIES[story], memo=memo, look_by=by_get))


# The same with two things that happen in the midst of it, one after the other.
LongStory = tuple[Act, Act, Act, list[Hit | None]]
AGED_LONG_STORIES: dict[str, LongStory] = {
    "aged behind the gate, known again, gate open": (
        age_behind_a_gate,
        know,
        open_behind_a_change,
        [NEW, None],
    ),
    "aged, gate shut, gate open": (age, know_behind_a_gate, open_behind_a_change, [NEW, None]),
}
LONG_STORIES: dict[str, LongStory] = {
    "lapsed, gate shut, gate open": (
        lapse,
        come_back_behind_a_gate,
        open_behind_a_change,
        [NEW, None],
    ),
    "lapsed, elected again, changed": (lapse, come_back, delete, [NEW, NOBODY, None]),
    "gate shut, gate open": (
        nothing,
        lambda cache: cache.writer.close_gate(),
        open_behind_a_change,
        [OLD, NEW, None],
    ),
    "hidden, put": (
        nothing,
        lambda cache: hide(cache.writer, [KEY]),
        lambda cache: cache.writer.put(KEY, NEW.item),
        [OLD, NEW, None],
    ),
}


def tell_at_length(story: str, *, memo: bool) -> Iterator[bool]:
    """Tell it with breaks at any two lines; yield whether that was well."""
    look_by = by_lease if story in LONG_STORIES else by_age
    before, first, then, allowed = (LONG_STORIES | AGED_LONG_STORIES)[story]
    lines = 1
    one = 0
    while one < lines:
        other = one + 1
        while other <= lines:
            cache, reader = played(memo=memo)
            before(cache)
            breaks = {one: partial(first, cache), other: partial(then, cache)}
            hit, lines = with_breaks(look_by(reader), breaks, kind="line")
            yield hit in allowed
            other += 1
        one += 1
    assert one > 3, "a look has more lines"


@pytest.mark.parametrize("memo", [False, True])
@pytest.mark.parametrize("story", LONG_STORIES | AGED_LONG_STORIES)
def test_two_things_during_a_look(story: str, *, memo: bool) -> None:
    assert all(tell_at_length(story, memo=memo))


class Mutant(NamedTuple):
    """A reader without one of its rules, and the story that goes wrong without it."""

    instead: dict[str, str]
    story: str
    memo: bool


NO_LEASE = (
    "                if not is_leased and not self._is_leased():\n                    break\n"
)
LEASE = "is_leased = words[LEASE_UNTIL] == until and seconds() < before"
VERSION_LAST = "if words[word] == version:\n                    slots.hits[slot] = 1\n"
MEMO = "if words[LEASE_UNTIL] == until and seconds() < before and words[word] == version:"
GATE_LAST = "        if self.words[GATE] != self._epoch:\n            return False\n"
AGED_VERSION_LAST = "if words[word] == version:\n                    if is_copied:\n"
MUTANTS = {
    "version not checked last": Mutant(
        {VERSION_LAST: "if True:\n                    slots.hits[slot] = 1\n"},
        "lapsed and elected again",
        memo=False,
    ),
    "lease looked at last": Mutant(
        {
            NO_LEASE: "",
            VERSION_LAST: "if words[word] == version and (is_leased or self._is_leased()):\n"
            "                    slots.hits[slot] = 1\n",
        },
        "lapsed and elected again",
        memo=False,
    ),
    "lease known from before": Mutant(
        {LEASE: "is_leased = seconds() < before"}, "gate shut before", memo=True
    ),
    "no clock": Mutant(
        {"until is None or self.clock() >= until": "until is None"}, "lapsed", memo=False
    ),
    "no clock, with the memo": Mutant(
        {MEMO: MEMO.replace("seconds() < before", "True")}, "lapsed", memo=True
    ),
    "no version, with the memo": Mutant(
        {MEMO: MEMO.replace("words[word] == version", "True")}, "changed before", memo=True
    ),
    "no deadline, with the memo": Mutant(
        {MEMO: MEMO.replace("words[LEASE_UNTIL] == until", "True")}, "withdrawn", memo=True
    ),
    "no gate, with the memo": Mutant(
        {MEMO: MEMO.replace("words[LEASE_UNTIL] == until", "True")}, "gate shut before", memo=True
    ),
    "gate behind the version, with the memo": Mutant(
        {MEMO: "if words[word] == version and words[LEASE_UNTIL] == until and seconds() < before:"},
        "gate shut, and opened",
        memo=True,
    ),
    "version not checked last, by age": Mutant(
        {AGED_VERSION_LAST: "if True:\n                    if is_copied:\n"},
        "aged, known again",
        memo=False,
    ),
    "gate not checked, by age": Mutant({GATE_LAST: ""}, "aged, gate shut", memo=False),
    "gate checked before the words, by age": Mutant(
        {
            GATE_LAST: "",
            "        alive_until = self._sealed(ALIVE_UNTIL)\n        known": GATE_LAST
            + "        alive_until = self._sealed(ALIVE_UNTIL)\n        known",
        },
        "aged, gate shut",
        memo=True,
    ),
    "gate checked behind the version, by age": Mutant(
        {
            GATE_LAST: "",
            AGED_VERSION_LAST: "if words[word] == version and (\n"
            "                    words[GATE] == self._epoch\n"
            "                ):\n"
            "                    if is_copied:\n",
        },
        "aged behind the gate, known again, gate open",
        memo=False,
    ),
}


def broken(module: ModuleType, rules: Mapping[str, str]) -> dict[str, Any]:
    """Run a module's text with something else in place of each rule; return its names."""
    file = str(module.__file__)
    source = Path(file).read_text()
    for rule, instead in rules.items():
        assert source.count(rule) == 1
        source = source.replace(rule, instead)
    names: dict[str, Any] = {"__name__": module.__name__}
    exec(compile(source, file, "exec"), names)  # noqa: S102 (our own text)
    return names


@pytest.mark.parametrize("name", MUTANTS)
def test_a_reader_without_one_rule_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = MUTANTS[name]
    monkeypatch.setattr(plain, "Reader", broken(reader_module, mutant.instead)["Reader"])
    if mutant.story in STORIES:
        assert not all(tell(STORIES[mutant.story], memo=mutant.memo))
    elif mutant.story in AGED_STORIES:
        assert not all(tell(AGED_STORIES[mutant.story], memo=mutant.memo, look_by=by_age))
    else:
        assert not all(tell_at_length(mutant.story, memo=mutant.memo))


GET = "if words[place] == until and seconds() < before and words[word] == version:"
GET_MUTANTS = {
    "no clock": ({GET: GET.replace("seconds() < before", "True")}, "lapsed"),
    "no version": ({GET: GET.replace("words[word] == version", "True")}, "changed before"),
    "no deadline": ({GET: GET.replace("words[place] == until", "True")}, "withdrawn"),
    "no gate": ({GET: GET.replace("words[place] == until", "True")}, "gate shut before"),
    "gate behind the version": (
        {GET: "if words[word] == version and words[place] == until and seconds() < before:"},
        "gate shut, and opened",
    ),
}


@pytest.mark.parametrize("name", GET_MUTANTS)
def test_a_get_without_one_rule_is_found_out(name: str) -> None:
    rules, story = GET_MUTANTS[name]
    store = broken(sync_cached, rules)["CachedStore"]
    assert not all(tell(STORIES[story], memo=True, look_by=partial(by_get, store=store)))


@pytest.mark.parametrize("memo", [False, True])
def test_looks_during_a_change(*, memo: bool) -> None:
    """The old value, then none, then the new one: never a step back."""
    seen: list[Hit | None] = []
    for step in count():
        cache, reader = played(memo=memo)

        def look(reader: Reader = reader) -> None:
            seen.append(reader.lease(KEY))

        _, came_so_far = with_a_break(lambda cache=cache: change(cache), step, look)
        if not came_so_far:
            break
        assert reader.lease(KEY) == NEW
    ranks = [[OLD, None, NEW].index(hit) for hit in seen]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


@settings(max_examples=300)
@given(memo=st.booleans(), look=st.integers(0, 300), step=st.integers(0, 600))
def test_a_writer_that_dies_during_a_look(memo: bool, look: int, step: int) -> None:
    cache, reader = played(memo=memo)

    def die() -> None:
        raise Killed

    def change_in_part() -> None:
        with suppress(Killed):
            with_a_break(lambda: change(cache), step, die)

    hit, _ = with_a_break(lambda: reader.lease(KEY), look, change_in_part)
    assert hit in [OLD, NEW, None]
    assert reader.lease(KEY) in [OLD, NEW, None]
