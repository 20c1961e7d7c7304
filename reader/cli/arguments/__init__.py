"""The command line: the list of the commands, and their parser.

A command's module has its arguments beside what it does, and is imported when that command is wanted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from reader import __version__
from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, library_help, library_place, spared
from reader.cli.arguments.window import add_screenshot, add_self_test, with_what_is_opened
from reader.i18n import language, say
from reader.library.wings import wings

__all__ = ["COMMANDS", "Command", "Options", "parse_arguments"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command, by the names of what it is made of."""

    name: str
    short: Callable[[], str]
    """What it is for, in the list of the commands."""
    module: str
    """Its module, in `reader.cli` or by its whole name, with `add_…`, which adds arguments to a parser, and `run`."""
    run: str = "run"
    declared_in: str = ""
    """The module of `add_…`, if it is another one."""

    def fill(self, parser: Parser) -> None:
        """Import the module, and add the arguments."""
        getattr(_module(self.declared_in or self.module), f"add_{self.name}")(parser)
        parser.set_defaults(parser=parser, run=self.do)

    def do(self, options: Options) -> int:
        code: int = getattr(_module(self.module), self.run)(options)
        return code


def _module(name: str) -> object:
    return import_module(name if name.startswith("reader.") else f"reader.cli.{name}")


COMMANDS = (
    Command("open", lambda: say("打开窗口"), "window", run="run_open", declared_in="arguments.window"),
    Command("sync", lambda: say("读入文件夹里新的、改过的文件"), "sync"),
    Command("import", lambda: say("把文件复制进资料库，然后读入"), "sync", run="run_import"),
    Command("search", lambda: say("搜索"), "search"),
    Command("saved", lambda: say("存下的搜索，和它们上次看过以后新找到的"), "saved"),
    Command("timeline", lambda: say("一个词在各个时候有多少篇"), "timeline"),
    Command("kwic", lambda: say("列出要找的每一处，连同左右的文字"), "kwic"),
    Command("collocates", lambda: say("列出要找的字旁边特别常见的字和词"), "collocates"),
    Command("people", lambda: say("报上的人物：有谁、多少篇、什么职务、与谁一起"), "people"),
    Command("similar", lambda: say("同一篇文字在别处又登"), "similar"),
    Command("sources", lambda: say("一篇文章的几种来源"), "sources"),
    Command("show", lambda: say("显示一篇文章"), "show"),
    Command("cite", lambda: say("写出一篇文章的引文"), "show", run="run_cite"),
    Command("clip", lambda: say("把一篇文章、一段话剪成图片"), "clip"),
    Command("export", lambda: say("把文章成批导出，给别的程序读"), "export"),
    Command("bookmark", lambda: say("收藏文章，写批注，加标签"), "bookmark"),
    Command("dossier", lambda: say("专题：文章、剪下的话和自己写的文字，按自己的顺序"), "dossier"),
    Command("backup", lambda: say("列出、恢复收藏与批注的备份"), "backup"),
    Command(
        "correct",
        lambda: say("更正认错的地方：哪行是标题，哪里是另一篇，谁写的，是哪天的报"),
        "correct",
    ),
    Command("log", lambda: say("研究日志：在窗口里搜过什么、读过哪些文章"), "log"),
    Command("misreadings", lambda: say("列出一期里可能认错的字"), "misreadings"),
    Command("check", lambda: say("检查资料库的目录和索引"), "check"),
    Command("parse", lambda: say("读一个文件，看它分成哪些文章"), "parse"),
    Command("columns", lambda: say("说明表格的哪一列是标题、日期、正文"), "columns"),
)


def all_commands() -> Iterator[Command]:
    """Yield the commands, with those of the wings at their places, as the help lists them."""
    for each in COMMANDS:
        yield each
        for wing in wings():
            if wing.behind == each.name:
                yield Command(wing.command, wing.short, wing.terminal)


def parse_arguments(words: Sequence[str]) -> Options:
    """Return the options.

    Ends the process with 2 if the words are no valid command, with 0 after --help and --version.
    """
    parser = _parser(language())
    options: Options
    options, unknown = parser.parse_known_args(
        list(map(spared, with_what_is_opened(words))), namespace=Options()
    )
    parser = options.parser or parser  # the help of what was asked for is nearer than that of the program
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if options.settle is not None:
        options.settle(parser, options)
    return options


@cache
def _parser(_language: str) -> Parser:
    """Return the parser that speaks the language of the program; a process that runs many commands makes it once."""
    parser = Parser(
        "reader",
        say("阅报：把一个文件夹里识别好的旧报文字，变回可以翻、可以搜、可以收藏的报纸。不写命令就打开窗口。"),
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
    parser.options.add_argument(
        "--version", action="version", version=f"reader {__version__}", help=say("显示版本")
    )
    parser.options.add_argument("--whats-new", action="store_true", help=say("显示这个版本有什么新的"))
    parser.options.add_argument("--library", type=library_place, metavar="DIR", help=library_help())
    parser.options.add_argument(
        "--log",
        type=Path,
        metavar="FILE",
        help=say("把做了些什么逐行记到这个文件的末尾，报告故障时有用"),
    )
    add_screenshot(parser)
    add_self_test(parser)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title=say("命令"), parser_class=Parser
    )
    for each in all_commands():
        short = each.short()
        added = commands.add_parser(
            each.name, help=short, prog=f"reader {each.name}", description=short, examples=[]
        )
        added.fill = each.fill
    return parser
