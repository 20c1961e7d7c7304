"""An argument parser in the program's language, and the arguments that several commands have."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from reader.export.forms import RecordFormat, Wording
from reader.i18n import language, say
from reader.library.library_kinds import is_address, kinds_elsewhere
from reader.newspaper.article_link import BadLink, is_link, link_to, parse_link


class _Formatter(argparse.RawTextHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=110)

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

    def __init__(self, prog: str, description: str, examples: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=_epilog(examples),
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.argument = self.add_argument_group(say("参数")).add_argument
        self.options = self.add_argument_group(say("选项"))
        self.option = self.options.add_argument
        self.flag = partial(self.option, action="store_true")
        self.option("-h", "--help", action="help", help=say("显示这段说明"))
        self.fill: Callable[[Parser], None] | None = None
        """Adds the arguments; called once, when the parser is first used."""
        self._more: str | Callable[[], str] = ""
        self._subcommands: argparse._SubParsersAction[Parser] | None = None

    def explain(self, more: str | Callable[[], str], examples: Sequence[tuple[str, str]]) -> None:
        """Set what the help says after the command's purpose: how it works, and examples.

        `more` is called only when the help is printed, if it is a function.
        """
        self._more = more
        self.epilog = _epilog(examples)

    def add_action(
        self,
        name: str,
        short: str,
        more: str,
        examples: Sequence[tuple[str, str]],
        *,
        may_be_absent: bool = False,
    ) -> Parser:
        """Add an action to a command, such as `list` to `bookmark`. Return its parser.

        `may_be_absent`, at the first of them: the command does something without an action, too.
        """
        if self._subcommands is None:
            self._subcommands = self.add_subparsers(
                dest="action",
                metavar="ACTION",
                title=say("做什么"),
                parser_class=Parser,
                required=not may_be_absent,
            )
        made = self._subcommands.add_parser(
            name,
            help=short,
            prog=f"{self.prog} {name}",
            description=_sentences(short, more),
            examples=examples,
        )
        made.set_defaults(parser=made)
        return made

    def format_help(self) -> str:
        if self._more:
            more = self._more() if callable(self._more) else self._more
            self.description, self._more = _sentences(self.description or "", more), ""
        return re.sub("(?m)^(\\W*[^ -~]+):$", r"\1：", super().format_help())  # after a Chinese heading

    def filled(self) -> Parser:
        """Return this parser after adding its arguments, if that has not been done."""
        fill, self.fill = self.fill, None
        if fill is not None:
            fill(self)
        return self

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.filled()
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        translated = self._unknown(message) or (message if language() == "en" else _in_chinese(message))
        hint = say("说明和例子：{command} --help", command=self.prog)
        self.exit(2, say("命令行不对：{message}", message=translated) + f"\n{hint}\n")

    def _unknown(self, message: str) -> str | None:
        """Return the message on an unknown command or option, with the most similar one; None for any other error."""
        if found := re.match(
            r"argument (?:COMMAND|ACTION): invalid choice: '(.*)' \(choose from (.*)\)", message
        ):
            word, known = found[1], re.findall(r"'(.+?)'", found[2])
            told = say("没有“{word}”这个命令", word=word)
        elif found := re.match(r"unrecognized arguments: (--[^\s=]+)", message):
            word, known = found[1], list(self._option_string_actions)
            told = say("没有“{word}”这个选项", word=word)
        else:
            return None
        bare = {each.lstrip("-"): each for each in known}  # all options begin alike
        near = [bare[each] for each in get_close_matches(word.lstrip("-"), bare, n=1)]
        if not near and message.startswith("argument ACTION"):
            return None  # they are few, and all named
        return told + (say("，是不是 {near}？", near=near[0]) if near else "")


def _epilog(examples: Sequence[tuple[str, str]]) -> str:
    return "\n".join([say("例："), *(f"  {command}\n      {meaning}" for command, meaning in examples)])


def _sentences(short: str, more: str) -> str:
    return f"{short}。{more}" if language() == "zh" else f"{short}. {more}".replace(". \n", ".\n")


_COMPLAINTS = (
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "{0} 不能是 {1}，可选：{2}"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 不能是 {1}"),
    (r"argument (.+?): expected at least one argument", "{0} 后面要有值"),
    (r"argument (.+?): expected one argument", "{0} 后面要有一个值"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 不能与 {1} 同用"),
    (r"argument (.+?): ([^a-z].*)", "{0}：{1}"),
    (r"the following arguments are required: (.+)", "缺少 {0}"),
    (r"unrecognized arguments: (.+)", "不认识 {0}"),
)


def _in_chinese(message: str) -> str:
    """Return argparse's error message in Chinese; unchanged if it is of no known form."""
    for pattern, chinese in _COMPLAINTS:
        if found := re.fullmatch(pattern, message):
            return chinese.format(*found.groups())
    return message


def library_help() -> str:
    """Return the help of `--library`."""
    others = "".join(each.help() for each in kinds_elsewhere())
    return say("资料库文件夹{others}；不写时用上次在窗口里打开的，没有则用自带的样本", others=others)


def library_place(text: str) -> Path | str:
    """Return the value of `--library`: a path, or a server's address unchanged. Raises ArgumentTypeError for ""."""
    return text if is_address(text) else path_given(text)


