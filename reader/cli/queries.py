"""What several commands do with a query: make its set of articles, explain one without words, tell what is left out."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from reader.cli.terminal import print_warning
from reader.i18n import say
from reader.library.article_set import ArticleSet, Shapes, said_of_search
from reader.library.library import Library
from reader.library.searcher import readings_of
from reader.search.documents import DateRange, missing_dates_warning


class Shaped(Protocol):
    """A command with the options of shapes; `--rungs`, if it has it, lists them apart."""

    @property
    def shapes(self) -> bool: ...
    @property
    def as_printed(self) -> bool: ...


def asked(library: Library, text: str, options: Shaped) -> ArticleSet:
    """Return the articles that a query finds, as every command reads it."""
    return library.sets.of_text(text, shapes_of(options))


def shapes_of(options: Shaped) -> Shapes:
    """Return which shapes count; with `--rungs` other shapes are a rung of their own."""
    if options.shapes:
        return Shapes.OF_ALL
    if options.as_printed or getattr(options, "rungs", False):
        return Shapes.AS_PRINTED
    return Shapes.OF_WORDS


def has_shapes(options: Shaped) -> bool:
    return shapes_of(options) is not Shapes.AS_PRINTED


def without_words(articles: ArticleSet) -> str:
    """Return the message for a query that matches whole articles only, so that no places in them can be listed."""
    if articles.is_empty:
        return say("没有要找的字。")
    return say(
        "没有要找的字：{understood} 只挑出整篇的文章，用 reader search 列出它们。",
        understood=articles.in_words(),
    )


def said_of(library: Library, articles: ArticleSet, total: int, suggestions: Sequence[str] = ()) -> list[str]:
    """Return sentences on what of a query is not understood, passed over or left out.

    If it finds nothing, the next step is added, unless there are `suggestions`.
    """
    left_out = library.sets.left_out(articles)
    sentences = [*said_of_search(articles), *left_out.said_of_unknown()]
    if not (total or suggestions or left_out.unknown):
        sentences.append(library.searcher.next_step(articles.query))
    return [*filter(None, sentences)]


def to_json(library: Library, articles: ArticleSet, total: int) -> dict[str, Any]:
    """Return what JSON says of every query: `said_of`, the readings of what is not understood, what is left out."""
    readings = readings_of(articles.typed)
    return {
        "remarks": said_of(library, articles, total, readings),
        "suggestions": [*readings],
        **library.sets.left_out(articles).to_json(),
    }


def warn_of(
    library: Library, articles: ArticleSet, total: int, suggestions: Sequence[str] | None = None
) -> None:
    """Print `said_of` on standard error, then the suggestions; None: the readings of what is not understood."""
    if suggestions is None:
        suggestions = readings_of(articles.typed)
    for sentence in said_of(library, articles, total, suggestions):
        print_warning(sentence)
    if suggestions:
        print_warning(say("也许是：{suggestions}", suggestions="   ".join(suggestions)))


def warn_of_damage(dates: Sequence[DateRange]) -> None:
    """Warn of the dates that are searched without the index, as it is damaged.

    Dates whose server doesn't answer are left out: `libraries.opened` reports them once, when the library is closed.
    """
    words = missing_dates_warning([date for date in dates if not date.is_away])
    if words:
        print_warning(words)


def missing_dates_to_json(dates: Sequence[DateRange]) -> list[list[str | None]]:
    """Return [first, last] of each range that was not searched as ISO dates; both null for articles without a date."""
    return [[iso(date.first), iso(date.last)] for date in dates if date.is_away]


def iso(date: dt.date | None) -> str | None:
    if date:
        return date.isoformat()
    return None
