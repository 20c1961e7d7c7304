"""The options of `reader kwic` and `reader collocates`."""

import argparse
import re
from pathlib import Path

from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, add_shapes, command
from reader.i18n import say

SORTS = ("date", "l1", "l2", "l3", "r1", "r2", "r3")


def add_kwic(commands: Commands) -> None:
    parser = command(
        commands,
        "kwic",
        say("列出要找的每一处，连同左右的文字"),
        say(
            "照 search 的写法去找，每处一行，找的字居中，旧的在前。“甲 /10 乙”以甲居中。\n"
            "左右相同的文字（同一段话又登了一次）只列最早的一处，并说一共有几处。\n"
            "最多记一百万处（约 50 MB），再多就按日期记到那里为止，并会说明。"
        ),
        [
            (say("reader kwic 渡口 --sort l2 --group"), say("左边两个字各有哪些、各几处")),
            (say("reader kwic 渡口 -o 渡口.xlsx"), say("存成表格，每行带引文")),
        ],
    )
    _add_query(
        parser,
        say(
            "打印一个对象：query understood_as total distinct articles is_complete missing_dates rows；\n"
            "每行的 key path date page headline left node right same citation；\n"
            "用 --group 时没有 rows 而有 groups：key count"
        ),
    )
    parser.options.add_argument(
        "--sort",
        choices=SORTS,
        default="date",
        help=say("次序：date 日期（默认）、l1 l2 l3 左边一到三个字、r1 r2 r3 右边一到三个字，近的先比"),
    )
    _add_characters(parser, "--width", 20, say("左右各几个字，默认 20，最多 200"))
    parser.options.add_argument(
        "--group", action="store_true", help=say("只数：左边或右边的字相同的归在一起，按日期则是每年几处")
    )
    parser.options.add_argument("--unfolded", action="store_true", help=say("文字相同的各处也都列出"))
    parser.options.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("存成 FILE.csv 或 FILE.xlsx；已有的不覆盖")
    )


def add_collocates(commands: Commands) -> None:
    parser = command(
        commands,
        "collocates",
        say("列出要找的字旁边特别常见的字和词"),
        say(
            "数每一处左右几个字之内的相邻两字，和结巴分词切出的词（词是结巴切的，不是报上分的），\n"
            "与它们在整个资料库里的次数相比；与找到的字重叠的不算，出了段不算。\n"
            "要读全库：十万篇各五百来字的文章，数相邻两字约五十秒，数词约五分钟。\n"
            "对数似然比 G²（Dunning 1993）：有多确定不是碰巧；大于 10.83，碰巧的机会不到千分之一。\n"
            "logDice（Rychlý 2008）：有多相属，与资料库大小无关；14 是形影不离，低 1 是弱一半。"
        ),
        [
            (say("reader collocates 渡口"), say("左右各五个字")),
            (say("reader collocates 渡口 --window 10 --json"), say("左右各十个字，全部，给程序用")),
        ],
    )
    _add_query(
        parser,
        say(
            "打印一个对象：query understood_as places window pairs words missing_dates；\n"
            "pairs 是相邻两字，words 是结巴切的词，\n"
            "每个的 unit beside total log_likelihood log_dice，按 log_likelihood 排"
        ),
    )
    _add_characters(parser, "--window", 5, say("左右各几个字，默认 5，最多 200"))


def _add_query(parser: Parser, about_json: str) -> None:
    """Add the query, the library, `--json` and `--shapes`."""
    parser.what.add_argument("query", nargs="+", metavar="QUERY", help=say("要找什么；几个词用空格隔开"))
    add_library(parser)
    add_json(parser, about_json)
    add_shapes(parser)


def _add_characters(parser: Parser, name: str, usual: int, about: str) -> None:
    """Add a number of characters on either side."""
    parser.options.add_argument(name, type=_width, default=usual, metavar="N", help=about)


def _width(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(say("“{text}”不是 1 到 200 的数", text=text))
    return int(text)
