"""The commands and the program of docs/json.md do what the page shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.calc.servers import running
from tests.lab import command

PROJECT = Path(__file__).resolve().parents[2]
PAGE = (PROJECT / "docs" / "json.md").read_text()


def block(language: str, start: str) -> str:
    """The text of the page's code block that starts with `start`."""
    pattern = rf"^```{language}\n({re.escape(start)}.*?)^```"
    found = re.search(pattern, PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_commands_print_what_the_page_shows() -> None:
    commands = re.findall(r"^\$ (.*)\n((?:[^$].*\n)*)", block("", "$ rpcgen-py list"), re.MULTILINE)
    assert len(commands) == 5
    with running() as server:
        port = server.at("tcp", "127.0.0.1")
        for typed, shown in commands:
            line = typed.replace("localhost:4045", f"127.0.0.1:{port}")
            line = line.replace("rpcgen-py", command("rpcgen-py"))
            done = subprocess.run(
                ["sh", "-c", line], cwd=PROJECT, capture_output=True, text=True, check=True
            )
            start, cut, _ = shown.partition("…\n")
            assert done.stdout.startswith(start) if cut else done.stdout == start, typed


def test_the_program_gives_the_value_in_json() -> None:
    *before, last = block("python", "from pathlib import Path").splitlines()
    program = "\n".join([*before, f"print({last})"])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "{'a': 1, 'b': 65535}\n"
