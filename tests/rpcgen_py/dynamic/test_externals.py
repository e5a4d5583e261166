"""A type that only C knows: its value is its XDR, checked by the codec that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rpcgen_py.cli.main import main
from rpcgen_py.compiler import ir
from rpcgen_py.compiler.frontend import load
from rpcgen_py.dynamic.decoder import decode
from rpcgen_py.dynamic.encoder import encode
from rpcgen_py.dynamic.json_values import from_json, to_json
from rpcgen_py.runtime.errors import XdrError

if TYPE_CHECKING:
    from pathlib import Path

# It has the codecs of a name of at most 255 bytes.
NAME = "rpcgen_py.runtime._generated.tirpc.netnamestr"
WIRE = bytes.fromhex("00000007" + "00000003616263ff" + "00000009")
VALUE = {"before": 7, "name": bytes.fromhex("00000003616263ff"), "after": 9}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "external.x"
    path.write_text("struct record { int before; c_name name; int after; };\n")
    return path


@pytest.fixture
def unit(source: Path) -> ir.Unit:
    return load([source], externals={"c_name": NAME})


def test_value_and_wire_are_each_others(unit: ir.Unit) -> None:
    record = ir.Ref("external", "record")
    assert decode(unit, record, WIRE) == VALUE
    assert encode(unit, record, VALUE) == WIRE
    form = to_json(unit, record, VALUE)
    assert form == {"before": 7, "name": {"base64": "AAAAA2FiY/8="}, "after": 9}
    assert from_json(unit, record, form) == VALUE


@pytest.mark.parametrize("name", ["00000003", "0000010000000000", "0000000361626300" * 2])
def test_what_its_codec_refuses_is_refused(unit: ir.Unit, name: str) -> None:
    value: dict[str, Any] = VALUE | {"name": bytes.fromhex(name)}
    with pytest.raises(XdrError, match=r"^name: "):
        encode(unit, ir.Ref("external", "record"), value)


def test_bytes_that_its_codec_refuses_are_refused(unit: ir.Unit) -> None:
    with pytest.raises(XdrError, match=r"^name: "):
        decode(unit, ir.Ref("external", "record"), bytes.fromhex("000000070000ffff00000009"))


def test_the_command_takes_it(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = '{"before": 7, "name": {"base64": "AAAAA2FiY/8="}, "after": 9}'
    option = f"--external=c_name={NAME}"
    assert main(["encode", str(source), "record", form, "--hex", option]) == 0
    assert capsys.readouterr().out == WIRE.hex() + "\n"


@pytest.mark.parametrize("target", ["no.such.Type", "rpcgen_py.runtime.xdr.Nothing"])
def test_a_codec_that_is_not_there_is_a_one_line_error(
    source: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    option = f"--external=c_name={target}"
    assert main(["encode", str(source), "record", "{}", "--hex", "--fill", option]) == 2
    assert capsys.readouterr().err.count("\n") == 1
