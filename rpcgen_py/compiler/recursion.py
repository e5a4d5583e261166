"""Which types contain themselves, which of those never end, and how deep types are nested.

All questions go to one graph: an edge from each definition to every type that it names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from rpcgen_py.compiler import ir
from rpcgen_py.compiler.type_walk import named_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.source import Position

__all__ = ["Graph", "marked", "report_endless", "report_too_deep"]

MAX_DEPTH: Final = 100
"""How many types may be in one another without recursion: what reads generated code, and the
code itself, goes down one call for each. Known interfaces reach 15."""

_Key: TypeAlias = tuple[str, str]
_Graph: TypeAlias = dict[_Key, tuple[_Key, ...]]


class Graph:
    """The types of a unit and what they name. `components` are the sets of types that contain
    each other, each after those that it leads to."""

    def __init__(self, index: Mapping[_Key, ir.Definition]) -> None:
        self.index = index
        self.edges: _Graph = {
            key: tuple((ref.module, ref.name) for ref in named_types(definition))
            for key, definition in index.items()
        }
        self.components = _components(self.edges)

    def is_recursive(self, component: list[_Key]) -> bool:
        """Whether its types contain themselves."""
        return len(component) > 1 or component[0] in self.edges[component[0]]


def _components(edges: _Graph) -> list[list[_Key]]:
    """Tarjan's strongly connected components, with a stack of our own."""
    search = _Search(edges)
    for root in edges:
        search.visit(root)
    return search.found


class _Search:
    def __init__(self, edges: _Graph) -> None:
        self.edges = edges
        self.found: list[list[_Key]] = []
        self._number: dict[_Key, int] = {}
        self._low: dict[_Key, int] = {}
        self._open: dict[_Key, None] = {}
        self._path: list[tuple[_Key, Iterator[_Key]]] = []

    def visit(self, root: _Key) -> None:
        """Find all components that can be reached from `root`."""
        if root not in self._number:
            self._enter(root)
        while self._path:
            key, targets = self._path[-1]
            target = next(targets, None)
            if target is None:
                self._leave(key)
            elif target in self._open:
                self._low[key] = min(self._low[key], self._number[target])
            elif target in self.edges and target not in self._number:
                self._enter(target)

    def _enter(self, key: _Key) -> None:
        self._number[key] = self._low[key] = len(self._number)
        self._open[key] = None
        self._path.append((key, iter(self.edges[key])))

    def _leave(self, key: _Key) -> None:
        self._path.pop()
        if self._path:
            parent = self._path[-1][0]
            self._low[parent] = min(self._low[parent], self._low[key])
        if self._low[key] == self._number[key]:
            component: list[_Key] = []
            while not component or component[-1] != key:
                component.append(self._open.popitem()[0])
            self.found.append(component)


def marked(graph: Graph) -> dict[_Key, ir.Definition]:
    """All definitions, with `recursive` set on those that contain themselves."""
    recursive = {
        key for component in graph.components if graph.is_recursive(component) for key in component
    }
    return {
        key: replace(each, recursive=True)
        if key in recursive and isinstance(each, ir.Struct | ir.Union | ir.Typedef)
        else each
        for key, each in graph.index.items()
    }


def report_endless(graph: Graph, positions: Mapping[_Key, Position], report: Report) -> None:
    """Report the types of which no finite value exists: each holds another one of itself.

    A type that is missing, because something else is wrong with it, counts as ending.
    """
    ends = {target for targets in graph.edges.values() for target in targets} - graph.edges.keys()
    for component in graph.components:
        grown = True
        while grown:
            new = [k for k in component if k not in ends and _ends(graph.index[k], ends)]
            ends.update(new)
            grown = bool(new)
        for key in component:
            if key not in ends and graph.is_recursive(component):
                message = (
                    f"the recursive type '{key[1]}' has no way to end: between it and itself, "
                    "use a pointer ('*'), a '<>' array, or a union with another arm"
                )
                report.add(positions[key], message)
        ends.update(component)  # what merely contains such a type is not reported again


def _ends(definition: ir.Definition, ends: set[_Key]) -> bool:
    match definition:
        case ir.Struct(fields=fields):
            return all(_type_ends(each.type, ends) for each in fields)
        case ir.Union():
            arms = [*definition.arms, *filter(None, [definition.default])]
            fields_ = [arm.field for arm in arms]
            return not arms or any(f is None or _type_ends(f.type, ends) for f in fields_)
        case ir.Typedef(type=type_):
            return _type_ends(type_, ends)
        case _:
            return True


def _type_ends(type_: ir.Type, ends: set[_Key]) -> bool:
    while isinstance(type_, ir.FixedArray):
        if type_.size == 0:
            return True
        type_ = type_.element
    return not isinstance(type_, ir.Ref) or (type_.module, type_.name) in ends


def report_too_deep(graph: Graph, positions: Mapping[_Key, Position], report: Report) -> None:
    """Report types that hold more than `MAX_DEPTH` others, one in the other."""
    depth: dict[_Key, int] = {}
    for component in graph.components:
        targets: Iterable[_Key] = {t for key in component for t in graph.edges[key]}
        deepest = max((depth.get(target, 0) for target in targets), default=0)
        depth.update(dict.fromkeys(component, deepest + 1))
        if deepest == MAX_DEPTH:
            key = min(component, key=lambda each: positions[each].offset)
            message = f"'{key[1]}' holds types more than {MAX_DEPTH} deep in each other"
            report.add(positions[key], message)
