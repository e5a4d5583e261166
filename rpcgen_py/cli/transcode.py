"""`rpcgen-py decode` and `rpcgen-py encode`: XDR bytes of any type to JSON, and back."""

from __future__ import annotations

import base64
import binascii
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rpcgen_py.cli.interface import add_interface, load_interface, reported

if TYPE_CHECKING:
    import argparse

__all__ = ["configure_decode", "configure_encode", "run_decode", "run_encode"]


def _configure(
    parser: argparse.ArgumentParser, metavar: str, input_is: str, bytes_are: str
) -> None:
    add_interface(parser)
    parser.add_argument("type", metavar="TYPE", help="a type that the file defines or includes")
    parser.add_argument("input", metavar=metavar, nargs="?", default="-", help=input_is)
    form = parser.add_mutually_exclusive_group()
    for name in ("hex", "base64"):
        form.add_argument(
            f"--{name}", dest="form", action="store_const", const=name, default="raw",
            help=f"the bytes that are {bytes_are} are text in {name}",
        )  # fmt: skip


def configure_decode(parser: argparse.ArgumentParser) -> None:
    """Add the arguments and options of `decode`."""
    parser.description = "Read the XDR of one value and print the value as JSON."
    _configure(parser, "FILE", "the bytes; - (the default) is standard input", "read")
    parser.add_argument(
        "-o", dest="output", choices=("text", "json"), default="text", help="json: in one line"
    )


def configure_encode(parser: argparse.ArgumentParser) -> None:
    """Add the arguments and options of `encode`."""
    parser.description = "Read one value as JSON and write its XDR."
    _configure(parser, "JSON", "the value; - (the default) reads it from standard input", "written")
    parser.add_argument(
        "--fill", action="store_true", help="members that JSON leaves out are zero or empty"
    )


def run_decode(options: argparse.Namespace) -> int:
    """Decode and print."""
    return reported("decode", lambda: _decode(options))


def run_encode(options: argparse.Namespace) -> int:
    """Encode and write."""
    return reported("encode", lambda: _encode(options))


def _decode(options: argparse.Namespace) -> None:
    # Imported late, so that other commands need not wait for them.
    from rpcgen_py.dynamic.decoder import decode  # noqa: PLC0415
    from rpcgen_py.dynamic.json_scalars import dumps  # noqa: PLC0415
    from rpcgen_py.dynamic.json_values import to_json  # noqa: PLC0415
    from rpcgen_py.dynamic.names import find_type  # noqa: PLC0415

    unit = load_interface(options)
    type_ = find_type(unit, options.type)
    data = sys.stdin.buffer.read() if options.input == "-" else Path(options.input).read_bytes()
    value = decode(unit, type_, _bytes(data, options.form))
    print(dumps(to_json(unit, type_, value), indent=2 if options.output == "text" else None))


def _encode(options: argparse.Namespace) -> None:
    from rpcgen_py.dynamic.encoder import encode  # noqa: PLC0415
    from rpcgen_py.dynamic.json_scalars import loads  # noqa: PLC0415
    from rpcgen_py.dynamic.json_values import from_json  # noqa: PLC0415
    from rpcgen_py.dynamic.names import find_type  # noqa: PLC0415

    unit = load_interface(options)
    type_ = find_type(unit, options.type)
    text = sys.stdin.buffer.read() if options.input == "-" else options.input
    value = from_json(unit, type_, loads(text), fill=options.fill)
    data = encode(unit, type_, value)
    if options.form == "raw":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        print(data.hex() if options.form == "hex" else base64.b64encode(data).decode())


def _bytes(data: bytes, form: str) -> bytes:
    if form == "raw":
        return data
    text = b"".join(data.split())
    try:
        if form == "base64":
            return base64.b64decode(text, validate=True)
        return bytes.fromhex(text.decode())
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"the input is not {form}: {error}") from None
