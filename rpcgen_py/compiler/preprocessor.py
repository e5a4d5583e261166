"""C's preprocessor for `.x` files: `pcpp` is made to read ours, report to us, and keep its bounds.

rpcgen runs the preprocessor once for each output, with one of RPC_HDR, RPC_XDR, RPC_CLNT and
RPC_SVC defined as 1; `view` is which of them. Its tokens are taken rather than its text, and
each is traced back to its place: what a macro expands to stands where the macro is used.
Comments are dropped here: `comments` finds those that document something in the source itself.
"""

from __future__ import annotations

import copy
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pcpp

from rpcgen_py.compiler.source import MAX_BYTES, Position, SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rpcgen_py.compiler.diagnostics import Report

__all__ = ["VIEWS", "Define", "Preprocessed", "RawToken", "Sources", "preprocess"]

VIEWS: Final = ("RPC_HDR", "RPC_XDR", "RPC_CLNT", "RPC_SVC")

MAX_INCLUDE_DEPTH: Final = 40
MAX_INCLUDES: Final = 1000
MAX_TOKENS: Final = 500_000
MAX_EXPANDED: Final = 300_000
MAX_MACRO_DEPTH: Final = 100
MAX_ARGUMENT_WORK: Final = 400_000_000
"""Tokens behind uses of macros with arguments, summed up: pcpp copies them all for each use."""

MAX_ARGUMENT_TEXT: Final = 1 << 22
"""Characters of a macro's arguments times tokens of the macro: `a##a` doubles what it is given."""

MAX_SHIFT: Final = 63

_SILENT_DIRECTIVES: Final = re.compile("pragma|ident|line|sccs|warning|[0-9]+")
"""Directives that mean nothing to an interface (a number: a line marker of another run)."""

_NEED_NAME: Final = frozenset({"define", "undef", "ifdef", "ifndef"})
_NEED_SOMETHING: Final = frozenset({"include", "if", "elif"})


@dataclass(frozen=True, slots=True)
class RawToken:
    """A token as pcpp splits them; `macro` names the outermost macro that it came from."""

    kind: str
    text: str
    position: Position
    macro: str | None


@dataclass(frozen=True, slots=True)
class Define:
    """An object-like `#define` of a source file, in effect at the end, its value expanded."""

    name: str
    position: Position
    tokens: tuple[RawToken, ...]


@dataclass(slots=True)
class Preprocessed:
    """What one view of one input consists of.

    `files` are the input and all it includes, as first met; `includes` says who includes whom.
    `incomplete` if an included file was not found, which has been reported.
    """

    tokens: list[RawToken] = field(default_factory=list)
    defines: list[Define] = field(default_factory=list)
    files: list[SourceFile] = field(default_factory=list)
    includes: list[tuple[SourceFile, SourceFile]] = field(default_factory=list)
    incomplete: bool = False


class Sources:
    """Reads each file once, whatever the path that leads to it."""

    def __init__(self) -> None:
        self._files: dict[Path, SourceFile] = {}

    def read(self, path: Path) -> SourceFile:
        """The file at `path`; raises OSError, also for one that is too large."""
        if "\0" in str(path):
            raise FileNotFoundError(path)  # Python raises ValueError, which means other things here
        key = path.resolve()
        if key not in self._files:
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                raise OSError(f"the file is larger than {MAX_BYTES} bytes")
            self._files[key] = SourceFile(key, str(path), content)
        return self._files[key]


class _StoppedError(Exception):
    """Preprocessing cannot go on; the reason has been reported."""


def preprocess(
    source: SourceFile,
    view: str,
    *,
    sources: Sources,
    include_dirs: Sequence[Path],
    defines: Mapping[str, str],
    report: Report,
) -> Preprocessed:
    """Preprocess one input as rpcgen does for one of its outputs; reports what is wrong."""
    run = _Run(source, sources, include_dirs, report)
    run.define(f"{view} 1")
    for name, value in defines.items():
        run.define(f"{name} {value}")
    try:
        run.collect()
    except _StoppedError:
        pass
    except (Exception, RecursionError) as error:  # noqa: BLE001 (pcpp promises nothing on bad input)
        run.report_here(f"the preprocessor cannot make sense of this ({type(error).__name__})")
    return run.result


