"""The list of the commands, and the parser of the command line.

A command has two modules. That of its arguments is imported when the command is named, that of its work when it is
run: a help text and a wrong command line are answered without the library and the engine.
"""

import argparse
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from reader import __version__
from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, library_help, library_place, with_dash_escaped
from reader.cli.arguments.window import add_screenshot, add_self_test, with_open_command
from reader.cli.options import Arguments
from reader.cli.parser import Parser as StructParser
from reader.cli.parser import made
from reader.i18n import language, say
from reader.plugs import Command, in_order, load, plugs

__all__ = ["COMMANDS", "Options", "parse_arguments"]


COMMANDS = {
    "read": (
        Command("open", lambda: say("打开窗口"), "window", run="run_open", arguments="window"),
        Command("sync", lambda: say("读入文件夹里新的、改过的文件"), "sync", arguments="files"),
        Command(
            "import", lambda: say("把文件复制进资料库，然后读入"), "sync", run="run_import", arguments="files"
        ),
        Command(
            "recognize", lambda: say("识别图片里的文字，让扫描的旧报也能读"), "recognize", arguments="files"
        ),
        Command("show", lambda: say("显示一篇文章"), "show", arguments="articles"),
        Command("sources", lambda: say("一篇文章的几种来源"), "sources", arguments="articles"),
        Command("parse", lambda: say("读一个文件，看它分成哪些文章"), "parse", arguments="files"),
        Command("columns", lambda: say("说明表格的哪一列是标题、日期、正文"), "columns", arguments="files"),
    ),
    "find": (
        Command("search", lambda: say("搜索"), "search", arguments="searching"),
        Command(
            "saved", lambda: say("存下的搜索，和它们上次看过以后新找到的"), "saved", arguments="searching"
        ),
        Command("timeline", lambda: say("一个词在各个时候有多少篇"), "timeline", arguments="searching"),
        Command(
            "people",
            lambda: say("报上的人物：有谁、多少篇、什么职务、与谁一起"),
            "people",
            arguments="searching",
        ),
        Command("similar", lambda: say("同一篇文字在别处又登"), "similar", arguments="searching"),
    ),
    "keep": (
        Command("bookmark", lambda: say("收藏文章，写批注，加标签"), "bookmark", arguments="articles"),
        Command(
            "dossier",
            lambda: say("专题：文章、剪下的话和自己写的文字，按自己的顺序"),
            "dossier",
            arguments="articles",
        ),
        Command("backup", lambda: say("列出、恢复收藏与批注的备份"), "backup", arguments="articles"),
        Command("log", lambda: say("研究日志：在窗口里搜过什么、读过哪些文章"), "log", arguments="articles"),
    ),
    "give": (
        Command("cite", lambda: say("写出一篇文章的引文"), "show", run="run_cite", arguments="articles"),
        Command("clip", lambda: say("把一篇文章、一段话剪成图片"), "clip", arguments="articles"),
        Command("export", lambda: say("把文章成批导出，给别的程序读"), "export", arguments="articles"),
    ),
    "mend": (
        Command(
            "correct",
            lambda: say("更正认错的地方：哪行是标题，哪里是另一篇，谁写的，是哪天的报"),
            "correct",
            arguments="files",
        ),
        Command("misreadings", lambda: say("列出一期里可能认错的字"), "misreadings", arguments="files"),
        Command(
            "profile",
            lambda: say("一份报各期的惯例：栏目、版名、条目的记号、报头"),
            "profile",
            arguments="files",
        ),
        Command("check", lambda: say("检查资料库的目录和索引"), "check", arguments="files"),
    ),
}
"""The commands under the keys of `_HEADINGS`, in the order of the help."""
_HEADINGS: dict[str, Callable[[], str]] = {
    "read": lambda: say("读报"),
    "find": lambda: say("查找"),
    "keep": lambda: say("收藏和笔记"),
    "give": lambda: say("引用和送人"),
    "mend": lambda: say("更正和检查"),
}


def commands_of(heading: str) -> list[Command]:
    """Return the commands under a heading in the order of the help, those of features included."""
    of_features = (each for plug in plugs() for each in plug.commands if each.heading == heading)
    return in_order(COMMANDS[heading], of_features)


def _fill(command: Command, parser: Parser) -> None:
    """Add a command's arguments to its parser."""
    declared_in = f"reader.cli.arguments.{command.arguments}" if command.arguments else command.module
    getattr(import_module(declared_in), f"add_{command.name}")(parser)
    parser.set_defaults(parser=parser, run=partial(_execute, command))


def _execute(command: Command, options: Options) -> int:
    """Run a command. Return the exit status."""
    module = command.module if command.module.startswith("reader.") else f"reader.cli.{command.module}"
    status: int = getattr(import_module(module), command.run)(options)
    return status


def _list_of_commands() -> str:
    """Return all commands, each with what it is for, under their headings."""
    lines = []
    for heading, title in _HEADINGS.items():
        lines += ["", say("{title}：", title=title())]
        lines += [f"  {each.name:<13}{each.short()}" for each in commands_of(heading)]
    return "\n".join(lines)


def parse_arguments(words: Sequence[str]) -> Options:
    """Return the parsed command line.

    Exits with status 2 if it is not valid, with 0 after printing the help or the version (raises SystemExit).
    """
    parser = _parser(language())
    options: Options
    options, unknown = parser.parse_known_args(
        list(map(with_dash_escaped, with_open_command(words))), namespace=Options()
    )
    parser = options.parser or parser  # the help of what was asked for is nearer than that of the program
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if isinstance(parser, StructParser):
        options.run = _runner(made(options))
    if options.settle is not None:
        options.settle(parser, options)
    return options


def _runner(command: Arguments) -> Callable[[Options], int]:
    return lambda _options: command.run()


@cache
def _parser(_language: str) -> Parser:
    """Return the parser with its messages in the program's language. Cached by language: tests run many commands."""
    parser = Parser(
        "reader",
        say("阅报：把一个文件夹里识别好的旧报文字，变回可以翻、可以搜、可以收藏的报纸。不写命令就打开窗口。")
        + f"\n{_list_of_commands()}",
        [
            (
                say("reader open ~/旧报"),
                say("打开自己的文件夹；没有图形界面的机器上用 reader sync --library ~/旧报"),
            ),
            (
                say('reader search "{word} 记者:{name}"', word="渡口", name="顾知远"),
                say("在资料库里找同时有“渡口”、由顾知远署名的文章"),
            ),
        ],
    )
    parser.usage = say("reader [命令] [选项]")
    parser.option("--version", action="version", version=f"reader {__version__}", help=say("显示版本"))
    parser.flag("--whats-new", help=say("显示这个版本有什么新的"))
    parser.option("--library", type=library_place, metavar="DIR", help=library_help())
    parser.option(
        "--log", type=Path, metavar="FILE", help=say("把做了些什么逐行记到这个文件的末尾，报告故障时有用")
    )
    either: Any = lambda **words: StructParser(**words) if "struct" in words else Parser(**words)  # noqa: E731
    commands: Any = parser.add_subparsers(
        dest="command", metavar="COMMAND", help=argparse.SUPPRESS, parser_class=either
    )
    for each in (each for heading in COMMANDS for each in commands_of(heading)):
        if each.struct:
            commands.add_parser(
                each.name, prog=f"reader {each.name}", short=each.short(), struct=partial(load, each.struct)
            )
            continue
        added = commands.add_parser(
            each.name, prog=f"reader {each.name}", description=each.short(), examples=[]
        )
        added.fill = partial(_fill, each)
    add_self_test(parser)
    add_screenshot(parser)
    return parser
