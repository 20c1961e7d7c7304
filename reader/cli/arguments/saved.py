"""The options of `reader saved` and `reader log`."""

import argparse
from pathlib import Path

from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command, count, whole
from reader.i18n import say


def add_saved(commands: Commands) -> None:
    parser = command(
        commands,
        "saved",
        say("存下的搜索，和它们上次看过以后新找到的"),
        say(
            "不写 ACTION 就是 list。“新”是准的：现在找得到、上次看的时候找不到的文章；\n"
            "看过什么与书签存在一起，缓存删了、文件改了名、在另一台电脑上看过，都照样算。\n"
            "存下、改名、删掉都在窗口里（Ctrl+Shift+S 存下，右键菜单改名、删掉）。"
        ),
        [
            (say("reader saved show 渡口"), say("列出，标出新的")),
            (
                "reader saved --new --mark --json",
                say("放进 cron：只列有新文章的，连同这些文章，列过就算看过"),
            ),
        ],
    )
    _add_list_options(parser)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser)
    listed = command(
        actions,
        "list",
        say("列出，连同篇数"),
        say("总数，和上次看过以后新的。什么也没变的不会再数一遍。"),
        [("reader saved list", say("列出全部")), ("reader saved list --new", say("只列有新文章的"))],
        of="saved",
    )
    _add_list_options(listed)
    _add_show(actions)


def add_log(commands: Commands) -> None:
    parser = command(
        commands,
        "log",
        say("研究日志：在窗口里搜过什么、读过哪些文章"),
        say(
            "默认不记：看过什么是私事，要记的人自己打开。只存在这台电脑上，不在资料库文件夹里，\n"
            "文件夹借人、拷走都不会带着它。打开和关掉对所有资料库和窗口都有效；终端里的命令不记。"
        ),
        [
            ("reader log --on", say("从现在起记")),
            (say("reader log -o 日志.md"), say("存成 Markdown，按天排，读过的文章带引文")),
        ],
    )
    add_library(parser)
    add_json(parser, say("打印一个对象：on entries；每条的 time kind（query 或 article）text total key"))
    does = parser.options.add_mutually_exclusive_group()
    does.add_argument("--on", action="store_true", dest="turned", default=None, help=say("打开"))
    does.add_argument(
        "--off", action="store_false", dest="turned", default=None, help=say("关掉；记下的还在")
    )
    does.add_argument(
        "--clear", action="store_true", dest="clears", help=say("把这个资料库的日志全部删掉，找不回来")
    )
    does.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("存成 Markdown 文件；已有的不覆盖")
    )


def _add_list_options(parser: Parser) -> None:
    add_library(parser)
    # no defaults, which would undo what stands before the action
    parser.options.add_argument(
        "--new",
        action="store_true",
        dest="is_new",
        default=argparse.SUPPRESS,
        help=say("只列有新文章的，并列出这些文章"),
    )
    parser.options.add_argument(
        "--mark",
        action="store_true",
        dest="marks",
        default=argparse.SUPPRESS,
        help=say("列过就算看过；不写则下次还是新的"),
    )
    parser.options.add_argument(
        "--json",
        action="store_true",
        dest="as_json",
        default=argparse.SUPPRESS,
        help=say(
            "打印一个数组：name uuid query order all_shapes total new trouble；用 --new 时还有 hits，\n"
            "每条同 search；trouble 是找不了的原因，没有则是 null"
        ),
    )


def _add_show(actions: Commands) -> None:
    show = command(
        actions,
        "show",
        say("打开一个：列出它找到的文章，新的标出来"),
        say("看过的就不再是新的。"),
        [
            (say("reader saved show 渡口"), say("列出，标出新的")),
            (say("reader saved show 渡口 --new --peek"), say("只列新的，并且不算看过")),
        ],
        of="saved",
    )
    _add_name(show)
    add_library(show)
    add_json(
        show,
        say("打印一个对象：name uuid query understood_as total new trouble hits；每条同 search，另有 new"),
    )
    show.options.add_argument("--new", action="store_true", dest="is_new", help=say("只列新的"))
    show.options.add_argument("--peek", action="store_true", dest="peeks", help=say("不算看过"))
    show.options.add_argument(
        "--limit", type=count, default=50, metavar="N", help=say("最多列多少篇，默认 50")
    )


def _add_name(parser: Parser) -> None:
    parser.what.add_argument(
        "name", type=whole, metavar="NAME", help=say("它的名字，或 UUID 的前八位（list --json 里有）")
    )
