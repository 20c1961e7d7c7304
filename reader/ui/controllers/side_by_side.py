"""What stands beside an article: a second one, its other sources, and how they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import Signal

from reader.i18n import say
from reader.library.articles import Story
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark
from reader.ui.article import article_pane
from reader.ui.article.article_pane import SourceLines
from reader.ui.controllers.bookmark_display import Highlights
from reader.ui.controllers.reading_controller import ReadingPosition
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmark_rows import BookmarkList
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.services import Change, Feature, Handlers, Services


class SecondArticle(Feature):
    """Opens articles in the second pane, from every list of articles; they are not part of the history.

    Signal: `changed` when another article is shown there, or none.
    """

    changed = Signal()

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        bookmarks: Bookmarks,
        needles: Callable[[int], Sequence[str]],
    ) -> None:
        """Make the controller; `needles` returns the needles to mark in an article of the results, by its id."""
        super().__init__(services, frame)
        self._library = library
        self._frame = frame
        self._bookmarks = bookmarks
        self._needles_of_results = needles
        self._needles: Sequence[str] = ()
        self._opening = 0
        self._wanted: int | None = None
        self._articles = TaskQueue(self)
        self.pane = frame.area.second
        self.marking = Highlights(self.pane, bookmarks)
        self._lines = SourceLines(library, self.pane)
        calls = self.pane.calls
        calls.step = self.step
        calls.close = self.close
        calls.open_jump = calls.open_jump_second = lambda: self._open_target(
            article_pane.jump_target(self._library, self.pane)
        )
        frame.pane.calls.open_jump_second = self.open_jump
        frame.pane.calls.open_second = self.open
        frame.issues.calls.open_second = frame.area.page.calls.open_second = self.open

    def handlers(self) -> Handlers:
        return {"open_beside": self.open_focused}

    # -- opening and closing

    def open(
        self, article_id: int, needles: Sequence[str] = (), down: float = 0.0, *, seam: int | None = None
    ) -> None:
        """Show an article in the second pane, with the `needles` marked; the focus does not move."""
        self._frame.show_second(True)

        def show(story: Story | None) -> None:
            self._show(story, needles, down, seam)

        self._read(partial(self._library.articles.story, article_id), show)
        self._wanted = article_id

    def _read(
        self,
        read: Callable[[], Story | None],
        show: Callable[[Story | None], None],
        fail: Callable[[Exception], None] | None = None,
        *,
        overtakes: bool = True,
    ) -> None:
        self._opening += overtakes
        opening = self._opening
        if overtakes:
            self._wanted = None

        def read_with_neighbours() -> Story | None:
            story = read()
            if story is not None:  # in advance for `_neighbours`, which must not wait for a server
                self._library.contents.articles(story.opened.issue.id)
            return story

        def arrive(story: Story | None) -> None:
            if opening == self._opening:
                self._wanted = None
                show(story)

        def failed(error: Exception) -> None:
            if opening == self._opening:
                (fail or self._fail)(error)

        self._articles.run(read_with_neighbours, arrive, failed, (LibraryError,))

    def _fail(self, error: Exception) -> None:
        if self.pane.article() is None:
            self._frame.show_second(False)
        report_fault(error)

    def _show(
        self, story: Story | None, needles: Sequence[str], down: float, seam: int | None = None
    ) -> None:
        if story is None:
            if self.pane.article() is None:
                self._frame.show_second(False)
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        self._needles = needles
        article_pane.show(self.pane, story, needles, down, seam)
        self._report()

    def open_focused(self) -> None:
        """Open the focused item: a bookmark, the row of a list, a link, or the target of the page's jump line.

        If the focus is elsewhere, open the article of the first pane also in the second one.
        """
        frame = self._frame
        focused = self._frame.focusWidget()
        stored = frame.pane.article()
        entry = frame.tree.current_entry()
        are_results = frame.are_results_shown()
        listing = frame.results if are_results else frame.issues
        listed = listing.article_id()
        bookmarks = focused.parent() if focused is not None else None
        if isinstance(bookmarks, BookmarkList) and (bookmark := bookmarks.current()) is not None:
            self.open_bookmark(bookmark)
        elif focused is frame.tree and entry is not None and entry.article is not None:
            self.open(entry.article.id)
        elif focused in (listing.view, frame.search.line) and listed is not None:
            self.open(listed, self._needles_of_results(listed) if are_results else ())
        elif focused is not None and (article_id := focused.property(article_pane.ARTICLE_PROPERTY)):
            self.open(int(article_id))
        elif focused is frame.pane.page and article_pane.jump_target(self._library, frame.pane) is not None:
            self.open_jump()
        elif stored is not None and stored.id:
            self.open(stored.id)

    def open_place(self, place: ReadingPosition) -> None:
        if not self._library.articles.may_have(place.printing):
            return

        def show(story: Story | None) -> None:
            self._show(story, place.needles, place.down)

        self._frame.show_second(True)
        self._read(partial(self._library.articles.story_at, place.printing), show)

    def open_bookmark(self, bookmark: Bookmark) -> None:
        """Open a bookmarked article at its passage; if it is gone, show the text stored with the bookmark."""

        def show(story: Story | None) -> None:
            if story is None:
                self._show_stored(bookmark)
            else:
                self._show(story, (), 0.0)
                self.pane.notes.go_to(bookmark.uuid)

        def show_stored(_: Exception) -> None:
            self._show_stored(bookmark, self._library)

        self._frame.show_second(True)
        self._read(
            partial(self._library.articles.story_at, bookmark.printing),
            show,
            show_stored if self._library.is_elsewhere else None,
        )

    def _show_stored(self, bookmark: Bookmark, away: Library | None = None) -> None:
        self.pane.show_orphan(bookmark, away)
        self.changed.emit()
        self.pane.notes.go_to(bookmark.uuid)

    def open_jump(self) -> None:
        self._open_target(article_pane.jump_target(self._library, self._frame.pane))

    def _open_target(self, target: int | None) -> None:
        if target is not None:
            self.open(target)
        else:
            self._services.message(say("没有找到转接的另一头，它可能在还没有的那一版里。"))

    def close(self) -> None:
        self._frame.show_second(False)
        self.pane.clear()
        self.changed.emit()

    def is_open(self) -> bool:
        return self._frame.area.is_second_shown()

    def place(self) -> ReadingPosition | None:
        """Return the article in the second pane and its scroll position; None if the pane is empty."""
        stored = self.pane.article()
        if stored is None or not self.is_open():
            return None
        return ReadingPosition(stored.printing, tuple(self._needles), self.pane.scroll_fraction())

    # -- moving and refreshing

    def step(self, by: Literal[-1, 1]) -> None:
        ids, at = self._neighbours()
        if at is not None and 0 <= at + by < len(ids):
            self.open(ids[at + by], self._needles)

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self._read_again()

    def _read_again(self) -> None:
        stored = self.pane.article()
        if stored is None or not self.is_open():
            return

        def show(story: Story | None) -> None:
            if self.pane.article() is not stored:
                self._read_again()
                return
            article_pane.refresh(self.pane, story)
            self._report()

        self._read(partial(article_pane.current_story, self._library, stored), show, overtakes=False)

    def _neighbours(self) -> tuple[list[int], int | None]:
        stored = self.pane.article()
        if stored and stored.id:
            ids = [row.id for row in self._library.contents.articles(stored.issue.id)]
        else:
            ids = []
        current = self._wanted or (stored.id if stored else None)
        return ids, ids.index(current) if current in ids else None

    def _report(self) -> None:
        ids, at = self._neighbours()
        if at is not None:
            words = say("第 {at} 篇，共 {total} 篇", at=at + 1, total=len(ids))
        else:
            words = ""
        has_next = at is not None and at + 1 < len(ids)
        self.pane.header.set_position(words, has_previous=bool(at), has_next=has_next)
        self.changed.emit()