def path_given(text: str) -> Path:
    """Return the path of a file or folder. Raises ArgumentTypeError for "", which would be the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError(say("路径是空的；当前的文件夹写作 ."))
    return Path(text)


def add_library(parser: Parser) -> None:
    # no default, which would undo a --library before the command
    parser.option(
        "--library", type=library_place, metavar="DIR", default=argparse.SUPPRESS, help=library_help()
    )


def add_json(parser: Parser, what: str) -> None:
    parser.flag("--json", dest="as_json", help=what)


def add_shapes(parser: Parser) -> None:
    forms = parser.options.add_mutually_exclusive_group()
    forms.add_argument(
        "--as-printed",
        action="store_true",
        help=say("没加引号的词也只照原样找；不写时连简体、繁体、异体和数字的别种写法一起找"),
    )
    forms.add_argument("--shapes", action="store_true", help=say("加了引号的也连各种字形一起找"))


def add_wording(parser: Parser, *, has_notes: bool = False) -> None:
    """Add the options that say which characters the texts have; `has_notes`: without any, there are notes on them."""
    wording = parser.options.add_mutually_exclusive_group()
    wording.add_argument(
        "--corrected",
        dest="wording",
        action="store_const",
        const=Wording.WITH_NOTES,
        help=say("改正过的字附校注：“渡口”据版面改；识别作“渡囗”")
        + (say("（不写也附）") if has_notes else say("；不写就只要改正后的字")),
    )
    add_recognised(wording)
    if has_notes:
        wording.add_argument(
            "--no-notes", dest="wording", action="store_const", const=Wording.CORRECTED, help=say("不附校注")
        )
    parser.set_defaults(wording=Wording.WITH_NOTES if has_notes else Wording.CORRECTED)


def add_recognised(options: argparse._ActionsContainer) -> None:
    """Add the option that texts have the recognised characters instead of the corrected ones."""
    options.add_argument(
        "--as-recognised",
        dest="wording",
        action="store_const",
        const=Wording.RECOGNISED,
        default=Wording.CORRECTED,
        help=say("照识别的原样，不用改正的字"),
    )


def add_key(parser: Parser) -> None:
    parser.argument(
        "key",
        type=key_or_link,
        metavar="KEY",
        help=say("文章的编号，search 的每个结果都有；或它的链接。一段文字印在几处时写 编号@1987-06-12"),
    )
    add_library(parser)
    parser.option("--path", metavar="PATH", help=say("编号相同而文字不同的文章有几篇时：取这个文件里的"))


def add_keys(parser: Parser) -> None:
    """Add the argument for the names of one or several articles, and what goes with it."""
    parser.argument(
        "keys",
        nargs="+",
        type=key_or_link,
        metavar="KEY",
        help=say(
            "文章的编号，search 的每个结果都有，或它的链接；可写几个，- 是从标准输入读，一行一个。\n"
            "一段文字印在几处时写 编号@1987-06-12@报名，search --json 的 printing 就是"
        ),
    )
    add_library(parser)
    parser.option("--path", metavar="PATH", help=say("编号相同而文字不同的文章有几篇时：取这个文件里的"))


def whole_number(text: str) -> int:
    """Return the number that an argument consists of. Raises ArgumentTypeError unless it is 1 to 9 digits."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(say("“{text}”不是个数，要像 50", text=text))
    return int(text)


def whole(text: str) -> str:
    """Return the argument unchanged.

    Raises ArgumentTypeError if it was given in bytes that are no UTF-8 (lone surrogates here): they can't be stored.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(say("“{text}”不是 UTF-8 的文字", text=text)) from None
    return text


def key_or_link(text: str) -> str:
    """Return the name of an article: the argument unchanged, or the link in its normal form.

    Raises ArgumentTypeError for a link that can't be parsed, and for what `whole` refuses.
    """
    if not is_link(text):
        return whole(text)
    try:
        return link_to(parse_link(text))
    except BadLink as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def record_format(name: str) -> str:
    """Return the `RecordFormat` with this name or file suffix, as text. Raises ArgumentTypeError if there is none."""
    found = RecordFormat.named(name)
    if found is None:
        known = " ".join(RecordFormat)
        raise argparse.ArgumentTypeError(say("不会写“{name}”，可选：{known}", name=name, known=known))
    return found.value


def add_target(parser: Parser, words: str, *, metavar: str = "FILE") -> None:
    """Add the required option `--output`: the file or folder to create. `written_files.new_target` checks it."""
    parser.option("-o", "--output", type=Path, dest="target", required=True, metavar=metavar, help=words)


def settle_query(_: Parser, options: argparse.Namespace) -> None:
    """Take off the spaces that `with_dash_escaped` put before words with a dash."""
    options.query = [word.removeprefix(" ") for word in options.query]


# A query for articles without a word begins with a dash. argparse takes an argument with a space in it for no option,
# so such a word gets a space. A dash before a Latin letter is an option's, unless a field follows: -date:1987
NOT = r"-(?:[^-\sA-Za-z0-9]|[A-Za-z]+[:：])"


def with_dash_escaped(word: str) -> str:
    """Return an argument, with a space before it if it begins with a dash that means "not" in a query."""
    return " " + word if re.match(NOT, word) else word
