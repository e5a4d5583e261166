"""The examples of docs/client.md, run as they stand, but for the addresses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kvstore.client.fake_cluster import Cluster

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "client.md").read_text()
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def printed(example: str) -> list[str]:
    """The lines that an example says it prints."""
    return re.findall(r"^ *# -> (.*)$", example, re.MULTILINE)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) == 10


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_prints_what_it_says(cluster: Cluster, example: str) -> None:
    program = example
    for number, node in enumerate(cluster.nodes, 9001):
        program = program.replace(f"localhost:{number}", node.address)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == printed(example)
