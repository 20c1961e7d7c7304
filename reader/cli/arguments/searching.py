"""The arguments of the commands that search: search, saved, timeline, kwic, collocates, people, similar.

The modules of `reader.cli.arguments` import neither the engine nor the library, so that a help text and a wrong command
line are answered before these are loaded.
"""

import argparse
import re
import unicodedata
from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments.options import Options, ending_of
from reader.cli.arguments.parser import (
    NOT,
    Parser,
    add_json,
    add_library,
    add_shapes,
    add_wording,
    record_format,
    whole,
    whole_number,
)
from reader.export.forms import RecordFormat, Wording
from reader.i18n import say


def add_search(parser: Parser) -> None:
    parser.set_defaults(settle=settle_search)
    parser.explain(
        _explained_search,
        [
            ("reader search 雁桥 渡口 --sort newest", say("同时有“雁桥”和“渡口”的文章，新的在前")),
            (
                say("reader search --batch 词表.txt --jsonl --all"),
                say("词表里每行搜一次，每行打印一个含全部结果的对象"),
            ),
        ],
    )
    parser.argument("query", nargs="*", metavar="QUERY", help=say("要找什么；几个词用空格隔开"))
    add_library(parser)
    add_json(parser, _explained_object())
    parser.option("--batch", metavar="FILE", help=say("从文件里逐行读要找什么（- 是标准输入），一行一个对象"))
    parser.flag("--jsonl", dest="as_jsonl", help=say("与 --batch 同用"))
    parser.flag("--all", dest="show_all", help=say("列出全部结果"))
    parser.option("--limit", type=whole_number, metavar="N", help=say("最多列出几个，默认 50"))
    parser.option("--offset", type=whole_number, default=0, metavar="N", help=say("跳过前几个"))
    parser.option(
        "--sort",
        choices=("relevance", "newest", "oldest"),
        default="relevance",
        help=say("次序：relevance 最相关（默认）、newest 最新、oldest 最早"),
    )
    parser.flag("--count", help=say("只要文章的篇数；报头里也有时另说一句"))
    add_shapes(parser)
    parser.flag(
        "--rungs",
        help=say("另外一级一级列出：别的字形、跨段拆开的、可能认错一个字的、人的另一种称呼；各有各的篇数"),
    )
    parser.flag(
        "--notes",
        dest="with_notes",
        help=say("另外列出批注、标签、标出的话里有这些字的收藏；另计，不算在篇数里"),
    )
    _add_output(parser)
    add_wording(parser)


def _add_output(parser: Parser) -> None:
    parser.option(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say(
            "把全部结果存成文件，一篇一条；格式看扩展名：\n"
            ".csv .jsonl .md .bib .ris .json（CSL-JSON） .txt（GB/T 7714 参考文献表）"
        ),
    )
    parser.option(
        "--export",
        type=record_format,
        metavar="FORMAT",
        help=say(
            "全部结果用这种格式打印，或存到 -o 的文件里：{forms}；\n只要前几个请加 --limit",
            forms=" ".join(RecordFormat),
        ),
    )


def share_help() -> str:
    """Return the help on the fields that say from how much of the library numbers are."""
    return say(
        "read_share 是读了多少（按文件大小，0 到 1）；没读完时 total_is_exact 为 false，\n"
        "另有 failed_files：没读成的文件数"
    )


def _explained_object() -> str:
    """Return the help on `--json`."""
    return (
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
            "missing_dates 是服务器不在而暂时搜不到的日期，起止成对"
        )
        + "\n"
        + share_help()
        + "\n"
        + say(
            "articles 是文章的篇数，与 --count、timeline 的一样，by_year by_page by_newspaper 加起来就是它；\n"
            "mastheads 是报头里有的文件数；total 是两者之和，也就是 --all 时 hits 有几个"
        )
        + "\n"
        + say(
            "by_shape 是每个词的各种字形、写法各有几篇；not_taken 是没有算进去的：rung（shapes 别的字形，\n"
            "inside 在更长的词里）forms articles"
        )
        + "\n"
        + say(
            "用 --notes 时另有 notes：每条的 uuid key newspaper date page headline quotation note tags，\n"
            "found_in 说在哪里找到（quotation note tag）；不算在 total 里"
        )
    )


