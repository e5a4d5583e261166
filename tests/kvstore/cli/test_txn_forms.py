"""The two forms of a transaction: written down in either, it is read back as it was meant."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvstore._generated import kv
from kvstore.cli import txn_json, txn_language
from kvstore.errors import InvalidRequest

KEYS = st.one_of(
    st.text("abc/1", min_size=1, max_size=4).map(str.encode), st.binary(min_size=1, max_size=6)
)
VALUES = st.one_of(st.text("ab \n#'\"\\", max_size=5).map(str.encode), st.binary(max_size=6))
NUMBERS = st.integers(0, (1 << 64) - 1)
WAYS = st.one_of(
    st.just({}),
    st.just({"prefix": True}),
    st.just({"from_key": True}),
    KEYS.map(lambda key: {"end": key}),
)
RELATIONS = st.sampled_from(["=", "!=", "<", ">"])


@st.composite
def ranges(draw: st.DrawFn, **options: st.SearchStrategy[Any]) -> dict[str, Any]:
    chosen = {name: draw(each) for name, each in options.items() if draw(st.booleans())}
    return {"key": draw(KEYS)} | draw(WAYS) | chosen


@st.composite
def compares(draw: st.DrawFn) -> dict[str, Any]:
    target = draw(st.sampled_from(["value", "version", "create", "mod", "lease"]))
    operand = {"value": VALUES, "lease": NUMBERS}.get(target, NUMBERS)
    field = target if target in {"value", "lease"} else "number"
    return draw(ranges()) | {
        "target": target,
        "relation": draw(RELATIONS),
        field: draw(operand),
    }


@st.composite
def puts(draw: st.DrawFn) -> dict[str, Any]:
    lease = draw(
        st.one_of(st.just({}), st.just({"ignore_lease": True}), NUMBERS.map(lambda n: {"lease": n}))
    )
    value = draw(st.one_of(st.just({"ignore_value": True}), VALUES.map(lambda v: {"value": v})))
    previous = {"previous": True} if draw(st.booleans()) else {}
    return {"key": draw(KEYS)} | value | lease | previous


TRUE = st.just(True)
OPERATIONS = st.one_of(
    st.tuples(st.just("put"), puts()),
    st.tuples(
        st.just("get"), ranges(limit=st.integers(0, 10000), revision=NUMBERS, keys_only=TRUE)
    ),
    st.tuples(st.just("get"), ranges(count=TRUE)),
    st.tuples(st.just("del"), ranges(previous=TRUE)),
)
TRANSACTIONS = st.tuples(
    st.lists(compares(), max_size=3),
    st.lists(OPERATIONS, max_size=3),
    st.lists(OPERATIONS, max_size=3),
)


def as_json(value: Any) -> Any:
    """What stands for a value in the JSON form."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return value


def fields_as_json(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value:x}" if name == "lease" else as_json(value) for name, value in fields.items()
    }


def json_form(transaction: Any) -> str:
    compares, success, failure = transaction
    lists = {
        "compare": [fields_as_json(each) for each in compares],
        "success": [{name: fields_as_json(each)} for name, each in success],
        "failure": [{name: fields_as_json(each)} for name, each in failure],
    }
    return json.dumps(lists)


def quoted(data: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in data) + '"'


def word(data: bytes) -> str:
    """The plainest way to write a word down."""
    text = data.decode("ascii", "replace")
    if text.replace("/", "a").isalnum() and text.isascii():
        return text
    return quoted(data)


def compare_line(fields: dict[str, Any]) -> str:
    way = " --prefix" * ("prefix" in fields) + " --from-key" * ("from_key" in fields)
    if "end" in fields:
        way = ", " + word(fields["end"])
    target = fields["target"]
    if target == "value":
        operand = word(fields["value"])
    else:
        operand = f"{fields['lease']:x}" if target == "lease" else str(fields["number"])
    return f"{target}({word(fields['key'])}{way}) {fields['relation']} {operand}"


