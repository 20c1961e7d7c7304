"""The options of `reader open` and of screenshots of the window."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from reader.cli.arguments.parser import Parser, library_place
from reader.i18n import say
from reader.library.library_kinds import library_kind_named, library_kinds
from reader.newspaper.article_link import is_link


def add_open(parser: Parser) -> None:
    parser.explain(
        say("没有图形界面、或缺少它要的系统库时，说明缺什么并以 1 退出。"),
        [
            ("reader open", say("打开上次的资料库")),
            (say("reader open ~/旧报"), say("把 ~/旧报 作为资料库打开，下次也从它开始")),
        ],
    )
    parser.argument(
        "root",
        nargs="?",
        type=_folder_or_link,
        metavar="PATH",
        help=say(
            "资料库文件夹{others}；或一个 yuebao: 链接，在有那篇文章的窗口或资料库里打开它",
            others="".join(each.help() for each in library_kinds()),
        ),
    )


def add_screenshot(parser: Parser) -> None:
    group = parser.add_argument_group(say("截图"))
    group.add_argument("--screenshot", type=Path, metavar="FILE", help=say("不显示窗口，把它画进 PNG 文件"))
    group.add_argument(
        "--size", type=_size, default=(1440, 900), metavar="WxH", help=say("窗口大小，默认 1440x900")
    )
    group.add_argument(
        "--theme", choices=("paper", "white", "dark"), default="paper", help=say("配色，默认 paper")
    )
    group.add_argument(
        "--view",
        choices=("reading", "page", "search", "typing", "calendar", "bookmarks", "welcome"),
        default="reading",
        help=say("画哪一面，默认 reading"),
    )
    group.add_argument(
        "--query", dest="shown_query", default="", metavar="QUERY", help=say("画 search 时搜什么")
    )
    group.add_argument("--scale", type=int, choices=(1, 2), default=1, help=say("一个像素画成几个，默认 1"))


def add_self_test(parser: Parser) -> None:
    group = parser.add_argument_group(say("自检"))
    group.add_argument(
        "--self-test",
        action="store_true",
        help=say("在一个临时文件夹里试一遍：读入、搜索、导出、窗口都正常吗；别处一概不动"),
    )
    group.add_argument("--json", action="store_true", dest="as_json", help=say("结果打印成一个对象"))


def with_open_command(words: Sequence[str]) -> list[str]:
    """Return the command line, with `open --` before it if its first word is a link, or names a library.

    A file manager starts the program with a file alone, a browser with a link. Anybody may have written that link, and
    the browser may have split it at quotation marks: after `--` no part of it is taken for an option.
    """
    first = words[0] if words else ""
    is_opened = is_link(first) or library_kind_named(first) is not None
    return ["open", "--", *words] if is_opened else list(words)


def _folder_or_link(text: str) -> Path | str:
    return text if is_link(text) else library_place(text)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch("([0-9]{2,5})[x×]([0-9]{2,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(say("“{text}”不是大小，要像 1440x900", text=text))
    return int(found[1]), int(found[2])
