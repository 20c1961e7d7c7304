"""`reader search --export`: all results as data, or as citations."""

from reader.cli.arguments import Options
from reader.cli.libraries import mended
from reader.cli.missing_dates import tell_damaged
from reader.cli.queries import understood
from reader.cli.terminal import complain
from reader.cli.written_files import kept_style, write_or_print
from reader.export.records import RecordFormat, written
from reader.i18n import say
from reader.library.library import Library
from reader.library.searcher import Results
from reader.search.engine import Order
from reader.search.ladder import Rung
from reader.search.query import in_words


def export_results(library: Library, query: str, options: Options, form: RecordFormat) -> None:
    """Write all results as data, those of each rung after those above it, or as many of each as are wanted."""
    searcher, order = library.searcher, Order(options.sort)
    limit = library.contents.counts().articles if options.limit is None else options.limit

    def found() -> list[tuple[Rung | None, Results]]:
        asked = understood(library, query, options)
        exact = searcher.search(asked, order, limit=limit, offset=options.offset, exact=True)
        if not options.rungs:
            return [(None, exact)]
        below = searcher.ladder(exact.query, order, limit=limit)
        return [(Rung.EXACT, exact), *((each.rung, each.results) for each in below)]

    parts = mended(library, found)
    exact = parts[0][1]
    tell_damaged(exact.missing_dates)
    others = len(searcher.seam_hits(exact.query)) + len(searcher.mastheads_found(exact.query))
    if others:
        complain(say("另有 {count} 处跨版或报头里的，不是单篇文章，没有写进去", count=others))
    records = (
        record for rung, results in parts for record in searcher.records(results.ids, results.query, rung)
    )
    title = in_words(exact.query) or query
    text = written(records, form, kept_style(), title, tells_corrected=options.tells_corrected)
    write_or_print(text, options.output)
