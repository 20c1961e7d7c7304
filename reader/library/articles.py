"""The articles of a library as they are read: alone, as parts of a story, with the lines they were printed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from reader.library import stories
from reader.library.derived_data import DerivedData
from reader.library.originals import Originals
from reader.newspaper.holdings import StoredArticle
from reader.storage.user_data import UserData

if TYPE_CHECKING:
    from reader.library.source_excerpt import Excerpt
    from reader.library.stories import Tie

SOON_READ = 100_000
"""Characters of an article that is read out of the catalogue at once; a longer one may take longer than a window is
to wait."""


class Articles:
    """Every method may be called from any thread."""

    def __init__(self, derived: DerivedData, originals: Originals, user_data: UserData) -> None:
        self._derived = derived
        self._originals = originals
        self._user_data = user_data
        self._held_article: tuple[tuple[int, int], StoredArticle] | None = None

    def article(self, article_id: int) -> StoredArticle | None:
        """The last very long one is kept at hand: reading it takes a good part of a second."""
        version = article_id, self._derived.catalogue.generation()
        held = self._held_article
        if held is not None and held[0] == version:
            return held[1]
        stored = self._derived.catalogue.article(article_id)
        if stored is not None and sum(len(block.text) for block in stored.article.blocks) > SOON_READ:
            self._held_article = version, stored
        return stored

    def slow_to_read(self, article_ids: Collection[int]) -> list[int]:
        """Which of these articles `article` takes long for, because they are very long and not at hand."""
        rows = self._derived.catalogue.article_rows(list(article_ids))
        held = self._held_article
        at_hand = held[0] if held is not None else None
        return [
            i
            for i, row in rows.items()
            if row.length > SOON_READ and at_hand != (i, self._derived.catalogue.generation())
        ]

    def find(self, key: str) -> list[StoredArticle]:
        """The articles with this key, or with the one it has become; the oldest first."""
        found = [stored for i in self.ids_of(key) if (stored := self.article(i)) is not None]
        return sorted(found, key=lambda stored: (stored.issue.date or dt.date.max, stored.id))

    def ids_of(self, key: str) -> list[int]:
        """The ids of the articles with this key, or with the one it has become."""
        return self._derived.catalogue.ids_of_key(key) or self._derived.catalogue.ids_of_key(
            self._user_data.resolve(key)
        )

    def chain(self, article_id: int) -> tuple[StoredArticle, ...]:
        """The parts that are surely one story with this article, in order: it alone where there is no other, nothing
        where one is no more.
        """
        ids = stories.chain(self._derived.catalogue, article_id)
        chain = tuple(stored for i in ids if (stored := self.article(i)) is not None)
        return chain if len(chain) == len(ids) else ()

    def ties(self, parts: Sequence[StoredArticle]) -> tuple[Tie, ...]:
        """What is known of these articles' going on: with each other, and what is offered besides."""
        return stories.ties(self._derived.catalogue, [part.id for part in parts])

    def jump_target(self, article_id: int) -> int | None:
        """The article that goes on with this one, else the one it goes on with: surely, or more likely than not."""
        return stories.continuation_of(self._derived.catalogue, article_id)

    def excerpt(self, article_id: int, text: str) -> Excerpt:
        """The lines of the file on which a text of the article, as it is shown, was printed. Raises LibraryError where
        the file is not there.
        """
        from reader.library import source_excerpt

        stored, source_row = self._originals.of_article(article_id)
        spans = source_excerpt.spans_of_text(stored.article, text)
        return source_excerpt.excerpt(
            source_row.path, self._originals.source(source_row.path).lines, spans, text
        )
