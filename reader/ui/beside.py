"""A second article beside the first: opened from wherever an article is named, read like the first, closed again."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from reader.library import Library
from reader.messages import say
from reader.newspaper.holdings import Bookmark
from reader.ui import showing
from reader.ui.bookmarking import Bookmarking
from reader.ui.correcting import Correcting
from reader.ui.history import Place
from reader.ui.issue_correcting import IssueCorrecting
from reader.ui.marking import Marking
from reader.ui.rooms import Rooms
from reader.ui.source_lines import SourceLines


class Beside(QObject):
    """The second pane and what goes on in it; the history is the first's."""

    changed = Signal()
    missed = Signal(str)
    broke = Signal(object)

    def __init__(
        self, library: Library, rooms: Rooms, bookmarking: Bookmarking, searched: Callable[[], str]
    ) -> None:
        """`searched`: what the results that are listed were found by."""
        super().__init__(rooms)
        self._library = library
        self._rooms = rooms
        self._bookmarking = bookmarking
        self._searched = searched
        self._query = ""
        self.pane = rooms.second
        self.marking = Marking(self.pane, rooms.bookmarks, bookmarking)
        self.correcting = Correcting(library, self.pane, bookmarking, self)
        self.issue_correcting = IssueCorrecting(library, self.pane, bookmarking, self)
        self._lines = SourceLines(library, self.pane)
        self._lines.broke.connect(self.broke)
        self.pane.noteWanted.connect(self.marking.write_note)
        self.pane.broke.connect(self.broke)
        self.pane.jumpActivated.connect(self._follow_jump)
        self.pane.previousWanted.connect(lambda: self.step(-1))
        self.pane.nextWanted.connect(lambda: self.step(1))
        self.pane.closeWanted.connect(self.close)
        self.pane.page.jumpAside.connect(self._follow_jump)
        bookmarking.changed.connect(self._show_star)
        rooms.pane.page.jumpAside.connect(self.open_jump)
        rooms.pane.menuOpening.connect(self._offer)
        rooms.resultsMade.connect(
            lambda results: results.articleAside.connect(lambda i: self.open(i, searched()))
        )
        rooms.bookmarks.view.aside.connect(self.open_bookmark)
        for lists in (rooms.tree, rooms.issues, rooms.page_pane):
            lists.articleAside.connect(self.open)

    # -- opening and closing

    def open(self, article_id: int, query: str = "", down: float = 0.0, *, seam: int | None = None) -> None:
        """Shows an article beside the first, the matches of `query` marked; the focus stays where it is."""
        stored = self._library.article(article_id)
        if stored is None:
            self.missed.emit(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        self._query = query
        self._rooms.show_second(True)
        showing.show(self._library, self.pane, stored, query, down, seam)
        self._tell()

    def open_here(self) -> None:
        """Opens what the focus is on: the row of a list, the article of a page, a jump line; else the first article
        itself, so that it stays while one goes on."""
        rooms, focused = self._rooms, self._rooms.focusWidget()
        stored, entry, bookmark = rooms.pane.article(), rooms.tree.current_entry(), rooms.bookmarks.current()
        are_results = rooms.are_results_shown()
        listing = rooms.results if are_results else rooms.issues
        listed = listing.article_id()
        if focused is rooms.bookmarks.view and bookmark is not None:
            self.open_bookmark(bookmark)
        elif focused is rooms.tree and entry is not None and entry.article is not None:
            self.open(entry.article.id)
        elif focused in (listing.view, rooms.search.line) and listed is not None:
            self.open(listed, self._searched() if are_results else "")
        elif focused is not None and (article_id := focused.property(showing.ARTICLE_PROPERTY)):
            self.open(int(article_id))
        elif focused is rooms.pane.page and showing.jump_target(self._library, rooms.pane) is not None:
            self.open_jump()
        elif stored is not None and stored.id:
            self.open(stored.id)

    def open_place(self, place: Place) -> None:
        """Opens an article by its key, where one had read to; nothing where there is no such article."""
        if found := self._library.find(place.key):
            self.open(found[0].id, place.query, place.down)

    def open_bookmark(self, bookmark: Bookmark) -> None:
        """The bookmarked article, or its text as of bookmarking; a passage of it is gone to."""
        stored = self._library.article_of(bookmark)
        if stored.id:
            self.open(stored.id)
        else:
            self._rooms.show_second(True)
            self.pane.show_orphan(bookmark)
            self.issue_correcting.look()
            self.changed.emit()
        self.pane.show_passage(bookmark.uuid)

    def open_jump(self) -> None:
        """The other part of the story that the first article belongs to."""
        self._open_target(showing.jump_target(self._library, self._rooms.pane))

    def _follow_jump(self) -> None:
        self._open_target(showing.jump_target(self._library, self.pane))

    def _open_target(self, target: int | None) -> None:
        if target is not None:
            self.open(target)
        else:
            self.missed.emit(say("没有找到转接的另一头，它可能在还没有的那一版里。"))

    def close(self) -> None:
        self._rooms.show_second(False)
        self.pane.clear()
        self.issue_correcting.look()
        self.changed.emit()

    def is_open(self) -> bool:
        return self._rooms.area.is_second_shown()

    def place(self) -> Place | None:
        """What is read beside, and how far down; None while nothing is."""
        stored = self.pane.article()
        if stored is None or not self.is_open():
            return None
        return Place(stored.article.key, self._query, self.pane.scroll_fraction())

    # -- reading on

    def step(self, by: Literal[-1, 1]) -> None:
        """The next article of its issue, or the one before."""
        ids, at = self._neighbours()
        if at is not None and 0 <= at + by < len(ids):
            self.open(ids[at + by], self._query)

    def refresh(self) -> None:
        """The catalogue has changed."""
        if self.is_open():
            showing.refresh(self._library, self.pane, self._query)
            self._tell()

    def finish(self) -> None:
        self._lines.finish()
        self.correcting.finish()
        self.issue_correcting.finish()

    def _neighbours(self) -> tuple[list[int], int | None]:
        """The articles of its issue, and which of them it is."""
        stored = self.pane.article()
        ids = [row.id for row in self._library.articles(stored.issue.id)] if stored and stored.id else []
        return ids, ids.index(stored.id) if stored and stored.id in ids else None

    def _tell(self) -> None:
        ids, at = self._neighbours()
        words = say("第 {at} 篇，共 {total} 篇", at=at + 1, total=len(ids)) if at is not None else ""
        has_next = at is not None and at + 1 < len(ids)
        self.pane.set_position(words, has_previous=bool(at), has_next=has_next)
        self._show_star()
        self.issue_correcting.look()
        self.changed.emit()

    def _show_star(self) -> None:
        stored = self.pane.article()
        if stored is not None:
            self.pane.set_bookmarked(self._bookmarking.of(stored.article.key) is not None)

    def _offer(self, menu: QMenu, _block: object) -> None:
        """Adds to a menu of the first article what can be had beside it."""
        if any(part.article.jump_to or part.article.jump_from for part in self._rooms.pane.parts()):
            menu.addAction(say("在旁边打开接续的版面"), self.open_jump)
