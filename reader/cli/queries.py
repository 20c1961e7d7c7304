"""The queries of the commands: what was typed, as it is understood, and what is said of one without words."""

import datetime as dt
from collections.abc import Sequence

from reader.cli.arguments.options import Options
from reader.cli.terminal import complain
from reader.i18n import say
from reader.library.library import Library
from reader.search.engine import DateRange
from reader.search.index_warnings import told_as_missing
from reader.search.query import Query, in_words


def understood(library: Library, query: str, options: Options) -> Query:
    """Return the query for what is typed, in all its shapes if that is wanted."""
    asked = library.searcher.understand(query)
    return library.searcher.in_all_shapes(asked) if options.shapes else asked


def without_words(query: Query) -> str:
    """Return the sentence on a query without a word whose places could be told."""
    if query.root is None:
        return say("没有要找的字。")
    return say(
        "没有要找的字：{understood} 只挑出整篇的文章，用 reader search 列出它们。", understood=in_words(query)
    )


def warn_of_damage(dates: Sequence[DateRange]) -> None:
    """Tell what an update brings back; what a server keeps back is told once, when the library is closed."""
    if words := told_as_missing([each for each in dates if not each.is_away]):
        complain(words)


def missing_dates_to_json(dates: Sequence[DateRange]) -> list[list[str | None]]:
    """Return the first and the last day of each stretch; null for what has no date."""
    return [[_iso(each.first), _iso(each.last)] for each in dates]


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
