"""An argument parser in the program's language, made from the struct of a command."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from enum import EnumMeta
from functools import cache, partial
from itertools import chain
from pathlib import Path
from shutil import get_terminal_size
from types import UnionType
from typing import Any, Literal, NoReturn, Union, get_args, get_origin

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from reader.cli.errors import Status, WrongArguments, wrong_command
from reader.cli.options import (
    Argument,
    Arguments,
    OneOf,
    Option,
    Switches,
    TypedBefore,
    whole_number,
)
from reader.cli.terminal import cells_of, print_error
from reader.i18n import Words, language, say

_NOT = re.compile(r"-(?:[^-\sA-Za-z0-9]|[A-Za-z]+[:：])")
"""Begins a word of a query that means "not". A dash before a Latin letter is an option's, unless a field follows it."""
_WORD_TO_REFUSE = re.compile(r"-[A-Za-z][^=]*")
"""Begins with a letter what a command that takes a query reads as "not", too, unless it is one of its options."""
_FILE_NAME = re.compile(r".*[./\\]|-$")
"""Begins what stands directly behind an option as the name of a file: -oout.csv."""
_ESCAPE = "\0"
"""Put before such a word, which argparse would take for an option; nothing that is typed has this character."""


_BESIDE = 26
"""The column in which the words about an option begin."""
_WIDEST = 110
"""The number of cells of a line where there is more room, or where the output is no terminal."""
_LEAST = 40


def _width() -> int:
    """Return how many cells a line of the help may have."""
    is_known = "COLUMNS" in os.environ or sys.stdout.isatty()
    if is_known:
        return max(min(get_terminal_size().columns - 1, _WIDEST), _LEAST)
    return _WIDEST


def _wrapped(line: str, width: int) -> list[str]:
    """Return a line of the help as lines of at most so many cells; they go on where its words begin."""
    if cells_of(line) <= width:
        return [line]
    match = _HEAD.match(line)
    if match is not None and cells_of(match[0]) <= _BESIDE:
        begin = len(match[0])
    else:
        begin = 0
    indent = cells_of(line[:begin]) or cells_of(line) - cells_of(line.lstrip(" "))
    lines = [line[:begin] or " " * indent]
    room = width - cells_of(lines[0])
    for piece in _PIECES.findall(line[begin:] if begin else line.lstrip(" ")):
        size = cells_of(piece)
        if size > room and lines[-1].strip():
            lines.append(" " * indent)
            room = width - indent
            piece = piece.lstrip(" ")
            size = cells_of(piece)
        lines[-1] += piece
        room -= size
    return lines


_HEAD = re.compile(r" {2}\S.*? {2,}(?=\S)| +(?=\S)")
"""The beginning of a line before its words: an option with the spaces after it, or spaces alone."""
_PIECES = re.compile(r"(?:(?<! ) +)?(?:[!-~]+|[^ ])[，。、；：！？）”…]*")
"""What stays on one line: a Latin word, or a Han character, with the signs after it and all spaces before it."""


class _Formatter(argparse.RawTextHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=_BESIDE, width=_width())

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or say("用法："))


