"""Make a virtual environment with pip in it, also where the distribution left ensurepip out.

Debian ships Python without `ensurepip` unless python3-venv is installed. There the environment
is made without pip, and pip installs itself from its own wheel: the one that the distribution
keeps for this purpose, or the newest of the package index.

    python3 make_venv.py FOLDER
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.request
import venv
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

DISTRIBUTION_WHEELS = Path("/usr/share/python-wheels")
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple")


class Links(HTMLParser):
    """The files of an index page that are released (not pre-released, not yanked) wheels of pip."""

    def __init__(self) -> None:
        super().__init__()
        self.wheels: dict[tuple[int, ...], str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the link by its version, so that the newest is the largest."""
        link = dict(attrs)
        name = re.search(r"/pip-([0-9.]+)-py3-none-any\.whl", link.get("href") or "")
        if tag == "a" and name and "data-yanked" not in link:
            self.wheels[tuple(map(int, name[1].split(".")))] = link["href"] or ""


def fetch_pip_wheel(folder: Path) -> Path:
    """Download pip's newest wheel from the index (PEP 503)."""
    page = f"{INDEX.rstrip('/')}/pip/"
    links = Links()
    with urllib.request.urlopen(page, timeout=60) as answer:  # noqa: S310 - the user's index
        links.feed(answer.read().decode())
    if not links.wheels:
        sys.exit(f"{page} lists no wheel of pip; install python3-venv, or set PIP_INDEX_URL")
    url = urljoin(page, links.wheels[max(links.wheels)])
    wheel = folder / Path(urlsplit(url).path).name
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - as above
        wheel.write_bytes(answer.read())
    return wheel


def main() -> None:
    """Create the environment named on the command line."""
    target = Path(sys.argv[1])
    # Asked in a process of its own: the package may be there and its wheel not.
    probe = [sys.executable, "-m", "ensurepip", "--version"]
    has_ensurepip = subprocess.run(probe, capture_output=True, check=False).returncode == 0
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
