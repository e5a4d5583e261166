"""What compose.yaml and the Dockerfile say, held against what kvd and kvctl take."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from kvstore.cli.main import main as kvctl
from kvstore.server.options import parse
from tests.containers.compose_file import read_compose

PROJECT = Path(__file__).resolve().parents[2]
FILE = read_compose(PROJECT / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text()


@pytest.mark.parametrize(
    "text",
    ["a: [1", "a: 1\n  b: 2", "a: 1\na: 2", "a: {b}", "- a", "a: >", 'a: "b" c', "a: [1 [2]]"],
)
def test_what_is_not_understood_is_no_compose_file(tmp_path: Path, text: str) -> None:
    (file := tmp_path / "compose.yaml").write_text(text)
    with pytest.raises(ValueError, match=r"."):
        read_compose(file)


def test_three_nodes_that_know_each_other() -> None:
    nodes = {name: parse(service["command"]) for name, service in SERVICES.items()}
    assert sorted(each.node_id for each in nodes.values()) == [1, 2, 3]
    addresses = {each.advertise: each.node_id for each in nodes.values()}
    for name, node in nodes.items():
        (listening,) = node.listen
        assert listening.host == "0.0.0.0"
        assert node.advertise == f"{name}:{listening.port}"
        assert node.rpcbind
        others = {
            address: number for address, number in addresses.items() if number != node.node_id
        }
        assert {
            each.removeprefix("tcp://"): number for each, number in node.peers.items()
        } == others


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_what_a_node_needs(name: str) -> None:
    service = SERVICES[name]
    node = parse(service["command"])
    port = node.listen[0].port
    assert service["hostname"] == name
    assert service["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert re.fullmatch(r"\d+m", service["shm_size"])
    assert service["environment"]["KVCTL_SERVER"] == f"localhost:{port}"
    mounted = dict(volume.split(":") for volume in service["volumes"])
    folders = set(mounted.values())
    assert {str(node.data_folder), service["environment"]["XDG_STATE_HOME"]} == folders
    assert set(mounted) <= set(FILE["volumes"])
    data = next(volume for volume, folder in mounted.items() if folder == str(node.data_folder))
    users = [each for each in SERVICES.values() if any(data in v for v in each["volumes"])]
    assert users == [service]


@pytest.mark.parametrize("name", SERVICES)
def test_the_health_check_is_a_command_of_kvctl(
    name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    check = SERVICES[name]["healthcheck"]
    kind, line = check["test"]
    words = shlex.split(line)
    assert (kind, words[0]) == ("CMD-SHELL", "kvctl")
    assert {"interval", "timeout", "retries", "start_period"} < set(check)
    monkeypatch.setenv("KVCTL_SERVER", "localhost:1")  # where nobody listens
    monkeypatch.setattr("kvstore.client.routing.PATIENCE", 0.0)
    assert kvctl(words[1:]) == 3
    assert "unhealthy" in capfd.readouterr().out


def test_the_image_is_made_of_a_public_one_and_of_all_packages() -> None:
    image = re.search(r"^ARG PYTHON_IMAGE=(python:3\.\d+-slim)\nFROM \$", DOCKERFILE, re.MULTILINE)
    assert image is not None
    sources = [
        word
        for line in re.findall(r"^COPY (.*) \S+$", DOCKERFILE, re.MULTILINE)
        for word in line.split()
    ]
    let_through = [
        line[1:] for line in (PROJECT / ".dockerignore").read_text().split() if line[0] == "!"
    ]
    assert sorted(let_through) == sorted(sources)
    assert all((PROJECT / source).exists() for source in sources)
    packages = {path.parent.name for path in PROJECT.glob("*/py.typed")}
    assert packages | {"interfaces", "pyproject.toml"} <= set(sources)
    assert "rpcbind && exec kvd" in DOCKERFILE


@pytest.mark.parametrize("page", ["README.md", "docs/cluster.md", "compose.yaml"])
def test_pages_name_the_ports_that_the_host_has(page: str) -> None:
    published = [service["ports"][0].split(":")[1] for service in SERVICES.values()]
    servers = ",".join(f"localhost:{port}" for port in published)
    text = (PROJECT / page).read_text()
    commands = text[text.index("docker compose up") :]
    assert re.search(r"(?:KVCTL_SERVER=|--server=)(\S+)", commands)[1] == servers  # type: ignore[index]
