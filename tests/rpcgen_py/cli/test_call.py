"""`rpcgen-py call`, against a server of generated code and through a portmapper."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rpcgen_py.cli.main import main
from rpcgen_py.runtime.transport.threaded_server import Server
from tests.calc.servers import running
from tests.lab import Lab, command, first_line
from tests.properties.agreement import compile_and_import, forget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALC = str(Path(__file__).parents[3] / "interfaces" / "calc.x")

SOURCE = """
struct entry { string name<>; entry *next; };
typedef unsigned int groups<>;
union found switch (bool yes) { case TRUE: opaque data<>; case FALSE: void; };
program BOX {
    version BOX_1 {
        int SUM(int first, hyper second) = 1;
        string JOIN(string, string) = 2;
        entry *SORT(entry *) = 3;
        found FIND(opaque<>) = 4;
        void NOTHING(void) = 5;
        unsigned int WHO(void) = 6;
        int FAIL(void) = 7;
        int MISSING(void) = 8;
        groups GROUPS(void) = 9;
    } = 1;
} = 0x20000021;
"""


def handler(module: Any) -> Any:  # noqa: C901 (one method a procedure)
    class Handler(module.BOX_1Server):  # type: ignore[misc]  # the base is made by the test
        def SUM(self, first: int, second: int, context: Any) -> int:
            return first + second

        def JOIN(self, arg1: str, arg2: str, context: Any) -> str:
            return arg1 + arg2

        def SORT(self, arg: Any, context: Any) -> Any:
            names = []
            while arg is not None:
                names.append(arg.name)
                arg = arg.next
            for name in sorted(names, reverse=True):
                arg = module.entry(name, arg)
            return arg

        def FIND(self, arg: bytes, context: Any) -> Any:
            return module.found_TRUE(arg[::-1]) if arg else module.found_FALSE()

        def NOTHING(self, context: Any) -> None:
            return None

        def WHO(self, context: Any) -> int:
            return context.identity.uid or 0

        def GROUPS(self, context: Any) -> tuple[int, ...]:
            return tuple(context.identity.gids)

        def FAIL(self, context: Any) -> int:
            return 1 << 40  # no int of XDR

    return Handler()


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server of SOURCE: where each transport is, and the file."""
    root = tmp_path_factory.mktemp("box")
    source = root / "box.x"
    source.write_text(SOURCE)
    sys.path.insert(0, str(root))
    module = compile_and_import([source], root, "box_package").modules["box"]
    server = Server()
    server.add(handler(module))
    places = {"x": str(source)}
    for transport, address in {
        "--tcp": "tcp://127.0.0.1:0",
        "--udp": "udp://127.0.0.1:0",
        "--unix": f"unix://{root}/socket",
    }.items():
        places[transport] = str(server.listen(address)).partition("://")[2]
    server.start()
    yield places
    server.stop()
    sys.path.remove(str(root))
    forget("box_package")


