"""Declarations and types, by recursive descent: the docstring of a function is its production."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from rpcgen_py.compiler import ast, comments, ir
from rpcgen_py.compiler.cursor import KEYWORDS, Cursor, SyntaxProblem
from rpcgen_py.compiler.expressions import parse_expression, parse_name
from rpcgen_py.compiler.lexer import source_tokens
from rpcgen_py.compiler.source import Position

if TYPE_CHECKING:
    from rpcgen_py.compiler.lexer import Token

__all__ = ["TypeParser"]

MAX_NESTING: Final = 40
"""How deep types may stand in each other's bodies; known files reach four."""

_UNSIGNED: Final = {"int": 32, "hyper": 64, "long": 32, "short": 16, "char": 8}

_WORDS: Final[dict[str, ir.Type]] = {
    "int": ir.Integer(32, signed=True),
    "hyper": ir.Integer(64, signed=True),
    "long": ir.Integer(32, signed=True),
    "short": ir.Integer(16, signed=True),
    "char": ir.Integer(8, signed=True),
    "float": ir.Float(32),
    "double": ir.Float(64),
    "quadruple": ir.Quadruple(),
    "bool": ir.Bool(),
}


class TypeParser:
    """The part of the parser that stands wherever a type may."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self._nesting = 0

    # ------------------------------------------------------------------ comments

    @staticmethod
    def doc_behind(token: Token) -> str:
        """The comment behind `token` on its line."""
        if token.macro is not None:
            return ""
        end = token.position.offset + len(token.text)
        return comments.behind(Position(token.position.source, end))

    def _doc(self, start: Token, separator: Token) -> str:
        return self.doc_behind(separator) or comments.above(start.position)

    # ------------------------------------------------------------------ declarations

    def declaration(self, what: str) -> ast.Declaration:
        """declaration = "void" | specifier [ "*" ] identifier [ brackets ]

        brackets = "[" expression "]" | "<" [ expression ] ">"

        `what` describes the name, for the error where there is none.
        """
        start = self.cursor.here
        if self.cursor.accept("void"):
            if self.cursor.at("*"):
                raise SyntaxProblem(start.position, "expected a type that has a value before '*'")
            return ast.Declaration(
                ast.Plain(ir.Void(), start.position), "", "plain", None, start.position
            )
        specifier = self.specifier("a type")
        optional = self.cursor.accept("*")
        name = self.cursor.expect_name(f"{what} after the type")
        return self._with_shape(specifier, name.text, name.position, optional=optional)

    def argument(self) -> ast.Declaration:
        """argument = "void" [ identifier ] | specifier [ "*" ] [ identifier ] [ brackets ]"""
        start = self.cursor.here
        if self.cursor.accept("void"):
            if self.cursor.here.kind == "word":
                self.cursor.take()  # rpcgen takes a name for it, too
            return ast.Declaration(
                ast.Plain(ir.Void(), start.position), "", "plain", None, start.position
            )
        specifier = self.specifier("an argument's type")
        optional = self.cursor.accept("*")
        name, position = "", start.position
        if self.cursor.here.kind == "word" and self.cursor.here.text not in KEYWORDS:
            token = self.cursor.take()
            name, position = token.text, token.position
        return self._with_shape(specifier, name, position, optional=optional, bare=True)

    def result(self) -> ast.Declaration:
        """result = "void" | specifier [ "*" | brackets ]"""
        start = self.cursor.here
        if self.cursor.accept("void"):
            return ast.Declaration(
                ast.Plain(ir.Void(), start.position), "", "plain", None, start.position
            )
        specifier = self.specifier("a procedure's result type, or '}' to end the version")
        optional = self.cursor.accept("*")
        return self._with_shape(specifier, "", start.position, optional=optional, bare=True)

    @staticmethod
    def is_void(declaration: ast.Declaration) -> bool:
        """Whether it declares nothing."""
        return declaration.specifier == ast.Plain(ir.Void(), declaration.specifier.position)

    def _with_shape(
        self,
        specifier: ast.Specifier,
        name: str,
        position: Position,
        *,
        optional: bool,
        bare: bool = False,
    ) -> ast.Declaration:
        """The brackets behind the name; `bare`: `string` and `opaque` may do without."""
        shape: ast.Shape = "optional" if optional else "plain"
        size: ast.Expression | None = None
        shown = f"'{name}'" if name else "the type"
        opening = self.cursor.here
        if self.cursor.accept("["):
            shape = "fixed"
            size = parse_expression(self.cursor, f"the number of elements of {shown} after '['")
            self.cursor.expect("]", f"']' after the size of {shown}")
        elif self.cursor.accept("<"):
            shape = "variable"
            if not self.cursor.at(">"):
                size = parse_expression(
                    self.cursor, f"'>', or the largest size of {shown}, after '<'"
                )
            self.cursor.expect(">", f"'>' after the largest size of {shown}")
        if optional and shape != "optional":
            message = f"expected a type name, not a pointer, before the array {shown}: typedef it"
            raise SyntaxProblem(opening.position, message)
        if isinstance(specifier, ast.Bytes):
            shape = self._bytes_shape(specifier, shape, shown, bare=bare)
        return ast.Declaration(specifier, name, shape, size, position)

    def _bytes_shape(
        self, specifier: ast.Bytes, shape: ast.Shape, shown: str, *, bare: bool
    ) -> ast.Shape:
        if shape == "plain" and bare:
            return "variable"
        if specifier.word == "string" and shape != "variable":
            raise SyntaxProblem(
                specifier.position, f"expected '<' and '>' behind the string {shown}"
            )
        if shape not in {"fixed", "variable"}:
            raise self.cursor.problem(f"'[' or '<' after opaque {shown}")
        return shape

    # ------------------------------------------------------------------ specifiers

    def specifier(self, expected: str) -> ast.Specifier:
        """specifier = type-word | "string" | "opaque" | enum | struct | union
        | [ "enum" | "struct" | "union" ] name
        """
        token = self.cursor.here
        if token.kind == "word":
            if token.text in {"enum", "struct", "union"}:
                return self._tagged(token)
            if token.text in {"string", "opaque"}:
                self.cursor.take()
                word: Literal["string", "opaque"] = "string" if token.text == "string" else "opaque"
                return ast.Bytes(word, token.position)
            if token.text == "unsigned":
                return self._unsigned()
            if token.text in _WORDS:
                self.cursor.take()
                if token.text in {"hyper", "long", "short"}:
                    self.cursor.accept("int")
                return ast.Plain(_WORDS[token.text], token.position)
        return parse_name(self.cursor, expected)

    def _unsigned(self) -> ast.Plain:
        """unsigned = "unsigned" [ "int" | "char" | ( "hyper" | "long" | "short" ) [ "int" ] ]"""
        start = self.cursor.take()
        bits = 32
        if self.cursor.at(*_UNSIGNED):
            word = self.cursor.take().text
            bits = _UNSIGNED[word]
            if word in {"hyper", "long", "short"}:
                self.cursor.accept("int")
        return ast.Plain(ir.Integer(bits, signed=False), start.position)

    def _tagged(self, start: Token) -> ast.Enum | ast.Struct | ast.Union | ast.Name:
        """A body of its own, named or not, or a reference with its keyword before it."""
        follows = self.cursor.behind
        if follows.text == "{" or (start.text == "union" and follows.text == "switch"):
            self.cursor.take()
            return self._body(start, "", start.position, (), "")
        self.cursor.take()
        name = parse_name(self.cursor, f"a name or a body after '{start.text}'")
        opens = "switch" if start.text == "union" else "{"
        if self.cursor.at(opens):
            return self._body(start, name.parts[-1], name.position, (), "")
        return ast.Name(name.parts, name.position, name.absolute, start.text)

    # ------------------------------------------------------------------ bodies

    def named_definition(
        self, namespace: tuple[str, ...], doc: str
    ) -> ast.Enum | ast.Struct | ast.Union:
        """named-definition = ( "enum" | "struct" | "union" ) identifier body"""
        start = self.cursor.take()
        name = self.cursor.expect_name(f"the {start.text}'s name after '{start.text}'")
        return self._body(start, name.text, name.position, namespace, doc)

    def _body(
        self, start: Token, name: str, position: Position, namespace: tuple[str, ...], doc: str
    ) -> ast.Enum | ast.Struct | ast.Union:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            message = f"expected types at most {MAX_NESTING} deep in each other"
            raise SyntaxProblem(start.position, message)
        try:
            if start.text == "enum":
                return ast.Enum(name, self.enum_body(name), position, namespace, doc)
            if start.text == "struct":
                return ast.Struct(name, self.struct_body(name), position, namespace, doc)
            discriminant, arms = self.union_body(name)
            return ast.Union(name, discriminant, arms, position, namespace, doc)
        finally:
            self._nesting -= 1

    def enum_body(self, name: str) -> tuple[ast.Member, ...]:
        """enum-body = "{" member { "," member } [ "," ] "}"

        member = identifier [ "=" expression ]
        """
        self.cursor.expect("{", f"'{{' after {_shown('enum', name)}")
        members: list[ast.Member] = []
        while True:
            start = self.cursor.here
            word = self.cursor.expect_name("the name of an enum member")
            value = None
            if self.cursor.accept("="):
                value = parse_expression(self.cursor, f"the value of '{word.text}'")
            elif not self.cursor.at(",", "}"):
                raise self.cursor.problem(f"'=', ',' or '}}' after '{word.text}'")
            end = self.cursor.here if self.cursor.at(",") else self.cursor.last
            comma = self.cursor.accept(",")
            members.append(ast.Member(word.text, value, word.position, self._doc(start, end)))
            if self.cursor.accept("}"):
                return tuple(members)
            if not comma:
                raise self.cursor.problem(f"',' or '}}' after the value of '{word.text}'")

    def struct_body(self, name: str) -> tuple[ast.Declaration, ...]:
        """struct-body = "{" { declaration ";" } "}" """
        self.cursor.expect("{", f"'{{' after {_shown('struct', name)}")
        fields: list[ast.Declaration] = []
        while not self.cursor.accept("}"):
            fields.append(self._field(f"the name of a field of {_shown('struct', name)}"))
        return tuple(field for field in fields if not self.is_void(field))

    def union_body(self, name: str) -> tuple[ast.Declaration, tuple[ast.Arm, ...]]:
        """union-body = "switch" "(" declaration ")" "{" { arm } "}" """
        self.cursor.expect("switch", f"'switch' after {_shown('union', name)}")
        self.cursor.expect("(", "'(' after 'switch'")
        discriminant = self.declaration("the discriminant's name")
        if discriminant.shape != "plain" or not discriminant.name:
            message = "expected an integer, an enum or a bool to switch on"
            raise SyntaxProblem(discriminant.position, message)
        self.cursor.expect(")", f"')' after the discriminant '{discriminant.name}'")
        self.cursor.expect("{", "'{' after the discriminant")
        arms: list[ast.Arm] = []
        while not self.cursor.accept("}"):
            arms.append(self.arm())
        return discriminant, tuple(arms)

    def arm(self) -> ast.Arm:
        """arm = case { case } declaration ";"

        case = "case" expression ":" | "default" ":"
        """
        cases: list[ast.Case] = []
        while self.cursor.at("case", "default"):
            start = self.cursor.take()
            if start.text == "default":
                self.cursor.expect(":", "':' after 'default'")
                cases.append(ast.Case(None, "default", start.position))
                continue
            first = self.cursor.index
            value = parse_expression(self.cursor, "a value after 'case'")
            spelling = "".join(source_tokens(self.cursor.since(first)))
            self.cursor.expect(":", f"':' after 'case {spelling}'")
            cases.append(ast.Case(value, spelling, value.position))
        if not cases:
            raise self.cursor.problem("'case', 'default', or '}' to end the union")
        return ast.Arm(tuple(cases), self._field("the name of the arm's field"))

    def _field(self, what: str) -> ast.Declaration:
        start, index = self.cursor.here, self.cursor.index
        declared = self.declaration(what)
        shown = self.cursor.text_since(index, declared.name)
        end = self.cursor.expect(";", f"';' after '{shown}'")
        return ast.Declaration(
            declared.specifier,
            declared.name,
            declared.shape,
            declared.size,
            declared.position,
            self._doc(start, end),
        )


def _shown(keyword: str, name: str) -> str:
    return f"{keyword} '{name}'" if name else f"'{keyword}'"