class _Run(pcpp.Preprocessor):
    """One run of pcpp, its hooks turned to us."""

    def __init__(
        self,
        source: SourceFile,
        sources: Sources,
        include_dirs: Sequence[Path],
        report: Report,
    ) -> None:
        super().__init__()
        self.result = Preprocessed()
        self._sources = sources
        self._include_dirs = include_dirs
        self._report = report
        self._registered: dict[str, SourceFile] = {}
        self._input = source
        self._expansions = 0
        self._expanding = 0
        self._argument_work = 0
        self._columns: dict[tuple[str, int], int] = {}
        self.evaluator = _bounded(self.evaluator)
        for name in ("__DATE__", "__TIME__"):  # the same input gives the same output
            del self.macros[name]
        for folder in include_dirs:
            self.add_path(str(folder))
        self.rewrite_paths = []  # sources keep the names under which they are registered

    # ------------------------------------------------------------------ running

    def collect(self) -> None:
        """Fill `result`."""
        path = str(self._input.path)
        self._register(path, self._input)
        self.parse(self._input.prepared, path)
        while (token := self.token()) is not None:
            if token.type in {"CPP_WS", "CPP_LINECONT"}:
                continue
            self.result.tokens.append(self._raw(token))
            if len(self.result.tokens) > MAX_TOKENS:
                self._stop(f"there are more than {MAX_TOKENS} tokens")
        self.result.defines = list(self._final_defines())

    def _final_defines(self) -> Iterator[Define]:
        """Yield the object-like macros that source files define."""
        for name, macro in list(self.macros.items()):
            source = self._registered.get(macro.source)
            if macro.arglist is not None or source is None or not macro.value:
                continue
            value = self.expand_macros([copy.copy(token) for token in macro.value])
            tokens = tuple(self._raw(t) for t in value if t.type not in {"CPP_WS", "CPP_LINECONT"})
            yield Define(name, source.at_line(macro.lineno), tokens)

    def _register(self, path: str, source: SourceFile) -> None:
        self._registered[path] = source
        if source not in self.result.files:
            self.result.files.append(source)
        if source.unclosed_comment is not None:
            self._report.add(source.unclosed_comment, "this comment is not closed by '*/'")
        if source.end_of_sense is not None:
            self._report.add(source.end_of_sense, "expected a text file: this has too much else")

    # ------------------------------------------------------------------ positions

    def _raw(self, token: pcpp.Token) -> RawToken:
        """The token, at its place in the source."""
        source = self._registered.get(token.source, self._input)
        expanded_from = getattr(token, "expanded_from", None)
        if not expanded_from:
            position = source.from_prepared(token.lexpos)
            line, macro = position.line, None
            self._columns[token.source, line] = position.offset - source.line_start(line)
        else:
            # pcpp keeps the line of the use, and the offset of the macro's definition.
            line, macro = token.lineno, expanded_from[-1]
            behind = self._columns.get((token.source, line), 0)
            found = re.compile(rf"\b{re.escape(macro)}\b").search(source.line_text(line), behind)
            start = source.at_line(line)
            column = found.start() if found else start.offset - source.line_start(start.line)
            position = Position(source, source.line_start(start.line) + column)
        return RawToken(token.type, token.value, position, macro)

    def report_here(self, message: str) -> None:
        """Report at the directive that is being read, or at the start of the input."""
        directive = self.lastdirective
        if directive is None:
            self._report.add(Position(self._input, 0), message)
        else:
            self.on_error(directive.source, directive.lineno, message)

    def _stop(self, message: str) -> None:
        self.report_here(message)
        raise _StoppedError

    # ------------------------------------------------------------------ hooks of pcpp

    def on_error(self, file: str, line: int, msg: str) -> None:
        """Report what pcpp would print."""
        source = self._registered.get(file, self._input)
        if msg.startswith("Could not evaluate expression"):
            msg = "expected an integer expression behind this directive"
        elif msg.startswith("Unterminated"):
            msg = f"expected '#endif' after this '{msg.split()[1]}'"
        msg = msg.strip()
        self._report.add(source.at_line(line), msg[:1].lower() + msg[1:])

    def on_file_open(self, is_system_include: bool, includepath: str) -> io.StringIO:
        """Give pcpp a file in the form that it can read; raises OSError if there is none."""
        includer = self._registered.get(self.source, self._input)
        if not Path(includepath).is_file():
            raise FileNotFoundError(includepath)
        if self.include_depth > MAX_INCLUDE_DEPTH:
            self._stop(f"files include each other more than {MAX_INCLUDE_DEPTH} deep")
        if len(self.result.includes) >= MAX_INCLUDES:
            self._stop(f"there are more than {MAX_INCLUDES} includes")
        try:
            source = self._sources.read(self._as_named(Path(includepath), includer))
        except OSError as error:
            self._stop(f"{includepath}: {error.strerror or error}")
        self._register(includepath, source)
        self.result.includes.append((includer, source))
        return io.StringIO(source.prepared)

    def _as_named(self, path: Path, includer: SourceFile) -> Path:
        """`path`, which pcpp made absolute, as the user would write it."""
        for folder in (Path(includer.name).parent, *self._include_dirs):
            if path.is_relative_to(folder.absolute()):
                return folder / path.relative_to(folder.absolute())
        return path

    def on_include_not_found(
        self,
        is_malformed: bool,
        is_system_include: bool,
        curdir: str,
        includepath: str,
    ) -> str:
        """Report a file that is in none of the folders."""
        if is_malformed:
            self.report_here("expected \"FILE\" or <FILE> after '#include'")
        else:
            self.result.incomplete = True
            self.report_here(
                f"{includepath} was not found beside this file or in the folders of -I: "
                "give its folder by -I DIR"
            )
        raise pcpp.OutputDirective(pcpp.Action.IgnoreAndRemove)

    def on_directive_handle(
        self,
        directive: pcpp.Token,
        toks: list[pcpp.Token],
        ifpassthru: bool,
        precedingtoks: list[pcpp.Token],
    ) -> bool | None:
        """Check what pcpp takes for granted: that a directive has its operand."""
        name = directive.value
        super().on_directive_handle(directive, toks, ifpassthru, precedingtoks)
        if name == "pragma" and [t.value for t in toks] != ["once"]:
            raise pcpp.OutputDirective(pcpp.Action.IgnoreAndRemove)
        if name in _NEED_NAME and (not toks or toks[0].type != "CPP_ID"):
            self.report_here(f"expected a name after '#{name}'")
        elif name in _NEED_SOMETHING and not toks:
            self.report_here(f"expected something after '#{name}'")
        else:
            return True
        if name in {"define", "undef", "include"}:
            raise pcpp.OutputDirective(pcpp.Action.IgnoreAndRemove)
        # A condition must open a block all the same, or its #endif would be an error too.
        operand = copy.copy(directive)
        operand.type, operand.value = "CPP_INTEGER", "0"
        toks[:] = [operand]
        return True

    def on_directive_unknown(
        self,
        directive: pcpp.Token,
        toks: list[pcpp.Token],
        ifpassthru: bool,
        precedingtoks: list[pcpp.Token],
    ) -> bool | None:
        """Obey `#error`, skip what means nothing to an interface, and report the rest."""
        if directive.value == "error":
            self.report_here("".join(["#error ", *(token.value for token in toks)]))
        elif not _SILENT_DIRECTIVES.fullmatch(directive.value):
            self.report_here(f"expected a preprocessor directive, not '#{directive.value}'")
        return True

    def expand_macros(
        self,
        tokens: list[pcpp.Token],
        expanding_from: list[str] = [],  # noqa: B006 (pcpp's signature; it does not change it)
    ) -> list[pcpp.Token]:
        """Expand, within bounds: a few macros can name each other into a flood of tokens."""
        if self._expanding > MAX_MACRO_DEPTH:
            self._stop(f"macros use each other more than {MAX_MACRO_DEPTH} deep")
        self._expanding += 1
        expanded = super().expand_macros(tokens, expanding_from)
        self._expanding -= 1
        if self._expanding:
            self._expansions += len(expanded)
        if self._expansions > MAX_EXPANDED:
            self._stop(f"macros expand to more than {MAX_EXPANDED} tokens")
        return expanded

    def macro_expand_args(
        self, macro: pcpp.Macro, args: list[list[pcpp.Token]]
    ) -> list[pcpp.Token]:
        """Put a macro's arguments into it, within bounds."""
        size = sum(len(token.value) for argument in args for token in argument)
        if size * len(macro.value) > MAX_ARGUMENT_TEXT:
            self._stop("a macro's arguments are too long")
        return super().macro_expand_args(macro, args)

    def collect_args(
        self,
        tokenlist: list[pcpp.Token],
        ignore_errors: bool = False,
    ) -> tuple[int, list[list[pcpp.Token]], list[int]]:
        """Find a macro's arguments, within bounds."""
        self._argument_work += len(tokenlist)
        if self._argument_work > MAX_ARGUMENT_WORK:
            self._stop("macros with arguments are used too often")
        return super().collect_args(tokenlist, ignore_errors)


def _bounded(evaluate: Callable[..., object]) -> Callable[..., object]:
    """`evaluate` for `#if`, but shifting by plain numbers only: `1 << 9999999999` fills memory."""

    def checked(tokens: list[pcpp.Token], **names: Any) -> object:
        visible = [token for token in tokens if token.type not in {"CPP_WS", "CPP_LINECONT"}]
        for sign, operand in zip(visible, [*visible[1:], None], strict=True):
            if sign.type == "CPP_LSHIFT":
                digits = operand.value.rstrip("uUlL") if operand else ""
                if not digits.isdigit() or len(digits) > 2 or int(digits) > MAX_SHIFT:
                    raise ValueError("a shift by more than 63")
        return evaluate(tokens, **names)

    return checked
