"""Articles are taken out of the window as text: dragged from where they are listed or read, or copied there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject

from reader.citation import Style
from reader.handout import Story, as_html, as_text
from reader.library import Library
from reader.newspaper.holdings import Bookmark
from reader.notebook import NoteFormat, written_out
from reader.ui.article_pane import ArticlePane
from reader.ui.draggable import RowsOut
from reader.ui.headline_drag import HeadlineDrag
from reader.ui.rooms import Rooms

if TYPE_CHECKING:
    from reader.ui.result_list import ResultPane


class TakingOut(QObject):
    """Says what the rows of all lists become, and the articles that are read; cited in the style that is set."""

    def __init__(self, library: Library, rooms: Rooms, style: Style) -> None:
        super().__init__(rooms)
        self._library = library
        self._style = style
        for model in (rooms.tree.tree_model, rooms.issues.model, rooms.page_pane.view.row_model):
            model.hand_out = self.articles
        rooms.bookmarks.view.row_model.hand_out = self.bookmarks
        for view in (rooms.tree, rooms.issues.view, rooms.bookmarks.view):
            RowsOut(view)
        rooms.resultsMade.connect(self._watch_results)
        for pane in (rooms.pane, rooms.second):
            self._watch(pane)

    def articles(self, article_ids: Sequence[int]) -> QMimeData:
        """Each with the story that it is part of."""
        found = [self._library.chain(article_id) for article_id in dict.fromkeys(article_ids)]
        return self._mime([story for story in found if story])

    def bookmarks(self, bookmarks: Sequence[Bookmark]) -> QMimeData:
        """What is marked, noted and kept, as it is written into files."""
        data = QMimeData()
        if bookmarks:
            article_of = self._library.article_of
            data.setText(written_out(bookmarks, NoteFormat.TEXT, self._style, article_of))
            data.setHtml(written_out(bookmarks, NoteFormat.HTML, self._style, article_of))
        return data

    def _watch_results(self, results: ResultPane) -> None:
        results.model.hand_out = self.articles
        RowsOut(results.view)

    def _watch(self, pane: ArticlePane) -> None:
        def taken() -> QMimeData:
            return self._mime([pane.parts()] if pane.parts() else [])

        def title() -> str:
            return pane.parts()[0].article.title() if pane.parts() else ""

        HeadlineDrag(pane.page, taken, title)

    def _mime(self, stories: Sequence[Story]) -> QMimeData:
        data = QMimeData()
        if stories:
            data.setText(as_text(stories, self._style))
            data.setHtml(as_html(stories, self._style))
        return data
