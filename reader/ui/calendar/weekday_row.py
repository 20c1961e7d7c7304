"""The names of the weekdays above the columns of a month."""

import datetime as dt

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui.calendar.month_table import A_MONDAY
from reader.ui.widgets import fonts, text_painting, wording


class WeekdayRow(QWidget):
    """一 二 三 四 五 六 日 above seven columns of `width` px each, or 0: that share the whole width."""

    def __init__(self, width: int = 0) -> None:
        super().__init__()
        self._width = width
        self.setFixedHeight(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self._width or self.width() / 7
        for column in range(7):
            cell = QRectF(column * width, 0, width, self.height())
            name = wording.short_weekday(A_MONDAY + dt.timedelta(days=column)).removeprefix("周")[:2]
            text_painting.draw_words(painter, cell, name, fonts.sans(12), "ink3", text_painting.CENTER)
