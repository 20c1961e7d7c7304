"""Copying, and dragging articles and bookmarks from a list or a pane."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.export.article_text import PageBlockKind
from reader.export.citation import Style
from reader.export.clipboard import Story, as_html, as_text
from reader.export.notes import NoteFormat, written_out
from reader.export.readings import with_readings
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.article_painting import FOLIO_HEIGHT
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets.drag_data import ARTICLES, BOOKMARKS, DraggedRows, drag, set_ids
from reader.ui.window.layout import WindowLayout

if TYPE_CHECKING:
    from reader.ui.search.result_list import ResultPane


class HeadlineDrag(QObject):
    """Handles mouse moves on the page: along a headline they select words, up or down they drag the article."""

    def __init__(self, page: ArticlePage, taken: Callable[[], QMimeData], title: Callable[[], str]) -> None:
        super().__init__(page)
        self._page = page
        self._taken = taken
        self._title = title
        self._pressed: QPoint | None = None
        self._is_folio = False
        self._has_dragged = False
        """Whether the article was dragged since the button was pressed; until the release, moves select nothing."""
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress:
            self._has_dragged = False
            self._press(event, place)
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._pressed = None
        elif self._has_dragged:
            return bool(event.buttons())
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            return self._drag(place - self._pressed)
        return False

    def _press(self, event: QMouseEvent, place: QPoint) -> None:
        self._is_folio = place.y() + self._page.verticalScrollBar().value() < FOLIO_HEIGHT
        is_left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = place if is_left and (self._is_folio or self._is_headline(place)) else None

    def _is_headline(self, place: QPoint) -> bool:
        cursor = self._page.cursorForPosition(place)
        block = self._page.block_of(cursor)
        near = self._page.cursorRect(cursor).adjusted(-60, 0, 60, 0)
        return block is not None and block.kind is PageBlockKind.HEADLINE and near.contains(place)

    def _drag(self, way: QPoint) -> bool:
        """Start dragging if the mouse has moved far enough; return whether the move was consumed."""
        if way.manhattanLength() < QApplication.startDragDistance():
            return self._is_folio
        self._pressed = None
        if not self._is_folio and abs(way.x()) >= abs(way.y()):
            return False
        self._has_dragged = True
        self._page.clear_selection()
        drag(self._page, self._taken(), self._title())
        return True


class CopyAndDrag(QObject):
    """Provides the mime data of articles and bookmarks for all lists and panes, cited in one style."""

    def __init__(self, library: Library, layout: WindowLayout, style: Style) -> None:
        super().__init__(layout)
        self._library = library
        self._layout = layout
        self.style = style
        for model in (layout.tree.tree_model, layout.issues.model, layout.page_pane.view.row_model):
            model.mime_data_of = self._dragged
        layout.bookmarks.view.row_model.mime_data_of = self.bookmarks
        for view in (layout.tree, layout.issues.view, layout.bookmarks.view):
            DraggedRows(view)
        layout.resultsMade.connect(self._watch_results)
        for pane in (layout.pane, layout.second):
            self._watch(pane)

    def as_copied(self, stored: StoredArticle) -> StoredArticle:
        """Return an article as it is copied and cited: with its corrected characters marked, if the setting says so."""
        return with_readings(stored) if self._layout.page_pane.copies_corrected else stored

    def articles(self, article_ids: Sequence[int]) -> QMimeData:
        """Return the mime data of articles, each with the whole story it belongs to."""
        found = [self._library.articles.chain(article_id) for article_id in dict.fromkeys(article_ids)]
        data = self._mime([story for story in found if story])
        if data.formats():
            set_ids(data, ARTICLES, list(article_ids))
        return data

    def _dragged(self, article_ids: Sequence[int]) -> QMimeData:
        """Return the data of `articles`; empty while a reading room has not answered."""
        try:
            return self.articles(article_ids)
        except LibraryError:
            return QMimeData()

    def bookmarks(self, bookmarks: Sequence[Bookmark]) -> QMimeData:
        """Return the mime data of bookmarks and notes, in the format in which they are exported."""
        data = QMimeData()
        if bookmarks:

            def article_of(bookmark: Bookmark) -> StoredArticle:
                return self.as_copied(self._library.notebook.article_of(bookmark))

            data.setText(written_out(bookmarks, NoteFormat.TEXT, self.style, article_of))
            data.setHtml(written_out(bookmarks, NoteFormat.HTML, self.style, article_of))
            set_ids(data, BOOKMARKS, [bookmark.uuid for bookmark in bookmarks])
        return data

    def _watch_results(self, results: ResultPane) -> None:
        results.model.mime_data_of = self._dragged
        DraggedRows(results.view)

    def _watch(self, pane: ArticlePane) -> None:
        def taken() -> QMimeData:
            data, stored = self._mime([pane.parts()] if pane.parts() else []), pane.article()
            if stored is not None:
                set_ids(data, ARTICLES, [stored.id])
            return data

        def title() -> str:
            return pane.parts()[0].article.title() if pane.parts() else ""

        HeadlineDrag(pane.page, taken, title)

    def _mime(self, stories: Sequence[Story]) -> QMimeData:
        data = QMimeData()
        stories = [[self.as_copied(part) for part in story] for story in stories]
        if stories:
            data.setText(as_text(stories, self.style))
            data.setHtml(as_html(stories, self.style))
        return data
