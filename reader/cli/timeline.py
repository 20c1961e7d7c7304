"""`reader timeline`: queries over time, as a table, as data, or drawn."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.cli.arguments.options import Options
from reader.cli.arguments.parser import Parser, add_json, add_library, add_shapes
from reader.cli.errors import CommandError
from reader.cli.libraries import mended, ready
from reader.cli.missing_dates import tell_damaged, to_json
from reader.cli.queries import understood
from reader.cli.terminal import bold, complain, print_json
from reader.cli.written_files import check_target, write_or_print
from reader.export.timeline import Measure, Step, Timeline, as_csv, as_object, as_rows, legend
from reader.export.timeline_svg import as_svg
from reader.i18n import say
from reader.language.forms import shortened
from reader.library.library import Library
from reader.search.engine import DateRange

_ENDINGS = (".csv", ".png", ".svg")
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


def run(options: Options) -> int:
    if options.output is not None:
        check_target(options.output)
    with ready(options.library) as library:
        empty = [text for text in options.query if library.searcher.understand(text).root is None]
        for text in empty:
            complain(say("“{query}”：没有要找的字。", query=shortened(text)))
        if len(empty) == len(options.query) and not options.as_json:
            return 0 if options.output is None else 1
        timeline, missing = mended(library, lambda: _asked(library, options))
    measure = Measure(options.share) if options.share else Measure.COUNT
    tell_damaged(missing)
    if options.as_json:
        print_json({**as_object(timeline, measure), "missing_dates": to_json(missing)})
    elif options.output is None:
        print("\n".join(_lines(timeline, measure)))
    elif options.output.suffix.lower() == ".csv":
        write_or_print(as_csv(timeline, measure), options.output)
    else:
        picture = as_svg(timeline, measure)
        is_svg = options.output.suffix.lower() == ".svg"
        write_or_print(picture if is_svg else _png(picture), options.output)
    return 0


def _asked(library: Library, options: Options) -> tuple[Timeline, Sequence[DateRange]]:
    """Return the timeline, and the dates that can't be searched."""
    queries = [understood(library, text, options) for text in options.query]
    timeline = library.timelines.timeline(queries, Step(options.by), names=options.query)
    first = library.searcher.search(queries[0], limit=0, with_suggestions=False)
    return timeline, library.lacked() or first.missing_dates


def _lines(timeline: Timeline, measure: Measure) -> Iterator[str]:
    for line in timeline.lines:
        undated = say("，其中 {n} 篇没有日期", n=line.undated) if line.undated else ""
        yield bold(legend(line)) + undated
    yield ""
    yield "\t".join([say("时间"), *(line.query for line in timeline.lines)])
    for row in as_rows(timeline, measure):
        yield "\t".join(row)


def _png(picture: str) -> bytes:
    """Return an SVG picture as PNG. Raises CommandError if this machine can't draw."""
    from reader import app, display

    try:
        return app.png_of(picture)
    except display.NoWindow as error:
        raise CommandError(say("这台机器不能画 .png（{reason}）。请存成 .svg。", reason=error)) from None