OPTIONS = {
    "prefix": "--prefix",
    "from_key": "--from-key",
    "keys_only": "--keys-only",
    "count": "--count",
    "previous": "--prev",
    "ignore_value": "--ignore-value",
    "ignore_lease": "--ignore-lease",
}


def operation_line(operation: tuple[str, dict[str, Any]]) -> str:
    name, fields = operation
    words = [name, word(fields["key"])]
    words += [word(fields[plain]) for plain in ("value", "end") if plain in fields]
    words += [option for field, option in OPTIONS.items() if field in fields]
    if "lease" in fields:
        words.append(f"--lease={fields['lease']:x}")
    if "limit" in fields:
        words.append(f"--limit={fields['limit']}")
    if "revision" in fields:
        words.append(f"--rev {fields['revision']}")
    return " ".join(words)


def text_form(transaction: Any) -> str:
    compares, success, failure = transaction
    lines = ["# a comment", "if", *map(compare_line, compares), "", "then"]
    lines += [f"    {operation_line(each)}  # done" for each in success]
    return "\n".join([*lines, "else:", *map(operation_line, failure)])


def etcdctl_form(transaction: Any) -> str:
    compares, success, failure = transaction
    lists = [map(compare_line, compares), map(operation_line, success)]
    lines = [line for each in lists for line in (*each, "")]
    return "\n".join([*lines, *map(operation_line, failure)])


@given(TRANSACTIONS)
def test_all_forms_mean_the_same(transaction: Any) -> None:
    try:
        meant = txn_json.parse(json_form(transaction))
    except InvalidRequest as error:  # a lease of 0 beside ignore_lease, say
        pytest.fail(str(error))
    assert txn_language.parse(text_form(transaction)) == meant
    assert txn_language.parse(etcdctl_form(transaction)) == meant
    assert (len(meant.compares), len(meant.success), len(meant.failure)) == tuple(
        map(len, transaction)
    )


def test_what_a_text_means() -> None:
    found = txn_language.parse(
        "if\n"
        "    value(user/1) = 'two words'\n"
        "    exists(lock)\n"
        "then\n"
        '    put user/1 "line\\n" --lease=ff --prev\n'
        "    del tmp/ --prefix\n"
        "else\n"
        "    get user/1 user/3 --limit 2\n"
    )
    value, exists = found.compares
    assert (value.keys.key, value.target, value.value) == (
        b"user/1",
        kv.KV_TARGET_VALUE,
        b"two words",
    )
    assert (exists.target, exists.relation, exists.number) == (
        kv.KV_TARGET_CREATE_REVISION,
        kv.KV_NOT_EQUAL,
        0,
    )
    put, delete = found.success
    assert isinstance(put, kv.kv_operation_KV_OPERATION_PUT)
    assert (put.put.value, put.put.lease, put.put.flags) == (b"line\n", 255, kv.KV_PREVIOUS)
    assert isinstance(delete, kv.kv_operation_KV_OPERATION_DELETE)
    assert (delete.deletion.keys.kind, delete.deletion.keys.key) == (kv.KV_PREFIX, b"tmp/")
    (get,) = found.failure
    assert isinstance(get, kv.kv_operation_KV_OPERATION_RANGE)
    assert (get.range.keys.end, get.range.limit) == (b"user/3", 2)


