"""`reader completion`: what a shell completes after `reader`, and its manual page, made from the parsers.

shtab would do the former in 1,500 lines more, if each command's parser had a help text when it is added.
"""

import argparse
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal

from msgspec import Struct

from reader import __version__
from reader.cli.options import Argument, Arguments
from reader.cli.parser import Parser
from reader.i18n import language, later
from reader.plugs import load


class _Level(Struct, frozen=True):
    """What may be typed after `reader`, after a command or after its action."""

    path: str
    """The words typed before, each after a slash: "/bookmark/add"."""
    parser: Parser
    commands: Mapping[str, str]
    """The commands or actions, or what an argument can be, with their meanings."""
    options: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]
    """Of each option that takes a value: what it may be; nothing for a file, a number or words."""


_END_OF_CLAUSE = re.compile("[；。]|[;.](?=\\s)")


def _in_a_line(words: str) -> str:
    """Return the words of a command or an option as they are, or their first clause if they take several lines."""
    if "\n" not in words:
        return words
    clause = _END_OF_CLAUSE.split(words.replace("\n", " "))[0]
    return _without_open_bracket(clause)


def _without_open_bracket(clause: str) -> str:
    """Return the clause up to the first bracket that is not closed any more."""
    last_closed = max(clause.rfind(")"), clause.rfind("）"))
    openings = [clause.find(bracket, last_closed + 1) for bracket in "(（"]
    open_from = min((at for at in openings if at >= 0), default=None)
    if open_from is None:
        return clause
    return clause[:open_from].rstrip(" 　")


def _levels(parser: Parser, path: str = "") -> Iterator[_Level]:
    commands: dict[str, Parser] = {}
    options: dict[str, str] = {}
    meanings: dict[str, str] = {}
    values: dict[str, tuple[str, ...]] = {}
    for action in parser.filled()._actions:
        if isinstance(action, argparse._SubParsersAction):
            commands = dict(action.choices)
        elif action.help != argparse.SUPPRESS:
            for flag in action.option_strings:
                options[flag] = _in_a_line(str(action.help))
                if action.nargs != 0:
                    values[flag] = tuple(map(str, action.choices or ()))
            meanings |= {choice: choice for choice in action.choices or () if not action.option_strings}
    meanings |= {name: _in_a_line(command.description or name) for name, command in commands.items()}
    if not path:
        meanings["help"] = options["--help"]
    yield _Level(path, parser, meanings, options, values)
    for name, command in commands.items():
        yield from _levels(command, f"{path}/{name}")


def _quoted(text: str) -> str:
    """Return a text as a word of bash and zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


def _doubled(text: str) -> str:
    """Return a text as a string of PowerShell, where a quotation mark of any typeface ends it, but for a double one."""
    return "'" + re.sub("(['‘’‚‛])", r"\1\1", text) + "'"


def _of_fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _found(levels: list[_Level], typed: str, before: str, words: Callable[[Mapping[str, str]], str]) -> str:
    """Return the part of a script of bash and zsh that sets `found` and `options` by the words typed before."""
    path_cases = [
        f"        {_quoted(level.path)}) found=({words(level.commands)}) options=({words(level.options)}) ;;"
        for level in levels
    ]
    after = []
    for command_level in levels:
        for flag, values in command_level.values.items():
            after.append((f"{command_level.path} {flag}", values))
    known_values = [
        f"        {_quoted(at)}) found=({' '.join(values)}) options=() ;;" for at, values in after
    ]
    return f"""    for word in "{typed}"; do
        case "$at/$word" in
            {_paths(levels)}) at=$at/$word ;;
        esac
    done
    case $at in
{chr(10).join(path_cases)}
    esac
    case "$at {before}" in
{chr(10).join(known_values)}
    esac"""


def _bash(levels: list[_Level]) -> str:
    return f"""_reader() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} at= word found options
{_found(levels, "${COMP_WORDS[@]:1:COMP_CWORD-1}", "${COMP_WORDS[COMP_CWORD-1]}", " ".join)}
    [[ $cur == -* ]] && found=("${{options[@]}}")
    COMPREPLY=($(compgen -W "${{found[*]}}" -- "$cur"))
}}
complete -o default -F _reader reader"""


def _zsh(levels: list[_Level]) -> str:
    def described(words: Mapping[str, str]) -> str:
        return " ".join(_quoted(f"{word}:{meaning}") for word, meaning in words.items())

    return f"""#compdef reader