def _explained_search() -> str:
    """Return the help on the syntax of queries: a line for each field and operator."""
    from reader.search.query import query_help  # each field says there what it is

    note = say("每个结果后面是文章的编号，供 show、cite、bookmark 使用。")
    return "\n".join(["", *_in_columns(query_help.sheet()), query_help.note(), note])


def _in_columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the rows as lines of two aligned columns, a Han character being two cells wide on a terminal."""

    def cells(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

    width = max(cells(left) for left, _ in rows)
    for left, right in rows:
        yield f"  {left}{' ' * (width - cells(left) + 2)}{right}"


def settle_search(parser: Parser, options: Options) -> None:
    """Undo `with_dash_escaped`, and check the options. Exits with status 2 if they contradict each other."""
    options.query = [re.sub(f"^ (?={NOT})", "", word) for word in options.query]
    if bool(options.query) == bool(options.batch):
        parser.error(say("search 要么给出 QUERY，要么用 --batch FILE"))
    if options.rungs and (options.count or options.batch or options.offset):
        parser.error(say("--rungs 不能与 --count、--batch、--offset 同用"))
    _settle_export(parser, options)
    if options.show_all and (options.limit is not None or options.offset):
        parser.error(say("--all 不能与 --limit、--offset 同用"))


def _settle_export(parser: Parser, options: Options) -> None:
    """Check the options of an export, and set its format from the file's suffix unless `--export` is given."""
    if options.output is None and options.export is None:
        if options.wording is not Wording.CORRECTED:
            parser.error(say("--corrected、--as-recognised 要与 --export 或 -o 同用"))
        return
    if options.count or options.batch or options.as_json or options.as_jsonl or options.with_notes:
        parser.error(say("--export、-o 不能与 --count、--batch、--json、--jsonl、--notes 同用"))
    if options.export is None:
        assert options.output is not None
        try:
            options.export = record_format(ending_of(options.output, ".csv"))
        except ArgumentTypeError as error:
            parser.error(str(error))


