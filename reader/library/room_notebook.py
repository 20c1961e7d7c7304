"""The reader's own notes on a reading room, which are listed at once, whether or not its server can be reached."""

from __future__ import annotations

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
        self._gone: dict[str, tuple[bool, bool]] = {}
        """By UUID of a bookmark: whether the room lacks its article, and whether it lacks its passage."""

    def bookmarks(self) -> list[Bookmark]:
        if self._catalogue.known_generation is None:  # nobody looks meanwhile
            with suppress(RoomLost):
                self.look_for_articles()
        return super().bookmarks()

    def anchored(self, bookmark: Bookmark) -> Bookmark:
        is_orphan, is_passage_lost = self._gone.get(bookmark.uuid, (False, False))
        return replace(bookmark, is_orphan=is_orphan, is_passage_lost=is_passage_lost)

    def look_for_articles(self) -> bool:
        """Ask which articles of the bookmarks the room has; return whether the result has changed. Raises RoomError."""
        bookmarks = self._user_data.bookmarks()
        ids = self._catalogue.ids_of_keys([bookmark.key for bookmark in bookmarks])
        gone = {}
        for bookmark in bookmarks:
            found = ids.get(bookmark.key, [])
            is_passage_lost = bool(found) and bookmark.passage is not None and self._is_lost(bookmark, found)
            gone[bookmark.uuid] = not found, is_passage_lost
        before, self._gone = self._gone, gone
        return any(gone[uuid] != before.get(uuid, (False, False)) for uuid in gone)

    def article_of(self, bookmark: Bookmark) -> StoredArticle:
        try:
            return super().article_of(bookmark)
        except RoomError:
            return kept_article(bookmark)
