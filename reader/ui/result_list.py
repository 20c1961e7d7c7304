"""The answer to a search: a card for each article found, made when it comes into sight.

The list knows ids; what stands on a card is asked for when the card is painted, or its words are asked for
(`rowsWanted`), more ids when the end comes near (`pageWanted`).
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QStyleOptionViewItem, QVBoxLayout, QWidget

from reader.library import Hit, Results
from reader.messages import say
from reader.search.engine import Order
from reader.search.query import in_words
from reader.search.snippets import Snippet
from reader.ui import fonts, painting, theme, words
from reader.ui.controls import DropChip
from reader.ui.figures import Label, Rule
from reader.ui.row_list import Index, RowDelegate, RowList
from reader.ui.state_panel import Skeleton, State, StatePanel, Way, draw_skeleton

HIT_ROLE = Qt.ItemDataRole.UserRole
CARD = 116
PATIENCE = 150
"""How long nothing is shown before a skeleton is, in milliseconds."""
_NARROW = 340
_TOP = QModelIndex()


def when_and_where(hit: Hit, *, has_weekday: bool = True) -> str:
    """1987-06-12　周五　02版"""
    date = hit.issue.date
    day = date.isoformat() if date else words.issue_day(None, hit.issue.month_day, hit.issue.label)
    parts = [
        day,
        words.short_weekday(date) if date and has_weekday else "",
        words.page(hit.article.page) if hit.article.page else "",
    ]
    return words.GAP.join(filter(None, parts))


def places(snippet: Snippet) -> str:
    """“12 处”; "" for a question that no place in the text answers, as one for a date."""
    return words.count(snippet.matches, "{n} 处") if snippet.matches else ""


def cut_to(snippet: Snippet, characters: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a snippet and its marks, begun later where the first mark would lie behind `characters`."""
    if not snippet.marks or snippet.marks[0][1] <= characters:
        return snippet.text, snippet.marks
    start = max(0, snippet.marks[0][0] - characters // 3)
    return "…" + snippet.text[start:], tuple((a - start + 1, b - start + 1) for a, b in snippet.marks)


class ResultModel(QAbstractListModel):
    """The ids found so far, and of the rows that were looked at what stands on them."""

    pageWanted = Signal(int)
    rowsWanted = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._ids: list[int] = []
        self._rows: dict[int, int] = {}
        self._total = 0
        self._hits: dict[int, Hit] = {}
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._late: set[int] = set()
        self._page_asked = -1
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask_for_rows)

    def ids(self) -> Sequence[int]:
        return self._ids

    def begin(self, ids: Iterable[int], total: int, *, keeps_hits: bool = False) -> None:
        """Another answer; with `keeps_hits` rows show what stood on them before until they have been asked for."""
        self.beginResetModel()
        self._ids = list(ids)
        self._rows = {article_id: row for row, article_id in enumerate(self._ids)}
        self._total = total
        self._hits = {i: self._hits[i] for i in self._ids if i in self._hits} if keeps_hits else {}
        self._wanted.clear()
        self._asked.clear()
        self._late.clear()
        self._page_asked = -1
        self.endResetModel()

    def add(self, offset: int, ids: Sequence[int], total: int) -> None:
        """The next ids; those for another place, or none at all, end nothing but the asking."""
        if offset != len(self._ids):
            return
        self._total = total if ids else len(self._ids)
        if ids:
            self.beginInsertRows(_TOP, offset, offset + len(ids) - 1)
            self._ids += ids
            self._rows |= {article_id: row for row, article_id in enumerate(ids, offset)}
            self.endInsertRows()

    def set_hits(self, hits: Iterable[Hit]) -> None:
        """What stands on some of the rows; rows of another answer are passed over."""
        fresh = {hit.article.id: hit for hit in hits if hit.article.id in self._asked}
        self._hits |= fresh
        self._repaint(fresh)

    def hit(self, index: Index) -> Hit | None:
        """What stands on a row; where it is not known yet, it is asked for."""
        article_id = self._ids[index.row()]
        hit = self._hits.get(article_id)
        if article_id not in self._asked:
            self._asked.add(article_id)
            self._wanted[article_id] = None
            self._soon.start()
        return hit

    def is_late(self, index: Index) -> bool:
        """Whether what stands on a row was asked for a while ago and has not come."""
        return self._ids[index.row()] in self._late

    def index_of(self, article_id: int) -> QModelIndex:
        return self.index(self._rows[article_id], 0) if article_id in self._rows else QModelIndex()

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self._ids) < self._total

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self._page_asked != len(self._ids):
            self._page_asked = len(self._ids)
            self.pageWanted.emit(self._page_asked)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == HIT_ROLE:
            return self.hit(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            hit = self.hit(index)
            if hit is None:
                return say("正在取来……")
            lines = [when_and_where(hit).replace(words.GAP, " "), hit.article.title, hit.snippet.text]
            if role == Qt.ItemDataRole.DisplayRole:
                return "\n".join(lines)
            return words.listed([*lines[:2], places(hit.snippet), lines[2]])
        return None

    def _ask_for_rows(self) -> None:
        wanted, self._wanted = list(self._wanted), {}
        if wanted:
            self.rowsWanted.emit(wanted)
            QTimer.singleShot(PATIENCE, self, lambda: self._grow_late(wanted))

    def _grow_late(self, article_ids: Sequence[int]) -> None:
        self._late.update(article_ids)
        self._repaint(article_ids)

    def _repaint(self, article_ids: Iterable[int]) -> None:
        rows = [self._rows[article_id] for article_id in article_ids if article_id in self._rows]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))


