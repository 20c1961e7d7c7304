"""`reader timeline`: the number of matching articles by year, month or day, as a table, JSON, CSV or a picture."""

from collections.abc import Iterator, Sequence

from reader.cli.arguments.options import Options, ending_of
from reader.cli.errors import CommandError
from reader.cli.libraries import ready, with_repair
from reader.cli.queries import missing_dates_to_json, to_json, understood, warn_of_damage, warn_of_query
from reader.cli.terminal import bold, print_json, print_warning
from reader.cli.written_files import check_target, write_or_print
from reader.export.timeline import Measure, Step, Timeline, as_csv, as_object, as_rows, legend
from reader.export.timeline_svg import as_svg
from reader.i18n import say
from reader.language.forms import shortened
from reader.library.library import Library
from reader.library.read_share import ReadSoFar, so_far, years_in_words
from reader.search.documents import DateRange


def run(options: Options) -> int:
    if options.output is not None:
        check_target(options.output)
    with ready(options.library) as library:
        queries = [understood(library, text, options) for text in options.query]
        if not any(query.root for query in queries) and not options.as_json:
            for text, query in zip(options.query, queries, strict=True):
                print_warning(say("“{query}”：没有要找的字。", query=shortened(text)))
                warn_of_query(library, query, 1)
            return 0 if options.output is None else 1
        timeline, missing = with_repair(library, lambda: _timeline(library, options))
        said = []
        for text, query, line in zip(options.query, queries, timeline.lines, strict=True):
            if query.root is None:
                print_warning(say("“{query}”：没有要找的字。", query=shortened(text)))
            warn_of_query(library, query, 1 if query.root is None else line.total)
            said.append(to_json(library, query, line.total))
    measure = Measure(options.share) if options.share else Measure.COUNT
    warn_of_damage(missing)
    if options.as_json:
        as_json = as_object(timeline, measure)
        lines = as_json["queries"]
        assert isinstance(lines, list)
        print_json(
            {
                **as_json,
                "queries": [{**line, **of_line} for line, of_line in zip(lines, said, strict=True)],
                "remarks": [sentence for of_line in said for sentence in of_line["remarks"]],
                "missing_dates": missing_dates_to_json(missing),
                **library.read.to_json(),
            }
        )
    elif options.output is None:
        print("\n".join(_lines(timeline, measure, library.read)))
    elif ending_of(options.output, ".csv") == ".csv":
        write_or_print(as_csv(timeline, measure), options.output)
    else:
        picture = as_svg(timeline, measure)
        is_svg = options.output.suffix.lower() == ".svg"
        write_or_print(picture if is_svg else _png(picture), options.output)
    return 0


def _timeline(library: Library, options: Options) -> tuple[Timeline, Sequence[DateRange]]:
    """Return the timeline, and the ranges of dates that can't be searched."""
    queries = [understood(library, text, options) for text in options.query]
    timeline = library.timelines.timeline(queries, Step(options.by), names=options.query)
    first = library.searcher.search(queries[0], limit=0, with_suggestions=False)
    return timeline, library.lacked() or first.missing_dates


def _lines(timeline: Timeline, measure: Measure, read: ReadSoFar) -> Iterator[str]:
    for line in timeline.lines:
        undated = say("，其中 {n} 篇没有日期", n=line.undated) if line.undated else ""
        yield so_far(read, bold(legend(line)) + undated)
    if years := years_in_words(read):
        yield say("{years}还没读到", years=years)
    yield ""
    yield "\t".join([say("时间"), *(line.query for line in timeline.lines)])
    for row in as_rows(timeline, measure):
        yield "\t".join(row)


def _png(picture: str) -> bytes:
    """Return an SVG picture as PNG. Raises CommandError if Qt can't be started on this machine."""
    from reader import app, display

    try:
        return app.png_of(picture)
    except display.NoWindow as error:
        raise CommandError(say("这台机器不能画 .png（{reason}）。请存成 .svg。", reason=error)) from None
