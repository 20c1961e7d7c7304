"""The reader's own notes on a reading room, which are listed at once, whether or not its server can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.library.articles import Articles
from reader.library.derived_data import Derived
from reader.library.notebook import Notebook
from reader.newspaper.holdings import Bookmark, StoredArticle, kept_article
from reader.room.connections import RoomError, RoomLost
from reader.storage.user_data import UserData

if TYPE_CHECKING:
    from reader.room.catalogue import RoomCatalogue


class RoomNotebook(Notebook):
    """Bookmarks count as present in the room until `look_for_articles` has asked its server."""

    def __init__(
        self, derived: Derived, catalogue: RoomCatalogue, user_data: UserData, articles: Articles
    ) -> None:
        super().__init__(derived, user_data, articles, lambda: None)
        self._catalogue = catalogue
        self._asked: dict[str, Bookmark] = {}
        """The bookmarks with what the room had of them when its server was asked, by their UUIDs."""

    def bookmarks(self) -> list[Bookmark]:
        if self._catalogue.known_generation is None:  # nobody looks meanwhile
            with suppress(RoomLost):
                self.look_for_articles()
        return super().bookmarks()

    def anchored(self, bookmarks: Sequence[Bookmark]) -> list[Bookmark]:
        return [
            replace(
                each,
                article_id=asked.article_id,
                is_orphan=asked.is_orphan,
                is_passage_lost=asked.is_passage_lost,
            )
            if (asked := self._asked.get(each.uuid))
            else each
            for each in bookmarks
        ]

    def look_for_articles(self) -> bool:
        """Ask which articles of the bookmarks the room has; return whether the result has changed. Raises RoomError."""
        asked = super().anchored(self._user_data.bookmarks())
        before, self._asked = self._asked, {each.uuid: each for each in asked}
        return any(_had(each) != _had(before.get(each.uuid)) for each in asked)

    def article_of(self, bookmark: Bookmark) -> StoredArticle:
        try:
            return super().article_of(bookmark)
        except RoomError:
            return kept_article(bookmark)


def _had(bookmark: Bookmark | None) -> tuple[int, bool, bool]:
    """Return what the room had of a bookmark; of one that was not asked for, what is assumed."""
    if bookmark is None:
        return 0, False, False
    return bookmark.article_id, bookmark.is_orphan, bookmark.is_passage_lost
