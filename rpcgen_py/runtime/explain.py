"""What is wrong with a value or with bytes, and in which field: the slow walk behind a fault.

Both walks go over the shapes with a stack of their own. The walk over bytes visits a bounded
number of values: the bytes are a peer's, who could make every error as dear as it likes. For the
same reason no walk repeats one that another module's codec has made inside of this one: its error
is recognised by where it began (`XdrError.origin`), and only lengthened by the way to there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from rpcgen_py.runtime.errors import XdrError
from rpcgen_py.runtime.xdr import FAULTS, MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rpcgen_py.runtime.shapes import List, Shape

__all__ = [
    "Inspection",
    "Path",
    "Skipping",
    "explain_pack",
    "explain_unpack",
    "unpack_arm",
    "unpack_whole",
]

Path: TypeAlias = "tuple[Any, str | int] | None"
"""The way to a value: the way to what it is part of, and the last step. None is the outermost."""

T = TypeVar("T")

_NO_STACK: Final = "nested too deep for the stack that is left"
_VISITED: Final = 20_000
_STEPS_SHOWN: Final = 24


def _steps(path: Path) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    while path is not None:
        path, step = path
        steps.append(step)
    steps.reverse()
    if len(steps) > _STEPS_SHOWN:
        half = _STEPS_SHOWN // 2
        steps = [*steps[:half], "…", *steps[-half:]]
    return tuple(steps)


class _Walk:
    """What both walks share: the types by name, the bound for `<>`, the errors, the depth.

    `inner` is the error that another module's codec has already explained, if one has.
    """

    def __init__(
        self, shapes: Mapping[str, Shape], limit: int, inner: XdrError | None = None
    ) -> None:
        self.shapes = shapes
        self.limit = limit
        self.inner = inner
        self.depth = 0

    def known(self, origin: object) -> XdrError | None:
        """The error of the codec that was given this value, or this offset, if that one failed."""
        if self.inner is None or self.inner.origin is None:
            return None
        same = self.inner.origin is origin
        if isinstance(origin, int):
            same = same or self.inner.origin == origin
        return self.inner if same else None

    @staticmethod
    def wrong(detail: str, path: Path, below: tuple[str | int, ...] = ()) -> XdrError:
        """The error that says `detail` of what stands at `path`."""
        return XdrError(detail, _steps(path) + below)

    def _inside(self, shape: Shape, path: Path) -> int:
        """The depth inside of a part."""
        if not shape.recurses:
            return self.depth
        if self.depth >= MAX_DEPTH:
            raise self.wrong(f"nested deeper than {MAX_DEPTH}", path)
        return self.depth + 1


class Inspection(_Walk):
    """A walk over a value that could not be encoded."""

    def __init__(
        self, shapes: Mapping[str, Shape], limit: int, inner: XdrError | None = None
    ) -> None:
        super().__init__(shapes, limit, inner)
        self._waiting: list[tuple[Callable[..., None], tuple[Any, ...], int]] = []

    def run(self, shape: Shape, value: Any) -> None:
        """Visit everything; raise XdrError at the first fault."""
        self.part(shape, value, None)
        while self._waiting:
            visit, arguments, self.depth = self._waiting.pop()
            visit(*arguments)

    def part(self, shape: Shape, value: Any, path: Path) -> None:
        """Visit `value` next."""
        depth = self._inside(shape, path)
        self._waiting.append((shape.inspect, (self, value, path), depth))

    def fields(self, fields: Mapping[str, Shape], value: Any, path: Path) -> None:
        """Visit the attributes of `value` next, in order."""
        for name in fields:
            if not hasattr(value, name):
                raise self.wrong(f"{value!r:.40} has no such field", (path, name))
        for name, shape in reversed(list(fields.items())):
            self.part(shape, getattr(value, name), (path, name))

    def length(self, value: Any, path: Path) -> int:
        """How many elements `value` has; raise if it is no sequence."""
        if not hasattr(value, "__len__") or not hasattr(value, "__iter__"):
            raise self.wrong(f"a sequence is wanted, not {value!r:.40}", path)
        return len(value)

    def elements(self, shape: Shape, values: Any, path: Path) -> None:
        """Visit the elements of an array next, in order."""
        self._waiting.append((self._element, (shape, iter(values), path, 0), self.depth))

    def _element(self, shape: Shape, values: Any, path: Path, index: int) -> None:
        for value in values:
            self._waiting.append((self._element, (shape, values, path, index + 1), self.depth))
            self.part(shape, value, (path, index))
            return

    def next_node(  # one call a node: a list must not become a stack
        self, shape: List, struct: str, tail: str, value: Any, path: Path, index: int
    ) -> None:
        """Visit one node of a linked list, and then what follows it."""
        following = (self, getattr(value, tail, None), path, index + 1)
        self._waiting.append((shape.inspect, following, self.depth))
        node = self.shapes[struct]
        self.depth = self._inside(node, (path, index))
        fields = {**node.fields}  # type: ignore[attr-defined]  # a node is a struct
        del fields[tail]
        self.fields(fields, value, (path, index))


class Skipping(_Walk):
    """A walk over bytes that could not be decoded; `at` is the offset it has reached."""

    def __init__(
        self,
        shapes: Mapping[str, Shape],
        span: tuple[bytes, int, int],
        limit: int,
        inner: XdrError | None = None,
    ) -> None:
        super().__init__(shapes, limit, inner)
        self.data, self.at, self.end = span
        self._waiting: list[tuple[Callable[..., None], tuple[Any, ...], Path, int]] = []

    def run(self, shape: Shape) -> None:
        """Visit everything; raise XdrError at the first fault, or when too much was visited."""
        self.part(shape, None)
        visited = 0
        while self._waiting:
            visit, arguments, path, self.depth = self._waiting.pop()
            visit(*arguments)
            visited += 1
            if visited > _VISITED:
                raise self.wrong("wrong bytes here or further on", path)

    def left(self) -> int:
        """How many bytes are left."""
        return self.end - self.at

    def take(self, size: int, path: Path) -> bytes:
        """The next `size` bytes."""
        if size > self.left():
            raise self.wrong(f"{size} bytes are wanted, but {max(self.left(), 0)} left", path)
        self.at += size
        return self.data[self.at - size : self.at]

    def word(self, path: Path) -> int:
        """The next four bytes, a length or a count."""
        return int.from_bytes(self.take(4, path), "big")

    def flag(self, path: Path) -> bool:
        """Whether an optional value follows (RFC 4506 §4.19)."""
        word = self.word(path)
        if word > 1:
            raise self.wrong(f"{word} tells not whether a value follows: 0 or 1", path)
        return word == 1

    def part(self, shape: Shape, path: Path) -> None:
        """Visit a part next."""
        depth = self._inside(shape, path)
        self._waiting.append((shape.skip, (self, path), path, depth))

    def fields(self, fields: Mapping[str, Shape], path: Path) -> None:
        """Visit fields next, in order."""
        for name, shape in reversed(list(fields.items())):
            self.part(shape, (path, name))

    def elements(self, shape: Shape, count: int, path: Path) -> None:
        """Visit `count` elements next; at once where any bits would do."""
        if shape.scalar_size is not None:
            whole = min(count, self.left() // shape.scalar_size) if shape.scalar_size else count
            self.at += whole * shape.scalar_size
            if whole < count:
                self.part(shape, (path, whole))
        else:
            self._element(shape, count, path, 0)

    def _element(self, shape: Shape, count: int, path: Path, index: int) -> None:
        if index < count:
            arguments = shape, count, path, index + 1
            self._waiting.append((self._element, arguments, path, self.depth))
            self.part(shape, (path, index))

    def next_node(self, shape: List, struct: str, path: Path, index: int) -> None:
        """Visit one node of a linked list, and then what follows it."""
        following = (self, path, index + 1)
        self._waiting.append((shape.skip, following, (path, index), self.depth))
        node = self.shapes[struct]
        self.depth = self._inside(node, (path, index))
        fields = list(node.fields.items())[:-1]  # type: ignore[attr-defined]  # a node is a struct
        self.fields(dict(fields), (path, index))


@cache
def _described(describe: Callable[[], dict[str, Shape]]) -> dict[str, Shape]:
    return describe()


def explain_pack(
    describe: Callable[[], dict[str, Shape]],
    name: str,
    value: Any,
    limit: int,
    fault: Exception,
) -> XdrError:
    """Why `value` could not be encoded as the type `name` of a generated module.

    `fault` is what its encoder raised.
    """
    if isinstance(fault, RecursionError):
        return XdrError(_NO_STACK, (), value)
    shapes = _described(describe)
    inner = fault if isinstance(fault, XdrError) else None
    try:
        Inspection(shapes, limit, inner).run(shapes[name], value)
    except XdrError as error:
        return XdrError(error.detail, error.path, value)
    except FAULTS as strange:
        return XdrError(f"not encodable as {name}: {strange}", (), value)
    return XdrError(f"not encodable as {name}: {fault}", (), value)


def explain_unpack(
    describe: Callable[[], dict[str, Shape]],
    name: str,
    data: bytes,
    offset: int,
    end: int,
    limit: int,
    fault: Exception,
) -> XdrError:
    """Why `data[offset:end]` could not be decoded as the type `name` of a generated module.

    `fault` is what its decoder raised.
    """
    if isinstance(fault, RecursionError):
        return XdrError(_NO_STACK, (), offset)
    if data.__class__ is not bytes:
        return XdrError(f"bytes are wanted, not {type(data).__name__}")
    shapes = _described(describe)
    inner = fault if isinstance(fault, XdrError) else None
    walk = Skipping(shapes, (data, offset, min(end, len(data))), limit, inner)
    try:
        walk.run(shapes[name])
    except XdrError as error:
        return XdrError(error.detail, error.path, offset)
    if walk.left():
        return XdrError(f"{walk.left()} bytes left over", (), offset)
    return XdrError(f"not decodable as {name}: {fault}", (), offset)


def unpack_whole(
    unpack: Callable[[bytes, int, int, int], tuple[T, int]], data: bytes, limit: int
) -> T:
    """The value of which `data` holds one encoding and nothing else; raises XdrError."""
    value, end = unpack(data, 0, len(data), limit)
    if end != len(data):
        raise XdrError(f"{len(data) - end} bytes left over")
    return value


def unpack_arm(
    kind: type[T],
    unpack: Callable[[bytes, int, int, int], tuple[object, int]],
    data: bytes,
    limit: int,
) -> T:
    """The same of a union of which `kind` is the arm; raises XdrError for another arm."""
    value = unpack_whole(unpack, data, limit)
    if not isinstance(value, kind):
        raise XdrError(f"this is {type(value).__name__}, not {kind.__name__}")
    return value
