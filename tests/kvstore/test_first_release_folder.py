"""The data folder that the first release wrote opens, and shows what it showed then."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.kvstore.product import Kvd, kvctl
from tests.kvstore.testdata.write_single_node import shown

FOLDER = Path(__file__).parent / "testdata" / "single-node-v1"


def test_it_shows_every_revision_and_goes_on(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "wal", tmp_path / "wal")
    expected = json.loads((FOLDER / "expected.json").read_text())
    newest = max(state["revision"] for state in expected)
    assert any(state["items"] for state in expected)
    with Kvd(tmp_path, "--segment-size=4096") as node:
        assert shown(node) == expected
        told = json.loads(kvctl("put", "new", "x", "-o", "json", server=node.server).stdout)
        assert told["revision"] == newest + 1
        (status,) = json.loads(kvctl("status", "-o", "json", server=node.server).stdout)
        assert status["term"] == 4  # the founding, and three starts
    with Kvd(tmp_path) as node:
        assert [state for state in shown(node) if state["revision"] <= newest] == expected
