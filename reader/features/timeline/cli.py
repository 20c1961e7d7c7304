"""`reader timeline`: the number of matching articles by year, month or day, as a table, JSON, CSV or a picture."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal

from reader.cli.errors import CommandError
from reader.cli.libraries import ready, with_repair
from reader.cli.options import (
    Argument,
    Arguments,
    AsJson,
    AsPrinted,
    Headings,
    LibraryPlace,
    Option,
    Quiet,
    Shapes,
    TableHeadings,
    WrongArguments,
    ending_of,
)
from reader.cli.queries import asked, missing_dates_to_json, to_json, warn_of, warn_of_damage
from reader.cli.terminal import bold, print_json, print_warning
from reader.cli.written_files import check_target, write_or_print
from reader.export.forms import TableFormat
from reader.export.timeline import MOST_LINES, Measure, Step, Timeline, legend
from reader.features.timeline.timeline_files import as_object, as_rows, as_svg, as_table
from reader.i18n import later, say
from reader.language.forms import shortened
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, so_far, years_in_words
from reader.search.documents import DateRange


class TimelineCommand(Arguments, frozen=True):
    MORE = later(
        "每个 QUERY 是一条线，写法同 search；几个词一起找请加引号。篇数是准的，后面是当时共有多少篇。\n"
        "没有报纸的时候没有数（JSON 里是 null），不当作零。"
    )
    EXAMPLES = (
        ("reader timeline 渡口 板车 --by year", later("两个词，按年比较")),
        (
            later('reader timeline "{word} 日期:1987" --share articles -o 渡口.svg', word="渡口"),
            later("占当时篇数的多少，画成图"),
        ),
    )
    JSON = later(
        "打印一个对象：by share queries missing_dates；每条线有 query understood_as total undated points，\n"
        "每个时候有 time count held characters held_characters（用 --share 时还有 share）"
    )
    ANSWERS = ("reader.features.timeline.schemas:Timeline",)
    query: Annotated[tuple[str, ...], Argument("QUERY", "要找什么，一个 QUERY 一条线，最多五条")]
    library: LibraryPlace = None
    as_json: AsJson = False
    as_printed: AsPrinted = False
    shapes: Shapes = False
    by: Annotated[Step, Option("按年（默认）、月或日")] = Step.YEAR
    share: Annotated[
        Literal["articles", "characters"] | None,
        Option("占当时所有文章的篇数（articles），或它们的字数（characters）"),
    ] = None
    is_quiet: Quiet = False
    output: Annotated[Path | None, Option("存成文件：.csv、.xlsx、.png 或 .svg", "-o --output", "FILE")] = (
        None
    )
    headings: TableHeadings = Headings.NAMES

    def __post_init__(self) -> None:
        if len(self.query) > MOST_LINES:
            raise WrongArguments(say("一次最多比较 {n} 个 QUERY", n=MOST_LINES))
        if self.output is not None:
            if self.as_json:
                raise WrongArguments(say("--json 不能与 -o 同用"))
            if ending_of(self.output, ".csv") not in _ENDINGS:
                raise WrongArguments(say("-o 的文件要以 .csv、.xlsx、.png 或 .svg 结尾"))

    def run(self) -> int:
        if self.output is not None:
            check_target(self.output)
        with ready(self.library) as library:
            sets = [asked(library, text, self) for text in self.query]
            if all(article_set.is_empty for article_set in sets) and not self.as_json:
                for each in sets:
                    print_warning(say("“{query}”：没有要找的字。", query=shortened(each.text)))
                    warn_of(library, each, 1)
                if self.output is None:
                    return self.status(has_found=False)
                return 1
            timeline, missing = with_repair(library, partial(_timeline, library, self))
            query_fields: list[dict[str, Any]] = []
            for article_set, line in zip(sets, timeline.lines, strict=True):
                if article_set.is_empty:
                    print_warning(say("“{query}”：没有要找的字。", query=shortened(article_set.text)))
                warn_of(library, article_set, 1 if article_set.is_empty else line.total)
                query_fields.append(to_json(library, article_set, line.total))
        measure = Measure(self.share) if self.share else Measure.COUNT
        warn_of_damage(missing)
        if self.as_json:
            as_json = as_object(timeline, measure)
            lines = as_json["queries"]
            assert isinstance(lines, list)
            queries = [
                _line_to_json(*line_and_fields) for line_and_fields in zip(lines, query_fields, strict=True)
            ]
            print_json(
                {
                    **as_json,
                    "queries": queries,
                    "remarks": list(chain.from_iterable(fields["remarks"] for fields in query_fields)),
                    "missing_dates": missing_dates_to_json(missing),
                    **library.read.to_json(),
                }
            )
        elif self.output is None:
            print("\n".join(_lines(timeline, measure, library.read)))
        elif form := TableFormat.named(ending_of(self.output, ".csv")):
            write_or_print(form.writer(as_table(timeline, measure)), self.output)
        else:
            picture = as_svg(timeline, measure)
            is_svg = self.output.suffix.lower() == ".svg"
            write_or_print(picture if is_svg else _png(picture), self.output)
        return self.status(has_found=any(line.total for line in timeline.lines))


def _line_to_json(line: Mapping[str, Any], query_fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line as an object; its `undated` are on no place of it for want of a day.

    These are articles found, and those that the dates of its query leave out.
    """
    return {**line, **query_fields, "undated": line["undated"] + query_fields["undated"]}


_ENDINGS = (*TableFormat.endings(), ".png", ".svg")


def _timeline(library: Library, options: TimelineCommand) -> tuple[Timeline, Sequence[DateRange]]:
    sets = [asked(library, text, options) for text in options.query]
    timeline = library.contents.timelines.timeline(sets, options.by)
    first = library.searcher.search(sets[0], limit=0, with_suggestions=False)
    return timeline, library.lacked() or first.missing_dates


def _lines(timeline: Timeline, measure: Measure, read: ReadSoFar) -> Iterator[str]:
    for line in timeline.lines:
        if line.undated:
            undated = say("，其中 {n} 篇没有日期", n=line.undated)
        else:
            undated = ""
        yield so_far(read, bold(legend(line)) + undated)
    years = years_in_words(read)
    if years:
        yield say("{years}还没读到", years=years)
    yield ""
    yield "\t".join([say("时间"), *(line.query for line in timeline.lines)])
    for row in as_rows(timeline, measure):
        yield "\t".join(row)


def _png(picture: str) -> bytes:
    """Return an SVG picture as PNG. Raises CommandError if Qt can't be started on this machine."""
    from reader import app, display

    try:
        app.without_display()
    except display.NoWindow as error:
        raise CommandError(say("这台机器不能画 .png（{reason}）。请存成 .svg。", reason=error)) from None
    from reader.ui.widgets import theme

    return theme.png_of(picture)