class _Delegate(RowDelegate):
    """Cards of 116 px: when and where, with the number of places; title; two lines of the text."""

    margin = 20

    def __init__(self, view: RowList, model: ResultModel) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._view.viewport().width(), CARD)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        hit = self._model.hit(index)
        if hit is None:
            if self._model.is_late(index):
                draw_skeleton(painter, rect, self.margin)
            return
        x, width = rect.x() + self.margin, rect.width() - 2 * self.margin
        line = QRectF(x, rect.y() + 12, width, 18)
        if number := places(hit.snippet):
            font = fonts.sans(12, 700)
            pill = QRectF(line)
            pill.setLeft(line.right() - painting.width_of(number, font) - 14)
            painting.draw_box(painter, pill, 3, "soft", None)
            painting.draw_words(painter, pill, number, font, "accent", painting.CENTER)
            line.setRight(pill.left() - 8)
        font = fonts.sans(12)
        told = when_and_where(hit)
        if painting.width_of(told, font) > line.width():
            told = when_and_where(hit, has_weekday=False)
        painting.draw_words(painter, line, told, font, "ink2")
        y = painting.draw_text(
            painter, x, rect.y() + 33, width, hit.article.title, fonts.serif(16, 700), "ink", 25
        )
        text, marks = cut_to(hit.snippet, int(width / 13 * 2) - 3)
        painting.draw_text(painter, x, y + 2, width, text, fonts.sans(13), "ink2", 22, 2, marks)


