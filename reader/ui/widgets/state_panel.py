"""Panels shown instead of rows, or above them: why there are none, a notice, a placeholder in an empty list."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QSizePolicy, QWidget

from reader.i18n import say
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import (
    LINK_PADDING,
    IconButton,
    Label,
    LinkButton,
    Wide,
    column_layout,
    row_layout,
)
from reader.ui.widgets.flow_layout import FlowLayout


class State(Enum):
    """Why there is nothing to show.

    The text of EMPTY is centred; MISSING has a warning sign at the left, FAILED a vermilion bar.
    """

    EMPTY = auto()
    MISSING = auto()
    FAILED = auto()


class PanelLink(Struct, frozen=True):
    """A link of a panel: `key` is emitted when it is clicked, `lead` is shown before the link as plain text."""

    key: str
    words: str
    lead: str = ""
    is_quiet: bool = False


class StatePanel(QWidget):
    """A panel with a title, a text and links. Signal: `chosen` has the key of the link that was clicked."""

    chosen = Signal(str)

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        if state is State.FAILED:
            title_font = theme.sans(14, 700)
        else:
            title_font = theme.serif(18, 700)
        self._title = _wrapped(Label("", title_font), state)
        self._body = _wrapped(Label("", theme.sans(13), "ink2"), state)
        self._links = QWidget()
        left = {State.EMPTY: 24, State.MISSING: 58 - LINK_PADDING, State.FAILED: 20 - LINK_PADDING}[state]
        self.column = column_layout(
            self._title, self._body, self._links, of=self, margins=(left, 20, 24, 16), spacing=6
        )
        if state is State.EMPTY:
            self.column.addStretch(1)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_state(self, title: str, body: str = "", links: Sequence[PanelLink] = ()) -> None:
        self._title.setText(title)
        self._body.setText(body)
        self._body.setVisible(bool(body))
        self.setAccessibleName(title)
        self.setAccessibleDescription(body)
        if self._state is State.EMPTY:
            fresh = self._grid(links)
        else:
            fresh = QWidget()
            row_layout(*map(self._link, links), Wide(), of=fresh, margins=(0, 4, 0, 0), spacing=12)
        self.column.replaceWidget(self._links, fresh)
        self._links.deleteLater()
        self._links.hide()
        self._links = fresh

    def links(self) -> list[LinkButton]:
        return self._links.findChildren(LinkButton)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._state is State.FAILED:
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme.color("accent"))
        elif self._state is State.MISSING:
            theme.draw_icon(painter, "warning", "warn", 24, 22, 24)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()))

    def _grid(self, links: Sequence[PanelLink]) -> QWidget:
        """Return a grid with the leads left of the middle and the links right of it; all centred if none has a lead."""
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 10, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 42)
        grid.setColumnStretch(1, 58)
        for row, link in enumerate(links):
            if not any(other.lead for other in links):
                grid.addWidget(self._link(link), row, 0, 1, 2, Qt.AlignmentFlag.AlignHCenter)
                continue
            lead = Label(link.lead, theme.sans(13), "ink3")
            grid.addWidget(lead, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._link(link), row, 1, Qt.AlignmentFlag.AlignLeft)
        return box

    def _link(self, link: PanelLink) -> LinkButton:
        def choose() -> None:
            self.chosen.emit(link.key)

        has_query = bool(link.lead)
        button = LinkButton(link.words, link.is_quiet, act=choose, is_free=has_query)
        button.setAccessibleName(f"{link.lead} {link.words}".strip())
        return button


def at_top(panel: QWidget) -> QWidget:
    """Return a widget with a panel at its top and free space below."""
    box = QWidget()
    column_layout(panel, Wide(), of=box)
    return box


class Skeleton(QWidget):
    """Grey bars instead of rows that are loading; `pitch` is the height of a row, `margin` left and right of it."""

    def __init__(self, pitch: int, margin: int) -> None:
        super().__init__()
        self._pitch = pitch
        self._margin = margin

    def sizeHint(self) -> QSize:
        return QSize(200, 4 * self._pitch)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for row in range(self.height() // self._pitch + 1):
            draw_skeleton(painter, QRectF(0, row * self._pitch, self.width(), self._pitch), self._margin)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()))


def draw_skeleton(painter: QPainter, rect: QRectF, margin: int) -> None:
    """Paint the grey bars of one row that is loading."""
    width = rect.width() - 2 * margin
    for part, height, top in ((0.62, 14, 14), (0.9, 10, 42), (0.34, 10, 62)):
        bar = QRectF(rect.x() + margin, rect.y() + top, width * part, height)
        text_painting.draw_box(painter, bar, 3, "rule", None)


def _wrapped(label: Label, state: State) -> Label:
    label.setWordWrap(True)
    if state is State.EMPTY:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    else:
        label.setContentsMargins(LINK_PADDING, 0, 0, 0)
    return label


class NoticeBar(QWidget):
    """A bar above a list with a notice and links, hidden without any. `chosen` is emitted with the key of a link."""

    chosen = Signal(str)

    def __init__(self, margin: int) -> None:
        """Make a hidden bar; `margin` is the distance of the words from the list's left edge, in pixels."""
        super().__init__()
        self._words = Label("", theme.sans(12), "ink2")
        self._words.setWordWrap(True)
        self._words.setContentsMargins(LINK_PADDING, 0, 0, 0)
        self._links = QWidget()
        self._links.setLayout(FlowLayout())
        side = margin - LINK_PADDING
        column_layout(self._words, self._links, of=self, margins=(side, 6, side, 6), spacing=0)
        self.hide()

    def show_notice(self, words: str, links: Sequence[PanelLink] = ()) -> None:
        """Show words (may be "") and links; without either the bar is hidden."""
        if not (words or links) and self.isHidden():
            return
        flow = self._links.layout()
        assert isinstance(flow, FlowLayout)
        flow.clear()
        for link in links:
            act = partial(lambda key, *_: self.chosen.emit(key), link.key)
            button = LinkButton(link.words, link.is_quiet, px=12, act=act)
            button.setAccessibleDescription(words)
            flow.addWidget(button)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._links.setVisible(bool(links))
        self.setAccessibleName(words)
        self.setVisible(bool(words or links))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("soft"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("rule"))


