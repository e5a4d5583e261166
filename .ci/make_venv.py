"""Make a virtual environment with pip in it, also where the distribution left ensurepip out.

Debian ships Python without `ensurepip` unless python3-venv is installed. There the environment
is made without pip, and pip installs itself from its own wheel: the one that the distribution
keeps for this purpose, or the newest of the package index.

    python3 make_venv.py FOLDER
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path

DISTRIBUTION_WHEELS = Path("/usr/share/python-wheels")
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple")


def fetch_pip_wheel(folder: Path) -> Path:
    """Download pip's newest wheel from the index (PEP 691)."""
    request = urllib.request.Request(  # noqa: S310 - the index the user configured
        f"{INDEX.rstrip('/')}/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
        page = json.load(answer)
    wheels = [f for f in page["files"] if f["filename"].endswith(".whl") and not f.get("yanked")]
    newest = page.get("versions", [])[-1:] or [wheels[-1]["filename"].split("-")[1]]
    chosen = next(f for f in wheels if f["filename"].split("-")[1] == newest[0])
    wheel = folder / chosen["filename"]
    with urllib.request.urlopen(chosen["url"], timeout=60) as answer:  # noqa: S310 - as above
        wheel.write_bytes(answer.read())
    return wheel


def main() -> None:
    """Create the environment named on the command line."""
    target = Path(sys.argv[1])
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    venv.create(target, with_pip=has_ensurepip, clear=True, symlinks=True)
    if has_ensurepip:
        return
    with tempfile.TemporaryDirectory() as scratch:
        kept = sorted(DISTRIBUTION_WHEELS.glob("pip-*.whl"))
        wheel = kept[-1] if kept else fetch_pip_wheel(Path(scratch))
        python = target / "bin" / "python"
        install = [python, f"{wheel}/pip", "install", "--quiet", "--no-index", wheel]
        subprocess.run(install, check=True)


if __name__ == "__main__":
    main()