class Parser(argparse.ArgumentParser):
    """A parser whose help and error messages are in the program's language: Chinese or English."""

    def __init__(self, prog: str, short: str, struct: Callable[[], type[Arguments]]) -> None:
        """`struct` returns the struct of the command, and is called when the parser is first used."""
        super().__init__(
            prog=prog,
            description=short,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.argument = self.add_argument_group(say("参数")).add_argument
        self.options = self.add_argument_group(say("选项"))
        self.options.add_argument("-h", "--help", action="help", help=say("显示这段说明"))
        self._struct: Callable[[], type[Arguments]] | None = struct
        self._more: Words | None = None
        self._takes_query = False
        """Whether words of a query may stand among its arguments."""

    def filled(self) -> Parser:
        """Return this parser after adding its arguments, if that has not been done."""
        load = self._struct
        self._struct = None
        if load is not None:
            struct = load()
            self._more = struct.MORE
            self.epilog = _examples_in_words(struct)
            self.set_defaults(parser=self, struct=struct)
            declared = fields_of(struct)
            self._takes_query = any(field.is_query for field in declared)
            _Filling(self, struct.JSON).add(declared)
            if struct.ACTIONS:
                actions = self.add_subparsers(
                    dest="action",
                    metavar="ACTION",
                    title=say("做什么"),
                    parser_class=Parser,
                    required=struct.NEEDS_ACTION,
                )
                for action in struct.ACTIONS:
                    name = action.__name__.lower()
                    short = action.SHORT()
                    actions.add_parser(
                        name,
                        help=short,
                        prog=f"{self.prog} {name}",
                        short=short,
                        struct=partial(_itself, action),
                    )
        return self

    def format_help(self) -> str:
        if self._more is not None and (more := self._more()):
            short = self.description or ""
            if language() == "zh":
                self.description = f"{short}。{more}"
            else:
                self.description = f"{short}. {more}".replace(". \n", ".\n")
        self._more = None
        text = re.sub("(?m)^(\\W*[^ -~]+):$", r"\1：", super().format_help())  # after a Chinese heading
        width = _width()
        return "\n".join(chain.from_iterable(_wrapped(line, width) for line in text.split("\n")))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.filled()
        if self._takes_query and args is not None:
            args = list(map(self._escaped, args))
        return super().parse_known_args(args, namespace)

    def _escaped(self, word: str) -> str:
        if self._is_refused(word):
            return _ESCAPE + word
        return word

    def _is_refused(self, word: str) -> bool:
        """Return whether a word can only be meant as "not" in a query (-ad), as it is no option of the command."""
        if not _WORD_TO_REFUSE.fullmatch(word) or word in self._option_string_actions:
            return False
        return word[:2] not in self._option_string_actions or not _FILE_NAME.match(word[2:])

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        # what is for an action's parser stays escaped until that parses it
        is_passed_on = isinstance(action, argparse._SubParsersAction)
        return super()._get_value(action, arg_string if is_passed_on else arg_string.removeprefix(_ESCAPE))

    def error(self, message: str) -> NoReturn:
        message = _with_quoted_choices(message.replace(_ESCAPE, ""))
        translated = self._unknown(message) or (message if language() == "en" else _in_chinese(message))
        print_error(*wrong_command(translated, self.prog))
        self.exit(Status.WRONG_COMMAND)

    def _unknown(self, message: str) -> str | None:
        """Return the message on an unknown command or option, with the most similar one; None for any other error."""
        match = re.match(r"argument (?:COMMAND|ACTION): invalid choice: '(.*)' \(choose from (.*)\)", message)
        if match:
            word = match[1]
            names = re.findall(r"'(.+?)'", match[2])
            unknown = say("没有“{word}”这个命令", word=word)
            # not Path(word).exists(), which raises for a word that is too long for a path
            if message.startswith("argument COMMAND") and os.path.exists(word):  # noqa: PTH110
                return unknown + say("；在窗口里打开它，是 reader open {path}", path=shlex.quote(word))
        elif match := re.match(r"unrecognized arguments: (--[^\s=]+)", message):
            word = match[1]
            names = list(self._option_string_actions)
            unknown = say("没有“{word}”这个选项", word=word)
        else:
            return None
        bare = {name.lstrip("-"): name for name in names}  # all options begin alike
        near = [bare[name] for name in get_close_matches(word.lstrip("-"), bare, n=1)]
        if not near and message.startswith("argument ACTION"):
            return None  # they are few, and all named
        return unknown + (say("，是不是 {near}？", near=near[0]) if near else "")


def parsed(parser: Parser, words: Sequence[str]) -> tuple[Arguments, Path | None]:
    """Return the command that was typed, and the file of `--log`.

    Exits with status 2 if the words are not valid, with 0 after printing the help or the version (raises SystemExit).
    """
    escaped = []
    for word in words:
        if _NOT.match(word):
            escaped.append(_ESCAPE + word)
        else:
            escaped.append(word)
    namespace, unknown = parser.parse_known_args(escaped)
    typed: Parser = namespace.parser  # the help of what was asked for is nearer than that of the program
    if unknown:
        typed.error(f"unrecognized arguments: {' '.join(unknown)}")
    values = {field.name: field.value(namespace) for field in fields_of(namespace.struct)}
    try:
        return namespace.struct(**values), namespace.log
    except WrongArguments as error:
        typed.error(str(error))


class DeclaredField(Struct, frozen=True):
    name: str
    kind: Any
    """Its type: of an optional one, that of its value; of a tuple, that of its elements."""
    is_tuple: bool
    default: Any
    declared: Argument | Option | Switches | TypedBefore

    @property
    def is_query(self) -> bool:
        return isinstance(self.declared, Argument) and self.declared.metavar == "QUERY"

    def value(self, namespace: argparse.Namespace) -> Any:
        value = getattr(namespace, self.name, self.default)
        if isinstance(value, list):
            return tuple(value)
        if isinstance(self.kind, EnumMeta) and value is not None:
            return self.kind(value)
        return value


@cache
def fields_of(struct: type[Arguments]) -> tuple[DeclaredField, ...]:
    return tuple(_declared(field.name, field.type, field.default) for field in fields(struct))


def _declared(name: str, annotated: Any, default: Any) -> DeclaredField:
    kind, declared = get_args(annotated)[:2]
    if get_origin(kind) in (Union, UnionType):
        kind = get_args(kind)[0]
    is_tuple = get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis
    return DeclaredField(name, get_args(kind)[0] if is_tuple else kind, is_tuple, default, declared)


class _Filling:
    """Adds the fields of a struct to a parser."""

    def __init__(self, parser: Parser, json: Words) -> None:
        self._parser = parser
        self._json = json
        self._groups: dict[object, Any] = {}
        """The groups of options, by their headings, or by what makes them exclude each other."""

    def add(self, declared: Iterable[DeclaredField]) -> None:
        for field in declared:
            match field.declared:
                case Argument() as argument:
                    is_needed = field.default is NODEFAULT
                    if field.is_tuple:
                        if is_needed:
                            nargs = "+"
                        else:
                            nargs = "*"
                    elif is_needed:
                        nargs = None
                    else:
                        nargs = "?"
                    self._parser.argument(
                        field.name,
                        metavar=argument.metavar,
                        help=_said(argument.words),
                        nargs=nargs,
                        **_taken_as(field, argument.parse),
                    )
                case Option() as option:
                    self._add_option(field, option)
                case Switches() as switches:
                    is_choice = len(switches.each) > 1
                    group = self._group(switches.one_of or (OneOf() if is_choice else None))
                    for flag, value, words in switches.each:
                        group.add_argument(
                            flag,
                            dest=field.name,
                            action="store_const",
                            const=value,
                            default=field.default,
                            help=words(),
                        )

    def _add_option(self, field: DeclaredField, option: Option) -> None:
        flags = option.flags.split() or ["--" + field.name.replace("_", "-")]
        group = self._group(option.one_of, option.heading)
        if option.words is None:
            about = argparse.SUPPRESS
        else:
            about = _said(option.words or self._json)
        if field.kind is bool:
            action = "store_false" if field.default else "store_true"
            group.add_argument(
                *flags,
                dest=field.name,
                action=action,
                default=argparse.SUPPRESS if option.is_inherited else field.default,
                help=about,
            )
            return
        more = _taken_as(field, option.parse)
        if option.choices is not None:
            more["choices"] = option.choices
        if field.is_tuple:
            more |= {"nargs": option.nargs} if option.nargs else {"action": "append"}
        if field.default is NODEFAULT:
            more["required"] = True
        elif field.default is not None:
            more["default"] = _plain(field.default)
        if option.is_inherited:
            more["default"] = argparse.SUPPRESS
        group.add_argument(*flags, dest=field.name, metavar=option.metavar, help=about, **more)

    def _group(self, one_of: OneOf | None, heading: Words | None = None) -> Any:
        """Return the group of the parser to which an option belongs, made when it is first asked for."""
        group: Any = self._parser.options
        if heading is not None:
            title = heading()
            if title not in self._groups:
                self._groups[title] = self._parser.add_argument_group(title)
            group = self._groups[title]
        if one_of is None:
            return group
        if one_of not in self._groups:
            self._groups[one_of] = group.add_mutually_exclusive_group(required=one_of.is_needed)
        return self._groups[one_of]


def _taken_as(field: DeclaredField, parse: Callable[[str], Any] | None) -> dict[str, Any]:
    """Return the arguments of `add_argument` that follow from a field's type."""
    if parse is not None:
        return {"type": parse}
    if get_origin(field.kind) is Literal:
        choices = get_args(field.kind)
        return {"choices": choices} | ({} if isinstance(choices[0], str) else {"type": type(choices[0])})
    if isinstance(field.kind, EnumMeta):
        kind: Any = field.kind
        return {"choices": tuple(member.value for member in kind)}
    converter = {int: whole_number, Path: Path}.get(field.kind)
    if converter is None:
        return {}
    return {"type": converter}


def _plain(default: Any) -> Any:
    if isinstance(default, tuple):
        return list(default)
    if isinstance(type(default), EnumMeta):
        return default.value
    return default


def _examples_in_words(struct: type[Arguments]) -> str:
    lines = [say("例：")]
    for typed, meaning in struct.EXAMPLES:
        command = typed if isinstance(typed, str) else typed()
        lines.append(f"  {command}\n      {meaning()}")
    return "\n".join(lines)


def _itself(struct: type[Arguments]) -> type[Arguments]:
    return struct


def _said(words: str | Words) -> str:
    if isinstance(words, str):
        return say(words)
    return words()


_COMPLAINTS = (
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} 不能是 {1}，可选：{2}"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 不能是 {1}"),
    (r"argument (.+?): expected at least one argument", "{0} 后面要有值"),
    (r"argument (.+?): expected one argument", "{0} 后面要有一个值；以 - 开头的值写作 {0}=-…"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 不能与 {1} 同用"),
    (r"argument (.+?): ([^a-z].*)", "{0}：{1}"),
    (r"the following arguments are required: (.+)", "缺少 {0}"),
    (r"unrecognized arguments: (-.+)", "不认识 {0}；不是选项的，放在 -- 后面"),
    (r"unrecognized arguments: (.+)", "不认识 {0}"),
)


def _with_quoted_choices(message: str) -> str:
    """Return argparse's error message with each choice in quotation marks, which Python 3.13 leaves away."""
    return _CHOICES.sub(lambda match: ", ".join(f"'{choice}'" for choice in match[1].split(", ")), message)


_CHOICES = re.compile(r"(?<=\(choose from )([^'()]+)(?=\)$)")


def _in_chinese(message: str) -> str:
    """Return argparse's error message in Chinese; unchanged if it is of no known form."""
    for pattern, chinese in _COMPLAINTS:
        match = re.fullmatch(pattern, message)
        if match:
            return chinese.format(*match.groups())
    return message
