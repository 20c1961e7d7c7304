"""Labels, rules and the wordmark; plain text where Qt would look for HTML."""

import html
from collections.abc import Sequence

from PySide6 import QtGui
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from reader.i18n import say
from reader.ui.widgets import fonts, text_painting, theme


class Label(QLabel):
    """A text in one of the theme's inks; a single line too long for its place ends in “…”."""

    def __init__(self, text: str = "", font: QFont | None = None, token: str = "ink") -> None:
        super().__init__(text)
        self._token = token
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font or fonts.sans(13))
        theme.ink(self, token)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(min(hint.width(), 24), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        align = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        text_painting.draw_words(
            painter, QRectF(self.contentsRect()), self.text(), self.font(), self._token, align
        )


class Rule(QWidget):
    """A hairline between two panes; `token` is its colour."""

    def __init__(self, upright: bool = False, token: str = "rule") -> None:
        super().__init__()
        self._token = token
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color(self._token))


def pane_header(title: str, beside: Label, buttons: Sequence[QWidget]) -> QWidget:
    """Return the head of a pane of the sidebar: its title, what is told beside it, and buttons at the right."""
    header = QWidget()
    header.setFixedHeight(44)
    line = QHBoxLayout(header)
    line.setContentsMargins(16, 0, 10, 0)
    line.setSpacing(8)
    line.addWidget(Label(title, fonts.serif(16, 700)))
    line.addWidget(beside, 1)
    for button in buttons:
        line.addWidget(button)
    return header


def lay_between_rules(
    parent: QWidget, above: Sequence[QWidget | QLayout], body: QWidget | QLayout, below: QWidget | QLayout
) -> None:
    """Fill a widget to its edges: what stands above, a rule, the body, which takes the room, a rule, what is below."""
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in (*above, Rule(), body, Rule(), below):
        if isinstance(part, QLayout):
            column.addLayout(part, part is body)
        else:
            column.addWidget(part, part is body)


class Wordmark(QWidget):
    """The seal 阅 and the program's name, at the left of the top bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(112, 32)
        self.setAccessibleName(say("阅报"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text_painting.draw_seal(painter, QRectF(0, 3, 26, 26))
        font = fonts.serif(18, 700)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 2)
        text_painting.draw_words(painter, QRectF(36, 0, 76, 32), "阅报", font, "ink")


def seal(side: int) -> QPixmap:
    """Return the seal as a picture of `side` pixels."""
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    text_painting.draw_seal(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def seal_icon() -> QIcon:
    """Return the seal as the icon of the window."""
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(seal(side))
    return icon


def is_rich(words: str) -> bool:
    """Return whether Qt takes a text for HTML."""
    return QtGui.Qt.mightBeRichText(words)


def plain(words: str) -> str:
    """Return a text that Qt shows as these words: themselves, or escaped where Qt would take them for HTML."""
    if not is_rich(words):
        return words
    return f'<p style="white-space: pre-wrap">{html.escape(words)}</p>'