@pytest.fixture
def call(
    box: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run `rpcgen-py call` over a transport: exit code, output, errors."""

    def run(*arguments: str, transport: str = "--tcp") -> tuple[int, str, str]:
        code = main(["call", transport, box[transport], box["x"], *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize("transport", ["--tcp", "--udp", "--unix"])
@pytest.mark.parametrize(
    ("arguments", "result"),
    [
        (["SUM", "[20, 22]"], 42),
        (["SUM", '{"second": -2, "first": 1}'], -1),
        (["SUM", '{"second": 5}', "--fill"], 5),
        (["SUM", "--fill"], 0),
        (["JOIN", '["a", {"base64": "/w=="}]'], {"base64": "Yf8="}),
        (["SORT", '[{"name": "b"}, {"name": "a"}]'], [{"name": "a"}, {"name": "b"}]),
        (["SORT", "[]"], []),
        (["FIND", '"abc"'], {"yes": True, "data": "cba"}),
        (["FIND", '""'], {"yes": False}),
        (["NOTHING"], None),
        (["1.5"], None),
        (["BOX_1.NOTHING", "--program=BOX"], None),
        (["WHO", "--auth=sys", "--uid=77", "--gid=8"], 77),
        (["WHO"], 0),
    ],
)
def test_results_are_json(
    call: Callable[..., tuple[int, str, str]], transport: str, arguments: list[str], result: Any
) -> None:
    code, out, err = call(*arguments, transport=transport)
    assert (code, json.loads(out), err) == (0, result, "")


def test_output_is_indented_or_one_line(call: Callable[..., tuple[int, str, str]]) -> None:
    assert call("FIND", '""')[1] == '{\n  "yes": false\n}\n'
    assert call("FIND", '""', "-o", "json")[1] == '{"yes": false}\n'


def test_arguments_come_from_standard_input(
    call: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO('["é", "!"]'.encode())))
    assert call("JOIN", "-")[:2] == (0, '"é!"\n')


@pytest.mark.parametrize(
    ("code", "error", "arguments"),
    [
        (1, "SystemError: ", ["FAIL"]),
        (1, "ProcedureUnavailable", ["MISSING"]),
        (2, 'BOX.BOX_1.SUM needs arguments as JSON, such as \'{"first": 0, ', ["SUM"]),
        (2, "BOX.BOX_1.SUM takes 2 arguments, not 1", ["SUM", "[1]"]),
        (2, "second: expected an integer", ["SUM", '[1, "x"]']),
        (2, "first: 2147483648 is not in -2147483648 … 2147483647", ["SUM", "[2147483648, 0]"]),
        (2, "arg[0].nam: unknown; known here: name", ["SORT", '[{"nam": "a"}]']),
        (2, "this is no JSON: ", ["SUM", "[1"]),
        (
            2,
            "nothing: no such procedure (did you mean NOTHING?); there are BOX.BOX_1.SUM, ",
            ["nothing"],
        ),
        (2, "--uid, --gid and --gids need --auth=sys", ["WHO", "--uid=7"]),
        (2, "uid: -4 is not in 0", ["WHO", "--auth=sys", "--uid=-4"]),
    ],
)
def test_errors_are_one_line_and_an_exit_code(
    call: Callable[..., tuple[int, str, str]], code: int, error: str, arguments: list[str]
) -> None:
    found, out, err = call(*arguments)
    assert (found, out) == (code, "")
    assert err.startswith(f"rpcgen-py call: {error}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("option", ["--timeout=-1", "--timeout=nan", "--timeout=inf", "--gids=a"])
def test_options_that_make_no_sense_are_refused(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["call", "localhost:1", CALC, "CALC_V2.ADD", option])
    assert ended.value.code == 2
    assert "invalid" in capsys.readouterr().err


def test_groups_do_not_take_the_host_for_one(
    box: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--auth=sys", "--uid=5", "--gid=6", "--gids", "7,8"]
    assert main(["call", *options, "--unix", box["--unix"], box["x"], "GROUPS"]) == 0
    assert json.loads(capsys.readouterr().out) == [7, 8]


def test_no_server_is_exit_code_3(
    box: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["call", "--unix", str(tmp_path / "none"), box["x"], "NOTHING"]) == 3
    assert capsys.readouterr().err.endswith("; is the server running?\n")


@pytest.mark.parametrize("transport", ["--tcp", "--udp"])
@pytest.mark.parametrize("port", ["", ":9"])
def test_a_host_without_an_address_is_exit_code_3(
    transport: str, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    host = f"no{'x' * 70}"  # longer than a name of DNS may be: nobody is asked
    assert main(["call", transport, host + port, CALC, "CALC_V1.ADD", '{"a": 1, "b": 2}']) == 3
    err = capsys.readouterr().err
    assert err.startswith(f"rpcgen-py call: host '{host}' could not be resolved (")
    assert err.endswith("): check its spelling, or give its address\n")


def test_a_refused_caller_is_exit_code_4(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [CALC, "CALC_V2.ADD", '{"a": 1, "b": 2}']
    with running("--auth=sys", "--allow-uid=77") as server:
        host = f"127.0.0.1:{server.at('tcp', '127.0.0.1')}"
        assert main(["call", host, *arguments]) == 4
        assert capsys.readouterr().err == ("rpcgen-py call: authentication refused: AUTH_TOOWEAK\n")
        assert main(["call", host, *arguments, "--auth=sys", "--uid=77", "--gid=7"]) == 0
        assert json.loads(capsys.readouterr().out) == {"status": 0, "value": 3}


@pytest.mark.parametrize("transport", ["--tcp", "--udp"])
def test_a_host_without_a_port_is_looked_up(transport: str) -> None:
    with Lab(rpcbind=True) as host:
        rpcgen_py = command("rpcgen-py")
        call = (rpcgen_py, "call", transport, "127.0.0.1", CALC, "CALC_V1.ADD")
        missing = host.run(*call, '{"a": 1, "b": 2}')
        assert (missing.returncode, missing.stdout) == (3, "")
        assert "is not registered" in missing.stderr
        server = host.start(command("calc-server"))
        first_line(server.stdout)
        done = host.run(*call, '{"a": 1, "b": 2}')
        assert (done.returncode, done.stdout, done.stderr) == (0, "3\n", "")
