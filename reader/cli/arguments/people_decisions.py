"""The options of `reader people strike`, `merge`, `split`, `decisions` and `undo`."""

import argparse
from collections.abc import Sequence

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, command, whole
from reader.i18n import say

ACTIONS = ("strike", "merge", "split", "decisions", "undo")


def people_actions(words: Sequence[str]) -> Parser | None:
    """Return the parser of a command line of `reader people` that begins with an action, None of any other."""
    if not _names_action(words):
        return None
    parser = Parser("reader people", "", [])
    add_library(parser)
    add_json(parser, say("打印一个对象"))
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title=say("做什么"), parser_class=Parser)
    _add_strike(actions)
    _add_merge(actions)
    _add_split(actions)
    _add_decisions(actions)
    _add_undo(actions)
    return parser


def _names_action(words: Sequence[str]) -> bool:
    """Return whether an action follows the options that any command of people has."""
    rest = iter(words)
    for word in rest:
        if word == "--library":
            next(rest, None)
        elif word != "--json" and not word.startswith("--library="):
            return word in ACTIONS
    return False


def settle_people_action(options: Options) -> None:
    """Give the words that begin with a hyphen back as they were typed."""
    for name in ("name", "into", "label"):
        if name in options:
            setattr(options, name, str(getattr(options, name)).removeprefix(" "))


def _add_strike(actions: Commands) -> None:
    strike = command(
        actions,
        "strike",
        say("划掉：这几个字不是人名"),
        say("不再列在人物里；搜索照样找得到，报上的字不改。"),
        [
            (say("reader people strike 江水"), say("江水不是一个人")),
            (say("reader people strike 江水 --json"), say("打印一个对象：记下的这一条")),
        ],
        of="people",
    )
    strike.what.add_argument("name", type=whole, metavar="NAME", help=say("认错了的名字"))
    _add_told(strike)


def _add_merge(actions: Commands) -> None:
    merge = command(
        actions,
        "merge",
        say("合并：一个名字是另一个名字的另一种写法"),
        say("今后只列后一个，篇数合在一起；报上的字不改。"),
        [
            (say("reader people merge 何度生 何渡生"), say("何度生就是何渡生")),
            (say("reader people merge 何度生 何渡生 --json"), say("打印一个对象：记下的这一条")),
        ],
        of="people",
    )
    merge.what.add_argument("name", type=whole, metavar="NAME", help=say("另一种写法"))
    merge.what.add_argument("into", type=whole, metavar="OTHER", help=say("列在哪个名字下"))
    _add_told(merge)


def _add_split(actions: Commands) -> None:
    split = command(
        actions,
        "split",
        say("分开：这几篇里说的是同名的另一个人"),
        say(
            "给另一位起个称呼（船工、雁桥小学教师），他就单独列出：reader people NAME --label LABEL 是他的卡片。\n"
            '称呼写作 "" 就是归回原来的人。'
        ),
        [
            (
                say("reader people split 何渡生 船工 3ul4mxdeiyoryyxj bqmx2hjwrzq5k7dn"),
                say("这两篇里的何渡生是位船工；编号见 reader people 何渡生 --evidence"),
            ),
            (say('reader people split 何渡生 "" 3ul4mxdeiyoryyxj'), say("这一篇归回原来的何渡生")),
        ],
        of="people",
    )
    split.what.add_argument("name", type=whole, metavar="NAME", help=say("他们共有的名字"))
    split.what.add_argument("label", type=whole, metavar="LABEL", help=say("另一位的称呼"))
    split.what.add_argument("keys", type=whole, nargs="+", metavar="KEY", help=say("文章的编号，一篇或几篇"))
    _add_told(split)


def _add_decisions(actions: Commands) -> None:
    decisions = command(
        actions,
        "decisions",
        say("列出划掉、合并、分开的"),
        say("旧的在前，各有编号；与书签、更正一起备份、导出和读入（reader bookmark export、import）。"),
        [
            ("reader people decisions", say("列出全部")),
            ("reader people decisions --json", say("打印一个数组")),
        ],
        of="people",
    )
    _add_told(decisions, say("打印一个数组，每条一个对象：uuid content created modified undone"))


def _add_undo(actions: Commands) -> None:
    undo = command(
        actions,
        "undo",
        say("撤销一条：就像没有改过"),
        say("不写编号就是最近的一条；可以一条一条往回撤。"),
        [
            ("reader people undo", say("撤销最近的一条")),
            ("reader people undo 3f1c9a52", say("按编号（decisions 里有），写开头几位即可")),
        ],
        of="people",
    )
    undo.what.add_argument(
        "uuid", nargs="?", default="", metavar="UUID", help=say("哪一条：它的编号，或编号的开头")
    )
    _add_told(undo)


def _add_told(parser: Parser, what: str = "") -> None:
    add_library(parser)
    parser.options.add_argument(
        "--json",
        action="store_true",
        dest="as_json",
        default=argparse.SUPPRESS,  # so that it does not undo a --json before the action
        help=what or say("打印一个对象：uuid content created modified undone"),
    )
