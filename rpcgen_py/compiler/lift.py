"""Types without a definition of their own get one: `Outer_field`, as rpcgen names nothing itself.

A body with a tag keeps its tag; `typedef struct { … } name;` is the struct `name`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rpcgen_py.compiler import ast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["lift"]


def lift(definitions: Sequence[ast.Definition]) -> list[tuple[ast.Definition, ast.Definition]]:
    """Each definition with the one that the source has it in, lifted ones before what they serve.

    No type of the result has a body inside a declaration. Generated names that the source uses
    for something else get `_2`, `_3` … behind them.
    """
    lifter = _Lifter(definitions)
    result: list[tuple[ast.Definition, ast.Definition]] = []
    for outer in definitions:
        result.extend((each, outer) for each in lifter.definition(outer))
    return result


class _Lifter:
    def __init__(self, definitions: Sequence[ast.Definition]) -> None:
        self._taken: set[str] = set()
        for definition in definitions:
            self._taken.update(_names(definition))
        self._lifted: list[ast.Definition] = []
        self._namespace: tuple[str, ...] = ()

    def definition(self, outer: ast.Definition) -> list[ast.Definition]:
        """What `outer` becomes."""
        self._lifted = []
        self._namespace = outer.namespace
        match outer:
            case ast.Typedef():
                self._typedef(outer)
            case ast.Struct() | ast.Union() | ast.Enum():
                self._lifted.append(self._body(outer, outer.name))
            case ast.Program():
                self._lifted.append(self._program(outer))
            case ast.Const():
                self._lifted.append(outer)
        return self._lifted

    def _typedef(self, typedef: ast.Typedef) -> None:
        declaration = typedef.declaration
        specifier = declaration.specifier
        if declaration.shape == "plain" and _is_tag(specifier, typedef.name):
            return  # `typedef struct x x;`: in XDR the tag is a type already
        if isinstance(specifier, ast.Enum | ast.Struct | ast.Union):
            plain = declaration.shape == "plain"
            if plain and specifier.name in {"", typedef.name}:
                named = replace(
                    specifier,
                    name=typedef.name,
                    position=typedef.position,
                    namespace=self._namespace,
                    doc=typedef.doc,
                )
                self._lifted.append(self._body(named, typedef.name))
                return
            declaration = self._declaration(declaration, f"{typedef.name}_element", typedef.doc)
        self._lifted.append(replace(typedef, declaration=declaration))

    def _program(self, program: ast.Program) -> ast.Program:
        versions = []
        for version in program.versions:
            procedures = []
            for procedure in version.procedures:
                arguments = tuple(
                    self._declaration(each, f"{procedure.name}_{each.name or f'arg{number}'}", "")
                    for number, each in enumerate(procedure.arguments, 1)
                )
                result = self._declaration(procedure.result, f"{procedure.name}_result", "")
                procedures.append(replace(procedure, arguments=arguments, result=result))
            versions.append(replace(version, procedures=tuple(procedures)))
        return replace(program, versions=tuple(versions))

    def _body(
        self, body: ast.Enum | ast.Struct | ast.Union, name: str
    ) -> ast.Enum | ast.Struct | ast.Union:
        """`body` with references where its declarations have bodies."""
        if isinstance(body, ast.Struct):
            fields = tuple(
                self._declaration(each, f"{name}_{each.name}", each.doc) for each in body.fields
            )
            return replace(body, fields=fields)
        if isinstance(body, ast.Union):
            discriminant = body.discriminant
            arms = tuple(
                replace(
                    arm,
                    declaration=self._declaration(
                        arm.declaration, f"{name}_{arm.declaration.name}", arm.declaration.doc
                    ),
                )
                for arm in body.arms
            )
            discriminant = self._declaration(discriminant, f"{name}_{discriminant.name}", "")
            return replace(body, discriminant=discriminant, arms=arms)
        return body

    def _declaration(self, declared: ast.Declaration, name: str, doc: str) -> ast.Declaration:
        """`declared` with a reference in place of a body, which is lifted as `name`."""
        body = declared.specifier
        if not isinstance(body, ast.Enum | ast.Struct | ast.Union):
            return declared
        if not body.name:
            name = self._free(name)
            position = declared.position
            body = replace(body, name=name, position=position, doc=doc)
        body = replace(body, namespace=self._namespace)
        self._lifted.append(self._body(body, body.name))
        return replace(declared, specifier=ast.Name((body.name,), body.position))

    def _free(self, name: str) -> str:
        wanted, count = name, 1
        while name in self._taken:
            count += 1
            name = f"{wanted}_{count}"
        self._taken.add(name)
        return name


def _is_tag(specifier: ast.Specifier, name: str) -> bool:
    """Whether it is `struct name`, `union name` or `enum name`."""
    if not isinstance(specifier, ast.Name):
        return False
    return bool(specifier.keyword) and specifier.parts == (name,)


def _names(definition: ast.Definition) -> Iterator[str]:
    """Yield what the source names in a definition: itself, the tags and the members in it."""
    yield definition.name
    match definition:
        case ast.Enum(members=members):
            yield from (member.name for member in members)
        case ast.Typedef(declaration=declaration):
            yield from _tags([declaration])
        case ast.Struct(fields=fields):
            yield from _tags(fields)
        case ast.Union(discriminant=discriminant, arms=arms):
            yield from _tags([discriminant, *(arm.declaration for arm in arms)])


def _tags(declarations: Iterable[ast.Declaration]) -> Iterator[str]:
    for declaration in declarations:
        if isinstance(declaration.specifier, ast.Enum | ast.Struct | ast.Union):
            yield from _names(declaration.specifier)
