"""kvd and the host's rpcbind, on private hosts with and without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import Lab, command, first_line, stop


@pytest.fixture
def host() -> Iterator[Lab]:
    with Lab(rpcbind=True) as lab:
        yield lab


def start(lab: Lab, folder: Path, *options: str) -> list[str]:
    """Start a node; return all that it printed until it was ready."""
    process = lab.start(command("kvd"), f"--data-dir={folder}", *options)
    lines = []
    while not lines or " ready at " not in lines[-1]:
        line = first_line(process.stdout)
        assert line, stop(process)
        lines.append(line)
    return lines


def test_a_node_is_found_while_it_runs(host: Lab, tmp_path: Path) -> None:
    process = host.start(command("kvd"), f"--data-dir={tmp_path}")
    lines = [first_line(process.stdout) for _ in range(4)]
    assert "kvd: registered with rpcbind: program 0x31230010, version 1" in lines
    listed = host.run("rpcinfo", "-p").stdout.split("\n")
    assert ["824377360", "1", "tcp", "9001"] in [line.split()[:4] for line in listed]
    process.terminate()
    process.wait(10)
    assert "824377360" not in host.run("rpcinfo", "-p").stdout


def test_a_killed_nodes_entry_is_replaced(host: Lab, tmp_path: Path) -> None:
    process = host.start(command("kvd"), f"--data-dir={tmp_path}")
    while " ready at " not in first_line(process.stdout):
        pass
    process.kill()
    process.wait(10)
    lines = start(host, tmp_path, "--port=9005")
    assert "kvd: registered with rpcbind: program 0x31230010, version 1" in lines
    listed = host.run("rpcinfo", "-p").stdout.split("\n")
    assert ["824377360", "1", "tcp", "9005"] in [line.split()[:4] for line in listed]


def test_a_second_node_serves_without_an_entry(host: Lab, tmp_path: Path) -> None:
    start(host, tmp_path / "one")
    process = host.start(command("kvd"), "--port=9002", f"--data-dir={tmp_path / 'two'}")
    while " ready at " not in first_line(process.stdout):
        pass
    assert host.run(command("kvctl"), "--server=localhost:9002", "put", "k", "v").returncode == 0
    process.terminate()
    _, complaints = process.communicate(timeout=10)
    assert complaints.startswith("kvd: warning: not registered with rpcbind: ")
    assert complaints.count("\n") == 1


@pytest.mark.parametrize("level", ["INFO", "WARNING"])
def test_without_rpcbind_a_node_serves_and_says_so_only_when_asked(
    tmp_path: Path, level: str
) -> None:
    with Lab(rpcbind=False) as host:
        process = host.start(command("kvd"), f"--data-dir={tmp_path}", f"--log-level={level}")
        while " ready at " not in first_line(process.stdout):
            pass
        assert host.run(command("kvctl"), "put", "k", "v").stdout == "OK (replicated to 1 node)\n"
        process.terminate()
        _, complaints = process.communicate(timeout=10)
        said = [line for line in complaints.splitlines() if "rpcbind" in line]
        assert len(said) == (level == "INFO")
        assert all(line.startswith("kvd: INFO: not registered with rpcbind") for line in said)
        assert process.returncode == 0


def test_kvctl_finds_a_node_by_its_host(host: Lab, tmp_path: Path) -> None:
    start(host, tmp_path, "--port=9007")
    kvctl = command("kvctl")
    assert host.run(kvctl, "--server=localhost", "put", "k", "v").returncode == 0
    assert host.run(kvctl, "--server=localhost:1,localhost", "get", "k").stdout == "v\n"
    lost = host.run(kvctl, "--server=host.invalid", "get", "k")
    assert (lost.returncode, lost.stderr.count("\n")) == (3, 1)
    assert "--server=HOST:PORT" in lost.stderr
