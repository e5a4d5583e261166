"""`rpcgen-py interfaces`: the `.x` files that come with the distribution."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

__all__ = ["configure", "folder", "run"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments and options of the command."""
    parser.description = (
        "Print the paths of the installed .x files, or of those named; their folder is for -I."
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="kv or kv.x, for example")
    parser.add_argument("--folder", action="store_true", help="print the folder that they are in")
    parser.add_argument("-o", dest="output", choices=("text", "json"), default="text")


def folder() -> Path:
    """Where the `.x` files are: in the package, which in a checkout links to the project's own."""
    return Path(__file__).resolve().parent.parent / "interfaces"


def run(options: argparse.Namespace) -> int:
    """Print the paths; 1 if there is no interface of a name that is asked for."""
    installed = {path.name: path for path in sorted(folder().glob("*.x"))}
    if options.folder:
        paths = [folder()]
    elif options.names:
        wanted = [name if name.endswith(".x") else f"{name}.x" for name in options.names]
        missing = [name for name in wanted if name not in installed]
        if missing:
            known = ", ".join(installed)
            print(f"rpcgen-py interfaces: no {missing[0]}; there are {known}", file=sys.stderr)
            return 1
        paths = [installed[name] for name in wanted]
    else:
        paths = list(installed.values())
    if options.output == "json":
        print(json.dumps([{"name": path.name, "path": str(path)} for path in paths]))
    else:
        print(*paths, sep="\n")
    return 0