def add_saved(parser: Parser) -> None:
    parser.explain(
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
    listed = parser.add_action(
        "list",
        say("列出，连同篇数"),
        say("总数，和上次看过以后新的。什么也没变的不会再数一遍。"),
        [("reader saved list", say("列出全部")), ("reader saved list --new", say("只列有新文章的"))],
        may_be_absent=True,
    )
    _add_list_options(listed)
    _add_show(parser)


def _add_list_options(parser: Parser) -> None:
    add_library(parser)
    # no defaults, which would override options given before the action
    parser.flag("--new", dest="is_new", default=argparse.SUPPRESS, help=say("只列有新文章的，并列出这些文章"))
    parser.flag(
        "--mark", dest="marks", default=argparse.SUPPRESS, help=say("列过就算看过；不写则下次还是新的")
    )
    parser.flag(
        "--json",
        dest="as_json",
        default=argparse.SUPPRESS,
        help=say(
            "打印一个数组：name uuid query order all_shapes total new trouble；用 --new 时还有 hits，\n"
            "每条同 search；trouble 是找不了的原因，没有则是 null"
        ),
    )


def _add_show(parser: Parser) -> None:
    show = parser.add_action(
        "show",
        say("打开一个：列出它找到的文章，新的标出来"),
        say("看过的就不再是新的。"),
        [
            (say("reader saved show 渡口"), say("列出，标出新的")),
            (say("reader saved show 渡口 --new --peek"), say("只列新的，并且不算看过")),
        ],
    )
    _add_name(show)
    add_library(show)
    add_json(
        show,
        say("打印一个对象：name uuid query understood_as total new trouble hits；每条同 search，另有 new"),
    )
    show.flag("--new", dest="is_new", help=say("只列新的"))
    show.flag("--peek", dest="peeks", help=say("不算看过"))
    show.option("--limit", type=whole_number, default=50, metavar="N", help=say("最多列多少篇，默认 50"))


def _add_name(parser: Parser) -> None:
    parser.argument(
        "name", type=whole, metavar="NAME", help=say("它的名字，或 UUID 的前八位（list --json 里有）")
    )


_MOST_QUERIES = 5


def add_timeline(parser: Parser) -> None:
    parser.set_defaults(settle=settle_timeline)
    parser.explain(
        say(
            "每个 QUERY 是一条线，写法同 search；几个词一起找请加引号。篇数是准的，后面是当时共有多少篇。\n"
            "没有报纸的时候没有数（JSON 里是 null），不当作零。"
        ),
        [
            ("reader timeline 渡口 板车 --by year", say("两个词，按年比较")),
            (
                say('reader timeline "{words}" --share articles -o 渡口.svg', words="渡口 日期:1987"),
                say("占当时篇数的多少，画成图"),
            ),
        ],
    )
    parser.argument("query", nargs="+", metavar="QUERY", help=say("要找什么，一个 QUERY 一条线，最多五条"))
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个对象：by share queries missing_dates；每条线有 query understood_as total undated points，\n"
            "每个时候有 time count held characters held_characters（用 --share 时还有 share）"
        ),
    )
    add_shapes(parser)
    parser.option("--by", choices=("year", "month", "day"), default="year", help=say("按年（默认）、月或日"))
    parser.option(
        "--share",
        choices=("articles", "characters"),
        help=say("占当时所有文章的篇数（articles），或它们的字数（characters）"),
    )
    parser.option("-o", "--output", type=Path, metavar="FILE", help=say("存成文件：.csv、.png 或 .svg"))


def settle_timeline(parser: Parser, options: Options) -> None:
    """Check the options. Exits with status 2 if they contradict each other."""
    options.query = [word.removeprefix(" ") for word in options.query]
    if len(options.query) > _MOST_QUERIES:
        parser.error(say("一次最多比较 {n} 个 QUERY", n=_MOST_QUERIES))
    if options.output is not None:
        if options.as_json:
            parser.error(say("--json 不能与 -o 同用"))
        if ending_of(options.output, ".csv") not in (".csv", ".png", ".svg"):
            parser.error(say("-o 的文件要以 .csv、.png 或 .svg 结尾"))


def add_people(parser: Parser) -> None:
    parser.set_defaults(settle=settle_people)
    parser.explain(
        say(
            "不写 NAME 就列出所有认出来的人，篇数多的在前；写了就是这个人的卡片。\n"
            "篇数与搜索这个名字的一样多。确定：有署名、职务、说话；多半是：有两种旁证；只是字样：只有那几个字。\n"
            "认错了的在窗口里改（人物卡片的右键菜单：划掉、合并、分出）；reader people decisions 列出改过的。"
        ),
        [
            (say("reader people --filter zsq"), say("按字、拼音或拼音首字母找")),
            (say("reader people 何渡生 --evidence"), say("凭什么说是他，一篇一行")),
        ],
    )
    parser.argument(
        "person", nargs="?", metavar="NAME", help=say("谁的卡片；写 decisions 则列出划掉、合并、分开的")
    )
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个对象：total people，每人的 name label pinyin initials articles certainty first last forms；\n"
            "写了 NAME 是卡片：name label forms certainty articles certain likely only_string written\n"
            "offices first last companions，用 --evidence 时还有 evidence。forms 是印着的各种写法，繁简都在内，多的在前"
        ),
    )
    parser.option(
        "--filter",
        dest="typed",
        default="",
        metavar="T",
        help=say("只列名字里有这些字的，或拼音、首字母这样开头的（祝、zhushq、zsq）"),
    )
    parser.option(
        "--sort",
        dest="order",
        choices=("count", "name", "pinyin"),
        default="count",
        help=say("次序：count 篇数（默认）、name 姓名、pinyin 拼音"),
    )
    parser.option("--label", type=whole, metavar="L", help=say("同名的人里哪一位：分出时给的称呼"))
    parser.flag("--evidence", help=say("也列出凭据：一篇一行，新的在前"))
    parser.option("--limit", type=whole_number, metavar="N", help=say("最多列出几个，默认 50"))
    add_list_options(parser)


