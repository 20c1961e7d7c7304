"""The options of `reader timeline`."""

from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Commands, Parser, add_json, add_library, add_shapes, command
from reader.i18n import say

_ENDINGS = (".csv", ".png", ".svg")
_MOST_QUERIES = 5


def add_timeline(commands: Commands) -> None:
    parser = command(
        commands,
        "timeline",
        say("一个词在各个时候有多少篇"),
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
    parser.what.add_argument(
        "query", nargs="+", metavar="QUERY", help=say("要找什么，一个 QUERY 一条线，最多五条")
    )
    add_library(parser)
    add_json(
        parser,
        say(
            "打印一个对象：by share queries missing_dates；每条线有 query understood_as total undated points，\n"
            "每个时候有 time count held characters held_characters（用 --share 时还有 share）"
        ),
    )
    add_shapes(parser)
    parser.options.add_argument(
        "--by", choices=("year", "month", "day"), default="year", help=say("按年（默认）、月或日")
    )
    parser.options.add_argument(
        "--share",
        choices=("articles", "characters"),
        help=say("占当时所有文章的篇数（articles），或它们的字数（characters）"),
    )
    parser.options.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=say("存成文件：.csv、.png 或 .svg")
    )


def settle_timeline(parser: Parser, options: Options) -> None:
    """Check the options. Ends the process with 2 if they can't be followed."""
    options.query = [word.removeprefix(" ") for word in options.query]
    if len(options.query) > _MOST_QUERIES:
        parser.error(say("一次最多比较 {n} 个 QUERY", n=_MOST_QUERIES))
    if options.output is not None:
        if options.as_json:
            parser.error(say("--json 不能与 -o 同用"))
        if options.output.suffix.lower() not in _ENDINGS:
            parser.error(say("-o 的文件要以 .csv、.png 或 .svg 结尾"))
