"""A query asked of the reader's own words: the highlights, notes and tags that hold what is looked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.holdings import Bookmark
from reader.search import ladder, snippets
from reader.search.engine import Document
from reader.search.needles import holds
from reader.search.query import Field, Query, matches, needles, places_asked
from reader.search.terms import search_text

Span = tuple[int, int]


class OwnPart(StrEnum):
    """A part of a bookmark that a reader has chosen or written."""

    QUOTATION = "quotation"
    NOTE = "note"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class NoteHit:
    """A bookmark that holds what was looked for.

    The marks are the places of it: in the highlighted words as `export.notes.quoted` has them, and in the note; `tags`
    are those that have some.
    """

    bookmark: Bookmark
    quotation_marks: tuple[Span, ...]
    note_marks: tuple[Span, ...]
    tags: tuple[str, ...]

    def parts(self) -> list[OwnPart]:
        """Return where it was found."""
        found = zip(OwnPart, (self.quotation_marks, self.note_marks, self.tags), strict=True)
        return [part for part, places in found if places]


def notes_found(bookmarks: Iterable[Bookmark], query: Query, *, all_shapes: bool = False) -> list[NoteHit]:
    """Return the bookmarks whose own words hold what a query asks for, the last made first.

    Words are compared as those of articles are, with `all_shapes` in all the shapes of their characters. Fields, dates,
    pages and newspapers are those of the article. What names no words of a text finds nothing.
    """
    known = [_OwnWords.of(bookmark) for bookmark in bookmarks]
    if all_shapes:
        query = ladder.with_shapes(query, _Frequencies([each.document().text for each in known]))
    wanted = [leaf for leaf in places_asked(query) if leaf.where is Field.ANYWHERE]
    found = [
        each
        for each in known
        if any(leaf.test(each.text) for leaf in wanted) and matches(query, each.document())
    ]
    marked = needles(query)
    hits = (each.hit(marked) for each in found)
    return sorted(hits, key=lambda hit: hit.bookmark.created, reverse=True)


@dataclass(frozen=True, slots=True)
class _OwnWords:
    """The own words of a bookmark as blocks of an article: `places` tells the part and where in it each begins."""

    bookmark: Bookmark
    blocks: tuple[Block, ...]
    places: tuple[tuple[OwnPart, int], ...]
    text: str

    @classmethod
    def of(cls, bookmark: Bookmark) -> "_OwnWords":
        quotation = " ".join(bookmark.passage.exact.split()) if bookmark.passage else ""
        lines = [(quotation, OwnPart.QUOTATION, 0)]
        start = 0
        for line in bookmark.note.split("\n"):
            lines.append((line, OwnPart.NOTE, start))
            start += len(line) + 1
        lines += [(tag, OwnPart.TAG, number) for number, tag in enumerate(bookmark.tags)]
        blocks = tuple(Block(BlockKind.NOTICE, text, ()) for text, _, _ in lines)
        text = search_text(Article("", ArticleKind.CONTINUATION, blocks=blocks))
        return cls(bookmark, blocks, tuple((part, at) for _, part, at in lines), text)

    def document(self) -> Document:
        """Return what a query is decided on: the article's head, and below it the own words."""
        bookmark = self.bookmark
        text = search_text(replace(bookmark.article, blocks=self.blocks, readings=()))
        return Document(0, bookmark.newspaper, bookmark.date, bookmark.page, text)

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


class _Frequencies:
    """How often strings stand in the reader's own words and the heads above them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        return [sum(holds(text, needle) for text in self._texts) for needle in needles]
