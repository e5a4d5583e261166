"""Compile the project's own interfaces into the `_generated` packages that pyproject.toml lists.

    python generate.py [ROOT]

writes below ROOT (default: the project), so that the test can compare a fresh copy.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run the compiler once for each destination."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT
    table = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["sunrpc-kv"]
    for destination, sources in table["generated"].items():
        folder = root / destination
        folder.mkdir(parents=True, exist_ok=True)
        inputs = [str(PROJECT / source) for source in sources]
        compiler = [sys.executable, "-m", "rpcgen_py.cli.main", "compile"]
        if inputs:
            subprocess.run([*compiler, "-o", str(folder), *inputs], check=True)


if __name__ == "__main__":
    main()