_reader() {{
    local at= word
    local -a found options
{_found(levels, "${(@)words[2,CURRENT-1]}", "${words[CURRENT-1]}", described)}
    [[ ${{words[CURRENT]}} == -* ]] && found=("${{options[@]}}")
    (( $#found )) && _describe reader found || _files
}}
compdef _reader reader"""


def _fish(levels: list[_Level]) -> str:
    lines = [
        "function __reader_at",
        "    set -l at ''",
        "    for word in (commandline -opc)[2..-1]",
        '        switch "$at/$word"',
        f"            case {_paths(levels).replace('|', ' ')}",
        '                set at "$at/$word"',
        "        end",
        "    end",
        '    test "$at" = "$argv[1]"',
        "end",
    ]
    for level in levels:
        begin = f"complete -c reader -n '__reader_at \"{level.path}\"'"
        lines += [f"{begin} -f -a {word} -d {_of_fish(meaning)}" for word, meaning in level.commands.items()]
        for flag, meaning in level.options.items():
            kind = "-l" if flag.startswith("--") else "-s"
            values = level.values.get(flag)
            if values is None:
                value = ""
            elif values:
                value = f" -x -a '{' '.join(values)}'"
            else:
                value = " -r"
            lines.append(f"{begin} {kind} {flag.lstrip('-')}{value} -d {_of_fish(meaning)}")
    return "\n".join(lines)


def _powershell(levels: list[_Level]) -> str:
    def table(words: Mapping[str, str]) -> str:
        return "; ".join(f"{_doubled(word)} = {_doubled(meaning)}" for word, meaning in words.items())

    known = [
        f"        {_doubled(level.path)} = [ordered]@{{{table({**level.commands, **level.options})}}}"
        for level in levels
    ]
    values = []
    for level in levels:
        for flag, choices in level.values.items():
            of_flag = table(dict(zip(choices, choices, strict=True)))
            values.append(f"        {_doubled(f'{level.path} {flag}')} = [ordered]@{{{of_flag}}}")
    return f"""Register-ArgumentCompleter -Native -CommandName reader -ScriptBlock {{
    param($word, $line, $cursor)
    $known = @{{
{chr(10).join(known)}
    }}
    $values = @{{
{chr(10).join(values)}
    }}
    $at = ''
    $before = ''
    foreach ($each in @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object {{ "$_" }})) {{
        if ($each -eq $word) {{ break }}
        if ($known.ContainsKey("$at/$each")) {{ $at = "$at/$each" }}
        $before = $each
    }}
    $words = if ($values.ContainsKey("$at $before")) {{ $values["$at $before"] }} else {{ $known[$at] }}
    $words.GetEnumerator() | Where-Object {{ $_.Key -like "$word*" }} | ForEach-Object {{
        [System.Management.Automation.CompletionResult]::new($_.Key, $_.Key, 'ParameterValue', $_.Value)
    }}
}}"""


def _paths(levels: list[_Level]) -> str:
    return "|".join(level.path for level in levels if level.path)


def _manual(levels: list[_Level]) -> str:
    about = (levels[0].parser.description or "").partition("\n")[0].rstrip(".。")
    lines = [
        f'.TH READER 1 "" "reader {__version__}"',
        ".ad l",
        ".nh",
        ".SH NAME",
        _roff(f"reader - {about}"),
    ]
    for level in levels:
        parser = level.parser
        parser.format_help()  # completes the description
        lines += [f'.SH "{parser.prog}"', ".nf", _roff(parser.format_usage().strip()), ".fi", ".PP"]
        lines += ["\n.br\n".join(map(_roff, (parser.description or "").split("\n")))]
        for action in parser._actions:
            if action.help not in (None, argparse.SUPPRESS):
                names = ", ".join(action.option_strings)
                if action.nargs != 0:
                    value = action.metavar or ""
                else:
                    value = ""
                lines += [".TP", f".B {_roff(f'{names} {value}'.strip())}", _roff(str(action.help))]
        lines += [".PP", ".nf", _roff(parser.epilog or ""), ".fi"]
    return "\n".join(lines)


def _roff(text: str) -> str:
    """Return a text of a manual page; a dot or an apostrophe at the start of a line would be a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'])", r"\\&", escaped, flags=re.MULTILINE)


_WRITERS: dict[str, Any] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
    "man": _manual,
}


class Completion(Arguments, frozen=True):
    MORE = later(
        "打印一段脚本，让 shell 用 Tab 补全命令、操作、选项和它们的值；man 是手册页。\n"
        "bash 和 zsh 在 ~/.bashrc、~/.zshrc 里写 source <(reader completion bash)；\n"
        "fish 写 reader completion fish | source；\n"
        "PowerShell 在 $PROFILE 里写 reader completion powershell | Out-String | Invoke-Expression。"
    )
    EXAMPLES = (
        ("source <(reader completion bash)", later("在这个 bash 里就能补全")),
        (
            "reader completion man > ~/.local/share/man/man1/reader.1",
            later("存下手册页，再用 man reader 看"),
        ),
    )
    shell: Annotated[
        Literal["bash", "zsh", "fish", "powershell", "man"],
        Argument("SHELL", "bash、zsh、fish、powershell，或 man"),
    ]

    def run(self) -> int:
        parser: Parser = load("reader.cli.commands:program_parser")(language())
        print(_WRITERS[self.shell](list(_levels(parser))))
        return 0
