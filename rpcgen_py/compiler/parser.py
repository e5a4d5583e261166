"""Definitions, by recursive descent: the docstring of a function is its production.

The grammar is RFC 4506 §6.3 with RFC 5531 §12, and what the tools in use accept beyond it.
Types and declarations are in `parse_types`, values in `expressions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rpcgen_py.compiler import ast, comments
from rpcgen_py.compiler.cursor import Cursor, SyntaxProblem
from rpcgen_py.compiler.expressions import parse_expression, unescaped
from rpcgen_py.compiler.parse_types import TypeParser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rpcgen_py.compiler.diagnostics import Report
    from rpcgen_py.compiler.lexer import Token

__all__ = ["Parsed", "parse"]

MAX_NAMESPACES: Final = 32

_OPENERS: Final = frozenset(
    {"const", "enum", "struct", "union", "typedef", "program", "namespace", "pragma"}
)


@dataclass(slots=True)
class Parsed:
    """The definitions of a token stream, in its order.

    `doubtful` are all names in what could not be parsed: an error about one of them would only
    repeat that.
    """

    definitions: list[ast.Definition] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)


def parse(tokens: Sequence[Token], report: Report) -> Parsed:
    """Parse all definitions; reports each one that is not like the grammar, and goes on."""
    parser = _Parser(tokens, report)
    if tokens:
        parser.specification()
    return parser.parsed


class _Parser:
    def __init__(self, tokens: Sequence[Token], report: Report) -> None:
        self.cursor = Cursor(tokens)
        self.types = TypeParser(self.cursor)
        self.report = report
        self.faulty_lines = report.lines()
        self.parsed = Parsed()
        self.open: list[tuple[str, ...]] = []

    @property
    def namespace(self) -> tuple[str, ...]:
        """The names of all open namespaces, from the outermost on."""
        return tuple(name for names in self.open for name in names)

    def specification(self) -> None:
        """specification = { definition }"""
        while self.cursor.here.kind != "end":
            start = self.cursor.index
            try:
                self.definition()
            except SyntaxProblem as problem:
                where = problem.position.source.name, problem.position.line
                if where not in self.faulty_lines:  # else it may be a consequence
                    self.report.add(problem.position, problem.message)
                skipped = self.cursor.recover(start, _OPENERS, nested=bool(self.open))
                self.parsed.doubtful.update(t.text for t in skipped if t.kind == "word")
        if self.open:
            name = "::".join(self.namespace)
            self.report.add(self.cursor.here.position, f"expected '}}' after namespace '{name}'")

    def definition(self) -> None:
        """definition = const | type-definition | typedef | program | namespace | pragma | ";" """
        cursor = self.cursor
        match cursor.here.text if cursor.here.kind in {"word", "sign"} else "":
            case "const":
                self._define(self.const())
            case "enum" | "struct" | "union":
                self._define(self.type_definition())
            case "typedef":
                self._define(self.typedef())
            case "program":
                self._define(self.program())
            case "namespace":
                self.open_namespace()
            case "}" if self.open:
                cursor.take()
                cursor.accept(";")
                self.open.pop()
            case "pragma":
                self.pragma()
            case ";":
                cursor.take()
            case _:
                raise cursor.problem(
                    "a definition (const, enum, struct, union, typedef or program)"
                )

    def _define(self, definition: ast.Definition) -> None:
        self.parsed.definitions.append(definition)

    def const(self) -> ast.Const:
        """const = "const" identifier "=" ( expression | string ) ";" """
        index = self.cursor.index
        start = self.cursor.take()
        name = self.cursor.expect_name("the constant's name after 'const'")
        self.cursor.expect("=", f"'=' after 'const {name.text}'")
        value: ast.Expression | str
        if self.cursor.here.kind == "string":
            value = unescaped(self.cursor.take())
        else:
            value = parse_expression(self.cursor, f"the value of '{name.text}'")
        shown = self.cursor.text_since(index, name.text)
        self.cursor.expect(";", f"';' after '{shown}'")
        return ast.Const(name.text, value, name.position, self.namespace, self._doc(start))

    def type_definition(self) -> ast.Enum | ast.Struct | ast.Union:
        """type-definition = ( enum | struct | union ) ";" """
        start = self.cursor.here
        definition = self.types.named_definition(self.namespace, comments.above(start.position))
        self.cursor.expect(";", f"';' after {start.text} '{definition.name}'")
        return definition

    def typedef(self) -> ast.Typedef:
        """typedef = "typedef" declaration ";" """
        index = self.cursor.index
        start = self.cursor.take()
        declaration = self.types.declaration("the new type's name")
        if not declaration.name:
            raise SyntaxProblem(declaration.position, "expected a type to define, found 'void'")
        shown = self.cursor.text_since(index, declaration.name)
        self.cursor.expect(";", f"';' after '{shown}'")
        doc = self._doc(start)
        return ast.Typedef(declaration, declaration.position, self.namespace, doc)

    def open_namespace(self) -> None:
        """namespace = "namespace" identifier { "::" identifier } "{" { definition } "}" """
        start = self.cursor.take()
        names = [self.cursor.expect_name("the namespace's name").text]
        while self.cursor.accept("::"):
            names.append(self.cursor.expect_name("a name after '::'").text)
        self.cursor.expect("{", f"'{{' after namespace '{names[-1]}'")
        if len(self.namespace) + len(names) > MAX_NAMESPACES:
            message = f"expected namespaces at most {MAX_NAMESPACES} deep"
            raise SyntaxProblem(start.position, message)
        self.open.append(tuple(names))

    def pragma(self) -> None:
        """pragma = "pragma" { word } ";"

        Linux's xdrgen: headers and visibility of C code; none changes what is on the wire but
        `big_endian`, which is about the C type.
        """
        self.cursor.take()
        while self.cursor.here.kind == "word":
            self.cursor.take()
        self.cursor.expect(";", "';' after the pragma")

    # ------------------------------------------------------------------ programs, RFC 5531 §12

    def program(self) -> ast.Program:
        """program = "program" identifier "{" { version } "}" "=" expression ";" """
        start = self.cursor.take()
        name = self.cursor.expect_name("the program's name")
        self.cursor.expect("{", f"'{{' after program '{name.text}'")
        versions: list[ast.Version] = []
        while not self.cursor.accept("}"):
            versions.append(self.version())
        what = f"program '{name.text}'"
        number = self._number(what)
        doc = self._doc(start)
        return ast.Program(name.text, tuple(versions), number, name.position, self.namespace, doc)

    def version(self) -> ast.Version:
        """version = "version" identifier "{" { procedure } "}" "=" expression ";" """
        start = self.cursor.expect("version", "'version', or '}' to end the program")
        name = self.cursor.expect_name("the version's name")
        self.cursor.expect("{", f"'{{' after version '{name.text}'")
        procedures: list[ast.Procedure] = []
        while not self.cursor.accept("}"):
            procedures.append(self.procedure())
        number = self._number(f"version '{name.text}'")
        doc = self._doc(start)
        return ast.Version(name.text, tuple(procedures), number, name.position, doc)

    def procedure(self) -> ast.Procedure:
        """procedure = result identifier "(" [ arguments ] ")" "=" expression ";"

        arguments = argument { "," argument }
        """
        start = self.cursor.here
        result = self.types.result()
        name = self.cursor.expect_name("the procedure's name after its result type")
        self.cursor.expect("(", f"'(' after procedure '{name.text}'")
        arguments: list[ast.Declaration] = []
        while not self.cursor.at(")"):
            arguments.append(self.types.argument())
            if not self.cursor.accept(","):
                break
        self.cursor.expect(")", f"')' after the arguments of '{name.text}'")
        if len(arguments) == 1 and self.types.is_void(arguments[0]):
            arguments = []
        for argument in arguments:
            if self.types.is_void(argument):
                raise SyntaxProblem(argument.position, "expected 'void' to be the only argument")
        number = self._number(f"procedure '{name.text}'")
        doc = self._doc(start)
        return ast.Procedure(name.text, result, tuple(arguments), number, name.position, doc)

    def _number(self, what: str) -> ast.Expression:
        self.cursor.expect("=", f"'=' and a number after {what}")
        number = parse_expression(self.cursor, f"the number of {what}")
        self.cursor.expect(";", f"';' after the number of {what}")
        return number

    def _doc(self, start: Token) -> str:
        """The comment above `start`, else the one behind the last token."""
        return comments.above(start.position) or self.types.doc_behind(self.cursor.last)
