"""The bar above the page with suggestions for the date or number of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reader.i18n import say
from reader.newspaper.correction import CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.ui.widgets import fonts, icons, theme
from reader.ui.widgets.controls import IconButton, LinkButton
from reader.ui.widgets.labels import Label
from reader.ui.widgets.plain_text import plain

if TYPE_CHECKING:
    from reader.issue_dating.suggestions import Suggestion


class SuggestionBar(QWidget):
    """The suggestions for an issue, to accept or ignore; a closed bar stays closed for its issue.

    Signals: `taken` has an accepted suggestion, `considered` one to review first: a date that is not certain.
    """

    taken = Signal(object)
    considered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("suggestionBar")
        theme.tint(self, "list")
        self._issue_id: int | None = None
        self._closed: int | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.close_button = IconButton("close", say("不理会"), 24)
        self.close_button.clicked.connect(self._close)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 7, 12, 8)
        row.setSpacing(4)
        row.addLayout(self._rows, 1)
        row.addWidget(self.close_button)
        self.hide()

    def show_suggestions(self, issue: IssueRow | None, suggestions: Sequence[Suggestion]) -> None:
        """Show the suggestions for an issue; hide the bar if there are none."""
        self._clear()
        self._issue_id = issue.id if issue else None
        for suggestion in suggestions if issue else ():
            self._rows.addWidget(self._row(issue, suggestion))
        self.setVisible(bool(self._rows.count()) and self._issue_id != self._closed)

    def issue_id(self) -> int | None:
        """Return the id of the issue whose suggestions were set last."""
        return self._issue_id

    def messages(self) -> list[str]:
        """Return the text of each row."""
        items = (self._rows.itemAt(at) for at in range(self._rows.count()))
        return [row.accessibleName() for item in items if item and (row := item.widget())]

    def buttons(self) -> list[LinkButton]:
        return self.findChildren(LinkButton)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("rule"))
        icons.draw(painter, "calendar", "ink3", 20, 12, 16)

    def _row(self, issue: IssueRow | None, suggestion: Suggestion) -> QWidget:
        from reader.library import date_suggestions

        words = date_suggestions.in_words(issue, suggestion) if issue else ""
        label = Label(words, fonts.sans(12), "ink2")
        label.setWordWrap(True)
        label.setToolTip(plain(words))
        row = QWidget()
        row.setAccessibleName(words)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(label, 1)
        if date_suggestions.claim_of(suggestion) is not None:
            is_sure = suggestion.is_exact or suggestion.kind is CorrectionKind.NUMBER
            button = LinkButton(say("采用") if is_sure else say("采用…"), px=12)
            button.setAccessibleDescription(words)
            signal = self.taken if is_sure else self.considered
            button.clicked.connect(lambda _=False: signal.emit(suggestion))
            line.addWidget(button)
        return row

    def _clear(self) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _close(self) -> None:
        self._closed = self._issue_id
        self.hide()
