"""The page of the calendar that shows a single month."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from reader.ui.calendar.month_table import MonthTable
from reader.ui.calendar.weekday_row import WeekdayRow
from reader.ui.widgets import theme


def month_page(table: MonthTable) -> QWidget:
    """Return the page that shows a single month."""
    page = QScrollArea()
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 12, 24, 16)
    column.setSpacing(2)
    column.addWidget(WeekdayRow())
    column.addWidget(table, 1)
    column.addStretch(0)
    page.setWidget(body)
    page.setWidgetResizable(True)
    page.setFrameShape(QFrame.Shape.NoFrame)
    theme.slim(page)
    page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    theme.tint(page, "paper")
    body.setAutoFillBackground(False)
    return page