def settle_people(parser: Parser, options: Options) -> None:
    """Check the options. Exits with status 2 if they contradict each other."""
    options.person = options.person.removeprefix(" ") if options.person is not None else None
    if options.evidence and options.person is None:
        parser.error(say("--evidence 要写明是谁的：reader people NAME --evidence"))
    if options.label is not None and options.person is None:
        parser.error(say("--label 要写明是谁的：reader people NAME --label L"))
    settle_list_options(parser, options)
    if options.typed and options.person is not None:
        parser.error(say("--filter 不能与 NAME 同用"))


def add_list_options(parser: Parser) -> None:
    """Add the options of `people --list` to those of `people`."""
    parser.option(
        "--list",
        type=Path,
        dest="name_list",
        metavar="FILE",
        help=say(
            "查一份名单：CSV 或每行一个名字，UTF-8 或 GB18030 都行；- 是标准输入。\n"
            "每个名字一行：照原样印着的篇数、各种别的写法的篇数、最早和最晚的日期"
        ),
    )
    parser.flag(
        "--exact", dest="only_exact", help=say("与 --list 同用：只数照原样印着的，不数别的写法，快十倍")
    )
    parser.flag("--csv", dest="as_csv", help=say("与 --list 同用：打印 CSV，Excel 可以直接打开"))
    parser.option(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=say("与 --list 同用：存成 FILE.csv 或 FILE.xlsx；已有的不覆盖"),
    )


def settle_list_options(parser: Parser, options: Options) -> None:
    """Check the options. Exits with status 2 if they contradict each other."""
    if options.name_list is None:
        if options.as_csv or options.only_exact or options.output is not None:
            parser.error(say("--exact、--csv 和 -o 要与 --list 同用"))
    elif options.as_csv and options.as_json:
        parser.error(say("--json 不能与 --csv 同用"))
    elif options.output is not None and ending_of(options.output, ".csv") not in (".csv", ".xlsx"):
        parser.error(say("-o 的文件要以 .csv 或 .xlsx 结尾"))


def add_similar(parser: Parser) -> None:
    parser.set_defaults(settle=settle_similar)
    parser.explain(
        say(
            "转载、重登、节录：错几个字、缺头少尾也找得到。不写 KEY 就列出所有登过不止一次的。\n"
            "天天都登的固定文字（报头、天气、启事）不列。"
        ),
        [
            ("reader similar tze25a2vmsg5zpia --diff", say("这一篇还登在哪里，逐字比较")),
            ("reader similar --series", say("所有的连载，各部分依次列出")),
        ],
    )
    parser.argument(
        "key", nargs="?", type=whole, metavar="KEY", help=say("文章的编号，search 的每个结果都有")
    )
    add_library(parser)
    add_json(
        parser,
        say(
            "每篇一行：key newspaper date page headline path likeness share whole_share is_whole；\n"
            "--diff 时还有 parts witnesses；"
            "不写 KEY 时每组一行：articles；--series 时每个连载一行：parts"
        ),
    )
    parser.flag("--diff", help=say("逐字比较：[甲→乙]、[-删去-]、[+添上+]"))
    parser.flag("--series", help=say("连载：这一篇所在的，不写 KEY 时是所有的"))
    parser.option("--path", metavar="PATH", help=say("编号相同而文字不同的文章有几篇时：取这个文件里的"))


def settle_similar(parser: Parser, options: Options) -> None:
    """Check the options. Exits with status 2 if they contradict each other."""
    if options.diff and (options.key is None or options.series):
        parser.error(say("--diff 要有 KEY，不能与 --series 同用"))
