"""What several commands do with a query: parse it, explain one without words, report dates that can't be searched."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from reader.cli.terminal import print_warning
from reader.i18n import say
from reader.library.library import Library
from reader.library.searcher import readings_of
from reader.search.answering.ladder import as_words
from reader.search.documents import DateRange, missing_dates_warning
from reader.search.query import Query, in_a_sentence, understood_as


class Shaped(Protocol):
    """A command with the options of shapes; `--rungs`, if it has it, lists them apart."""

    @property
    def shapes(self) -> bool: ...
    @property
    def as_printed(self) -> bool: ...


def understood(library: Library, query: str, options: Shaped) -> Query:
    """Return the query to search for: as `parsed`, with all shapes of its words if `has_shapes`."""
    found = parsed(library, query, options)
    return library.searcher.in_all_shapes(found) if has_shapes(options) else found


def has_shapes(options: Shaped) -> bool:
    """Return whether words match in all shapes of their characters; not with `--rungs`, where these are a rung."""
    return options.shapes or not (options.as_printed or getattr(options, "rungs", False))


def parsed(library: Library, query: str, options: Shaped) -> Query:
    """Return the parsed query; with `--shapes`, a string in quotation marks is searched as a word, too."""
    found = library.searcher.understand(query)
    return as_words(found) if options.shapes else found


def without_words(query: Query) -> str:
    """Return the message for a query that matches whole articles only, so that no places in them can be listed."""
    if query.root is None:
        return say("没有要找的字。")
    return say(
        "没有要找的字：{understood} 只挑出整篇的文章，用 reader search 列出它们。",
        understood=understood_as(query),
    )


def said_of(library: Library, query: Query, total: int, suggestions: Sequence[str] = ()) -> list[str]:
    """Return sentences on what of a query is not understood or passed over; if it finds nothing, also the next step.

    The next step is left out if there are `suggestions`.
    """
    said = [in_a_sentence(remark) for remark in query.remarks]
    return said if total or suggestions else [*said, library.searcher.next_step(query)]


def to_json(library: Library, query: Query, total: int) -> dict[str, list[str]]:
    """Return what JSON says of every query: `said_of`, and the readings of what is not understood."""
    readings = readings_of(query)
    return {"remarks": said_of(library, query, total, readings), "suggestions": [*readings]}


def warn_of_query(
    library: Library, query: Query, total: int, suggestions: Sequence[str] | None = None
) -> None:
    """Print `said_of` on standard error, then the suggestions; None: the readings of what is not understood."""
    suggestions = readings_of(query) if suggestions is None else suggestions
    for sentence in said_of(library, query, total, suggestions):
        print_warning(sentence)
    if suggestions:
        print_warning(say("也许是：{suggestions}", suggestions="   ".join(suggestions)))


def warn_of_damage(dates: Sequence[DateRange]) -> None:
    """Warn of the dates that are searched without the index, as it is damaged.

    Dates whose server doesn't answer are left out: `libraries.opened` reports them once, when the library is closed.
    """
    if words := missing_dates_warning([each for each in dates if not each.is_away]):
        print_warning(words)


def missing_dates_to_json(dates: Sequence[DateRange]) -> list[list[str | None]]:
    """Return [first, last] of each range that was not searched as ISO dates; both null for articles without a date."""
    return [[iso(each.first), iso(each.last)] for each in dates if each.is_away]


def iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
