"""docs/mapping.md, programs: data, clients and servers of both colours."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

import pytest

from rpcgen_py.runtime.errors import ProcedureUnavailable, XdrError
from rpcgen_py.runtime.program import Procedure, Program, Version
from tests.rpcgen_py.compiler.rows import row

if TYPE_CHECKING:
    from types import ModuleType

    from tests.rpcgen_py.compiler.conftest import CompileText

SOURCE = """
struct pair { int a; int b; };
typedef string name<8>;
typedef pair pairs<2>;
program CALC {
    version FIRST {
        int ADD(pair) = 1;
        void PING(void) = 2;
        int NEGATE(int amount) = 3;
    } = 1;
    version SECOND {
        void NULL(void) = 0;
        int ADD(int, int) = 1;
        string JOIN(string, opaque, name first) = 2;
        pairs SWAP(pairs) = 3;
        opaque CLOSE(string len, unsigned hyper timeout) = 4;
        name close(name from) = 5;
        pair *FIND(name) = 6;
    } = 7;
} = 0x20000001;
program OTHER { version ONLY { void PING(void) = 9; } = 1; } = 0x20000002;
"""


@pytest.fixture(scope="module")
def module(compile_text: CompileText) -> ModuleType:
    return compile_text(SOURCE)


class Loopback:
    """A caller whose other end is here: it decodes the arguments, calls, encodes the result."""

    limit = 100

    def __init__(self, handler: Any) -> None:
        self.methods = {
            procedure: getattr(handler, name) for procedure, name in handler.procedure_methods
        }
        self.timeouts: list[float | None] = []
        self.closed = False

    def call(self, procedure: Procedure[..., Any], args: bytes, timeout: float | None) -> Any:
        self.timeouts.append(timeout)
        values, end = procedure.unpack_args(args, 0, len(args), self.limit)
        assert end == len(args)
        packed = procedure.pack_result(self.methods[procedure](*values, context=None))
        result, end = procedure.unpack_result(packed, 0, len(packed), self.limit)
        assert end == len(packed)
        return result

    def close(self) -> None:
        self.closed = True


class AsyncLoopback(Loopback):
    async def call(self, procedure: Procedure[..., Any], args: bytes, timeout: float | None) -> Any:  # type: ignore[override]  # noqa: ASYNC109 (the protocol's)
        self.timeouts.append(timeout)
        values, _ = procedure.unpack_args(args, 0, len(args), self.limit)
        packed = procedure.pack_result(await self.methods[procedure](*values, context=None))
        return procedure.unpack_result(packed, 0, len(packed), self.limit)[0]

    async def close(self) -> None:  # type: ignore[override]
        self.closed = True


@row("`program P { ... } = n`", "`version V { ... } = n`", "a procedure", "procedure 0")
def test_programs_versions_and_procedures_are_data(module: ModuleType) -> None:
    assert isinstance(module.CALC, Program)
    assert (module.CALC.name, module.CALC.number) == ("CALC", 0x20000001)
    assert module.CALC.versions == (module.FIRST, module.SECOND)
    assert isinstance(module.SECOND, Version)
    assert (module.SECOND.name, module.SECOND.program, module.SECOND.number) == (
        "SECOND",
        0x20000001,
        7,
    )
    numbers = {
        version.name: {each.name: each.number for each in version.procedures}
        for version in (*module.CALC.versions, *module.OTHER.versions)
    }
    assert numbers == {
        "FIRST": {"ADD": 1, "PING": 2, "NEGATE": 3},
        "SECOND": {"NULL": 0, "ADD": 1, "JOIN": 2, "SWAP": 3, "CLOSE": 4, "close": 5, "FIND": 6},
        "ONLY": {"PING": 9},
    }
    add = module._FIRST_ADD
    assert add is module.FIRST.procedures[0]
    assert (add.program, add.version, add.number) == (0x20000001, 1, 1)


ARGUMENTS = [
    ("FIRST", "PING", (), ""),
    ("FIRST", "NEGATE", (5,), "00000005"),
    ("SECOND", "ADD", (1, 2), "00000001 00000002"),
    ("SECOND", "JOIN", ("ab", b"c", "d"), "00000002 61620000 00000001 63000000 00000001 64000000"),
    ("SECOND", "CLOSE", ("x", 1), "00000001 78000000 0000000000000001"),
]


@row("`R NAME(void)`", "one argument", "several arguments")
@pytest.mark.parametrize(("version", "name", "values", "expected"), ARGUMENTS)
def test_arguments_follow_each_other(
    module: ModuleType, version: str, name: str, values: tuple[object, ...], expected: str
) -> None:
    procedures = getattr(module, version).procedures
    procedure = next(each for each in procedures if each.name == name)
    data = procedure.pack_args(*values)
    assert data.hex() == expected.replace(" ", "")
    assert procedure.unpack_args(b"head" + data, 4, 4 + len(data), 99) == (values, 4 + len(data))
    for end in range(len(data)):
        with pytest.raises(XdrError):
            procedure.unpack_args(data, 0, end, 99)


def test_wrong_arguments_name_the_argument(module: ModuleType) -> None:
    join = module._SECOND_JOIN
    with pytest.raises(XdrError, match=r"^first: 9 bytes, at most 8$"):
        join.pack_args("", b"", "nine long")
    with pytest.raises(XdrError, match=r"^arg1: 4 bytes, at most 3$"):
        join.unpack_args(join.pack_args("four", b"", ""), 0, 16, 3)
    with pytest.raises(XdrError, match=r"^a: an integer is wanted"):
        module._FIRST_ADD.pack_args(module.pair("x", 1))


def _parameters(function: Any) -> list[str]:
    return [
        parameter.name + ("*" if parameter.kind is inspect.Parameter.KEYWORD_ONLY else "")
        for parameter in inspect.signature(function).parameters.values()
    ]


@row("`VClient(caller)`, `VAsyncClient(caller)`", "`VServer`, `VAsyncServer`")
def test_stubs_have_a_method_a_procedure(module: ModuleType) -> None:
    wanted = {
        "NULL": [],
        "ADD": ["arg1", "arg2"],
        "JOIN": ["arg1", "arg2", "first"],
        "SWAP": ["arg"],
        "CLOSE": ["len", "timeout_"],
        "close_": ["from_"],
        "FIND": ["arg"],
    }
    for name, parameters in wanted.items():
        for colour in ("", "Async"):
            client = getattr(module, f"SECOND{colour}Client")
            server = getattr(module, f"SECOND{colour}Server")
            assert _parameters(getattr(client, name)) == ["self", *parameters, "timeout*"]
            assert _parameters(getattr(server, name)) == ["self", *parameters, "context"]
            assert client.version is server.version is module.SECOND
            is_async = inspect.iscoroutinefunction
            assert (
                is_async(getattr(client, name)) == is_async(getattr(server, name)) == bool(colour)
            )


def test_a_method_that_is_not_overridden_is_unavailable(module: ModuleType) -> None:
    with pytest.raises(ProcedureUnavailable):
        module.FIRSTServer().PING(None)
    with pytest.raises(ProcedureUnavailable):
        asyncio.run(module.FIRSTAsyncServer().PING(None))


@row("`string`, `opaque`, arrays and pointers as arguments and results")
def test_clients_and_servers_meet(module: ModuleType) -> None:
    class Service(module.SECONDServer):  # type: ignore[name-defined, misc]  # made at run time
        def NULL(self, context: Any) -> None: ...

        def JOIN(self, arg1: str, arg2: bytes, first: str, context: Any) -> str:
            return arg1 + arg2.decode() + first

        def SWAP(self, arg: Any, context: Any) -> Any:
            return tuple(module.pair(each.b, each.a) for each in arg)

        def CLOSE(self, len: str, timeout_: int, context: Any) -> bytes:  # noqa: A002 (the .x's)
            return len.encode() * timeout_

        def close_(self, from_: str, context: Any) -> str:
            return from_.upper()

        def FIND(self, arg: str, context: Any) -> Any:
            return module.pair(1, 2) if arg else None

    caller = Loopback(Service())
    with module.SECONDClient(caller) as client:
        assert client.NULL() is None
        assert client.JOIN("a", b"b", "\udcff", timeout=2.5) == "ab\udcff"
        assert client.SWAP((module.pair(1, 2),)) == (module.pair(2, 1),)
        assert client.CLOSE("ab", 3) == b"ababab"
        assert client.close_("x") == "X"
        assert (client.FIND("x"), client.FIND("")) == (module.pair(1, 2), None)
        with pytest.raises(XdrError, match="101 bytes, at most 100"):
            client.JOIN("x" * 101, b"", "")
    assert caller.timeouts[:2] == [None, 2.5]
    assert caller.closed


def test_asyncio_clients_and_servers_meet(module: ModuleType) -> None:
    class Service(module.FIRSTAsyncServer):  # type: ignore[name-defined, misc]  # made at run time
        async def ADD(self, arg: Any, context: Any) -> int:
            return int(arg.a + arg.b)

        async def NEGATE(self, amount: int, context: Any) -> int:
            return -amount

    async def main() -> AsyncLoopback:
        caller = AsyncLoopback(Service())
        async with module.FIRSTAsyncClient(caller) as client:
            assert await client.ADD(module.pair(1, 2)) == 3
            assert await client.NEGATE(5, timeout=1) == -5
        return caller

    caller = asyncio.run(main())
    assert caller.timeouts == [None, 1]
    assert caller.closed


def test_names_may_be_all_underscores(compile_text: CompileText) -> None:
    module = compile_text(
        "program P { version __ { int __F(int _) = 1; int _(int _, int __[2]) = 2; } = 1; } = 7;"
    )
    assert [each.name for each in module._.procedures] == ["__F", "_"]
    first, second = module._.procedures
    assert first.unpack_args(first.pack_args(3), 0, 4, 9) == ((3,), 4)
    assert second.unpack_args(second.pack_args(3, (4, 5)), 0, 12, 9) == ((3, (4, 5)), 12)
    assert module._Server.procedure_methods == ((first, "_F"), (second, "_"))