class QuestionBar(QWidget):
    """The foot of a page with a question, its answer and a button that closes it; several are asked one by one.

    As it stands below what is read, nothing moves when it comes; it goes only when the reader answers or closes it.
    """

    def __init__(self, page: Callable[[], QWidget]) -> None:
        """Make the bar, hidden; `page` returns what is read, which gets the focus that the bar had."""
        super().__init__()
        self._page = page
        self._questions: dict[str, tuple[str, Callable[[], object]]] = {}
        """The answer and what it does, by the words of the question; the first one is shown."""
        self.label = Label("", theme.sans(13), "ink", wraps=True)
        self.answer_button = LinkButton("", act=self._answer)
        self.close_button = IconButton("close", say("关闭"), 28, act=self._next)
        parts = (Wide(self.label), self.answer_button, self.close_button)
        row_layout(*parts, of=self, margins=(20, 8, 12, 8), spacing=8)
        theme.tint(self, "soft")
        self.hide()

    def ask(self, words: str, answer: str, act: Callable[[], object]) -> None:
        self._questions[words] = answer, act
        self._show()

    def withdraw(self, words: str) -> None:
        """Ask a question no longer, whose answer stands elsewhere by now."""
        if words == next(iter(self._questions), None):
            self._next()
        else:
            self._questions.pop(words, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._next()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), theme.color("rule"))

    def _show(self) -> None:
        words, (answer, _) = next(iter(self._questions.items()), ("", ("", None)))
        self.label.setText(words)
        self.answer_button.setText(answer)
        self.answer_button.setAccessibleDescription(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def _answer(self) -> None:
        _, act = next(iter(self._questions.values()))
        self._next()
        act()

    def _next(self) -> None:
        if self.answer_button.hasFocus() or self.close_button.hasFocus():
            self._page().setFocus(Qt.FocusReason.OtherFocusReason)
        del self._questions[next(iter(self._questions))]
        self._show()


_MARGIN = QPoint(16, 14)


class Placeholder(Label):
    """The words shown in an empty view; hidden as soon as the view has a row."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__("", theme.sans(13), "ink3")
        self._view = view
        viewport: QWidget = view.viewport()
        self.setParent(viewport)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.move(_MARGIN)
        self.hide()
        for changed in (view.model().rowsInserted, view.model().modelReset):
            changed.connect(self._hide_behind_rows)

    def show_words(self, words: str) -> None:
        """Set the words, which are shown while there is no row; "" for none."""
        self.setText(words)
        viewport = self._view.viewport()
        if words:
            viewport.installEventFilter(self)
        else:
            viewport.removeEventFilter(self)
        self._fit()
        self.setVisible(bool(words) and not self._view.model().rowCount())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        width = max(0, self._view.viewport().width() - 2 * _MARGIN.x())
        self.resize(width, max(20, self.heightForWidth(width)))

    def _hide_behind_rows(self) -> None:
        if self._view.model().rowCount():
            self.hide()
