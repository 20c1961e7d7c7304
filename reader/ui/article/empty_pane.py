"""The article pane without an article: how to begin, the progress of the first reading, or why there is nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reader.i18n import say
from reader.ui.article.opening_news import HEADLINES, OpeningNews
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.labels import Label
from reader.ui.widgets.state_panel import State, StatePanel, Way

_WIDTH = 460
_LINE = 30


class EmptyPane(QStackedWidget):
    """Shows how to begin, the progress of a library's first reading, or why nothing can be read now and what to do.

    Signal: `wayChosen` has the key of a `Way`.
    """

    wayChosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reading = _ReadingIn()
        self.state = StatePanel(State.EMPTY)
        self.state.column.insertStretch(0, 1)
        self.state.chosen.connect(self.wayChosen)
        for face in (_how_to_begin(), self._reading, self.state):
            self.addWidget(face)

    def show_news(self, news: OpeningNews | None) -> None:
        """Show the news of a first reading; None when it is over."""
        if news is not None:
            self._reading.show_news(news)
        self.setCurrentIndex(0 if news is None else 1)

    def news(self) -> OpeningNews | None:
        """Return the news shown of a first reading; None while there is none."""
        return self._reading.news if self.currentIndex() == 1 else None

    def show_state(self, state: tuple[str, str, Sequence[Way]] | None) -> None:
        """Show a title, the words below it, and the actions to offer; None for how to begin."""
        if state is not None:
            self.state.show_state(*state)
        self.setCurrentIndex(0 if state is None else 2)


class _ReadingIn(QWidget):
    """The name of the library, the progress of reading, and the headlines read, the latest on top."""

    def __init__(self) -> None:
        super().__init__()
        self.news: OpeningNews | None = None

    def show_news(self, news: OpeningNews) -> None:
        self.news = news
        self.setAccessibleName(news.title())
        self.setAccessibleDescription(news.words())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        news = self.news
        if news is None:
            return
        painter = QPainter(self)
        width = min(_WIDTH, self.width() - 48)
        left = (self.width() - width) / 2
        top = max(24, self.height() / 3 - 96)
        line = QRectF(left, top, width, 32)
        text_painting.draw_words(painter, line, news.title(), fonts.serif(20, 700), "ink")
        line.translate(0, 36)
        text_painting.draw_words(painter, line, news.words(), fonts.sans(13), "ink2")
        bar = QRectF(left, line.bottom() + 8, width, 4)
        painter.fillRect(bar, theme.color("rule"))
        painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * news.part(), 4), theme.color("accent"))
        line = QRectF(left, bar.bottom() + 18, width, _LINE)
        for number, headline in enumerate(news.headlines[:HEADLINES]):
            if line.bottom() > self.height():
                break
            token = "ink" if number == 0 else "ink2" if number < 3 else "ink3"
            text_painting.draw_words(painter, line, headline, fonts.serif(15), token)
            line.translate(0, _LINE)


def _how_to_begin() -> QWidget:
    empty = QWidget()
    column = QVBoxLayout(empty)
    column.setSpacing(10)
    column.addStretch(2)
    for text, font, token in (
        (say("选一篇文章，就在这里读。"), fonts.serif(17), "ink2"),
        (say("J、K 换篇　Ctrl+K 搜索　空格翻页"), fonts.sans(12), "ink3"),
    ):
        label = Label(text, font, token)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(3)
    return empty
