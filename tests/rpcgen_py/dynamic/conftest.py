"""A unit that holds one of everything, loaded from source."""

from __future__ import annotations

from pathlib import Path

import pytest

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.frontend import load

SOURCE = """
enum color { RED = 0, GREEN = -3, VERT = -3 };
typedef int i32;            typedef unsigned int u32;
typedef hyper i64;          typedef unsigned hyper u64;
typedef short i16;          typedef unsigned char u8;
typedef bool flag;          typedef color paint;
typedef float f32;          typedef double f64;
typedef quadruple f128;
typedef string text<>;      typedef string text3<3>;
typedef opaque blob<>;      typedef opaque blob3<3>;      typedef opaque block[5];
typedef int pair[2];        typedef int some<>;           typedef int few<2>;
typedef int *maybe;         typedef maybe *twice;
struct point { int x; int y; };
struct entry { int id; entry *next; };
typedef entry *entries;
struct empty { opaque nothing[0]; };
typedef empty nothings<>;
struct tree { int id; tree children<>; };
union reply switch (color c) {
    case RED: string reason<8>;
    case GREEN: void;
};
union number switch (int kind) {
    case 1: case 2: int small;
    case 3: double large;
    default: void;
};
union same switch (int data) { case 0: int data; };
union either switch (bool b) { case TRUE: int yes; case FALSE: void; };

program ARITHMETIC {
    version FIRST { int ADD(point) = 1; void PING(void) = 2; } = 1;
    version SECOND { int ADD(int a, int b) = 1; point SWAP(point) = 3; } = 2;
} = 0x20000001;
program OTHER { version ONLY { int ADD(int, int) = 7; } = 5; } = 0x20000002;
"""


@pytest.fixture(scope="session")
def unit(tmp_path_factory: pytest.TempPathFactory) -> ir.Unit:
    """The unit of `SOURCE`."""
    path: Path = tmp_path_factory.mktemp("dynamic") / "everything.x"
    path.write_text(SOURCE)
    return load([path])
