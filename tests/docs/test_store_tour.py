"""The store's tour in the README and the demo, typed into a shell as they stand but for ports."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kvstore.cluster import free_ports
from tests.kvstore.transcript import TRANSCRIPT

PROJECT = Path(__file__).resolve().parents[2]
README = (PROJECT / "README.md").read_text()
END_ALL = "kill $(jobs -p) 2>/dev/null\nwait\n"


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A user who has just come: nothing in the home folder, the commands on the path."""
    (home := tmp_path / "home").mkdir()
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("KVCTL_", "XDG_"))
    }
    found = inherited | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    yield found
    kvctl = shutil.which("kvctl", path=found["PATH"])
    assert kvctl is not None
    subprocess.run([kvctl, "cluster", "wipe"], env=found, capture_output=True, check=False)


def block(command: str) -> str:
    """The README's console block that begins with a command."""
    found = re.search(
        rf"^```console\n(\$ {re.escape(command)}.*?)^```", README, re.MULTILINE | re.DOTALL
    )
    assert found is not None
    return found[1]


def typed(transcript: str) -> str:
    """The commands of a transcript; what a node in the background prints goes elsewhere."""
    commands = re.findall(r"^\$ (.*)$", transcript, re.MULTILINE)
    return "\n".join(re.sub(r" &$", " >>$HOME/nodes.log 2>&1 &", line) for line in commands) + "\n"


def printed(transcript: str) -> list[str]:
    return [line for line in transcript.splitlines() if not line.startswith("$ ")]


def run(environment: dict[str, str], *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_readme_shows_the_transcript() -> None:
    assert block("kvd --id=1") == TRANSCRIPT


def test_three_nodes_as_the_readme_starts_them(environment: dict[str, str]) -> None:
    script = typed(TRANSCRIPT).replace("kvd ", "kvd --no-rpcbind ") + END_ALL
    for documented, free in zip((9001, 9002, 9003), free_ports(3), strict=True):
        script = script.replace(str(documented), str(free))
    done = run(environment, "bash", "-mc", script)
    logged = (Path(environment["HOME"]) / "nodes.log").read_text()
    assert done.stdout.splitlines() == printed(TRANSCRIPT), (done.stderr, logged)
    assert logged.count("kvd: stopping") == 3


def test_the_cluster_of_the_readme_leaves_nothing(environment: dict[str, str]) -> None:
    shown = block('eval "$(kvctl cluster start')
    done = run(environment, "bash", "-c", typed(shown))
    lines = done.stdout.splitlines()
    assert lines[:2] == printed(shown), done.stderr
    assert lines[2].split()[:5] == ["SERVER", "NODE", "ID", "PID", "ROLE"]
    assert sorted(line.split()[3] for line in lines[3:]) == ["follower", "follower", "leader"]
    left = [path.name for path in Path(environment["HOME"]).rglob("*") if path.is_file()]
    assert left == ["cluster.key"]


def test_the_demo_prints_the_transcript_and_leaves_nothing(environment: dict[str, str]) -> None:
    done = run(environment | {"KVCTL_OUTPUT": "json"}, "sh", PROJECT / "docs" / "demo.sh")
    ports = re.findall(r"--port=(\d+)", done.stdout)
    shown = done.stdout
    for number, port in enumerate(ports, 9001):
        shown = shown.replace(port, str(number))
    assert (shown, done.stderr, done.returncode) == (TRANSCRIPT, "", 0)
    assert list(Path(environment["HOME"]).iterdir()) == []
