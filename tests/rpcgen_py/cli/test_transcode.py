"""`rpcgen-py decode` and `encode`: each the other's inverse, in every form of the bytes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from rpcgen_py.cli.main import main

SOURCE = """
#include "sizes.h"
struct name { string text<SIZE>; };
union item switch (int kind) { case 0: void; case 1: name *owner; case WIDE: opaque key[3]; };
typedef item items<>;
"""

VALUE = [{"kind": 0}, {"kind": 1, "owner": {"text": "é"}}, {"kind": 7, "key": {"base64": "/wAA"}}]
WIRE = "00000003000000000000000100000001" + "00000002c3a90000" + "00000007ff000000"
FORMS = {
    "--hex": WIRE.encode(),
    "--base64": b"AAAAAwAAAAAAAAABAAAAAQAAAALDqQAAAAAAB/8AAAA=",
    None: bytes.fromhex(WIRE),
}


@pytest.fixture
def source(tmp_path: Path) -> list[str]:
    """The file, and the options that it needs."""
    (tmp_path / "include").mkdir()
    (tmp_path / "include" / "sizes.h").write_text("#define SIZE 4\n")
    (tmp_path / "items.x").write_text(SOURCE)
    return [str(tmp_path / "items.x"), f"-I{tmp_path}/include", "-DWIDE=7"]


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("form", FORMS)
def test_decode_reads_a_file_and_standard_input(
    source: list[str],
    form: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    flags = [form] if form else []
    (tmp_path / "data").write_bytes(FORMS[form])
    assert main(["decode", *source, "items", str(tmp_path / "data"), *flags]) == 0
    assert json.loads(capsys.readouterr().out) == VALUE
    standard_input(monkeypatch, FORMS[form] + (b"\n " if form else b""))
    assert main(["decode", *source, "items", *flags, "-o", "json"]) == 0
    assert capsys.readouterr().out == json.dumps(VALUE, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("form", FORMS)
def test_encode_reads_an_argument_and_standard_input(
    source: list[str],
    form: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    flags = [form] if form else []
    text = json.dumps(VALUE)
    assert main(["encode", *source, "items", text, *flags]) == 0
    assert capfdbinary.readouterr().out == FORMS[form] + (b"\n" if form else b"")
    standard_input(monkeypatch, text.encode())
    assert main(["encode", *source, "items", *flags]) == 0
    assert capfdbinary.readouterr().out == FORMS[form] + (b"\n" if form else b"")


def test_encode_fills_what_is_left_out(
    source: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["encode", *source, "items", '[{}, {"kind": 1}]', "--hex", "--fill"]) == 0
    assert capsys.readouterr().out == "00000002000000000000000100000000\n"


@pytest.mark.parametrize(
    ("arguments", "data", "error"),
    [
        (
            ["decode", "items", "--hex"],
            b"0000000100000009",
            "[0].kind: 9 selects no arm of union",
        ),
        (["decode", "name", "--hex"], b"0000000000000000", "4 bytes left over after the value"),
        (["decode", "name", "--base64"], b"AAA", "the input is not base64: "),
        (["decode", "nothing"], b"", "nothing: no such type; there are name, item, items"),
        (["decode", "name", "missing"], b"", "missing: No such file or directory"),
        (["encode", "name", '{"text": "abcde"}'], b"", "text: 5 bytes, at most 4"),
        (["encode", "name", "{}"], b"", "text: missing"),
        (["encode", "name", "{"], b"", "this is no JSON: "),
    ],
)
def test_errors_are_one_line(
    source: list[str],
    arguments: list[str],
    data: bytes,
    error: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    standard_input(monkeypatch, data)
    command, *rest = arguments
    assert main([command, *source, *rest]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"rpcgen-py {command}: {error}")
    assert err.count("\n") == 1


def test_a_faulty_file_is_reported_as_by_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.x").write_text("struct a { b c; };\n")
    assert main(["decode", str(tmp_path / "bad.x"), "a"]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path}/bad.x:1:12: ")


@pytest.mark.parametrize("option", ["--external=x", "--external=x=y", "-D=4"])
def test_an_option_that_says_nothing_is_refused(
    source: list[str], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decode", *source, "name", option]) == 2
    assert "expected NAME" in capsys.readouterr().err
