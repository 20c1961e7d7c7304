"""The rows of search results: articles, matches across seams, mastheads, and the reader's own words (highlights, notes
and tags).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import over_pages
from reader.export.notes import quoted
from reader.export.records import Record
from reader.i18n import say
from reader.library import stories
from reader.library.article_values import ArticleValues
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Quality, page_in_words
from reader.newspaper.holdings import ArticleRow, Bookmark, Document, IssueRow
from reader.search.answering import beside_articles, ladder, snippets
from reader.search.answering.ladder import Rung, rung_words
from reader.search.answering.naming import explained_ties
from reader.search.answering.places import places
from reader.search.answering.snippets import FewTexts, Snippet, Span, snippet, title_marks, to_html
from reader.search.documents import Order
from reader.search.query import Choice, Field, Query, matches, needles, place_leaves
from reader.search.terms import ANY, search_text
from reader.sources import place_of
from reader.stitching.cuts import cut_between
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
    """A match that begins at the end of one article and ends at the beginning of the next.

    `headline` and `title` are those of their story, as in `SearchHit`; `issue` and `path` those of the first article.
    `is_story`: the second continues the first; otherwise it only follows in the file, and one may have been cut in two.
    """

    first: ArticleRow
    second: ArticleRow
    headline: str | None
    title: str
    issue: IssueRow
    path: str
    snippet: Snippet
    is_story: bool = True

    def where(self) -> str:
        """Return what the match goes over, and the pages, in words."""
        if self.is_story:
            return over_pages(self.first.page, self.second.page)
        if self.first.page is None or self.second.page is None:
            return say("跨篇")
        pages = dict.fromkeys((page_in_words(self.first.page), page_in_words(self.second.page)))
        return say("跨篇：{pages}版", pages=say("、").join(pages))


def hits(catalogue: CatalogueReading, article_ids: Sequence[int], query: Query) -> list[SearchHit]:
    """Return the rows of these articles, in the order given, without those that no longer exist."""
    return list(
        chain.from_iterable(
            _hits(catalogue, article_ids[at : at + HITS_AT_ONCE], query)
            for at in range(0, len(article_ids), HITS_AT_ONCE)
        )
    )


def records(
    catalogue: CatalogueReading,
    article_ids: Sequence[int],
    query: Query,
    rung: Rung | None = None,
    *,
    is_recognised: bool = False,
) -> Iterator[Record]:
    """Yield the records of these articles, in the order given, without those that no longer exist; read on demand.

    Their `places` are those of a concordance, their `matches` those of the snippet of a `SearchHit`; snippets are as
    recognised if `is_recognised`.
    """
    words = "" if rung is None else rung_words(rung)
    for at in range(0, len(article_ids), HITS_AT_ONCE):
        some = article_ids[at : at + HITS_AT_ONCE]
        texts = catalogue.texts(some)
        values = ArticleValues.read(catalogue, some)
        articles = catalogue.stored(some)
        rows = catalogue.article_rows(some)
        for article_id in some:
            if not all(article_id in lookup for lookup in (texts, articles, rows)):
                continue
            stored = articles[article_id]
            text = texts[article_id].text
            article_needles = needles(query, article_id)
            cut = snippet(stored.article, article_needles, searched=text, is_recognised=is_recognised)
            yield Record(
                stored,
                len(places(text, query, article_id)),
                rung,
                words,
                tie=explained_ties(query, article_id, text),
                snippet=cut.text,
                values=values.options(article_id, stored.article),
                matches=cut.matches,
                marked=to_html(cut),
                is_elsewhere=cut.is_elsewhere,
            )


def _hits(catalogue: CatalogueReading, article_ids: Sequence[int], query: Query) -> Iterator[SearchHit]:
    paths = catalogue.first_paths(article_ids)
    rows = catalogue.article_rows(article_ids)
    texts = catalogue.texts(article_ids)
    articles = catalogue.stored(article_ids)
    values = ArticleValues.read(catalogue, article_ids)
    for article_id in article_ids:
        if all(article_id in lookup for lookup in (paths, rows, texts, articles)):
            stored = articles[article_id]
            text = texts[article_id].text
            marked = needles(query, article_id)
            yield SearchHit(
                rows[article_id],
                stored.article.corrected().headline,
                stored.issue,
                paths[article_id],
                snippet(stored.article, marked, searched=text),
                explained_ties(query, article_id, text),
                title_marks(stored.article, marked),
                stored.quality,
                values.choices(article_id, stored.article),
            )


_Hit = TypeVar("_Hit")


def seam_hits(catalogue: CatalogueReading, query: Query, order: Order) -> list[SeamHit]:
    """Return the matches across seams, in stories that match the whole query, by date; undated ones come last."""
    pairs = beside_articles.pairs(query)
    if pairs:
        seams = catalogue.stitches.seams_with(pairs, ANY)
    else:
        seams = []
    crossed = [seam for seam in seams if beside_articles.is_crossed(query, seam.paragraph, seam.at)]
    found = []
    for seam in crossed:
        hit = _seam_hit(catalogue, query, seam)
        if hit is not None:
            found.append(hit)
    found.sort(key=attrgetter("issue.id", "first.id"))
    return _by_date(found, attrgetter("issue.date"), order)


def _by_date(hits: Sequence[_Hit], date_of: Callable[[_Hit], Any], order: Order) -> list[_Hit]:
    """Return hits by date, those of a day in the order in which they are; undated ones come last."""
    dated = [hit for hit in hits if date_of(hit) is not None]
    dated.sort(key=date_of, reverse=order is not Order.OLDEST)
    return [*dated, *(hit for hit in hits if date_of(hit) is None)]


def _seam_hit(catalogue: CatalogueReading, query: Query, seam: KnownSeam) -> SeamHit | None:
    ids = stories.chain(catalogue, seam.first_id)
    # the second may be in the story without following the first, which it then precedes
    is_story = (seam.first_id, seam.second_id) in pairwise(ids)
    if not is_story:
        ids = (seam.first_id, seam.second_id)
    texts = catalogue.texts(ids)
    if len(texts) < len(ids):
        return None
    seam_texts = beside_articles.seam_texts(seam.paragraph, seam.at)
    if not beside_articles.is_found(query, [texts[i] for i in ids], seam_texts):
        return None
    parts = []
    for i in ids:
        stored = catalogue.article(i)
        if stored is not None:
            parts.append(stored)
    rows = catalogue.article_rows(ids)
    paths = catalogue.first_paths(ids)
    if len(parts) < len(ids) or len(rows) < len(ids):
        return None
    at = ids.index(seam.first_id)
    if is_story:
        printed_seam = seams_of(*(part.article for part in parts))[at]
    else:
        printed_seam = cut_between(*(part.article for part in parts))
    if printed_seam:
        cut = beside_articles.seam_snippet(query, printed_seam.text, printed_seam.at)
    else:
        cut = None
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
        is_story,
    )


def mastheads_found(catalogue: CatalogueReading, query: Query, order: Order) -> list[KnownMasthead]:
    """Return the mastheads of files that match the whole query, by date; undated ones come last.

    For an issue with files of several formats, only the mastheads in the preferred format are returned.
    """
    pieces = beside_articles.masthead_pieces(query)
    if pieces:
        heads = catalogue.mastheads.found(pieces, beside_articles.masthead_decision(query))
    else:
        heads = []
    best: dict[int, str] = {}
    for head in heads:
        best[head.issue_id] = min(head.format, best.get(head.issue_id, head.format), key=place_of)
    heads = [head for head in heads if head.format == best[head.issue_id]]
    issues = catalogue.tree.by_id(best.keys()) if best else {}
    heads = [replace(head, facts=issues[head.issue_id].facts) for head in heads if head.issue_id in issues]
    heads.sort(key=attrgetter("path"))
    return _by_date(heads, attrgetter("date"), order)


class OwnPart(StrEnum):
    """A part of a bookmark that the reader has chosen or written."""

    QUOTATION = "quotation"
    NOTE = "note"
    TAG = "tag"


class NoteHit(Struct, frozen=True):
    """A bookmark that matches a query.

    `quotation_marks` are the places of matches in the highlighted words, as returned by `export.notes.quoted`;
    `note_marks` those in the note. `tags` are the tags with a match.
    """

    bookmark: Bookmark
    quotation_marks: tuple[Span, ...]
    note_marks: tuple[Span, ...]
    tags: tuple[str, ...]

    def parts(self) -> list[OwnPart]:
        part_places = zip(OwnPart, (self.quotation_marks, self.note_marks, self.tags), strict=True)
        return [part for part, places in part_places if places]


def notes_found(bookmarks: Iterable[Bookmark], query: Query, *, all_shapes: bool = False) -> list[NoteHit]:
    """Return the bookmarks whose highlighted words, note or tags match a query, the newest first.

    Words are compared as in articles; with `all_shapes`, in all shapes of their characters. Restrictions to fields,
    dates, pages and newspapers apply to the article. A query without words finds nothing.
    """
    bookmark_words = [_OwnWords.of(bookmark) for bookmark in bookmarks]
    if all_shapes:
        query = ladder.with_shapes(
            query, FewTexts(*(own_words.document().text for own_words in bookmark_words))
        )
    leaves = [leaf for leaf in place_leaves(query) if leaf.where is Field.ANYWHERE]
    marked = needles(query)
    hits: list[NoteHit] = []
    for own_words in bookmark_words:
        if any(leaf.test(own_words.text) for leaf in leaves) and matches(query, own_words.document()):
            hits.append(own_words.hit(marked))
    hits.sort(key=attrgetter("bookmark.created"), reverse=True)
    return hits


class _OwnWords(Struct, frozen=True):
    """The reader's own words in a bookmark, as blocks of an article.

    `places` has, for each block, the part of the bookmark and the offset in it (for a tag, its number).
    """

    bookmark: Bookmark
    blocks: tuple[Block, ...]
    places: tuple[tuple[OwnPart, int], ...]
    text: str

    @classmethod
    def of(cls, bookmark: Bookmark) -> "_OwnWords":
        lines = [(quoted(bookmark), OwnPart.QUOTATION, 0)]
        start = 0
        for line in bookmark.note.split("\n"):
            lines.append((line, OwnPart.NOTE, start))
            start += len(line) + 1
        lines += [(tag, OwnPart.TAG, number) for number, tag in enumerate(bookmark.tags)]
        blocks = tuple(Block(BlockKind.NOTICE, text, ()) for text, _, _ in lines)
        text = search_text(Article("", ArticleKind.CONTINUATION, blocks=blocks))
        return cls(bookmark, blocks, tuple((part, at) for _, part, at in lines), text)

    def document(self) -> Document:
        """Return a document to test a query on, with the head of the article and the reader's own words as its body."""
        bookmark = self.bookmark
        blocks = self.blocks
        if bookmark.passage is not None and bookmark.article.readings:
            blocks = (*blocks, Block(BlockKind.NOTICE, bookmark.passage.exact, ()))  # as recognised, too
        text = search_text(replace(bookmark.article, blocks=blocks, readings=()))
        return Document(
            0, bookmark.newspaper, bookmark.date, bookmark.page, text, article=lambda: bookmark.article
        )

    def hit(self, needle_list: Sequence[str]) -> NoteHit:
        note_article = Article("", ArticleKind.CONTINUATION, blocks=self.blocks)
        spans: dict[OwnPart, list[Span]] = {part: [] for part in OwnPart}
        tags = []
        for marks in snippets.marks(note_article, needle_list):
            part, at = self.places[marks.field.index]
            if part is OwnPart.TAG:
                tags.append(self.bookmark.tags[at])
            else:
                spans[part] += [(at + start, at + end) for start, end in marks.spans]
        return NoteHit(
            self.bookmark, tuple(spans[OwnPart.QUOTATION]), tuple(spans[OwnPart.NOTE]), tuple(tags)
        )
