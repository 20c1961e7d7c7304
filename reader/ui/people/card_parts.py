"""The parts that a person's card is composed of."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.i18n import say
from reader.people.person import PersonCard
from reader.people.wording import name_in_full
from reader.ui.widgets import fonts, icons, text_painting, wording
from reader.ui.widgets.controls import LINK_PADDING, Chip
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.labels import Label
from reader.ui.widgets.plain_text import plain


class CardHead(QWidget):
    """The surname in a frame, the name with its label, and its other spellings."""

    def __init__(self, card: PersonCard) -> None:
        super().__init__()
        self._card = card
        self._others = say("、").join(card.spellings[1:])
        self.setFixedHeight(60)
        also = say("也写作 {names}", names=self._others) if self._others else ""
        self.setAccessibleName(wording.listed([name_in_full(card.name, card.label), also]))
        self.setToolTip(plain(also))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        card = self._card
        seal = QRectF(0, 6, 44, 44)
        text_painting.draw_box(painter, seal, 4, None, "accent")
        first = card.name[:1]
        text_painting.draw_words(painter, seal, first, fonts.serif(26, 700), "accent", text_painting.CENTER)
        line = QRectF(58, 4, self.width() - 58, 28)
        if not self._others:
            line.translate(0, 10)
        taken = text_painting.draw_words(painter, line, card.name, fonts.serif(20, 700), "ink")
        if card.label:
            line.setLeft(line.left() + taken + 10)
            text_painting.draw_words(painter, line, card.label, fonts.sans(13), "accent")
        if self._others:
            below = QRectF(58, 32, self.width() - 58, 20)
            also = say("也写作 {names}", names=self._others)
            text_painting.draw_words(painter, below, also, fonts.sans(12), "ink3")


class IconMark(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(18, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.draw(QPainter(self), self._name, "ink2", 0, 2, 16)


class CardSection(QWidget):
    """A part of the card under a title; "" for none."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 8, 0, 0)
        self.column.setSpacing(4)
        if title:
            self.column.addWidget(Label(title, fonts.sans(12, 700), "ink2"))

    def add_flow(self) -> FlowLayout:
        """Add a place for small widgets side by side."""
        holder, flow = QWidget(), FlowLayout()
        holder.setLayout(flow)
        self.column.addWidget(holder)
        return flow


def beside_links(label: Label) -> Label:
    label.setContentsMargins(LINK_PADDING, 0, 0, 4)
    return label


def link_chip(words: str, number: str, name: str) -> Chip:
    """Return a chip that is a link and no switch."""
    chip = Chip(words)
    chip.setCheckable(False)
    chip.setAccessibleName(wording.listed([name, number]))
    return chip
