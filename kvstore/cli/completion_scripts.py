"""Completion for three shells, from what the parser takes. The scripts start no kvctl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kvstore.cli.options import OneOf

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from kvstore.cli.command_parser import CommandParser

__all__ = ["script"]


class Option(NamedTuple):
    """An option by its names; `words` are what it can be set to, where that is known.

    `kind` is "flag" for one without a value, "file" for a path, "value" for anything else.
    """

    names: tuple[str, ...]
    help: str
    kind: str
    words: tuple[str, ...]


class Place(NamedTuple):
    """Where a word may stand: behind the commands of `path`."""

    path: tuple[str, ...]
    commands: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    files: bool


def script(shell: str, parser: CommandParser) -> str:
    """Return the script for "bash", "zsh" or "fish"."""
    places = list(_places((), parser))
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](places)


def _places(path: tuple[str, ...], parser: CommandParser) -> Iterator[Place]:
    options: list[Option] = []
    words: list[tuple[str, str]] = [(name, each.summary) for name, each in parser.commands.items()]
    files = False
    for action in parser.arguments:
        if action.option_strings:
            options.append(_option(action))
        else:
            words.extend((str(word), "") for word in action.choices or ())
            files = files or action.metavar == "FILE"
    yield Place(path, tuple(words), tuple(options), files)
    for name, each in parser.commands.items():
        yield from _places((*path, name), each)


def _option(action: argparse.Action) -> Option:
    names = tuple(action.option_strings)
    words = tuple(action.type.choices) if isinstance(action.type, OneOf) else ()
    if action.nargs == 0:
        kind = "flag"
    elif action.metavar in {"PATH", "DIR"}:
        kind = "file"
    else:
        kind = "value"
    return Option(names, (action.help or "").partition(";")[0].partition(" (")[0], kind, words)


_BASH: Final = """\
# bash completion for kvctl; source it, or save it as /etc/bash_completion.d/kvctl
_kvctl() {
    local word previous path index commands
    word=${COMP_WORDS[COMP_CWORD]}
    previous=${COMP_WORDS[COMP_CWORD-1]}
    if [ "$previous" = "=" ]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
    if [ "$word" = "=" ]; then previous=${COMP_WORDS[COMP_CWORD-1]}; word=; fi
    place=
    for ((index = 1; index < COMP_CWORD; index++)); do
        case "$path ${COMP_WORDS[index]}" in
@KNOWN@        esac
    done
    COMPREPLY=()
    case "$previous" in
@VALUES@    esac
    case "$path" in
@WORDS@    esac
}
complete -F _kvctl kvctl
"""


def _bash(places: list[Place]) -> str:
    known = "".join(
        f'            " {" ".join(place.path)}") path="{" ".join(place.path)}" ;;\n'
        if len(place.path) == 1
        else f'            "{" ".join(place.path)}") path="{" ".join(place.path)}" ;;\n'
        for place in places
        if place.path
    )
    values = "".join(_bash_values(option) for option in _distinct(places))
    words = "".join(_bash_words(place) for place in places)
    return _BASH.replace("@KNOWN@", known).replace("@VALUES@", values).replace("@WORDS@", words)


def _distinct(places: list[Place]) -> list[Option]:
    """Return the options that take a value, each once: they mean the same wherever they stand."""
    found = {
        option.names: option
        for place in places
        for option in place.options
        if option.kind != "flag"
    }
    return list(found.values())


def _bash_values(option: Option) -> str:
    names = "|".join(option.names)
    if option.words:
        reply = f'COMPREPLY=($(compgen -W "{" ".join(option.words)}" -- "$word"))'
    elif option.kind == "file":
        reply = 'COMPREPLY=($(compgen -f -- "$word"))'
    else:
        reply = ":"
    return f"        {names}) {reply}; return ;;\n"


def _bash_words(place: Place) -> str:
    names = " ".join(name for option in place.options for name in option.names)
    words = " ".join(name for name, _ in place.commands)
    line = f'COMPREPLY=($(compgen -W "{words} {names}" -- "$word"))'
    if place.files:
        line += '; COMPREPLY+=($(compgen -f -- "$word"))'
    return f'        "{" ".join(place.path)}") {line} ;;\n'


_ZSH: Final = """\
#compdef kvctl
# zsh completion for kvctl; source it behind compinit, or save it as _kvctl in a folder of $fpath
_kvctl() {
    local curcontext="$curcontext" place word
    place=
    for word in ${words[2,CURRENT-1]}; do
        case "$path $word" in
@KNOWN@        esac
    done
    local -a commands options
    case "$path" in
@WORDS@    esac
    if (( $#commands )); then _describe -t commands command commands; fi
    _arguments -s : $options '*::'
}
compdef _kvctl kvctl
"""


def _zsh(places: list[Place]) -> str:
    known = "".join(
        f'            "{" " * (len(place.path) == 1)}{" ".join(place.path)}")'
        f' path="{" ".join(place.path)}" ;;\n'
        for place in places
        if place.path
    )
    words = "".join(_zsh_words(place) for place in places)
    return _ZSH.replace("@KNOWN@", known).replace("@WORDS@", words)


def _zsh_words(place: Place) -> str:
    commands = " ".join(_quoted(f"{name}:{summary}") for name, summary in place.commands)
    options = " ".join(
        _quoted(_zsh_option(name, option)) for option in place.options for name in option.names
    )
    if place.files:
        options += " '*:file:_files'"
    return (
        f'        "{" ".join(place.path)}")\n'
        f"            commands=({commands})\n            options=({options}) ;;\n"
    )


def _zsh_option(name: str, option: Option) -> str:
    text = "".join(c for c in option.help if c not in "[]:")
    if option.kind == "flag":
        return f"{name}[{text}]"
    action = f"({' '.join(option.words)})" if option.words else ""
    if option.kind == "file":
        action = "_files"
    equals = "=" if name.startswith("--") else "+"
    return f"{name}{equals}[{text}]:{text or 'value'}:{action}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


_FISH: Final = """\
# fish completion for kvctl; save it as ~/.config/fish/completions/kvctl.fish
function __kvctl_at
    set -l path
    for word in (commandline -opc)[2..]
        contains -- "$path $word" @KNOWN@
        and set path (string trim -- "$path $word")
    end
    test "$path" = "$argv[1]"
end
complete -c kvctl -f
"""


def _fish(places: list[Place]) -> str:
    known = " ".join(
        _quoted(" " * (len(place.path) == 1) + " ".join(place.path))
        for place in places
        if place.path
    )
    lines = [_FISH.replace("@KNOWN@", known)]
    for place in places:
        at = f"complete -c kvctl -n {_quoted('__kvctl_at ' + _quoted(' '.join(place.path)))}"
        lines += [f"{at} -a {name} -d {_quoted(text)}\n" for name, text in place.commands]
        lines += [f"{at} {_fish_option(option)}\n" for option in place.options]
        if place.files:
            lines.append(f"{at} -F\n")
    return "".join(lines)


def _fish_option(option: Option) -> str:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    text = f"{names} -d {_quoted(option.help)}"
    if option.kind == "file":
        return f"{text} -r -F"
    if option.words:
        return f"{text} -x -a {_quoted(' '.join(option.words))}"
    return f"{text} -x" if option.kind == "value" else text