class ResultPane(QWidget):
    """The list of results (`view`, objectName `resultList`) with its header.

    `articleActivated` tells what a person chose, `orderChosen` an `Order`, `suggestionChosen` a question to ask
    instead; `pageWanted` and `rowsWanted` are answered with `add_page` and `set_hits`.
    """

    articleActivated = Signal(int)
    pageWanted = Signal(int)
    rowsWanted = Signal(list)
    orderChosen = Signal(str)
    suggestionChosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._results: Results | None = None
        self._shown_order = Order.RELEVANCE
        theme.tint(self, "list")
        self.setAccessibleName(say("搜索结果"))
        self._count = Label("", fonts.sans(14, 700))
        self._seconds = Label("", fonts.sans(12), "ink3")
        self._understood = Label("", fonts.sans(12), "ink3")
        self._understood.setContentsMargins(20, 0, 20, 8)
        self.order_chip = DropChip(
            say("排序"),
            [
                (Order.RELEVANCE, say("相关")),
                (Order.NEWEST, say("日期 新→旧")),
                (Order.OLDEST, say("日期 旧→新")),
            ],
        )
        self.order_chip.chosen.connect(self.orderChosen)
        header = QWidget()
        header.setFixedHeight(44)
        line = QHBoxLayout(header)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(10)
        line.addWidget(self._count)
        line.addWidget(self._seconds)
        line.addStretch(1)
        line.addWidget(self.order_chip)
        self._model = ResultModel()
        self._model.pageWanted.connect(self.pageWanted)
        self._model.rowsWanted.connect(self.rowsWanted)
        self.view = RowList(self._model)
        self.view.setObjectName("resultList")
        self.view.setAccessibleName(say("搜索结果"))
        self.view.setItemDelegate(_Delegate(self.view, self._model))
        self.view.setUniformItemSizes(True)
        self.view.chooser.chosen.connect(self._choose)
        self.view.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(self.suggestionChosen)
        self._skeleton = Skeleton(CARD, 20)
        self._stack = QStackedWidget()
        for widget in (self.view, self.empty, self._skeleton):
            self._stack.addWidget(widget)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_skeleton)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self._understood)
        column.addWidget(Rule())
        column.addWidget(self._stack, 1)
        self._understood.hide()

    def begin_search(self, text: str) -> None:
        """A question was asked: what is shown stays for a moment, then grey rows take its place."""
        if text != self._text or self._results is None:
            self._patience.start()

    def show_results(self, results: Results, text: str, searched: int = 0) -> None:
        """The first page of an answer to `text`, out of `searched` articles.

        The same question's answer, as it is asked for anew after a sync, moves nothing in sight: the article at the
        top stays there, the selected one selected. In another order the list begins at its top.
        """
        self._patience.stop()
        is_same = text == self._text and self._results is not None
        stays = is_same and self.order() is self._shown_order
        self._shown_order = self.order()
        chosen = self.article_id() if is_same else None
        shown = self._model.ids()
        scrolled = self.view.verticalScrollBar().value()
        top = shown[scrolled // CARD] if stays and scrolled // CARD < len(shown) else None
        self._text, self._results = text, results
        self._write_header(results, text)
        if not (is_same and results.ids and tuple(shown[: len(results.ids)]) == results.ids):
            with self.view.chooser.quietly():
                self._model.begin(results.ids, results.total, keeps_hits=is_same)
            self.view.scrollToTop()
            if chosen in results.ids and chosen is not None:
                self.view.chooser.select(self._model.index_of(chosen))
            if stays:
                row = self._model.index_of(top).row() if scrolled and top in results.ids and top else -1
                self.view.executeDelayedItemsLayout()
                self.view.verticalScrollBar().setValue(row * CARD + scrolled % CARD if row >= 0 else scrolled)
        if results.ids:
            self._stack.setCurrentWidget(self.view)
        else:
            self._say_nothing_found(results, text, searched)

    def add_page(self, offset: int, results: Results) -> None:
        """The ids from `offset` on, with a total that may be known better now."""
        if self._results is not None:
            self._model.add(offset, results.ids, results.total)
            self._write_header(results, self._text)

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """What stands on the rows that were wanted."""
        self._model.set_hits(hits)

    def clear(self) -> None:
        """No question is asked."""
        self._patience.stop()
        self._text, self._results = "", None
        self._model.begin((), 0)
        self._stack.setCurrentWidget(self.view)
        for label in (self._count, self._seconds, self._understood):
            label.clear()
        self._understood.hide()

    def row_count(self) -> int:
        """How many results are known by now."""
        return len(self._model.ids())

    def order(self) -> Order:
        return Order(self.order_chip.key())

    def set_order(self, order: Order) -> None:
        """Shows an order; tells nobody."""
        self.order_chip.set_key(order)

    def step(self, by: Literal[-1, 1]) -> bool:
        """Chooses the next article in a direction, as J and K do; False at the end of what is known."""
        return self.view.step(by)

    def show_article(self, article_id: int) -> None:
        """Selects an article if it is among the results, else what was selected stays; tells nobody."""
        index = self._model.index_of(article_id)
        if index.isValid() and index != self.view.currentIndex():
            self.view.chooser.select(index)

    def article_id(self) -> int | None:
        """The selected article."""
        index = self.view.currentIndex()
        return self._model.ids()[index.row()] if index.isValid() else None

    def position(self) -> tuple[int, int]:
        """The selected article's place among the results, from 1 (0: none is selected), and how many there are."""
        index = self.view.currentIndex()
        return (index.row() + 1 if index.isValid() else 0), self._results.total if self._results else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._seconds.setVisible(self.width() >= _NARROW)

    def _choose(self, index: QModelIndex) -> None:
        self.articleActivated.emit(self._model.ids()[index.row()])

    def _look_ahead(self, value: int) -> None:
        """Asks for more ids while two screens of cards are still below."""
        bar = self.view.verticalScrollBar()
        if bar.maximum() - value < 2 * self.view.viewport().height():
            self._model.fetchMore(QModelIndex())

    def _show_skeleton(self) -> None:
        self._stack.setCurrentWidget(self._skeleton)

    def _write_header(self, results: Results, text: str) -> None:
        number = words.articles(results.total)
        self._count.setText(number if results.total_is_exact else say("约 {number}", number=number))
        self._seconds.setText(say("用时 {seconds} 秒", seconds=f"{results.seconds:.2f}"))
        understood = in_words(results.query)
        is_plain = understood == text.strip() or not understood
        self._understood.setText("" if is_plain else say("理解为：{query}", query=understood))
        self._understood.setVisible(not is_plain)
        self.view.setAccessibleDescription(self._count.text())

    def _say_nothing_found(self, results: Results, text: str, searched: int) -> None:
        body = say("已查 {articles}的标题与正文。", articles=words.articles(searched)) if searched else ""
        leads = [say("您要找的是不是"), *[""] * len(results.suggestions)]
        ways = [Way(hint, hint, lead) for hint, lead in zip(results.suggestions, leads, strict=False)]
        self.empty.show_state(say("没有找到“{query}”", query=text.strip()), body, ways)
        self._stack.setCurrentWidget(self.empty)
