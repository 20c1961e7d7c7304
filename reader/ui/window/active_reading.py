"""The active pane: that of the first article, of the page shown instead of it, or of the second article."""

from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from reader.ui.article.article_pane import ArticlePane
from reader.ui.page.page_pane import PagePane
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.window.layout import WindowLayout


class ActiveReading(Feature):
    """Finds the pane that is active, and the controllers that belong to it."""

    def __init__(
        self,
        services: Services,
        layout: WindowLayout,
        caret: QAction,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._layout = layout
        self._area = layout.area
        self._caret = caret

    def handlers(self) -> Handlers:
        return {
            "caret": self._switch_caret,
            "find": lambda: self.article_pane().open_find(),
            "next_hit": partial(self.step_hit, 1),
            "previous_hit": partial(self.step_hit, -1),
            "source_lines": lambda: self.article_pane().switch_source(),
            "copy_article": lambda: self._area.active_pane().copy_article(),
            "highlight": lambda: self.pane().mark_selection(),
            "note": lambda: self.pane().calls.write_note(),
        }

    def pane(self) -> ArticlePane | PagePane:
        """Return the active pane: that of an article, or that of the page shown instead of the first article."""
        return self._area.page if self._is_page() else self._area.active_pane()

    def article_pane(self) -> ArticlePane:
        """Return the active article pane; if the page is shown instead of the article, show the article first."""
        if self._is_page():
            self._area.page.calls.switch_page()
        return self._area.active_pane()

    def has_hits(self) -> bool:
        return self.pane().has_hits()

    def clear_hits(self) -> None:
        """Hide the matches in the active article; in the first article, also those in its page."""
        layout = self._layout
        is_second = self._area.is_second_active
        for pane in (layout.second,) if is_second else (layout.page_pane, layout.pane):
            pane.clear_hits()

    def step_hit(self, by: Literal[-1, 1]) -> None:
        """Go to the next match in the active pane, or the one before."""
        pane = self.pane()
        (pane.view if isinstance(pane, PagePane) else pane).step_hit(by)

    def _switch_caret(self) -> None:
        page = self.article_pane().page
        page.set_caret_shown(not page.is_caret_shown())
        self._caret.setChecked(page.is_caret_shown())
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_page(self) -> bool:
        return self._area.is_page_shown() and not self._area.is_second_active
