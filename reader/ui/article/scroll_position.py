"""The scroll position of a text, kept while the text is still being set and laid out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QTextBrowser

from reader.ui.article.document_geometry import line_rect, position_near
from reader.ui.article.typesetting import DocumentFiller


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place to scroll to: `position` of the document at `share` of the view's height, `ratio` of its line above."""

    position: int
    ratio: float = 0.0
    share: float = 0.0


BEGINNING = TextPlace(0)


class ScrollPosition:
    """Scrolls a page to a place as soon as the place is set, and returns the place in view."""

    def __init__(self, page: QTextBrowser, filler: DocumentFiller, ahead: float, top_margin: float) -> None:
        """Watch a page.

        `ahead` is the number of characters set after a place before scrolling to it; `top_margin` is in pixels.
        """
        self._page = page
        self._filler = filler
        self._ahead = ahead
        self._top_margin = top_margin
        self._goal: TextPlace | None = None
        self._reached = (0, BEGINNING)

    def set_filler(self, filler: DocumentFiller) -> None:
        """Set the filler of another document for the page."""
        self._filler = filler

    def go(self, goal: TextPlace) -> None:
        """Scroll to a place, now or as soon as it is set."""
        self._goal = goal
        self.approach()

    def forget_goal(self) -> None:
        """Cancel scrolling to the goal, because the reader scrolls."""
        self._goal = None

    def approach(self) -> None:
        """Scroll to the goal if the page is set up to a view below it."""
        goal, filler = self._goal, self._filler
        if goal is None or not (filler.is_done or goal.position < filler.built - self._ahead):
            return
        top, view = 0.0, self._page.viewport().height()
        if goal.position:
            line = line_rect(filler.document, goal.position)
            # Qt lays out a long document only as far as it is asked to, and scrolls no further.
            position_near(filler.document, QPointF(0, line.bottom() + view))
            top = line.top() + goal.ratio * line.height() - goal.share * view
        self._page.verticalScrollBar().setValue(round(top))
        self._goal, self._reached = None, (self._page.verticalScrollBar().value(), goal)

    def place(self, left: float) -> TextPlace:
        """Return the place scrolled to, or the top of the view if it was scrolled since.

        The former is exact even while Qt still lays out the text in a new width. `left` is the x of the column.
        """
        if self._goal:
            return self._goal
        value, goal = self._reached
        return goal if value == self._page.verticalScrollBar().value() else self.at_top(left)

    def at_top(self, left: float) -> TextPlace:
        """Return the line at the top of the view and the share of it above the view; `left` is the x of the column."""
        value, goal = self._reached
        top = self._page.verticalScrollBar().value()
        if self._goal or value == top:
            goal = self._goal or goal
            if goal.share == 0:
                return goal
        if top < self._top_margin or not self._filler.built:
            return BEGINNING
        position = position_near(self._filler.document, QPointF(left + 1, top))
        line = line_rect(self._filler.document, position)
        return TextPlace(position, max(0.0, min(1.0, (top - line.top()) / max(1.0, line.height()))))
