"""Copying, and dragging articles and bookmarks from a list or a pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject

from reader.export.citation import Style
from reader.export.clipboard import Story, as_html, as_text
from reader.export.notes import NoteFormat, written_out
from reader.export.readings import with_readings
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.headline_drag import HeadlineDrag
from reader.ui.widgets.drag_data import ARTICLES, BOOKMARKS, DraggedRows, set_ids
from reader.ui.window.layout import WindowLayout

if TYPE_CHECKING:
    from reader.ui.search.result_list import ResultPane


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
        """Return the data of `articles`; empty while a server has not answered."""
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