WRONG_TEXTS = [
    ("if\nvalue(k) = \n", "line 2, column 11: expected what to compare with"),
    ("if\nvalue(k) ~ 1\n", "line 2, column 10: expected =, !=, < or >"),
    ("if\nvalu(k) = 1\n", "line 2, column 1: 'valu' is no target"),
    ("if\nvalue k = 1\n", "line 2, column 7: expected ("),
    ("if\nvalue(k = 1\n", "line 2, column 9: expected )"),
    ("if\nvalue(k\n", "line 2, column 8: expected a ) behind the key"),
    ("if\nmod(k) = soon\n", "line 2, column 10: mod is compared with a number from 0 upwards"),
    ("if\nmod(k) = 18446744073709551616\n", "mod is compared with a number from 0 upwards"),
    ("if\nlease(k) = xyz\n", "line 2, column 12: lease is compared with a lease's number in hex"),
    ("if\nmod(k) = 1 2\n", "line 2, column 12: expected the end of the line"),
    ('if\nvalue("") = x\n', "line 2: the key is empty"),
    ("then\nput k\n", "line 2, column 6: put needs a value behind the key"),
    ("then\nput\n", "line 2, column 4: put needs a key"),
    ("then\nput k two words\n", "line 2, column 11: put takes no more; quote what has spaces"),
    ("then\nput k v --fast\n", "line 2, column 9: put has no option --fast"),
    ("then\nput k v --lease=g\n", "line 2, column 9: 'g' is not a lease's number in hex"),
    ("then\nget k --limit\n", "line 2, column 7: --limit needs a number"),
    ("then\nput k v --lease=1 --ignore-lease\n", "line 2: "),
    ("then\nget k z --prefix\n", "line 2: give an end, --prefix or --from-key, not both"),
    ("then\nmove k\n", "line 2, column 1: 'move' is no operation"),
    ('then\nput k "open\n', 'line 2, column 7: the quote " is not closed on this line'),
    ('then\nput k "\\q"\n', "line 2, column 8: \\q is no escape"),
    ("put k v\nthen\n", "line 1, column 1: the text begins with a line of its own"),
    ("then\nthen\n", "line 2, column 1: there is a second 'then'"),
    ("then\nif\n", "line 2, column 1: 'if' comes too late"),
    ("\n\nget k\n\nget k\n", "line 5, column 1: an empty line ended the third list"),
]


@pytest.mark.parametrize(("text", "message"), WRONG_TEXTS)
def test_what_is_wrong_with_a_text_is_said_with_its_place(text: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        txn_language.parse(text)
    assert message in str(caught.value)


WRONG_JSON = [
    ("{", "line 1, column 2"),
    ('{"compares": []}', "there is no 'compares'; there are compare, success, failure"),
    ('{"success": {}}', "success is a list"),
    ('{"success": [1]}', "success[0] is an object"),
    ('{"success": [{"put": {"key": "k"}}]}', "success[0].put has either a value or ignore_value"),
    ('{"success": [{"put": {"value": "v"}}]}', "success[0].put: the key is missing"),
    ('{"success": [{"get": {"key": 1}}]}', 'success[0].get.key is text or {"base64"'),
    ('{"success": [{"get": {"key": {"base64": "%"}}}]}', "success[0].get.key holds no base64"),
    ('{"success": [{"get": {"key": "k", "limit": -1}}]}', "limit is a number from 0 upwards"),
    ('{"success": [{"get": {"key": "k", "limit": true}}]}', "limit is a number"),
    ('{"success": [{"get": {"key": "k"}, "del": {"key": "k"}}]}', "success[0] is one of put"),
    ('{"failure": [{"get": {"key": ""}}]}', "failure[0]: the key is empty"),
    ('{"compare": [{"key": "k", "target": "age", "number": 1}]}', "compare[0].target is one of"),
    (
        '{"compare": [{"key": "k", "target": "mod", "value": "1"}]}',
        "compare[0]: mod is compared with a field 'number'",
    ),
    ("[" * 100_000, "nested too deeply"),
]


@pytest.mark.parametrize(("text", "message"), WRONG_JSON)
def test_what_is_wrong_with_json_is_said_with_its_place(text: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        txn_json.parse(text)
    assert message in str(caught.value)


@given(st.text(max_size=40))
def test_no_text_is_worse_than_wrong(text: str) -> None:
    for parse in (txn_language.parse, txn_json.parse):
        try:
            parse(text)
        except InvalidRequest:
            continue
