"""The place of a text that a view shows, kept while the text is still being set and laid out."""

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
    """Scrolls a page to a place as soon as that is set, and says which place is in view."""

    def __init__(self, page: QTextBrowser, filler: DocumentFiller, ahead: float, top_margin: float) -> None:
        """`ahead`: so many characters beyond a place are set before it is scrolled to; `top_margin` in pixels."""
        self._page = page
        self._filler = filler
        self._ahead = ahead
        self._top_margin = top_margin
        self._goal: TextPlace | None = None
        self._reached = (0, BEGINNING)

    def set_filler(self, filler: DocumentFiller) -> None:
        """The page is filled anew."""
        self._filler = filler

    def go(self, goal: TextPlace) -> None:
        """Scroll there, now or as soon as it is set."""
        self._goal = goal
        self.approach()

    def forget_goal(self) -> None:
        """Stay here: the person scrolls."""
        self._goal = None

    def approach(self) -> None:
        """Scroll to the goal if the page is set as far as a view below it."""
        goal, filler = self._goal, self._filler
        if goal is None or not (filler.is_done or goal.position < filler.built - self._ahead):
            return
        top, view = 0.0, self._page.viewport().height()
        if goal.position:
            line = line_rect(filler.document, goal.position)
            # Qt lays a long document out as far as it is asked for, and scrolls no further.
            position_near(filler.document, QPointF(0, line.bottom() + view))
            top = line.top() + goal.ratio * line.height() - goal.share * view
        self._page.verticalScrollBar().setValue(round(top))
        self._goal, self._reached = None, (self._page.verticalScrollBar().value(), goal)

    def place(self, left: float) -> TextPlace:
        """Return what was gone to, as long as nobody has scrolled since; else what stands at the top.

        The first is exact, and right also while Qt is still laying out what a new width has moved. `left` is the x of
        the column.
        """
        if self._goal:
            return self._goal
        value, goal = self._reached
        return goal if value == self._page.verticalScrollBar().value() else self.at_top(left)

    def at_top(self, left: float) -> TextPlace:
        """Return the line at the top of the view, and how much of it is above; `left` is the x of the column."""
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
