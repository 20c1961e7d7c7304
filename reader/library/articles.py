"""Reading the articles of a library: single articles, stories, and the lines of a file with an article."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader.library import stories
from reader.library.derived_data import Derived
from reader.library.files_beside import Originals
from reader.library.printings import Printings
from reader.newspaper.facts import Fact
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.printing import Printing
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    from reader.library.printed_places import Excerpt
    from reader.library.stories import Tie

LONG = 100_000
"""Number of characters above which an article is cached, as reading it takes a good part of a second."""


class Story(Struct, frozen=True):
    """An article with its story.

    `opened` is one of `parts`, the story's parts in reading order; `ties` are their stitches, made and offered.
    `estimated_page` is the page under which the issue lists it, if none of its parts has a page.
    """

    opened: StoredArticle
    parts: tuple[StoredArticle, ...]
    ties: tuple[Tie, ...]
    estimated_page: Fact[str] | None = None


def _place_by_day(stored: StoredArticle) -> tuple[dt.date, int]:
    return stored.issue.date or dt.date.max, stored.id


class Articles(Struct):
    """The articles of a library. Every method may be called from any thread."""

    _derived: Derived
    _originals: Originals
    printings: Printings
    _held_article: tuple[tuple[int, int], StoredArticle] | None = None

    def article(self, article_id: int) -> StoredArticle | None:
        """Return the article, or None if it does not exist. The last one longer than `LONG` is cached."""
        version = article_id, self._derived.catalogue.generation()
        cached = self._held_article
        if cached is not None and cached[0] == version:
            return cached[1]
        stored = self._derived.catalogue.article(article_id)
        if stored is not None and sum(len(block.text) for block in stored.article.blocks) > LONG:
            self._held_article = version, stored
        return stored

    def several(self, ids: Sequence[int]) -> list[StoredArticle]:
        """Return the articles with these ids that exist, in this order, with a single query to a server."""
        article_by_id = self._derived.catalogue.stored(ids)
        return [article_by_id[i] for i in ids if i in article_by_id]

    def find(self, name: str) -> list[StoredArticle]:
        """Return the articles with this key or name of a printing (`Printings.named`), the oldest first."""
        articles = []
        for printing in self.printings.named(name):
            it = self.article(printing.id)
            if it is not None:
                articles.append(it)
        return sorted(articles, key=lambda stored: (stored.issue.date or dt.date.max, stored.id))

    def article_at(self, printing: Printing) -> StoredArticle | None:
        article_id = self.printings.article_of(printing)
        if article_id is None:
            return None
        return self.article(article_id)

    def may_have(self, printing: Printing, title: str = "") -> bool:
        """Return whether `story_at` returns a story; also True if that cannot be determined now."""
        try:
            return self.printings.article_of(printing, title) is not None
        except LibraryError:
            return True

    def story(self, article_id: int) -> Story | None:
        """Return an article with its story, reading each article once; None if it no longer exists."""
        read = functools.cache(self.article)
        opened = read(article_id)
        if opened is None:
            return None
        ids = stories.chain(self._derived.catalogue, article_id)
        parts = tuple(stored for stored in map(read, ids) if stored is not None)
        if any(part.article.page for part in parts):
            page = None
        else:
            page = self._estimated_page(opened)
        return Story(opened, parts, stories.ties(self._derived.catalogue, ids, read), page)

    def _estimated_page(self, stored: StoredArticle) -> Fact[str] | None:
        rows = self._derived.catalogue.tree.articles(stored.issue.id)
        return next((row.page_fact for row in rows if row.id == stored.id and row.estimated_page.value), None)

    def story_at(self, printing: Printing, title: str = "") -> Story | None:
        """Return the story with the article of a printing, found as by `Printings.article_of`; None for none."""
        article_id = self.printings.article_of(printing, title)
        if article_id is None:
            return None
        return self.story(article_id)

    def replacing(self, gone: StoredArticle) -> Story | None:
        """Return the story with the article of the same issue that replaces one that is gone, found by comparing texts.

        None if no text is similar enough.
        """
        from reader.library.sync_marks import successor
        from reader.search.terms import search_text

        ids = [row.id for row in self._derived.catalogue.tree.articles(gone.issue.id)]
        texts = self._derived.catalogue.texts(ids)
        others = []
        for article_id in ids:
            if article_id in texts:
                others.append(texts[article_id].text)
            else:
                others.append("")
        at = successor(
            search_text(gone.article),
            others,
        )
        if at is None:
            return None
        return self.story(ids[at])

    def chain(self, article_id: int) -> tuple[StoredArticle, ...]:
        """Return the parts of the article's story, in order: only the article itself if it is not part of a story.

        () if one of the parts no longer exists.
        """
        ids = stories.chain(self._derived.catalogue, article_id)
        chain = tuple(stored for stored in map(self.article, ids) if stored is not None)
        if len(chain) == len(ids):
            return chain
        return ()

    def ties(self, parts: Sequence[StoredArticle]) -> tuple[Tie, ...]:
        """Return the ties of these articles: the stitches made and offered, with the two articles of each."""
        return stories.ties(self._derived.catalogue, [part.id for part in parts])

    def jump_target(self, article_id: int) -> int | None:
        """Return the id of the article that continues this one, else of the one it continues; None without either.

        Stitches that were made are preferred to those that are only offered.
        """
        stitches = self._derived.catalogue.stitches
        behind = stitches.behind(article_id)
        before = stitches.before(article_id)
        ends = [(stitch.is_made, stitch.second_id) for stitch in (behind,) if stitch]
        ends += [(stitch.is_made, stitch.first_id) for stitch in (before,) if stitch]
        if ends:
            return max(ends, key=itemgetter(0))[1]
        return None

    def faint(self, article_id: int, texts: Sequence[tuple[str, int | None]]) -> list[list[tuple[int, int]]]:
        """Return for each text of the article the spans [start, end) of which an OCR program was not certain.

        `texts` are as printed, each with the index of its block, None in the head. Raises LibraryError if the file is
        missing.
        """
        from reader.library.printed_places import faint_spans, places_in

        stored, source_row = self._originals.of_article(article_id)
        source, faint = self._originals.with_faint(source_row.path)
        if not faint:
            return [[] for _ in texts]
        lines = source.lines_of_file
        return [faint_spans(places_in(lines, stored.article, text, block), faint) for text, block in texts]

    def lines_of_file(self, path: str) -> Sequence[str]:
        """Return the lines of a source file, the first is line 1. Raises LibraryError if it is missing."""
        return self._originals.source(path).lines_of_file

    def excerpt(self, article_id: int, text: str) -> Excerpt:
        """Return the lines of the source file that contain a text of the article.

        `text` is as shown on the page. Raises LibraryError if the file is missing.
        """
        from reader.library.printed_places import excerpt, spans_of_text

        stored, source_row = self._originals.of_article(article_id)
        spans = spans_of_text(stored.article, text)
        source, faint = self._originals.with_faint(source_row.path)
        source_excerpt = excerpt(source_row.path, source.lines_of_file, spans, text)
        return replace(
            source_excerpt,
            lines=tuple(
                replace(line, faint=tuple(faint.get(line.number, ()))) for line in source_excerpt.lines
            ),
        )
