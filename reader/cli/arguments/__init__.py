"""The command-line parser and its help; a module a command, as for the commands.

These modules import none of what the commands run on, which takes ten times as long as parsing the line.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from reader import __version__
from reader.cli import wings
from reader.cli.arguments.backup import add_backup
from reader.cli.arguments.bookmark import add_bookmark, settle_bookmark
from reader.cli.arguments.check import add_check
from reader.cli.arguments.clip import add_clip
from reader.cli.arguments.columns import add_columns
from reader.cli.arguments.correct import add_correct, settle_correct
from reader.cli.arguments.dossier import add_dossier
from reader.cli.arguments.export import add_export
from reader.cli.arguments.kwic import add_collocates, add_kwic
from reader.cli.arguments.misreadings import add_misreadings
from reader.cli.arguments.options import Options
from reader.cli.arguments.parse import add_parse
from reader.cli.arguments.parser import Parser, library_help, library_place
from reader.cli.arguments.people import add_people, settle_people
from reader.cli.arguments.saved import add_log, add_saved
from reader.cli.arguments.search import add_search, settle_search, spared
from reader.cli.arguments.show import add_cite, add_show, settle_show
from reader.cli.arguments.similar import add_similar, settle_similar
from reader.cli.arguments.sources import add_sources, settle_sources
from reader.cli.arguments.sync import add_import, add_sync
from reader.cli.arguments.timeline import add_timeline, settle_timeline
from reader.cli.arguments.window import add_open, add_screenshot, add_self_test, with_what_is_opened
from reader.i18n import language, say

__all__ = ["Options", "parse_arguments"]


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
    if (settle := _SETTLED_BY.get(options.command or "")) is not None:
        settle(parser, options)
    return options


def _settle_query(_: Parser, options: Options) -> None:
    """Undo what `spared` added."""
    options.query = [word.removeprefix(" ") for word in options.query]


_SETTLED_BY: Mapping[str, Callable[[Parser, Options], None]] = {
    "search": settle_search,
    "kwic": _settle_query,
    "collocates": _settle_query,
    "timeline": settle_timeline,
    "people": settle_people,
    "show": settle_show,
    "similar": settle_similar,
    "sources": settle_sources,
    "bookmark": settle_bookmark,
    "correct": settle_correct,
}
"""What checks the options of a command that can contradict each other."""


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
    add_open(commands)
    add_sync(commands)
    add_import(commands)
    add_search(commands)
    add_saved(commands)
    add_timeline(commands)
    add_kwic(commands)
    add_collocates(commands)
    add_people(commands)
    add_similar(commands)
    add_sources(commands)
    add_show(commands)
    add_cite(commands)
    add_clip(commands)
    add_export(commands)
    wings.add_behind("export", commands)
    add_bookmark(commands)
    add_dossier(commands)
    add_backup(commands)
    add_correct(commands)
    add_log(commands)
    add_misreadings(commands)
    wings.add_behind("misreadings", commands)
    add_check(commands)
    add_parse(commands)
    add_columns(commands)
    return parser
