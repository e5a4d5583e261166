"""`rpcgen-py list` and `describe`: what they print can be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rpcgen_py.cli.main import main

SOURCE = """
const MOST = 5;
enum color { RED, GREEN = 7 };
typedef color colors<MOST>;
struct point { unsigned hyper x; double *y; string label<>; opaque id[2]; char c[3]; };
union shape switch (color kind) { case RED: point at; case GREEN: void; default: bool flag; };
program DRAW {
    version DRAW_1 { void CLEAR(void) = 1; shape ADD(colors, point where) = 2; } = 1;
    version DRAW_2 { shape FIND(shape) = 2; } = 4;
} = 0x20000031;
"""


@pytest.fixture
def source(tmp_path: Path) -> str:
    (tmp_path / "draw.x").write_text(SOURCE)
    return str(tmp_path / "draw.x")


def test_list_prints_procedures_and_numbers(
    source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", source]) == 0
    assert capsys.readouterr().out == (
        "DRAW.DRAW_1.CLEAR() -> void  # 536870961.1.1\n"
        "DRAW.DRAW_1.ADD(colors, point where) -> shape  # 536870961.1.2\n"
        "DRAW.DRAW_2.FIND(shape) -> shape  # 536870961.4.2\n"
    )


def test_list_prints_json(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", source, "-o", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[1] == {
        "program": {"name": "DRAW", "number": 0x20000031},
        "version": {"name": "DRAW_1", "number": 1},
        "procedure": {"name": "ADD", "number": 2},
        "parameters": [{"name": None, "type": "colors"}, {"name": "where", "type": "point"}],
        "result": "shape",
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("color", "enum color {\n    RED = 0\n    GREEN = 7\n}\n"),
        ("colors", "typedef color<5> colors\n"),
        (
            "point",
            """struct point {
    unsigned hyper x
    double * y
    string<> label
    opaque[2] id
    char[3] c
}
""",
        ),
        (
            "shape",
            """union shape switch (color kind) {
    case RED: point at
    case GREEN: void
    default: bool flag
}
""",
        ),
    ],
)
def test_describe_prints_a_type_and_a_value_that_encode_takes(
    source: str, name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", source, name]) == 0
    out = capsys.readouterr().out
    assert out.startswith(words)
    assert main(["encode", source, name, out.removeprefix(words), "--hex"]) == 0
    assert set(capsys.readouterr().out.strip()) == {"0"}


def test_describe_prints_a_procedure_its_types_and_arguments(
    source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", source, "DRAW_1.ADD"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "DRAW.DRAW_1.ADD(colors, point where) -> shape\ntypedef color<5> colors\n"
    )
    assert "\nunion shape switch" in out
    assert json.loads(out[out.index("\n{") :])["arg1"] == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "MOST",
            "MOST: neither a type nor a procedure; the types are color, colors, point,",
        ),
        ("pont", "pont: neither a type nor a procedure (did you mean point?); the types are "),
        ("Clear", "Clear: neither a type nor a procedure (did you mean CLEAR?); "),
        ("DRAW_1.AD", "DRAW_1.AD: neither a type nor a procedure (did you mean DRAW_1.ADD?); "),
        ("a.b.c.d", "a.b.c.d: expected PROC, VERS.PROC or PROG.VERS.PROC"),
    ],
)
def test_describe_of_nothing_says_what_there_is(
    source: str, name: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", source, name]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"rpcgen-py describe: {says}")
    assert err.count("\n") == 1


def test_describe_knows_the_types_of_included_files(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    user = tmp_path / "user.x"
    user.write_text('#include "draw.x"\nstruct pair { point a; point b; };\n')
    assert main(["describe", str(user), "color"]) == 0
    assert capsys.readouterr().out.startswith("enum color {")
