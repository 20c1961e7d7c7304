"""The options of `reader search`."""

import re
import unicodedata
from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import (
    Commands,
    Parser,
    add_corrected,
    add_json,
    add_library,
    add_shapes,
    command,
    count,
    record_format,
)
from reader.i18n import say
from reader.search.query import query_help


def add_search(commands: Commands) -> None:
    parser = command(
        commands,
        "search",
        say("搜索"),
        "\n".join(
            [
                "",
                *_in_columns(query_help.sheet()),
                query_help.note(),
                say("每个结果后面是文章的编号，供 show、cite、bookmark 使用。"),
            ]
        ),
        [
            ("reader search 雁桥 渡口 --sort newest", say("同时有“雁桥”和“渡口”的文章，新的在前")),
            (
                say("reader search --batch 词表.txt --jsonl --all"),
                say("词表里每行搜一次，每行打印一个含全部结果的对象"),
            ),
        ],
    )
    parser.what.add_argument("query", nargs="*", metavar="QUERY", help=say("要找什么；几个词用空格隔开"))
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个对象：query understood_as total total_is_exact hits seams by_year by_page by_newspaper\n"
            "missing_dates remarks suggestions seconds；total 和 hits 先是文章，后是报头，\n"
            "报头另有 kind（masthead），没有 key，也不分版；\n"
            "seams 是跨版处：两版各有一半，合起来才有；\n"
            "说得准时另有 estimate：若没有认错的字约有多少篇，low high how；\n"
            "用 --rungs 时另有 rungs：每级的 rung（shapes、split、misread，人名还有 naming）\n"
            "forms total unseen hits，naming 的每个结果另有 tie：凭什么说是这个人；\n"
            "unseen 是其中上面各级都没有的篇数，各级只数文章、不数报头；\n"
            "用 --rungs 或 --shapes 时每个结果的 rung 说它在哪一级，\n"
            "照原样印着的是 exact；\n"
            '没有日期的记在 "undated" 下，不知哪版、哪报的记在 "unknown" 下；\n'
            "missing_dates 是索引损坏或服务器不在而暂时搜不到的日期，起止成对"
        )
        + "\n"
        + say(
            "articles 是文章的篇数，与 --count、timeline 的一样，by_year by_page by_newspaper 加起来就是它；\n"
            "mastheads 是报头里有的文件数；total 是两者之和，也就是 --all 时 hits 有几个"
        )
        + "\n"
        + say(
            "用 --notes 时另有 notes：每条的 uuid key newspaper date page headline quotation note tags，\n"
            "found_in 说在哪里找到（quotation note tag）；不算在 total 里"
        ),
    )
    parser.options.add_argument(
        "--batch", metavar="FILE", help=say("从文件里逐行读要找什么（- 是标准输入），一行一个对象")
    )
    parser.options.add_argument("--jsonl", action="store_true", dest="as_jsonl", help=say("与 --batch 同用"))
    parser.options.add_argument("--all", action="store_true", dest="show_all", help=say("列出全部结果"))
    parser.options.add_argument("--limit", type=count, metavar="N", help=say("最多列出几个，默认 50"))
    parser.options.add_argument("--offset", type=count, default=0, metavar="N", help=say("跳过前几个"))
    parser.options.add_argument(
        "--sort",
        choices=("relevance", "newest", "oldest"),
        default="relevance",
        help=say("次序：relevance 最相关（默认）、newest 最新、oldest 最早"),
    )
    parser.options.add_argument(
        "--count", action="store_true", help=say("只要文章的篇数；报头里也有时另说一句")
    )
    add_shapes(parser)
    parser.options.add_argument(
        "--rungs",
        action="store_true",
        help=say("另外一级一级列出：别的字形、跨段拆开的、可能认错一个字的、人的另一种称呼；各有各的篇数"),
    )
    parser.options.add_argument(
        "--notes",
        action="store_true",
        dest="with_notes",
        help=say("另外列出批注、标签、标出的话里有这些字的收藏；另计，不算在篇数里"),
    )
    parser.options.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say(
            "把全部结果存成文件，一篇一条；格式看扩展名：\n"
            ".csv .jsonl .md .bib .ris .json（CSL-JSON） .txt（GB/T 7714 参考文献表）"
        ),
    )
    parser.options.add_argument(
        "--export",
        type=record_format,
        metavar="FORMAT",
        help=say(
            "全部结果用这种格式打印，或存到 -o 的文件里：csv jsonl markdown bibtex ris csl-json gb2015 gb2025；\n"
            "只要前几个请加 --limit"
        ),
    )
    add_corrected(parser)


def _in_columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Return the rows as lines of two columns, with a Han character two cells wide."""

    def cells(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

    width = max(cells(left) for left, _ in rows)
    for left, right in rows:
        yield f"  {left}{' ' * (width - cells(left) + 2)}{right}"


def settle_search(parser: Parser, options: Options) -> None:
    """Undo what `spared` added, and check the options. Ends the process with 2 if they contradict each other."""
    options.query = [re.sub(f"^ (?={_NOT})", "", word) for word in options.query]
    if bool(options.query) == bool(options.batch):
        parser.error(say("search 要么给出 QUERY，要么用 --batch FILE"))
    if options.rungs and (options.count or options.batch or options.offset):
        parser.error(say("--rungs 不能与 --count、--batch、--offset 同用"))
    _settle_export(parser, options)
    if options.show_all and (options.limit is not None or options.offset):
        parser.error(say("--all 不能与 --limit、--offset 同用"))


def _settle_export(parser: Parser, options: Options) -> None:
    """Take the format of the file from its ending, unless it is given."""
    if options.output is None and options.export is None:
        if options.tells_corrected:
            parser.error(say("--corrected 要与 --export 或 -o 同用"))
        return
    if options.count or options.batch or options.as_json or options.as_jsonl or options.with_notes:
        parser.error(say("--export、-o 不能与 --count、--batch、--json、--jsonl、--notes 同用"))
    if options.export is None:
        assert options.output is not None
        try:
            options.export = record_format(options.output.suffix)
        except ArgumentTypeError as error:
            parser.error(str(error))


# A search for what does not hold a word begins with a dash. argparse takes no word for an option that has a space
# in it, so such a word gets one. A dash before a Latin letter is an option's, unless a field is meant: -date:1987
_NOT = r"-(?:[^-\sA-Za-z0-9]|[A-Za-z]+[:：])"


def spared(word: str) -> str:
    return " " + word if re.match(_NOT, word) else word
