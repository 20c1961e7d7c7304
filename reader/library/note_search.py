"""Searching the reader's own words: the highlights, notes and tags that match a query."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from reader.export.notes import quoted
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.holdings import Bookmark, Document
from reader.search.answering import ladder, snippets
from reader.search.answering.few_texts import FewTexts
from reader.search.query import Field, Query, matches, needles, places_asked
from reader.search.terms import search_text

Span = tuple[int, int]


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
        found = zip(OwnPart, (self.quotation_marks, self.note_marks, self.tags), strict=True)
        return [part for part, places in found if places]


def notes_found(bookmarks: Iterable[Bookmark], query: Query, *, all_shapes: bool = False) -> list[NoteHit]:
    """Return the bookmarks whose highlighted words, note or tags match a query, the newest first.

    Words are compared as in articles; with `all_shapes`, in all shapes of their characters. Restrictions to fields,
    dates, pages and newspapers apply to the article. A query without words finds nothing.
    """
    known = [_OwnWords.of(bookmark) for bookmark in bookmarks]
    if all_shapes:
        query = ladder.with_shapes(query, FewTexts(*(each.document().text for each in known)))
    wanted = [leaf for leaf in places_asked(query) if leaf.where is Field.ANYWHERE]
    found = [
        each
        for each in known
        if any(leaf.test(each.text) for leaf in wanted) and matches(query, each.document())
    ]
    marked = needles(query)
    hits = (each.hit(marked) for each in found)
    return sorted(hits, key=lambda hit: hit.bookmark.created, reverse=True)


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

    def hit(self, wanted: Sequence[str]) -> NoteHit:
        own = Article("", ArticleKind.CONTINUATION, blocks=self.blocks)
        spans: dict[OwnPart, list[Span]] = {part: [] for part in OwnPart}
        tags = []
        for marks in snippets.marks(own, wanted):
            part, at = self.places[marks.field.index]
            if part is OwnPart.TAG:
                tags.append(self.bookmark.tags[at])
            else:
                spans[part] += [(at + start, at + end) for start, end in marks.spans]
        return NoteHit(
            self.bookmark, tuple(spans[OwnPart.QUOTATION]), tuple(spans[OwnPart.NOTE]), tuple(tags)
        )
