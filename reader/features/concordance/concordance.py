"""The concordance of a query: its places, read article by article in order of date, and their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader import do_nothing, never
from reader.export.citation import cite
from reader.export.forms import Style
from reader.export.tables import Cell, Table
from reader.features.concordance.collocates import CollocateCounter, Collocates
from reader.features.concordance.place_table import Group, Numbers, Place, PlaceTable
from reader.i18n import say
from reader.language.forms import search_form, search_form_with_offsets
from reader.library.answers import PersonNames
from reader.library.derived_data import Derived, reporting_damaged_data
from reader.newspaper.article import Article
from reader.search.answering.places import places, run_at
from reader.search.documents import Order, SearchCancelled
from reader.search.terms import SEAM, corrected_run, lines

if TYPE_CHECKING:
    from reader.library.article_set import ArticleSet
    from reader.newspaper.holdings import StoredArticle


class Context(Struct, frozen=True):
    """A match (`node`), and the text on either side of it, as printed.

    `shown_in` is the recognised text of the article's field in which the match begins, at offset `at`; None if it is
    unknown.
    """

    left: str
    node: str
    right: str
    shown_in: str | None = None
    at: int = 0


def context(article: Article, text: str, place: Place, width: int) -> Context:
    """Return a place of an article with up to `width` characters on either side.

    `text` is the stored search text that the place refers to. If it differs from the article's, because an older
    program version has written it, the context is in search form.
    """
    begin, end = run_at(text, place.begin)
    form = text[begin:end]
    line = text.count("\n", 0, begin)
    number = text.count(SEAM, text.rfind("\n", 0, begin) + 1, begin)
    all_lines = lines(article)
    if line < len(all_lines) and number < len(all_lines[line]):
        run = all_lines[line][number]
    else:
        run = None
    first = place.begin - begin
    last = place.end - begin
    if run is None or search_form(run.text) != form:
        return _cut(form, first, last, width)
    span = search_form_with_offsets(run.text, form).original_span(first, last)
    corrected_text, ((first, last),) = corrected_run(article, run, [span])
    at = span[0]
    for field in run.fields:
        if at < len(field.text):
            return replace(_cut(corrected_text, first, last, width), shown_in=field.text, at=max(at, 0))
        at -= len(field.text) + len(run.joint)
    return _cut(corrected_text, first, last, width)


def _cut(text: str, first: int, last: int, width: int) -> Context:
    left = text[max(0, first - width) : first]
    right = text[last : last + width]
    return Context(_flat(left), _flat(text[first:last]), _flat(right))


def _flat(text: str) -> str:
    """Return a text with spaces in place of line ends."""
    return " ".join(text.split("\n"))


ROWS_AT_ONCE = 200
"""Number of rows that are read in one step."""
LEFT = 0
"""The index of the right-aligned column, with the text before the match."""


def rows(concordance: Concordance, numbers: Iterable[int], width: int) -> Iterator[ConcordanceRow]:
    """Yield the rows of the places with these numbers, reading `ROWS_AT_ONCE` of them on demand."""
    remaining = iter(numbers)
    same = concordance.table.same_text().tolist()
    while True:
        next_numbers = list(islice(remaining, ROWS_AT_ONCE))
        if not next_numbers:
            return
        yield from concordance.rows(next_numbers, width, same)


def table_of_places(found: Iterable[ConcordanceRow]) -> Table:
    heading = (
        say("左边"), say("找到的"), say("右边"), say("日期"), say("报纸"), say("版面"), say("标题"), say("同文处数"),
        say("引文"), say("编号"), say("出处的根据"),
    )  # fmt: skip
    names = (
        "left", "node", "right", "date", "newspaper", "page", "headline", "same", "citation", "key", "source_remark",
    )  # fmt: skip
    return Table(heading, names, map(_cells, found), right=(LEFT,))


def table_of_groups(groups: Iterable[Group]) -> Table:
    words = say("左边或右边、年份"), say("出现次数")
    return Table(words, ("key", "count"), ((group.key, group.count) for group in groups), right=(LEFT,))


def _cells(row: ConcordanceRow) -> Sequence[Cell]:
    stored = row.stored
    return (
        row.context.left,
        row.context.node,
        row.context.right,
        stored.issue.date.isoformat() if stored.issue.date else "",
        stored.issue.newspaper,
        stored.article.page or "",
        stored.article.title(),
        row.same,
        cite(stored, Style.GB2015),
        stored.article.key,
        say("；").join(stored.issue.facts.remarks(stored.page_fact)),
    )


# Number of articles read in the first step and at most in a step: few at first, so that rows are shown soon.
_FIRST = 32
_MOST = 2048
_ARTICLES_KEPT = 256
"""Number of articles cached for further rows of the same articles."""


class ConcordanceRow(Struct, frozen=True):
    """A place of a concordance as shown; `same` counts the places in the same text, including this one."""

    number: int
    stored: StoredArticle
    begin: int
    context: Context
    same: int


class Concordance:
    """Every place of a search in a library. One thread reads; rows may be requested from any thread."""

    def __init__(self, derived: Derived, asked: ArticleSet) -> None:
        self.asked = asked
        self.table = PlaceTable()
        self.is_complete = False
        """Whether all places have been read; stays False if there are too many for the table."""
        self._derived = derived
        self._article = lru_cache(_ARTICLES_KEPT)(self._read_article)

    def read(self, cancelled: Callable[[], bool] = never) -> Iterator[int]:
        """Read all places, the oldest first and undated ones last; yield the number of places after each step.

        Raises SearchCancelled soon after `cancelled()` becomes true, and LibraryError if catalogue or index are
        damaged.
        """
        if self.asked.is_empty:
            self.is_complete = True
            return
        with reporting_damaged_data():
            offset = 0
            size = _FIRST
            while not self.table.is_full:
                ids = self._derived.engine.page(
                    self.asked.query, Order.OLDEST, limit=size, offset=offset, cancelled=cancelled
                )
                for at in range(0, len(ids), _FIRST):
                    if cancelled():
                        raise SearchCancelled
                    self._add(ids[at : at + _FIRST])
                offset += len(ids)
                if len(ids) < size:
                    self.is_complete = not self.table.is_full
                    break
                yield len(self.table)
                size = min(2 * size, _MOST)
            yield len(self.table)

    def _add(self, ids: Sequence[int]) -> None:
        """Add the places in these articles to the table, without those that are gone."""
        rows = self._derived.catalogue.texts(ids)
        for article_id in ids:
            row = rows.get(article_id)
            if row is not None:
                year = row.date.year if row.date else 0
                spans = places(row.text, self.asked.query, row.id)
                self.table.add(row.id, year, row.text, spans, row.newspaper)

    def rows(
        self, numbers: Sequence[int], width: int, same: Sequence[int] | Numbers = ()
    ) -> list[ConcordanceRow]:
        """Return the rows of the places with these numbers, in this order, without those whose article is gone.

        `width` is the number of characters on either side; `same` is the result of `PlaceTable.same_text`. Without it,
        the rows do not count places in the same text.
        """
        rows = []
        for number in numbers:
            place = self.table[number]
            stored, text = self._article(place.article_id)
            if stored is not None and place.end <= len(text):
                row_context = context(stored.article, text, place, width)
                same_count = int(same[number]) if len(same) else 1
                rows.append(ConcordanceRow(number, stored, place.begin, row_context, same_count))
        return rows

    def _read_article(self, article_id: int) -> tuple[StoredArticle | None, str]:
        catalogue = self._derived.catalogue
        texts = dict(catalogue.search_texts([article_id]))
        return catalogue.article(article_id), texts.get(article_id, "")


def collocates(
    derived: Derived,
    names: PersonNames,
    asked: ArticleSet,
    window: int,
    *,
    by_words: bool,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[int, int], object] = do_nothing,
) -> Collocates:
    """Return the collocates of a search; this reads all texts of the library.

    `window` is the number of characters considered on either side of each place. `progress` is called with the
    number of texts read and the total. Raises like `Concordance.read`.
    """
    with reporting_damaged_data():
        known = names.certain_forms() if by_words else frozenset()
        analysed = names.analysed() if by_words else 1.0
        counter = CollocateCounter(
            asked.query, window, by_words=by_words, names=known, cut_by=derived.engine.names()
        )
        issue_of = derived.catalogue.tree.issues_of_articles()
        ids = sorted(issue_of)
        found = derived.engine.page(asked.query, Order.OLDEST, limit=len(ids) + 1, cancelled=cancelled)
        matching = set(found)
        for at in range(0, len(ids), _MOST):
            for article_id, text in derived.catalogue.search_texts(ids[at : at + _MOST]):
                if cancelled():
                    raise SearchCancelled
                issue = issue_of[article_id]
                counter.add(text, has_places=article_id in matching, article=article_id, issue=issue)
            progress(min(at + _MOST, len(ids)), len(ids))
        return replace(counter.collocates(), articles=len(matching), analysed=analysed)
