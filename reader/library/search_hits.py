"""The rows of search results: articles, matches across seams, and mastheads."""

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.export.records import Record
from reader.i18n import say
from reader.library import stories
from reader.newspaper.article import Quality
from reader.newspaper.holdings import ArticleRow, IssueRow
from reader.search.answering import masthead_search, seams
from reader.search.answering.ladder import Rung, rung_words
from reader.search.answering.naming import explained_ties
from reader.search.answering.snippets import Snippet, Span, snippet, title_marks
from reader.search.documents import Order
from reader.search.query import VALUE_FIELDS, Choice, Query, needles, values_of
from reader.search.terms import ANY
from reader.sources import place_of
from reader.stitching.pairing import seams as seams_of
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.issue_table import KnownMasthead
from reader.storage.stitch_table import KnownSeam

HITS_AT_ONCE = 500
"""Number of articles that are read in one step."""


class SearchHit(Struct, frozen=True):
    """A row of a search result.

    `headline` is the printed one, or None; `article.title` always has a text. `tie` is the evidence that a naming means
    the person searched for; "" for other matches. `title_marks` are the spans of the matches in the title.
    """

    article: ArticleRow
    headline: str | None
    issue: IssueRow
    path: str
    snippet: Snippet
    tie: str = ""
    title_marks: tuple[Span, ...] = ()
    quality: Quality | None = None
    """What the article's file states of its characters."""
    values: tuple[Choice, ...] = ()
    """The values that features tell of the article."""

    def remark(self) -> str:
        """Return the remark on the match: its tie, or that it is in another source; "" if none is needed."""
        return self.tie or (say("在另一种来源里") if self.snippet.is_elsewhere else "")


class SeamHit(Struct, frozen=True):
    """A match that begins at the end of one article and ends at the beginning of the next, which continues it.

    `headline` and `title` are those of their story, as in `SearchHit`; `issue` and `path` those of the first article.
    """

    first: ArticleRow
    second: ArticleRow
    headline: str | None
    title: str
    issue: IssueRow
    path: str
    snippet: Snippet


def hits(catalogue: CatalogueReading, article_ids: Sequence[int], query: Query) -> list[SearchHit]:
    """Return the rows of these articles, in the order given, without those that no longer exist."""
    return [
        hit
        for at in range(0, len(article_ids), HITS_AT_ONCE)
        for hit in _hits(catalogue, article_ids[at : at + HITS_AT_ONCE], query)
    ]


def records(
    catalogue: CatalogueReading,
    article_ids: Sequence[int],
    query: Query,
    rung: Rung | None = None,
    *,
    is_recognised: bool = False,
) -> Iterator[Record]:
    """Yield the records of these articles, in the order given, without those that no longer exist; read on demand.

    Their `places` are counted as in the snippet of a `SearchHit`; snippets are as recognised if `is_recognised`.
    """
    words = "" if rung is None else rung_words(rung)
    for at in range(0, len(article_ids), HITS_AT_ONCE):
        some = article_ids[at : at + HITS_AT_ONCE]
        texts = catalogue.texts(some)
        for article_id in some:
            stored = catalogue.article(article_id)
            if stored is not None and article_id in texts:
                text = texts[article_id].text
                wanted = needles(query, article_id)
                cut = snippet(stored.article, wanted, searched=text, is_recognised=is_recognised)
                tie = explained_ties(query, article_id, text)
                values = [(field, field.of(stored.article)) for field in VALUE_FIELDS]
                yield Record(
                    stored, cut.matches, rung, words, tie=tie, snippet=cut.text, values=tuple(values)
                )


def _hits(catalogue: CatalogueReading, article_ids: Sequence[int], query: Query) -> Iterator[SearchHit]:
    paths = catalogue.first_paths(article_ids)
    rows = catalogue.article_rows(article_ids)
    texts = catalogue.texts(article_ids)
    articles = catalogue.stored(article_ids)
    for article_id in article_ids:
        if all(article_id in known for known in (paths, rows, texts, articles)):
            stored = articles[article_id]
            text, marked = texts[article_id].text, needles(query, article_id)
            yield SearchHit(
                rows[article_id],
                stored.article.corrected().headline,
                stored.issue,
                paths[article_id],
                snippet(stored.article, marked, searched=text),
                explained_ties(query, article_id, text),
                title_marks(stored.article, marked),
                stored.quality,
                values_of(stored.article),
            )


def seam_hits(catalogue: CatalogueReading, query: Query, order: Order) -> list[SeamHit]:
    """Return the matches across seams, in stories that match the whole query, by date; undated ones come last."""
    pairs = seams.pairs(query)
    known = catalogue.stitches.seams_with(pairs, ANY) if pairs else []
    crossed = [seam for seam in known if seams.is_crossed(query, seam.paragraph, seam.at)]
    found = [hit for seam in crossed if (hit := _seam_hit(catalogue, query, seam)) is not None]
    found.sort(key=lambda hit: (hit.issue.id, hit.first.id))
    found.sort(key=lambda hit: hit.issue.date or dt.date.min, reverse=order is not Order.OLDEST)
    return sorted(found, key=lambda hit: hit.issue.date is None)


def _seam_hit(catalogue: CatalogueReading, query: Query, seam: KnownSeam) -> SeamHit | None:
    ids = stories.chain(catalogue, seam.first_id)
    texts = catalogue.texts(ids)
    if seam.second_id not in ids or len(texts) < len(ids):
        return None
    if not seams.is_found(query, [texts[i] for i in ids], [seam.paragraph]):
        return None
    parts = [stored for i in ids if (stored := catalogue.article(i)) is not None]
    rows, paths = catalogue.article_rows(ids), catalogue.first_paths(ids)
    if len(parts) < len(ids) or len(rows) < len(ids):
        return None
    at = ids.index(seam.first_id)
    shown = seams_of(*(part.article for part in parts))[at]
    cut = seams.snippet(query, shown.text, shown.at) if shown else None
    if cut is None:
        return None
    story = parts[0].article.corrected()
    return SeamHit(
        rows[seam.first_id],
        rows[seam.second_id],
        story.headline,
        story.title(),
        parts[at].issue,
        paths[seam.first_id],
        cut,
    )


def mastheads_found(catalogue: CatalogueReading, query: Query, order: Order) -> list[KnownMasthead]:
    """Return the mastheads of files that match the whole query, by date; undated ones come last.

    For an issue with files of several formats, only the mastheads in the preferred format are returned.
    """
    pieces = masthead_search.pieces(query)
    found = catalogue.mastheads.found(pieces, masthead_search.decision(query)) if pieces else []
    best: dict[int, str] = {}
    for head in found:
        best[head.issue_id] = min(head.format, best.get(head.issue_id, head.format), key=place_of)
    found = [head for head in found if head.format == best[head.issue_id]]
    found.sort(key=lambda head: head.path)
    found.sort(key=lambda head: head.date or dt.date.min, reverse=order is not Order.OLDEST)
    return sorted(found, key=lambda head: head.date is None)
